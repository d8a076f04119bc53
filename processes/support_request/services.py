"""What a support request does by itself: knowing who asked, and from when the limit runs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from engine import queries
from engine.service_tasks import Call, service_task
from people.actors import SYSTEM

_LIMIT = re.compile(r"P(?:(\d{1,3})D)?(?:T(\d{1,3})H)?")


@service_task(
    "support_request.open",
    title="登记支撑请求",
    title_en="Open a support request",
    outputs={
        "type": "object",
        "properties": {
            "asker": {"type": "string"},
            "asker_name": {"type": "string"},
            "stops": {"type": "array", "maxItems": 0},
        },
        "required": ["asker", "asker_name", "due_at", "stops"],
    },
)
def open_request(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """Who asked, when the answer is due, and that nobody had it yet."""
    named = {"definition": call.definition_key, "business_key": call.business_key}
    asker = queries.process_instances(SYSTEM, filters=named).results[0]["started_by"]
    return {
        "asker": asker["username"],
        "asker_name": asker["full_name"],
        "due_at": call.now + span(str(call.variables["time_limit"])),
        "stops": [],
    }


def span(limit: str) -> dt.timedelta:
    """The span of a limit like P3D or PT4H; raises ValueError."""
    found = _LIMIT.fullmatch(limit)
    if found is None or not any(found.groups()):
        raise ValueError(limit)
    days, hours = (int(part or 0) for part in found.groups())
    return dt.timedelta(days=days, hours=hours)
