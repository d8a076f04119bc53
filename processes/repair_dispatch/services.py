"""What an emergency repair does by itself: measuring its seven segments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from engine.reports import Column, Report, monthly_report
from engine.service_tasks import Call, service_task
from processes.repair_dispatch import segments
from processes.repair_dispatch.month import month_of_segments

_CHINA = ZoneInfo("Asia/Shanghai")
monthly_report(
    Report(
        key="repair_dispatch.segments",
        definition="repair_dispatch",
        zh="抢修分段时限月报",
        en="Emergency repairs: segments of the month",
        about_zh="当月发单并已到场的抢修：七段平均用时、目标、超时次数与责任部门。",
        about_en="Repairs of this month whose crew arrived: seven segments, their targets, and whose they are.",
        columns=(
            Column("segment", "段", "Segment"),
            Column("name", "名称", "Name"),
            Column("department", "责任部门", "Department"),
            Column("target", "目标（分）", "Target (min)"),
            Column("average", "平均（分）", "Average (min)", number=True, charted=True),
            Column("longest", "最长（分）", "Longest (min)", number=True),
            Column("repairs", "次数", "Repairs", number=True),
            Column("late", "超时次数", "Late", number=True, charted=True, alarming=True),
        ),
        read=month_of_segments,
    )
)


@service_task(
    "repair_dispatch.report",
    title="计算七段用时",
    title_en="Compute the segments",
    outputs={
        "type": "object",
        "properties": {
            "segments": {"type": "array", "items": {"type": "object"}, "minItems": 7, "maxItems": 7},
            "total_minutes": {"type": "number"},
            "late_departments": {"type": "array", "items": {"type": "string"}},
            "late_text": {"type": "string"},
        },
        "required": ["segments", "total_minutes", "late_departments", "late_text"],
    },
)
def report(inputs: dict[str, Any], call: Call) -> dict[str, Any]:
    """The seven segments with target and department, the whole time, and who was over the target."""
    stamps = {name: _moment(call.variables[name]) for name in segments.STAMPS}
    rows = segments.measured(stamps, [_target(row) for row in call.variables["targets"]])
    return {
        "segments": [_told(row, stamps) for row in rows],
        "total_minutes": segments.in_minutes(sum((row.seconds for row in rows), Fraction(0))),
        "late_departments": list(segments.late_departments(rows)),
        "late_text": "；".join(_sentence(row) for row in rows if row.over),
    }


def _target(row: Mapping[str, Any]) -> segments.Target:
    minutes = Decimal(str(row["target"]))
    return segments.Target(row["segment"], row["name"], row["begins"], row["ends"], minutes, row["department"])


def _told(row: segments.Measured, stamps: Mapping[str, dt.datetime]) -> dict[str, Any]:
    target = row.target
    return {
        "segment": target.segment,
        "name": target.name,
        "began": f"{stamps[target.begins].astimezone(_CHINA):%H:%M:%S}",
        "ended": f"{stamps[target.ends].astimezone(_CHINA):%H:%M:%S}",
        "minutes": segments.in_minutes(row.seconds),
        "target": target.minutes,
        "over": segments.in_minutes(row.over),
        "late": row.over > 0,
        "department": target.department,
    }


def _sentence(row: segments.Measured) -> str:
    used, target = segments.in_minutes(row.seconds), row.target
    return f"{target.department}：{target.name} {used} 分钟，目标 {target.minutes} 分钟"


def _moment(value: object) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
