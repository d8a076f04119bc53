"""What rectification does by itself: the hazard's entry in the register, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from engine.service_tasks import ActRefused, Call, service_task
from registers import commands as registers
from registers.models import MeterInstallation
from registers.refusals import RegisterRefusal

_CHINA = ZoneInfo("Asia/Shanghai")
_GRADES = {"重大": "major", "较大": "serious", "一般": "ordinary"}


class NoSuchMeter(RegisterRefusal):
    """No installed meter bears the serial number {subject}: correct it, or leave it empty."""

    code = "meter_not_found"
    zh = "表号 {subject} 没有唯一的在装记录：请核对铭牌，或留空。"


@service_task(
    "rectification.receive_hazard",
    title="接收隐患",
    title_en="Take in a hazard",
    outputs={
        "type": "object",
        "properties": {"found_on": {"type": "string"}, "rehearsal": {"type": "boolean"}},
        "required": ["found_on", "rehearsal"],
    },
)
def receive_hazard(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The day it was taken in, whose it is, and whether it is a rehearsal: only on a server for demonstrations."""
    asked = bool(call.variables.get("rehearsal"))
    taken_in = {"found_on": call.now.astimezone(_CHINA).date().isoformat(), "rehearsal": asked and bool(settings.DEMO)}
    return taken_in | _whose(call.variables)


def _whose(seen: Mapping[str, Any]) -> dict[str, Any]:
    """The customer, site and supply point: as the caller says, or where the meter of that serial number hangs."""
    known = {name: seen.get(name) for name in ("customer_id", "site_id", "supply_point_id")}
    serial = str(seen.get("meter_serial") or "").strip()
    if known["customer_id"] or not serial:
        return known
    hung = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    rows = list(hung.select_related("supply_point__site__customer")[:2])
    if len(rows) != 1:
        raise ActRefused(NoSuchMeter(serial))
    point = rows[0].supply_point
    site, phone = point.site, seen.get("contact_phone") or point.site.customer.phone or None
    return {"customer_id": site.customer_id, "site_id": site.pk, "supply_point_id": point.pk, "contact_phone": phone}


@service_task(
    "rectification.record_hazard",
    title="登记隐患",
    title_en="Record a hazard",
    outputs={
        "type": "object",
        "properties": {"hazard_id": {"type": "integer"}, "hazard_no": {"type": "string"}},
        "required": ["hazard_id", "hazard_no"],
    },
)
def record_hazard(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The hazard's record and number."""
    seen = call.variables
    deadline = str(seen["grade"]["deadline"])
    days = int(deadline[1:-1]) if deadline.startswith("P") and deadline[1:-1].isdigit() else 0
    hazard = registers.record_hazard(
        unit_id=call.unit_id or 0,
        customer_id=_id(seen.get("customer_id")),
        site_id=_id(seen.get("site_id")),
        grade=_GRADES[seen["grade"]["level"]],
        place=str(seen["hazard_place"])[:200],
        description=seen.get("hazard_description") or "",
        clause=str(seen.get("clause") or "")[:200],
        found_at=call.now,
        due_on=call.now.astimezone(_CHINA).date() + timedelta(days=days),
    )
    return {"hazard_id": hazard.pk, "hazard_no": hazard.number}


def _id(value: object) -> int | None:
    return int(str(value)) if value else None


@service_task("rectification.close_hazard", title="隐患销号", title_en="Close a hazard")
def close_hazard(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the hazard is closed with the inspector's words."""
    note = call.variables.get("inspection_note") or "复查合格"
    registers.close_hazard(hazard_id=int(call.variables["hazard_id"]), note=str(note), closed_at=call.now)
    return {}
