"""What a support request does by itself: knowing who asked, and from when the limit runs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from engine import queries
from engine.reports import Column, Report, monthly_report
from engine.service_tasks import Call, service_task
from people.actors import SYSTEM
from processes.support_request.reading import month_of_departments

monthly_report(
    Report(
        key="support_request.departments",
        definition="support_request",
        zh="支撑响应月报",
        en="Support requests of the month",
        about_zh="当月提出的请求，按部门：按时、逾期答复、转交、未答复。经过两个部门的请求各计一次。",
        about_en="Requests asked this month by department. One that went through two departments counts with both.",
        columns=(
            Column("department", "部门", "Department"),
            Column("requests", "请求数", "Requests", number=True, summed=True, charted=True),
            Column("in_time", "按时答复", "In time", number=True, summed=True),
            Column("answered_late", "逾期答复", "Answered late", number=True, summed=True, alarming=True),
            Column("forwarded", "转交", "Forwarded", number=True, summed=True),
            Column("pending", "未答复", "Not answered", number=True, summed=True),
            Column("overdue", "逾期", "Overdue", number=True, summed=True, charted=True, alarming=True),
        ),
        read=month_of_departments,
    )
)
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
