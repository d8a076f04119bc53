"""The month's table: how often each department was asked, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Stop:
    """A request's stay with a department, until it answered, forwarded it or still has it (`left_at` None)."""

    department: str
    due_at: dt.datetime
    left_at: dt.datetime | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with the departments that it went through."""

    number: str
    subject: str
    asked_by: str
    asked_at: dt.datetime
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One department's month; requests = in_time + answered_late + forwarded + pending."""

    department: str
    requests: int = 0
    in_time: int = 0
    answered_late: int = 0
    forwarded: int = 0
    pending: int = 0
    overdue: int = 0

    @property
    def answered(self) -> int:
        """Answers, in time or late."""
        return self.in_time + self.answered_late


@dataclass(frozen=True, slots=True)
class Overdue:
    """A request that stands with a department although its limit has passed."""

    number: str
    subject: str
    department: str
    asked_by: str
    due_at: dt.datetime


def in_month(requests: Iterable[Asked], month: str) -> list[Asked]:
    """Those asked in that month (2026-11) by the clock of China."""
    return [one for one in requests if f"{one.asked_at.astimezone(_CHINA):%Y-%m}" == month]


def by_department(requests: Iterable[Asked], *, now: dt.datetime) -> list[Line]:
    """A line for each department that had a request, the one with most overdue first, then by name."""
    stays: dict[str, list[Stop]] = {}
    for request in requests:
        for stop in request.stops:
            stays.setdefault(stop.department, []).append(stop)
    lines = [_line(department, stops, now) for department, stops in stays.items()]
    return sorted(lines, key=lambda line: (-line.overdue, line.department))


def _line(department: str, stops: Sequence[Stop], now: dt.datetime) -> Line:
    answered = [stop for stop in stops if stop.left_at is not None and not stop.forwarded]
    in_time = sum(not is_overdue(stop, now) for stop in answered)
    return Line(
        department,
        requests=len(stops),
        in_time=in_time,
        answered_late=len(answered) - in_time,
        forwarded=sum(stop.forwarded for stop in stops),
        pending=sum(stop.left_at is None for stop in stops),
        overdue=sum(is_overdue(stop, now) for stop in stops),
    )


def is_overdue(stop: Stop, now: dt.datetime) -> bool:
    """The limit passed while the department had it; on the limit itself is in time."""
    return (stop.left_at or now) > stop.due_at


def total(lines: Sequence[Line]) -> Line:
    """All departments together."""
    names = ("requests", "in_time", "answered_late", "forwarded", "pending", "overdue")
    return Line("合计", **{name: sum(getattr(line, name) for line in lines) for name in names})


def still_overdue(requests: Iterable[Asked], *, now: dt.datetime) -> list[Overdue]:
    """Those that stand somewhere beyond their limit, the longest first."""
    found = [
        Overdue(request.number, request.subject, stop.department, request.asked_by, stop.due_at)
        for request in requests
        for stop in request.stops
        if stop.left_at is None and is_overdue(stop, now)
    ]
    return sorted(found, key=lambda one: (one.due_at, one.number))
