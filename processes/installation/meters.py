"""The company's words for meters and the registers' words for the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import MappingProxyType

from engine.service_tasks import Call
from registers import commands as registers
from registers.models import Meter
from registers.refusals import RegisterRefusal

TYPES = MappingProxyType({"皮膜": "diaphragm", "罗茨": "rotary", "涡轮": "turbine", "超声": "ultrasonic"})


def issued_meter(call: Call, verified_until: dt.date) -> tuple[Meter | None, str]:
    """The meter taken from stock (entered there first when the stock has not seen it), or why it cannot be had."""
    seen = call.variables
    maker = str(seen.get("issued_maker") or "—")
    meter = Meter.objects.filter(serial=seen["issued_serial"]).first()
    try:
        if meter is None:
            meter = registers.receive_meter(
                serial=seen["issued_serial"],
                maker=maker,
                type=TYPES[seen["issued_type"]],
                g_size=seen["issued_size"],
                rated_flow=Decimal(str(seen["meter_choice"]["maximum_flow"])),
                unit_id=call.unit_id or 0,
                verified_until=verified_until,
            )
        if (meter.type, meter.g_size) != (TYPES[seen["issued_type"]], seen["issued_size"]):
            return None, f"表具 {meter.serial} 在册为{meter.get_type_display()} {meter.g_size}，与出库登记不符。"
        return registers.issue_meter(meter_id=meter.pk), ""
    except RegisterRefusal as refusal:
        return None, refusal.message("zh")
