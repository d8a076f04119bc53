"""ISO 8601 dates, durations and cycles as timers write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DURATION = re.compile(
    r"^(?P<sign>-)?P(?=.)(?:(?P<y>\d+)Y)?(?:(?P<mo>\d+)M)?(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?"
    r"(?:T(?=.)(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?$"
)

_PARTS = re.compile(r"/(?=-?P[\dT]|\d)")
"""What parts a cycle; the name of a zone has a stroke of its own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A duration in months and exact time."""

    months: int
    time: dt.timedelta

    def after(self, start: dt.datetime) -> dt.datetime:
        """The instant this span after `start`: months keep the day where they have it, days are 24 hours."""
        if self.months == 0:
            return (start.astimezone(dt.UTC) + self.time).astimezone(start.tzinfo)
        year, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        moved = start.replace(year=year, month=month + 1, day=day)
        return (moved.astimezone(dt.UTC) + self.time).astimezone(start.tzinfo)


@dataclass(frozen=True, slots=True)
class Cycle:
    """`times` None means without end; `start` None means from the moment the timer is armed."""

    times: int | None
    start: dt.datetime | None
    span: Span


def parse_span(text: str) -> Span:
    """An ISO 8601 duration; raises ValueError."""
    match = _DURATION.match(text.strip())
    if match is None:
        raise ValueError(text)
    part = {name: Decimal(digits or 0) for name, digits in match.groupdict().items() if name != "sign"}
    sign = -1 if match["sign"] else 1
    seconds = part["s"] + 60 * part["m"] + 3600 * part["h"] + 86400 * (part["d"] + 7 * part["w"])
    time = dt.timedelta(microseconds=int(seconds * 1_000_000))
    return Span(sign * int(12 * part["y"] + part["mo"]), sign * time)


def parse_instant(text: str, zone: dt.tzinfo | None = None) -> dt.datetime:
    """An ISO 8601 date or date and time, in `zone` (else UTC) when it names none; raises ValueError.

    As FEEL prints it, a zone may stand behind it by name: `2026-11-22T10:00:00@Asia/Shanghai`.
    """
    when, _, name = text.strip().partition("@")
    found = dt.datetime.fromisoformat(when)
    if not name:
        return found if found.tzinfo else found.replace(tzinfo=zone or dt.UTC)
    if found.tzinfo:
        raise ValueError(text)
    return found.replace(tzinfo=_named_zone(name))


def _named_zone(name: str) -> dt.tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as unknown:
        raise ValueError(name) from unknown


def parse_cycle(text: str, zone: dt.tzinfo | None = None) -> Cycle:
    """`R[n]/[start/]duration` or `R[n]/duration/end`; raises ValueError."""
    head, _, rest = text.strip().partition("/")
    if not re.fullmatch(r"R\d*", head) or not rest:
        raise ValueError(text)
    times = int(head[1:]) if head[1:] else None
    left, *ends = _PARTS.split(rest)
    if len(ends) > 1:
        raise ValueError(text)
    right = ends[0] if ends else ""
    if not right:
        return Cycle(times, None, parse_span(left))
    if left.startswith("P"):
        raise ValueError(text)
    start = parse_instant(left, zone)
    if right.startswith("P"):
        return Cycle(times, start, parse_span(right))
    return Cycle(times, start, Span(0, parse_instant(right, zone) - start))


def parse_timer(kind: str, text: str, zone: dt.tzinfo | None = None) -> dt.datetime | Span | Cycle:
    """A timer's text by its kind; raises ValueError."""
    if kind == "date":
        return parse_instant(text, zone)
    return parse_span(text) if kind == "duration" else parse_cycle(text, zone)
