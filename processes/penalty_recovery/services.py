"""What a recovery does by itself: the case, its evidence, the sheet, what is owed and paid, the closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.queries import attachment
from engine.refusals import EngineRefusal
from engine.service_tasks import ActRefused, BpmnError, Call, service_task
from processes.penalty_recovery import instalments, records, sheet
from registers import commands as registers
from registers.change_requests import propose_change
from registers.models import Charge
from registers.refusals import RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")
_KINDS = {"image": "photo", "video": "video", "audio": "audio"}
_TEXT, _NUMBER, _LIST = {"type": "string"}, {"type": "number"}, {"type": "array"}


def _outputs(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


@service_task("penalty_recovery.look_up", title="查找用气户", title_en="Find the customer")
def look_up(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The customer, the place, the meter; the BPMN error LEAD_NOT_FOUND says why there is none."""
    serial = str(call.variables["lead_serial"]).strip()
    found = records.installed(serial)
    if found is None:
        reason = f"表号 {serial} 没有唯一的在装记录，请核对。"
        raise BpmnError("LEAD_NOT_FOUND", reason, variables={"lead_refusal": reason})
    phone = call.variables.get("contact_phone")
    known = records.described(found)
    return known | {"contact_phone": phone or known["contact_phone"], "evidence": [], "lead_serial": serial}


@service_task(
    "penalty_recovery.open_case",
    title="立案",
    title_en="Open the case",
    outputs=_outputs(case_id=_NUMBER, case_no=_TEXT),
)
def open_case(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The register's case and its number."""
    seen = call.variables
    case = registers.open_theft_case(
        customer_id=int(seen["customer_id"]),
        source=str(seen["lead_source"]),
        reason=str(seen["lead_reason"]),
        site_id=int(seen["site_id"]),
        score=_decimal(seen["score"]),
        opened_at=call.now,
    )
    return {"case_id": case.pk, "case_no": case.number}


@service_task(
    "penalty_recovery.record_evidence", title="证据入册", title_en="Record evidence", outputs=_outputs(evidence=_LIST)
)
def record_evidence(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The case's evidence list with what the person who acts now has brought."""
    listed = list(call.variables.get("evidence") or [])
    shared = {
        "place": str(inputs.get("place") or ""),
        "kept_at": str(inputs.get("kept_at") or ""),
        "taken_at": dt.datetime.fromisoformat(str(inputs["taken_at"])) if inputs.get("taken_at") else call.now,
    }
    for reference in inputs.get("files") or []:
        file = _file(str(reference), call)
        kind = _KINDS.get(file["content_type"].partition("/")[0], "record")
        listed.append(_recorded(call, kind, file["name"], file["sha256"], shared))
    for thing in inputs.get("things") or []:
        listed.append(_recorded(call, "thing", thing["title"], "", shared | {"kept_at": thing["kept_at"]}))
    return {"evidence": listed}


def _file(reference: str, call: Call) -> dict[str, Any]:
    try:
        return attachment(reference, call.actor)
    except EngineRefusal as refusal:
        raise ActRefused(refusal) from refusal


def _recorded(call: Call, kind: str, title: str, sha256: str, shared: dict[str, Any]) -> dict[str, Any]:
    if call.actor.user_id is None:
        raise ValueError("evidence is brought by a person")
    row = registers.add_evidence(
        case_id=int(call.variables["case_id"]),
        kind=kind,
        title=title,
        taken_by_id=call.actor.user_id,
        sha256=sha256,
        **shared,
    )
    return {
        "no": row.position, "kind": row.get_kind_display(), "title": title, "sha256": sha256,
        "taken_at": f"{row.taken_at.astimezone(_CHINA):%Y-%m-%d %H:%M}",
        "taken_by": call.actor.full_name, "kept_at": row.kept_at,
    }  # fmt: skip


@service_task("penalty_recovery.gather", title="汇集依据", title_en="Gather the basis")
def gather(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Days, prices by period, what was billed, and what each method may start from."""
    seen, terms = call.variables, call.variables["terms"]
    began = seen.get("began_on")
    first, last = sheet.period_of(
        began_on=_date(began) if began else None,
        ended_on=_date(seen["ended_on"]),
        default_days=int(terms["default_days"]),
    )
    days, point = (last - first).days + 1, int(seen["supply_point_id"])
    before_volume, before_days = records.before(point, first)
    basis = {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "days": days,
        "period_source": "现场认定" if began else f"起始日不明，按 {terms['default_days']} 天（{terms['clause']}）",
        "prices": records.prices(str(seen["category"]), first, last),
        "billed_volume": records.billed(point, first, last),
        "billed_source": "账务：违章期间已计气量",
        "appliances": records.appliances(int(seen["site_id"]), last),
        "before_volume": before_volume,
        "before_days": before_days,
        "year_ago_volume": records.billed(point, _year_ago(first), _year_ago(last)),
        "year_ago_days": days,
        "hours_per_day": terms["hours_per_day"],
    }
    return {**basis, "multiple": terms["multiple"], "violation_clause": terms["clause"]}


@service_task("penalty_recovery.compute", title="计算补缴", title_en="Compute the sheet")
def compute(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The sheet with its inputs; the BPMN error SHEET_INCOMPLETE says what is missing."""
    seen = call.variables
    wanted = {name: seen.get(name) for name in _INPUTS if seen.get(name) is not None}
    given = wanted | {"clause": seen["terms"]["clause"], "table": seen["terms"]["table"]}
    try:
        done = sheet.compute(given)
    except sheet.Incomplete as incomplete:
        reason = str(incomplete)
        raise BpmnError("SHEET_INCOMPLETE", reason, variables={"sheet_comment": reason}) from None
    named = {"recovery_volume": done["volume"], "recovery_amount": done["amount"]}
    shown = {"steps": done["steps"], "estimates": done["estimates"], "gas_fee": done["gas_fee"]}
    return {"sheet": done, **named, **shown, "penalty": done["penalty"], "sheet_comment": None}


_INPUTS = (
    "methods", "chosen_method", "sources", "first_day", "last_day", "days", "period_source", "prices", "multiple",
    "billed_volume", "billed_source", "appliances", "hours_per_day", "meter_qmax", "year_ago_volume", "year_ago_days",
    "before_volume", "before_days", "predicted_volume", "similar_daily", "similar_ratio", "leak_rate",
)  # fmt: skip


@service_task(
    "penalty_recovery.post_charge", title="记应收", title_en="Post the charge", outputs=_outputs(charge_no=_TEXT)
)
def post_charge(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The receivable's number."""
    seen = call.variables
    charge = registers.post_charge(
        unit_id=call.unit_id or 0,
        kind="违章追缴",
        amount=_decimal(seen["recovery_amount"]),
        customer_id=int(seen["customer_id"]),
        notice_no=str(seen["notice_no"]),
    )
    return {"charge_no": charge.number}


@service_task("penalty_recovery.cancel_charge", title="冲销应收", title_en="Reverse the charge")
def cancel_charge(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The outcome so far: withdrawn, unless another decision follows."""
    number = str(call.variables["charge_no"])
    registers.reverse_charge(charge_number=number, text=f"复核变更或撤销 {call.variables['notice_no']}")
    return {"recovery_outcome": "withdrawn", "charge_no": None}


@service_task(
    "penalty_recovery.plan", title="制定分期", title_en="Plan the instalments", outputs=_outputs(instalments=_LIST)
)
def plan(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The numbered parts; the BPMN error PLAN_NOT_WHOLE says why they are not the whole."""
    seen = call.variables
    amount = _decimal(seen["recovery_amount"])
    parts = seen.get("parts") if seen["payment_mode"] == "instalments" else None
    try:
        listed = instalments.numbered(
            parts=parts if parts is not None else [{"due_on": seen["full_due_on"], "amount": amount}],
            amount=amount,
            notice_no=str(seen["notice_no"]),
        )
    except instalments.NotWhole as wrong:
        raise BpmnError("PLAN_NOT_WHOLE", str(wrong), variables={"plan_comment": str(wrong)}) from None
    return {"instalments": listed}


@service_task("penalty_recovery.record_instalment", title="登记到账", title_en="Record the payment")
def record_instalment(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What has been received of this part; a payment with the same reference counts once."""
    seen = call.variables
    part = seen["instalment"]
    before = f"{part['notice_no']}/"
    registers.record_payment(
        charge_number=str(seen["charge_no"]),
        amount=_decimal(seen["paid_amount"]),
        method=str(seen.get("payment_method") or "transfer"),
        reference=f"{before}{seen.get('payment_reference') or call.job_id}"[:64],
        paid_at=call.now,
    )
    charge = Charge.objects.get(number=seen["charge_no"])
    paid = charge.payments.filter(reference__startswith=before).values_list("amount", flat=True)
    received = sum(paid, Decimal(0))
    state = "paid" if received >= _decimal(part["amount"]) else "open"
    return {"instalment_received": received, "instalment_result": state}


@service_task("penalty_recovery.propose_credit", title="提出信用等级变更", title_en="Propose the credit rating")
def propose_credit(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The change request's id, for the process that decides on it; nothing is changed here."""
    seen = call.variables
    try:
        request = propose_change(
            table="registers_customer",
            record_id=int(seen["customer_id"]),
            changes={"credit_rating": seen["new_rating"]},
            reason=f"违章案件 {seen['case_no']}",
            actor=call.actor,
        )
    except RegisterRefusal as refusal:
        raise ActRefused(refusal) from refusal
    return {"credit_request_ids": [request.pk]}


@service_task("penalty_recovery.close_case", title="登记结案", title_en="Close the case")
def close_case(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the register's case is closed with its outcome and root cause."""
    seen, recovered = call.variables, inputs["outcome"] == "recovered"
    registers.close_theft_case(
        case_id=int(seen["case_id"]),
        outcome=str(inputs["outcome"]),
        note=str(seen.get("closing_note") or seen.get("finding_note") or ""),
        root_cause=str(seen.get("root_cause") or ""),
        recovered_volume=_decimal(seen["recovery_volume"]) if recovered else None,
        recovered_amount=_decimal(seen["recovery_amount"]) if recovered else None,
        closed_at=call.now,
    )
    return {}


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _year_ago(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
