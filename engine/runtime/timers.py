"""When a timer is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bpmn.compiling.times import Cycle, Span, parse_cycle, parse_instant, parse_span
from bpmn.feel.temporal import DaysDuration, MonthsDuration
from bpmn.program import Event, Timer
from engine.runtime.machine import Machine, Stuck
from engine.runtime.scopes import View, evaluate


def planned(m: Machine, view: View, event: Event) -> dict[str, Any]:
    """`due_at` of the first firing and, for a cycle, how it goes on."""
    assert event.timer is not None
    value = evaluate(m, event.timer.value, view)
    try:
        return _planned(m, event.timer, value)
    except (ValueError, TypeError, OverflowError) as problem:
        raise Stuck(
            "timer",
            f"“{event.timer.value.source}” gives {value!r}, which is not a {event.timer.kind}",
            f"“{event.timer.value.source}”的结果 {value!r} 不是有效的定时器值",
        ) from problem


def _planned(m: Machine, timer: Timer, value: Any) -> dict[str, Any]:
    if timer.kind == "date":
        return {"due_at": moment(value, m.now), "cycle": None}
    if timer.kind == "duration":
        return {"due_at": _after(m, timer, value), "cycle": None}
    cycle = parse_cycle(str(value), m.now.tzinfo) if isinstance(value, str) else Cycle(None, None, span_of(value))
    if cycle.times == 0:
        raise ValueError(value)
    due = cycle.start if cycle.start is not None else cycle.span.after(m.now)
    return {"due_at": due, "cycle": cycle.times, "span": [cycle.span.months, cycle.span.time]}


def _after(m: Machine, timer: Timer, value: Any) -> dt.datetime:
    span = span_of(value)
    if timer.calendar is None:
        return span.after(m.now)
    calendar = m.env.calendars.get(timer.calendar)
    if calendar is None:
        raise Stuck("calendar", f"there is no calendar “{timer.calendar}”", f"没有名为“{timer.calendar}”的工作日历")
    if isinstance(value, str) and "T" in value:
        return calendar.add(m.now, span.time)
    return calendar.add_days(m.now, span.time.days) if span.time.seconds == 0 else calendar.add(m.now, span.time)


def span_of(value: Any) -> Span:
    """A duration from an ISO 8601 text or a FEEL duration."""
    if isinstance(value, str):
        return parse_span(value)
    if isinstance(value, DaysDuration):
        return Span(0, dt.timedelta(microseconds=value.nanos // 1000))
    if isinstance(value, MonthsDuration):
        return Span(value.months, dt.timedelta())
    if isinstance(value, dt.timedelta):
        return Span(0, value)
    raise TypeError(value)


def moment(value: Any, now: dt.datetime) -> dt.datetime:
    """An aware instant from an ISO 8601 text, a date or a date and time."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=now.tzinfo)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), now.tzinfo)
    if isinstance(value, str):
        return parse_instant(value, now.tzinfo)
    raise TypeError(value)
