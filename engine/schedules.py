"""Timer start events: a definition that starts its instances by the clock has one job for its next start.

When starts were missed (everything was down), they count as one: the job fires once and then goes on with the next
moment that lies in the future.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from bpmn.compiling.times import Span, parse_cycle
from bpmn.program import Program, Timer
from engine.runtime.timers import moment, span_of
from engine.wire import dump_exact

_INSERT = """INSERT INTO job (kind, type, element_id, payload, run_at, max_attempts)
 VALUES ('timer_start', %s, %s, %s, %s, 10)"""


def schedule_starts(program: Program, digest: str, now: dt.datetime) -> int:
    """How many timer starts the newest version has; those of earlier versions are off."""
    planned = [(s.element_id, first(s.timer, now)) for s in program.starts if s.kind == "timer" and s.timer is not None]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM job WHERE kind = 'timer_start' AND type = %s", [program.process_id])
        for element_id, (due, left, span) in planned:
            payload = {"digest": digest, "left": left, "months": span.months, "time": span.time}
            cursor.execute(_INSERT, [program.process_id, element_id, dump_exact(payload), due])
    return len(planned)


def first(timer: Timer, now: dt.datetime) -> tuple[dt.datetime, int | None, Span]:
    """When it is first due, how often it fires from then on (None: for ever), and the time between."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    value = timer.value.evaluate({}, now=local)
    if timer.kind == "date":
        return moment(value, local), 1, Span(0, dt.timedelta())
    if timer.kind == "duration":
        return span_of(value).after(local), 1, Span(0, dt.timedelta())
    cycle = parse_cycle(str(value), local.tzinfo)
    return cycle.start or cycle.span.after(local), cycle.times, cycle.span


def schedule_next(key: str, element_id: str, payload: Mapping[str, Any], due: dt.datetime, now: dt.datetime) -> bool:
    """Writes the job of the start after the one that was due at `due`; False when that was the last."""
    left = payload["left"]
    span = Span(payload["months"], payload["time"])
    if left == 1 or (not span.months and span.time <= dt.timedelta()):
        return False
    following = span.after(due.astimezone(ZoneInfo(settings.TIME_ZONE)))
    while following <= now:
        following = span.after(following)
    more = {**payload, "left": None if left is None else left - 1}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [key, element_id, dump_exact(more), following])
    return True
