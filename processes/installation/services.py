"""What installation does by itself: registering, money received, the meter's check, the records of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from engine.service_tasks import BpmnError, Call, service_task
from processes.installation.filing import file_everything
from processes.installation.meters import issued_meter
from registers import commands as registers

_CHINA = ZoneInfo("Asia/Shanghai")
_NUMBER = {"type": "number"}
_TEXT = {"type": "string"}


def _outputs(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


@service_task(
    "installation.register_application",
    title="登记报装申请",
    title_en="Register an application",
    outputs=_outputs(
        application_no=_TEXT,
        received_on=_TEXT,
        total_flow=_NUMBER,
        appliance_count=_NUMBER,
        rehearsal={"type": "boolean"},
    ),
)
def register_application(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The application's number and day, and the appliances' rated flow together (m³/h)."""
    appliances = call.variables.get("appliances") or []
    return {
        "application_no": call.business_key,
        "received_on": call.now.astimezone(_CHINA).date().isoformat(),
        "total_flow": sum(
            (_decimal(item["rated_flow"]) * _decimal(item["quantity"]) for item in appliances), Decimal(0)
        ),
        "appliance_count": sum(int(item["quantity"]) for item in appliances),
        # seconds instead of days are for demonstrations only, whoever asks for them
        "rehearsal": bool(call.variables.get("rehearsal")) and bool(settings.DEMO),
    }


@service_task(
    "installation.post_fee",
    title="登记应收工程费",
    title_en="Post the connection fee",
    inputs={"type": "object", "properties": {"fee_due_on": _TEXT}, "required": ["fee_due_on"]},
    outputs=_outputs(charge_no=_TEXT, fee_received=_NUMBER, fee_balance=_NUMBER),
)
def post_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The receivable at the fee notice; what an earlier notice of this application asked for is canceled."""
    due = _decimal(call.variables["estimate_total"])
    registers.cancel_charges(instance_id=str(call.instance_id))
    charge = registers.post_charge(
        unit_id=call.unit_id or 0,
        kind="报装工程费",
        amount=due,
        due_on=_date(inputs["fee_due_on"]),
        notice_no=str(call.variables["fee_notice_no"]),
    )
    return {"charge_no": charge.number, "fee_received": Decimal(0), "fee_balance": due}


@service_task(
    "installation.cancel_fee",
    title="撤销应收工程费",
    title_en="Cancel the connection fee",
    outputs=_outputs(charges_canceled=_NUMBER),
)
def cancel_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """How many unpaid receivables of this application were canceled; what was paid in part stays for a refund."""
    return {"charges_canceled": registers.cancel_charges(instance_id=str(call.instance_id))}


@service_task(
    "installation.record_payment",
    title="登记报装缴费",
    title_en="Record a payment of the connection fee",
    outputs=_outputs(charge_no=_TEXT, fee_received=_NUMBER, fee_balance=_NUMBER),
)
def record_payment(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The charge, what has been received for it so far, and what is still to pay."""
    seen = call.variables
    due, paid = _decimal(seen["estimate_total"]), _money(seen["paid_amount"])
    number = seen.get("charge_no")
    if not number:  # a fee notice from before receivables were posted with it
        number = registers.post_charge(unit_id=call.unit_id or 0, kind="报装工程费", amount=due).number
    charge = registers.record_payment(
        charge_number=number,
        amount=paid,
        method=str(seen.get("payment_method") or "transfer"),
        reference=f"{seen['fee_notice_no']}/{seen.get('payment_reference') or call.job_id}"[:64],
        paid_at=_moment(seen.get("paid_on"), call.now),
    )
    received = registers.received_for(charge)
    return {"charge_no": number, "fee_received": received, "fee_balance": max(due - received, Decimal(0))}


@service_task(
    "installation.issue_meter",
    title="核对表具并出库",
    title_en="Check the meter and issue it",
    outputs=_outputs(meter_id=_NUMBER, meter_refusal={"type": "null"}),
)
def issue_meter(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The meter, issued; the BPMN error METER_NOT_FIT says why another one must be fetched."""
    seen = call.variables
    asked = (seen["meter_type"], seen["meter_size"])
    given = (seen["issued_type"], seen["issued_size"])
    until = _date(seen["verified_until"])
    reason = ""
    if asked != given:
        reason = f"应领 {asked[0]}表 {asked[1]}，出库的是 {given[0]}表 {given[1]}。"
    elif until <= call.now.astimezone(_CHINA).date():
        reason = f"检定有效期至 {until}，已过期。"
    else:
        meter, reason = issued_meter(call, until)
        if meter is not None:
            return {"meter_id": meter.pk, "meter_refusal": None}
    raise BpmnError("METER_NOT_FIT", reason, variables={"meter_refusal": reason})


@service_task(
    "installation.archive",
    title="建立档案",
    title_en="Create the register records",
    outputs=_outputs(customer_id=_NUMBER, customer_no=_TEXT, supply_point_no=_TEXT, contract_no=_TEXT, volume_no=_TEXT),
)
def archive(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The numbers of the new customer, supply point, contract and volume; all of them or nothing."""
    return file_everything(call)


def _money(value: object) -> Decimal:
    try:
        return _decimal(value)
    except InvalidOperation:
        raise ValueError(f"到账金额“{value}”不是数字：请改正变量 paid_amount 后重试。") from None


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _moment(value: object, otherwise: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(_date(value), dt.time(12), _CHINA) if value else otherwise
