"""The clocks of an instance: what its definition declares, counted from its trace and user tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from bpmn.feel import DaysDuration
from engine import access, clock
from engine.access import Row
from engine.clocks import DAY, Reading, Wait, read_clock, working_day
from engine.expressions import value_of
from engine.programs import Deployed, deployed
from engine.queries.names import role_name
from engine.queries.remembered import variables_now_or_last
from engine.rows import whole_entries
from people.calendars import Calendar, calendar

HOLDING = {"userTask", "manualTask", "receiveTask", "intermediateCatchEvent", "callActivity", "serviceTask", "sendTask"}
REASONS: dict[str, tuple[str, str]] = {
    "customer": ("等待客户", "Waiting for the customer"),
    "permit": ("等待许可", "Waiting for a permit"),
    "construction": ("施工期间", "Construction"),
    "payment": ("等待缴费", "Waiting for the payment"),
    "inspection": ("等待复查", "Waiting for the inspection"),
    "arrived": ("已到场", "Arrived"),
    "answered": ("已答复", "Answered"),
    "asker": ("等待提出人", "Waiting for who asked"),
}


def clocks_of(row: Row, lang: str) -> list[dict[str, Any]]:
    """Every clock that the definition's properties declare (`clock.<key>.name` …), counted to now or to the end."""
    version = deployed(row["digest"])
    properties = _process_properties(version, row["definition_key"])
    keys = sorted({name.split(".")[1] for name in properties if name.startswith("clock.") and name.count(".") >= 2})
    if not keys:
        return []
    spans = list(_occupied(row, version))
    departments = _departments(row)
    variables = variables_now_or_last(root_id=row["root_id"], scope_id=row["scope_id"])
    return [_clock(key, row, properties, spans, departments, variables, lang) for key in keys]


def _clock(
    key: str,
    row: Row,
    properties: Mapping[str, str],
    spans: list[tuple[str, dt.datetime, dt.datetime | None, Mapping[str, str]]],
    departments: Mapping[str, str],
    variables: Mapping[str, Any],
    lang: str,
) -> dict[str, Any]:
    prefix = f"clock.{key}"
    working = calendar(properties.get(f"{prefix}.calendar", ""))
    unit = properties.get(f"{prefix}.unit", "working_days")
    english_reader = lang.startswith("en")
    waits = [
        Wait(element, start, end, departments.get(element, ""), own.get(f"{prefix}.stop", ""),
             (english_reader and own.get(f"{prefix}.stop.basis.en")) or own.get(f"{prefix}.stop.basis", ""))
        for element, start, end, own in spans
    ]  # fmt: skip
    reading = read_clock(
        waits,
        start=row["started_at"],
        end=row["ended_at"],
        now=clock.now(),
        limit=_limit(properties.get(f"{prefix}.limit", ""), unit, variables, working),
        unit=unit,  # type: ignore[arg-type]
        calendar=working,
    )
    english = properties.get(f"{prefix}.name.en") if english_reader else None
    name = english or properties.get(f"{prefix}.name", key)
    day = int(working_day(working).total_seconds()) if unit == "working_days" else None
    basis = properties.get(f"{prefix}.basis.en") if english_reader else None
    told = {
        "key": key,
        "name": name,
        "basis": basis or properties.get(f"{prefix}.basis", ""),
        "working_day_seconds": day,
    }
    return told | _shown(reading, lang)


def _shown(reading: Reading, lang: str) -> dict[str, Any]:
    return {
        "limit_seconds": reading.limit_seconds,
        "used_seconds": reading.used_seconds,
        "paused": reading.paused,
        "due_at": access.moment(reading.due_at),
        "segments": [
            {
                "kind": segment.kind,
                "reason": _reason(segment.reason, lang),
                "basis": segment.basis,
                "department": role_name(segment.department, lang) if segment.department else None,
                "element_id": segment.element_id or None,
                "start": access.moment(segment.start),
                "end": access.moment(segment.end),
                "seconds": segment.seconds,
            }
            for segment in reading.segments
        ],
    }


def _reason(key: str, lang: str) -> str | None:
    zh, en = REASONS.get(key, (key, key))
    return (en if lang.startswith("en") else zh) or None


def _limit(source: str, unit: str, variables: Mapping[str, Any], working: Calendar) -> dt.timedelta | None:
    value = value_of(source, variables) if source else None
    if value is None:
        return None
    if isinstance(value, str):
        value = value_of(f'=duration("{value}")', {}) if value.startswith("P") else float(value)
    if isinstance(value, dt.timedelta):
        return value
    if isinstance(value, DaysDuration):
        return dt.timedelta(seconds=float(value_of('=d / duration("PT1S")', {"d": value}) or 0))
    return (working_day(working) if unit == "working_days" else DAY) * float(value)


def _process_properties(version: Deployed, key: str) -> Mapping[str, str]:
    if key == version.key:
        return version.properties
    node = version.program.node(key)
    return node.task.properties if node is not None else {}


def _occupied(row: Row, version: Deployed) -> Iterator[tuple[str, dt.datetime, dt.datetime | None, Mapping[str, str]]]:
    """Element, from, until and properties of everything that held the instance's own process."""
    program, open_ = version.program, {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, entries FROM trace WHERE root_id = %s ORDER BY first_seq, at", [row["root_id"]])
        commands = cursor.fetchall()
    for at, entries in commands:
        for _, action, element_id, _scope, work_id, _details in whole_entries(entries):
            if action == "entered":
                open_[work_id] = (element_id, at)
            elif action in ("left", "canceled") and work_id in open_:
                element, start = open_.pop(work_id)
                yield from _span(program, row, element, start, at)
    for element, start in open_.values():
        yield from _span(program, row, element, start, None)


def _span(
    program: Any, row: Row, element: str, start: dt.datetime, end: dt.datetime | None
) -> Iterator[tuple[str, dt.datetime, dt.datetime | None, Mapping[str, str]]]:
    shown, node = program.elements.get(element), program.node(element)
    if shown is None or node is None or shown.process_id != row["definition_key"] or start == end:
        return
    own = node.task.properties
    if shown.type in HOLDING or any(name.endswith(".stop") for name in own):
        yield element, start, end, own


def _departments(row: Row) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT element_id, department FROM every_user_task WHERE instance_id = %s", [row["id"]])
        return dict(cursor.fetchall())
