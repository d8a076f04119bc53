"""Working time as a pure value: which days and hours are worked, and how to count in them."""

from __future__ import annotations

import datetime as dt
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from people.models import WorkingCalendar
from people.published_calendars import published

CHINA = ZoneInfo("Asia/Shanghai")
_LIFE_SECONDS = 60.0
_FURTHEST = dt.timedelta(days=36_525)
Span = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Calendar:
    """The worked spans of a day, the days that differ from their weekday, and the zone they are told in."""

    hours: tuple[Span, ...]
    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)
    zone: ZoneInfo = CHINA

    def is_working_day(self, day: dt.date) -> bool:
        """Whether the day is worked: as entered, else Monday to Friday."""
        return self.exceptions.get(day, day.weekday() < 5)

    def add(self, start: dt.datetime, working: dt.timedelta) -> dt.datetime:
        """The moment when `working` hours have been worked since `start` (aware); negative goes back."""
        if working < dt.timedelta(0):
            return self._back(start, -working)
        left = working
        for begin, end in self._spans_from(start):
            if left <= end - begin:
                return (begin + left).astimezone(start.tzinfo)
            left -= end - begin
        raise OverflowError("the calendar has no such moment: no working time within a hundred years")

    def add_days(self, start: dt.datetime, working_days: int) -> dt.datetime:
        """The same time of day so many working days later, the day of `start` not counted; negative goes back."""
        local = start.astimezone(self.zone)
        step = dt.timedelta(days=1 if working_days >= 0 else -1)
        day, left = local.date(), abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        moved = dt.datetime.combine(day, local.timetz().replace(tzinfo=None), tzinfo=self.zone)
        return moved.astimezone(start.tzinfo)

    def working_seconds(self, begin: dt.datetime, end: dt.datetime) -> float:
        """The seconds worked between two aware moments; negative when they are in the wrong order."""
        if end < begin:
            return -self.working_seconds(end, begin)
        total = dt.timedelta(0)
        first, last = begin.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        total += self._worked_in(first, begin, end)
        if last > first:
            total += self._worked_in(last, begin, end)
            total += self._a_day * self._working_days_between(first, last)
        return total.total_seconds()

    @cached_property
    def _a_day(self) -> dt.timedelta:
        zero = dt.date(2000, 1, 1)
        return sum(
            (dt.datetime.combine(zero, end) - dt.datetime.combine(zero, begin) for begin, end in self.hours),
            dt.timedelta(0),
        )

    @cached_property
    def _sorted_exceptions(self) -> list[dt.date]:
        return sorted(day for day, worked in self.exceptions.items() if worked != (day.weekday() < 5))

    def _working_days_between(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` and before `last`, without walking them one by one."""
        start, days = first + dt.timedelta(days=1), (last - first).days - 1
        weeks, rest = divmod(days, 7)
        count = weeks * 5 + sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(rest))
        unusual = self._sorted_exceptions
        for day in unusual[bisect_left(unusual, start) : bisect_left(unusual, last)]:
            count += 1 if self.exceptions[day] else -1
        return count

    def _spans_of(self, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        if not self.is_working_day(day):
            return []
        return [
            (dt.datetime.combine(day, begin, tzinfo=self.zone), dt.datetime.combine(day, end, tzinfo=self.zone))
            for begin, end in self.hours
        ]

    def _worked_in(self, day: dt.date, begin: dt.datetime, end: dt.datetime) -> dt.timedelta:
        parts = (min(stop, end) - max(start, begin) for start, stop in self._spans_of(day))
        return sum((part for part in parts if part > dt.timedelta(0)), dt.timedelta(0))

    def _spans_from(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        day = start.astimezone(self.zone).date()
        last = day + _FURTHEST
        while day <= last:
            for begin, end in self._spans_of(day):
                if end >= start:
                    yield max(begin, start), end
            day += dt.timedelta(days=1)

    def _back(self, start: dt.datetime, left: dt.timedelta) -> dt.datetime:
        day = start.astimezone(self.zone).date()
        last = day - _FURTHEST
        while day >= last:
            for begin, end in reversed(self._spans_of(day)):
                stop = min(end, start)
                if stop < begin:
                    continue
                if left <= stop - begin:
                    return (stop - left).astimezone(start.tzinfo)
                left -= stop - begin
            day -= dt.timedelta(days=1)
        raise OverflowError("the calendar has no such moment: no working time within a hundred years")


def spans(pairs: Iterable[Iterable[str]]) -> tuple[Span, ...]:
    """Pairs such as ["08:30", "12:00"] as times, in order and without overlap; `ValueError` otherwise."""
    read = [tuple(dt.time.fromisoformat(text) for text in pair) for pair in pairs]
    flat = [moment for pair in read for moment in pair]
    if any(len(pair) != 2 for pair in read) or any(a >= b for a, b in zip(flat, flat[1:], strict=False)) or not flat:
        raise ValueError("the hours of a day are pairs of times in order, such as [['08:30', '12:00']]")
    return tuple((pair[0], pair[1]) for pair in read)


def as_published() -> Calendar:
    """The calendar of the data file, without a database."""
    source = published()
    return Calendar(hours=spans(source.hours), exceptions={day.day: day.is_working for day in source.days})


_cache: dict[str, tuple[float, Calendar]] = {}


def calendar(name: str = "") -> Calendar:
    """The named calendar ("" is the default), at most a minute old; raises `WorkingCalendar.DoesNotExist`."""
    kept = _cache.get(name)
    if kept is None or time.monotonic() - kept[0] > _LIFE_SECONDS:
        kept = (time.monotonic(), _read(name))
        _cache[name] = kept
    return kept[1]


def forget_calendars() -> None:
    """Makes the next question read the database again (after an import, and between tests)."""
    _cache.clear()


def _read(name: str) -> Calendar:
    row = WorkingCalendar.objects.filter(name=name).prefetch_related("days").first()
    if row is None:
        if name == "":
            return as_published()
        raise WorkingCalendar.DoesNotExist(f"there is no working calendar named {name!r}")
    return Calendar(hours=spans(row.hours), exceptions={day.day: day.is_working for day in row.days.all()})


def calendars() -> dict[str, Calendar]:
    """All calendars by name, the default one as ""."""
    names = WorkingCalendar.objects.values_list("name", flat=True)
    return {name: calendar(name) for name in {"", *names}}
