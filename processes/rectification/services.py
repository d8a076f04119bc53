"""What rectification does by itself: the hazard's entry in the register, and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from engine.service_tasks import Call, service_task
from registers import commands as registers

_CHINA = ZoneInfo("Asia/Shanghai")
_GRADES = {"重大": "major", "较大": "serious", "一般": "ordinary"}


@service_task(
    "rectification.receive_hazard",
    title="接收隐患",
    title_en="Take in a hazard",
    outputs={
        "type": "object",
        "properties": {"found_on": {"type": "string"}, "rehearsal": {"type": "boolean"}},
        "required": ["found_on", "rehearsal"],
        "additionalProperties": False,
    },
)
def receive_hazard(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The day it was taken in, and whether it is a rehearsal: only where this server is for demonstrations."""
    asked = bool(call.variables.get("rehearsal"))
    return {"found_on": call.now.astimezone(_CHINA).date().isoformat(), "rehearsal": asked and bool(settings.DEMO)}


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
        grade=_GRADES[seen["grade"]["level"]],
        place=str(seen["hazard_place"])[:200],
        description=seen.get("hazard_description") or "",
        clause=str(seen.get("clause") or "")[:200],
        found_at=call.now,
        due_on=call.now.astimezone(_CHINA).date() + timedelta(days=days),
    )
    return {"hazard_id": hazard.pk, "hazard_no": hazard.number}


@service_task("rectification.close_hazard", title="隐患销号", title_en="Close a hazard")
def close_hazard(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Nothing; the hazard is closed with the inspector's words."""
    note = call.variables.get("inspection_note") or "复查合格"
    registers.close_hazard(hazard_id=int(call.variables["hazard_id"]), note=str(note), closed_at=call.now)
    return {}
