"""What a capacity change does by itself: the present supply, the fee, the register."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from engine.refusals import EngineRefusal
from engine.service_tasks import BpmnError, Call, service_task
from registers import commands as registers
from registers.models import Contract, GasAppliance, MeterInstallation

_TYPES = MappingProxyType({"diaphragm": "皮膜", "rotary": "罗茨", "turbine": "涡轮", "ultrasonic": "超声"})


class AmountUnreadable(EngineRefusal):
    """The payment's amount “{amount}” is no number; correct the variable paid_amount and try again."""

    code = "amount_unreadable"
    zh = "缴费金额“{amount}”不是数字；请更正变量 paid_amount 后重试。"


@service_task("capacity_change.find_supply", title="查找现有设备", title_en="Find the present supply")
def find_supply(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Customer, meter and appliances; the BPMN error METER_NOT_FOUND when the meter hangs nowhere."""
    serial = str(call.variables["meter_serial"]).strip()
    rows = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    found = list(rows.select_related("meter", "supply_point__site__customer")[:2])
    if len(found) != 1:
        raise BpmnError("METER_NOT_FOUND", f"表号 {serial} 没有唯一的在装记录。")
    site = found[0].supply_point.site
    present = GasAppliance.objects.filter(site=site, valid_until=None).order_by("pk")
    return {
        "capacity_no": call.business_key,
        "supply_point_id": found[0].supply_point_id,
        "site_id": site.pk,
        "customer_id": site.customer_id,
        "customer_name": site.customer.name,
        "site_address": site.address,
        "meter_type": _TYPES[found[0].meter.type],
        "meter_size": found[0].meter.g_size,
        "present_appliances": [
            {"name": one.kind, "rated_flow": one.rated_flow, "quantity": one.quantity} for one in present
        ],
    }


@service_task("capacity_change.post_fee", title="记应收", title_en="Post the fee")
def post_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The charge's number."""
    seen = call.variables
    charge = registers.post_charge(
        unit_id=call.unit_id or 0,
        kind="增容改造费",
        amount=Decimal(str(seen["fee_total"])),
        customer_id=int(seen["customer_id"]),
        notice_no=str(seen["scheme_no"]),
        supply_point_id=int(seen["supply_point_id"]),
    )
    return {"charge_no": charge.number}


@service_task("capacity_change.record_fee", title="登记缴费", title_en="Record the payment")
def record_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What is still to pay; raises `AmountUnreadable`, which an operator mends."""
    seen = call.variables
    try:
        amount = Decimal(str(seen["paid_amount"]))
    except InvalidOperation:
        raise AmountUnreadable(amount=str(seen["paid_amount"])[:40]) from None
    charge = registers.record_payment(
        charge_number=str(seen["charge_no"]),
        amount=amount,
        method="transfer",
        reference=str(seen["payment_reference"])[:64],
        paid_at=call.now,
    )
    return {"fee_balance": max(charge.amount - registers.received_for(charge), Decimal(0))}


@service_task("capacity_change.cancel_fee", title="作废应收", title_en="Cancel the fee")
def cancel_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; a charge that was paid in part stays."""
    registers.cancel_charges(instance_id=str(call.instance_id))
    return {}


@service_task("capacity_change.credit_fee", title="退记已缴费用", title_en="Credit what was paid")
def credit_fee(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What the customer has been credited with: all that was paid for the change that does not come."""
    seen = call.variables
    paid = Decimal(str(seen["fee_total"])) - Decimal(str(seen["fee_balance"]))
    if paid > 0:
        text = f"增容改造 {seen['capacity_no']} 终止，已缴费用退记"
        registers.post_credit(customer_id=int(seen["customer_id"]), amount=paid, text=text)
    return {"credited": max(paid, Decimal(0))}


@service_task("capacity_change.register", title="登记设备与合同补充", title_en="Register the change")
def register(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The supplement's number; the appliances of before are out of use."""
    seen = call.variables
    site, point = int(seen["site_id"]), int(seen["supply_point_id"])
    for one in GasAppliance.objects.filter(site_id=site, valid_until=None).order_by("pk"):
        registers.end_appliance(appliance_id=one.pk)
    appliances = [
        {"kind": a["name"], "rated_flow": a["rated_flow"], "quantity": a["quantity"]} for a in seen["appliances"]
    ]
    registers.register_appliances(site_id=site, appliances=appliances)
    for contract in Contract.objects.filter(supply_point_id=point, state=Contract.State.IN_FORCE).order_by("pk"):
        registers.end_contract(contract_id=contract.pk)
    signed = registers.sign_contract(
        customer_id=int(seen["customer_id"]),
        supply_point_id=point,
        monthly_volume=Decimal(str(seen["expected_monthly"])),
    )
    return {"contract_no": signed.number}
