"""What a recovery does by itself: the case, its evidence, the sheet, what is owed and paid, the closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from engine.documents.queries import attachment
from engine.refusals import EngineRefusal
from engine.service_tasks import ActRefused, BpmnError, Call, service_task
from processes.penalty_recovery import basis, instalments, records, sheet
from registers import commands as registers
from registers.change_requests import propose_change
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
    return known | {
        "contact_phone": phone or known["contact_phone"],
        "evidence": [],
        "evidence_place": known["site_address"],
        "lead_serial": serial,
        # seconds instead of days are for demonstrations only, whoever asks for them
        "rehearsal": bool(call.variables.get("rehearsal")) and bool(settings.DEMO),
    }


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
        listed.append(_recorded(call, kind, file["name"], file["sha256"], shared) | {"file": reference})
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
    """Days, prices by period, what was billed, and what each method may start from, each with where it comes from."""
    return basis.gathered(call.variables, instance_id=call.instance_id)


@service_task("penalty_recovery.compute", title="计算补缴", title_en="Compute the sheet")
def compute(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The sheet with its inputs; the BPMN error SHEET_INCOMPLETE says what is missing."""
    try:
        done = sheet.compute(basis.given(call.variables))
    except sheet.Incomplete as incomplete:
        reason = str(incomplete)
        raise BpmnError("SHEET_INCOMPLETE", reason, variables={"sheet_comment": reason}) from None
    named = {"recovery_volume": done["volume"], "recovery_amount": done["amount"]}
    shown = {"steps": done["steps"], "estimates": done["estimates"], "gas_fee": done["gas_fee"]}
    return {"sheet": done, **named, **shown, "penalty": done["penalty"], "sheet_comment": None}


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
    try:
        listed = instalments.numbered(
            parts=instalments.agreed(seen, amount), amount=amount, notice_no=str(seen["notice_no"])
        )  # fmt: skip
    except instalments.NotWhole as wrong:
        raise BpmnError("PLAN_NOT_WHOLE", str(wrong), variables={"plan_comment": str(wrong)}) from None
    return {"instalments": listed}


@service_task("penalty_recovery.record_instalment", title="登记到账", title_en="Record the payment")
def record_instalment(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What has been received of this part, and what is left for the next one; the same reference counts once."""
    seen = call.variables
    part, charge_no, paid = seen["instalment"], str(seen["charge_no"]), _money(seen["paid_amount"])
    received = records.received_by_part(charge_no, seen["instalments"])
    split = instalments.split(
        paid=paid, notice_no=str(part["notice_no"]), parts=seen["instalments"], received=received
    )  # fmt: skip
    registers.record_payment(
        charge_number=charge_no,
        amount=split.kept,
        method=str(seen.get("payment_method") or "transfer"),
        reference=f"{part['notice_no']}/{seen.get('payment_reference') or call.job_id}"[:64],
        paid_at=call.now,
    )
    now = records.received_by_part(charge_no, seen["instalments"])[str(part["notice_no"])]
    state = "paid" if now >= _decimal(part["amount"]) else "open"
    carried = {"instalment_surplus": split.surplus, "next_notice_no": split.next_notice_no}
    return {"instalment_received": now, "instalment_result": state} | carried


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
        root_cause=_root_cause(seen),
        recovered_volume=_decimal(seen["recovery_volume"]) if recovered else None,
        recovered_amount=_decimal(seen["recovery_amount"]) if recovered else None,
        closed_at=call.now,
    )
    return {}


def _root_cause(seen: Any) -> str:
    words = (str(seen.get(name) or "") for name in ("root_cause_kind", "root_cause"))
    return "：".join(word for word in words if word)[:200]


def _money(value: object) -> Decimal:
    try:
        return _decimal(value)
    except InvalidOperation:
        raise ValueError(f"到账金额“{value}”不是数字：请改正变量 paid_amount 后重试。") from None


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
