"""Statutory clocks: net time that typed stops interrupt, gross time, every minute charged to somebody.

A clock runs from the start of the instance. It stands still while a stopping element is open (the customer, a permit,
a construction site holds the case) and nothing that is ours to do is open beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Unit = Literal["working_days", "calendar_days", "duration"]
DAY = dt.timedelta(days=1)


class Calendar(Protocol):
    """What a clock needs of `people.calendars.Calendar`."""

    @property
    def hours(self) -> tuple[tuple[dt.time, dt.time], ...]: ...
    def working_seconds(self, begin: dt.datetime, end: dt.datetime) -> float: ...
    def add(self, start: dt.datetime, working: dt.timedelta) -> dt.datetime: ...


@dataclass(frozen=True, slots=True)
class Wait:
    """An element was open between two moments (`end` None: still is); `stop` says why the clock stood still."""

    element_id: str
    start: dt.datetime
    end: dt.datetime | None
    department: str = ""
    stop: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time of one kind, charged to one department or reason."""

    kind: Literal["net", "stopped"]
    start: dt.datetime
    end: dt.datetime | None
    seconds: int
    reason: str
    basis: str
    department: str
    element_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: seconds used of the limit, whether it stands still, when it runs out, and its segments."""

    limit_seconds: int | None
    used_seconds: int
    paused: bool
    due_at: dt.datetime | None
    segments: tuple[Segment, ...]


def read_clock(
    waits: Sequence[Wait],
    *,
    start: dt.datetime,
    end: dt.datetime | None,
    now: dt.datetime,
    limit: dt.timedelta | None,
    unit: Unit,
    calendar: Calendar,
) -> Reading:
    """The clock of an instance that started at `start` and ended at `end` (None: runs on at `now`).

    `limit` is working time for the unit working_days, else plain time.
    """
    until = end or now
    segments = tuple(_joined(_slices(waits, start, until, still_open=end is None), unit, calendar))
    used = sum(segment.seconds for segment in segments if segment.kind == "net")
    paused = end is None and bool(segments) and segments[-1].kind == "stopped"
    due_at = None
    if limit is not None and end is None and not paused:
        left = dt.timedelta(seconds=limit.total_seconds() - used)
        due_at = calendar.add(now, left) if unit == "working_days" else now + left
    return Reading(None if limit is None else round(limit.total_seconds()), round(used), paused, due_at, segments)


def working_day(calendar: Calendar) -> dt.timedelta:
    """How long a working day is."""
    zero = dt.date(2000, 1, 1)
    spans = [dt.datetime.combine(zero, end) - dt.datetime.combine(zero, begin) for begin, end in calendar.hours]
    return sum(spans, dt.timedelta())


@dataclass(frozen=True, slots=True)
class _Slice:
    start: dt.datetime
    end: dt.datetime
    last: bool
    holder: Wait | None


def _slices(waits: Sequence[Wait], start: dt.datetime, until: dt.datetime, *, still_open: bool) -> list[_Slice]:
    """The time from start to end cut wherever something opened or closed."""
    cuts = {start, until}
    for wait in waits:
        cuts |= {moment for moment in (wait.start, wait.end) if moment is not None and start < moment < until}
    moments = sorted(cuts)
    found = []
    for begin, end in zip(moments, moments[1:], strict=False):
        open_ = [w for w in waits if w.start <= begin and (w.end is None or w.end >= end)]
        found.append(_Slice(begin, end, still_open and end == until, _holder(open_)))
    return found


def _holder(open_: Sequence[Wait]) -> Wait | None:
    """Who is charged: the longest-open work of ours, else the longest-open stop."""
    ours = [wait for wait in open_ if not wait.stop]
    candidates = ours or list(open_)
    return min(candidates, key=lambda wait: wait.start, default=None)


def _joined(slices: Sequence[_Slice], unit: Unit, calendar: Calendar) -> list[Segment]:
    """Neighbouring slices with the same holder as one segment."""
    found: list[Segment] = []
    for piece in slices:
        made = _segment(piece, unit, calendar)
        before = found[-1] if found else None
        if before is not None and _same(before, made):
            made = Segment(
                made.kind, before.start, made.end, before.seconds + made.seconds, made.reason, made.basis,
                made.department, made.element_id,
            )  # fmt: skip
            found.pop()
        found.append(made)
    return found


def _same(one: Segment, other: Segment) -> bool:
    return (one.kind, one.reason, one.department, one.element_id) == (
        other.kind, other.reason, other.department, other.element_id,
    )  # fmt: skip


def _segment(piece: _Slice, unit: Unit, calendar: Calendar) -> Segment:
    holder = piece.holder or Wait("", piece.start, piece.end)
    counted = unit == "working_days"
    plain = (piece.end - piece.start).total_seconds()
    seconds = calendar.working_seconds(piece.start, piece.end) if counted else plain
    return Segment(
        kind="stopped" if holder.stop else "net",
        start=piece.start,
        end=None if piece.last else piece.end,
        seconds=round(seconds),
        reason=holder.stop,
        basis=holder.basis,
        department=holder.department,
        element_id=holder.element_id,
    )
