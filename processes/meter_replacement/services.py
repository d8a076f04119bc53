"""What meter replacement does by itself: finding the meter, the swap, the test, the adjustment, the disposal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.service_tasks import ActRefused, BpmnError, Call, service_task
from processes.meter_replacement import adjustment, history
from registers import commands as registers
from registers.models import Meter
from registers.refusals import RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")


@service_task("meter_replacement.look_up", title="查找在装表具", title_en="Find the installed meter")
def look_up(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The installed meter's record; the BPMN error METER_NOT_FOUND says why there is none."""
    serial = str(call.variables["meter_serial"]).strip()
    found = history.installed(serial)
    if found is None:
        reason = f"表号 {serial} 没有唯一的在装记录，请核对铭牌。"
        raise BpmnError("METER_NOT_FOUND", reason, variables={"lookup_refusal": reason})
    phone = call.variables.get("contact_phone")
    known = history.described(found)
    return known | {"replacement_no": call.business_key, "contact_phone": phone or known["contact_phone"]}


@service_task("meter_replacement.issue_new_meter", title="核对新表并出库", title_en="Check and issue the new meter")
def issue_new_meter(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The new meter, issued; the BPMN error METER_NOT_FIT says why another one must be fetched."""
    seen = call.variables
    meter = Meter.objects.filter(serial=str(seen["new_serial"]).strip()).first()
    reason = _unfit(meter, seen, call.now.astimezone(_CHINA).date())
    if not reason and meter is not None:
        try:
            registers.issue_meter(meter_id=meter.pk)
        except RegisterRefusal as refusal:
            reason = refusal.message("zh")
    if reason or meter is None:
        raise BpmnError("METER_NOT_FIT", reason, variables={"new_meter_refusal": reason})
    return {"new_meter_id": meter.pk, "new_meter_refusal": None}


def _unfit(meter: Meter | None, seen: Any, today: dt.date) -> str:
    if meter is None:
        return f"表库没有表号 {seen['new_serial']}。"
    wanted = (seen["wanted_type"], seen["wanted_size"])
    given = (history.TYPES[meter.type], meter.g_size)
    if wanted != given:
        return f"应领 {wanted[0]}表 {wanted[1]}，{meter.serial} 是 {given[0]}表 {given[1]}。"
    if meter.verified_until is None or meter.verified_until < today:
        return f"{meter.serial} 的检定有效期至 {meter.verified_until or '—'}，不能安装。"
    return ""


@service_task("meter_replacement.swap", title="登记换装", title_en="Record the swap")
def swap(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The new installation; the old meter's removal stands in the same transaction."""
    seen = call.variables
    try:
        done = _swapped(seen)
    except RegisterRefusal as refusal:  # who filed a reading that falls mends it
        raise ActRefused(refusal) from refusal
    return {"new_installation_id": done.installed.pk}


def _swapped(seen: Any) -> registers.Swap:
    return registers.swap_meter(
        installation_id=int(seen["installation_id"]),
        new_meter_id=int(seen["new_meter_id"]),
        reading_out=_decimal(seen["reading_out"]),
        reading_in=_decimal(seen["reading_in"]),
        seal_numbers=[one.strip() for one in str(seen["seal_numbers"]).split("、") if one.strip()],
        reason=str(seen["reason"]),
        swapped_at=dt.datetime.fromisoformat(str(seen["swapped_at"])),
        electronic_out=_optional(seen.get("electronic_out")),
        electronic_in=_optional(seen.get("electronic_in")),
        seals_intact=bool(seen["seals_intact"]),
    )


@service_task("meter_replacement.reverse", title="冲销换装", title_en="Reverse the swap")
def reverse(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The old meter's new installation; nothing is deleted."""
    seen = call.variables
    back = registers.reverse_swap(
        installed_id=int(seen["new_installation_id"]), reading_out=_decimal(seen["reading_in"]), reversed_at=call.now
    )
    return {"installation_id": back.installed.pk}


@service_task("meter_replacement.send_to_test", title="登记送检", title_en="Send the old meter to the test")
def send_to_test(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The open test."""
    seen = call.variables
    test = registers.send_meter_to_test(
        meter_id=int(seen["meter_id"]),
        laboratory=str(seen["laboratory"]),
        reason=str(seen["reason"]),
        seal_number=str(seen["test_seal"]),
        handed_by=str(seen["handed_by"]),
        received_by=str(seen["received_by"]),
        sent_at=call.now,
    )
    return {"test_id": test.pk}


@service_task("meter_replacement.record_result", title="登记检定结果", title_en="Record the test's result")
def record_result(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """What an adjustment may be computed with: recent months, the same month a year before, the price."""
    seen = call.variables
    test_id = int(seen["test_id"])
    registers.hand_over_meter(
        test_id=test_id,
        handed_by=str(seen["received_by"]),
        received_by=str(seen["test_received_by"]),
        seal_number=str(seen["test_seal"]),
        seal_intact=bool(seen["test_seal_intact"]),
        handed_at=call.now,
    )
    until = seen.get("verified_until")
    registers.record_test_result(
        test_id=test_id,
        passed=bool(seen["test_passed"]),
        error_percent=_decimal(seen["error_percent"]),
        tested_on=_date(seen["tested_on"]),
        certificate_no=str(seen.get("certificate_no") or ""),
        verified_until=_date(until) if until and seen["test_passed"] else None,
    )
    removed = dt.datetime.fromisoformat(str(seen["swapped_at"])).astimezone(_CHINA).date()
    point = int(seen["supply_point_id"])
    year_ago = history.last_year_months(point, removed)
    return {
        "recent_months": history.recent_months(point, removed),
        "last_year_months": year_ago,
        "last_year_known": bool(year_ago),
        "price": history.price_on(str(seen["category"]), removed),
    }


@service_task("meter_replacement.compute", title="计算退补", title_en="Compute the adjustment")
def compute(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Volume, amount and the steps; the BPMN error NOTHING_TO_COMPUTE_WITH says what the basis lacks."""
    seen = call.variables
    try:
        done = _computed(seen)
    except adjustment.NothingToComputeWith:
        reason = "缺少计算依据：请填月气量、单价；不走表的还要停走天数。"
        raise BpmnError("NOTHING_TO_COMPUTE_WITH", reason, variables={"return_comment": reason}) from None
    return {
        "adjustment_volume": done.volume,
        "adjustment_amount": done.amount,
        "steps": [{"label": one.label, "formula": one.formula, "value": one.value} for one in done.steps],
    }


def _computed(seen: Any) -> adjustment.Adjustment:
    volumes = [_decimal(one["volume"]) for one in seen.get("months") or []]
    price = _decimal(seen.get("price") or 0)
    if seen["method"] == "none":
        return adjustment.none_due()
    if seen["method"] == "two_months":
        return adjustment.by_error(volumes=volumes, error_percent=_decimal(seen["error_percent"]), price=price)
    days, registered = int(seen.get("stopped_days") or 0), _decimal(seen.get("registered") or 0)
    return adjustment.by_comparison(volumes=volumes, days=days, registered=registered, price=price)


@service_task("meter_replacement.post", title="退补入账", title_en="Post the adjustment")
def post(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The charge's number, when something is owed; a refund is a credit of the customer's."""
    seen = call.variables
    amount, customer = _decimal(seen["adjustment_amount"]), int(seen["customer_id"])
    if amount < 0:
        text = f"换表退还 {seen['replacement_no']} {seen['adjustment_no']}"
        registers.post_credit(customer_id=customer, amount=-amount, text=text)
        return {"charge_no": None}
    charge = registers.post_charge(
        unit_id=call.unit_id or 0,
        kind="换表补收气费",
        amount=amount,
        customer_id=customer,
        notice_no=str(seen["adjustment_no"]),
        supply_point_id=int(seen["supply_point_id"]),
        volume=_decimal(seen["adjustment_volume"]),
    )
    return {"charge_no": charge.number}


@service_task("meter_replacement.dispose", title="登记旧表处置", title_en="Record the disposal")
def dispose(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the old meter is back in stock, or scrapped, after the last link of its chain of custody."""
    seen = call.variables
    meter_id = int(seen["meter_id"])
    if seen.get("test_id") and seen.get("returned_by"):
        registers.hand_over_meter(
            test_id=int(seen["test_id"]),
            handed_by=str(seen["returned_by"]),
            received_by=str(seen.get("returned_to") or call.actor.full_name),
            seal_number=str(seen.get("test_seal") or ""),
            note="检定后交回",
            handed_at=call.now,
        )
    if seen["disposal"] == "scrap":
        registers.scrap_meter(meter_id=meter_id)
    else:
        registers.return_to_stock(meter_id=meter_id, unit_id=call.unit_id or 0)
    return {}


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _optional(value: object) -> Decimal | None:
    return None if value is None else _decimal(value)


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
