"""What a disconnection does by itself: the account, the removal, the settlement, the money, the closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.service_tasks import BpmnError, Call, service_task
from processes.disconnection import account, closing
from processes.disconnection.settlement import NothingToSettleWith, Settlement, settle
from registers import commands as registers

_CHINA = ZoneInfo("Asia/Shanghai")


@service_task("disconnection.find_account", title="查找客户与欠费", title_en="Find the account")
def find_account(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Customer, supply point and balance; the BPMN error METER_NOT_FOUND says why there is none."""
    serial = str(call.variables["meter_serial"]).strip()
    found = account.installed(serial)
    if found is None:
        reason = f"表号 {serial} 没有唯一的在装记录，请核对。"
        raise BpmnError("METER_NOT_FOUND", reason, variables={"account_refusal": reason})
    today = call.now.astimezone(_CHINA).date()
    return account.described(found, today) | {"disconnection_no": call.business_key}


@service_task("disconnection.record_payment", title="登记收款", title_en="Record a payment")
def record_payment(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The balance after the payment, which pays the oldest charges first; what is too much is prepaid."""
    seen = call.variables
    customer, rest = int(seen["customer_id"]), _decimal(seen["paid_amount"])
    for charge in account.open_charges(customer):
        part = min(rest, charge.amount - registers.received_for(charge))
        if part <= 0:
            continue
        registers.record_payment(
            charge_number=charge.number,
            amount=part,
            method=str(seen["payment_method"]),
            reference=f"{seen['payment_reference']}/{charge.number}"[:64],
            paid_at=dt.datetime.combine(dt.date.fromisoformat(str(seen["paid_on"])[:10]), dt.time(12), _CHINA),
        )
        rest -= part
    if rest > 0:
        registers.post_credit(customer_id=customer, amount=rest, text=f"预存 {seen['payment_reference']}")
    return _balance(customer)


@service_task("disconnection.remove_meter", title="登记拆表", title_en="Record the removal")
def remove_meter(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The balance at the removal; the meter hangs nowhere any more."""
    seen = call.variables
    electronic = seen.get("electronic_out")
    registers.remove_meter(
        installation_id=int(seen["installation_id"]),
        reading_out=_decimal(seen["reading_out"]),
        removed_at=dt.datetime.fromisoformat(str(seen["removed_at"])),
        electronic_out=None if electronic is None else _decimal(electronic),
        reason="disconnection",
        seals_intact=bool(seen["seals_intact"]),
    )
    return _balance(int(seen["customer_id"]))


@service_task("disconnection.store_meter", title="登记旧表去向", title_en="Record where the meter went")
def store_meter(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the meter is in stock, at the laboratory, or scrapped."""
    seen = call.variables
    meter_id = int(seen["meter_id"])
    if seen["meter_route"] == "scrap":
        registers.scrap_meter(meter_id=meter_id)
    elif seen["meter_route"] == "stock":
        registers.return_to_stock(meter_id=meter_id, unit_id=call.unit_id or 0)
    else:
        registers.send_meter_to_test(
            meter_id=meter_id,
            laboratory=str(seen["laboratory"]),
            reason="disconnection",
            seal_number=str(seen["test_seal"]),
            handed_by=str(seen["handed_by"]),
            received_by=str(seen["received_by"]),
            sent_at=call.now,
        )
    return {}


@service_task("disconnection.compute", title="计算结算", title_en="Compute the settlement")
def compute(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Volume, fees, balance and the steps; the BPMN error NOTHING_TO_SETTLE_WITH says what the basis lacks."""
    try:
        done = _settled(call.variables)
    except NothingToSettleWith:
        reason = "已开账读数大于末次读数，或没有单价，请更正。"
        raise BpmnError("NOTHING_TO_SETTLE_WITH", reason, variables={"return_comment": reason}) from None
    return {
        "settlement_volume": done.volume,
        "gas_fee": done.gas_fee,
        "fees_total": done.fees,
        "settlement_balance": done.balance,
        "steps": [{"label": one.label, "formula": one.formula, "value": one.value} for one in done.steps],
    }


def _settled(seen: Any) -> Settlement:
    return settle(
        reading_out=_decimal(seen["reading_out"]),
        billed_reading=_decimal(seen["billed_reading"]),
        price=_decimal(seen["price"] or 0),
        account_balance=_decimal(seen["arrears"]),
        fees=[_decimal(one["amount"]) for one in seen.get("other_fees") or []],
        deposit=_decimal(seen.get("deposit") or 0),
    )


@service_task("disconnection.post", title="结算入账", title_en="Post the settlement")
def post(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The balance after fees and deposit are posted."""
    seen = call.variables
    customer = int(seen["customer_id"])
    for kind, name, volume in (
        ("末次气费", "gas_fee", seen["settlement_volume"]),
        ("销户其他费用", "fees_total", None),
    ):
        if _decimal(seen[name]) > 0:
            registers.post_charge(
                unit_id=call.unit_id or 0,
                kind=kind,
                amount=_decimal(seen[name]),
                customer_id=customer,
                notice_no=str(seen["settlement_no"]),
                supply_point_id=int(seen["supply_point_id"]),
                volume=None if volume is None else _decimal(volume),
            )
    deposit = _decimal(seen.get("deposit") or 0)
    if deposit > 0:
        registers.post_credit(customer_id=customer, amount=deposit, text=f"退还押金 {seen['settlement_no']}")
    return _balance(customer)


@service_task("disconnection.record_refund", title="登记退款", title_en="Record the refund")
def record_refund(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The balance after the refund."""
    seen = call.variables
    text = f"销户退款 {seen['settlement_no']} {seen['refund_reference']}"
    customer = int(seen["customer_id"])
    registers.pay_refund(customer_id=customer, amount=-_decimal(seen["settlement_balance"]), text=text)
    return _balance(customer)


@service_task("disconnection.close", title="关闭台账", title_en="Close the records")
def close(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What was closed, until when it is kept, and the volume's number; all of it or nothing."""
    return closing.close_everything(call)


def _balance(customer_id: int) -> dict[str, Any]:
    owed = registers.receivable(customer_id=customer_id)
    return {"arrears": owed, "settlement_balance": owed}


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
