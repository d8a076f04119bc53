"""Dates beyond Python's years, durations, zones: the values of FEEL's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
YEAR_LIMIT = 999_999_999
DAYS_LIMIT = 10**18


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A days and time duration, in nanoseconds."""

    nanos: int


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A years and months duration, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class FarDate:
    """A date outside the years 1 to 9999."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FarDateTime:
    """A date and time outside the years 1 to 9999."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    microsecond: int = 0
    tzinfo: tzinfo | None = None


AnyDate = date | FarDate
AnyDateTime = datetime | FarDateTime
DATES = (date, FarDate)
DATE_TIMES = (datetime, FarDateTime)
DURATIONS = (DaysDuration, MonthsDuration)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, or None."""
    return ZoneInfo(name) if name in _zones() else None


def offset_zone(seconds: int) -> timezone:
    """The zone of a fixed offset from UTC in seconds."""
    return UTC if seconds == 0 else timezone(timedelta(seconds=seconds))


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    """How many days a month has."""
    return (31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def make_date(year: int, month: int, day: int) -> AnyDate | None:
    """The date, or None where there is no such day."""
    if not (1 <= month <= 12 and -YEAR_LIMIT <= year <= YEAR_LIMIT and 1 <= day <= month_days(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else FarDate(year, month, day)


def make_time(hour: int, minute: int, second: int, micros: int, tz: tzinfo | None) -> time | None:
    """The time, or None where there is no such time."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        return None
    return time(hour, minute, second, micros, tz)


def join(day: AnyDate, at: time) -> AnyDateTime:
    """A date and a time as one value; the time's zone counts."""
    if isinstance(day, FarDate):
        return FarDateTime(day.year, day.month, day.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo)
    return datetime(day.year, day.month, day.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo)


def date_of(value: AnyDate | AnyDateTime) -> AnyDate:
    """The date part."""
    if isinstance(value, (datetime, FarDateTime)):
        day = make_date(value.year, value.month, value.day)
        assert day is not None
        return day
    return value


def time_of(value: AnyDateTime) -> time:
    """The time part, with its zone."""
    return time(value.hour, value.minute, value.second, value.microsecond, value.tzinfo)


def days(value: AnyDate | AnyDateTime) -> int:
    """The day's number; day 1 is 0001-01-01, as in Python."""
    if isinstance(value, date):
        return value.toordinal()
    year, month = (value.year, value.month) if value.month > 2 else (value.year - 1, value.month + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + value.day - 307 + 1


def from_days(number: int) -> AnyDate | None:
    """The date of a day's number, or None beyond the years that FEEL knows."""
    if 1 <= number <= 3_652_059:
        return date.fromordinal(number)
    shifted = number + 305
    era, rest = divmod(shifted, 146_097)
    year_of_era = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    return make_date(year, month, day)


def time_nanos(value: time | AnyDateTime) -> int:
    """Nanoseconds since midnight, without regard to the zone."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def offset_nanos(value: time | AnyDateTime) -> int | None:
    """The offset from UTC in nanoseconds, or None without a zone (or where it depends on an unknown date)."""
    if value.tzinfo is None:
        return None
    if isinstance(value, FarDateTime):
        near = datetime(2000 + value.year % 400, value.month, value.day, value.hour, value.minute, tzinfo=value.tzinfo)
        offset = near.utcoffset()
    else:
        offset = value.utcoffset()
    return None if offset is None else round(offset.total_seconds()) * SECOND


def instant(value: AnyDateTime) -> int:
    """Nanoseconds on one line: UTC where there is a zone, local where there is none."""
    return days(value) * DAY + time_nanos(value) - (offset_nanos(value) or 0)


def from_local(nanos: int, tz: tzinfo | None) -> AnyDateTime | None:
    """The date and time that shows those nanoseconds on its own clock."""
    number, rest = divmod(nanos, DAY)
    day = from_days(number)
    return None if day is None else join(day, from_time_nanos(rest, tz))


def from_time_nanos(nanos: int, tz: tzinfo | None) -> time:
    """The time so many nanoseconds after midnight."""
    seconds, rest = divmod(nanos % DAY, SECOND)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest // 1000, tz)


def from_instant(nanos: int, tz: tzinfo | None) -> AnyDateTime | None:
    """The date and time of an instant, shown in a zone."""
    utc = from_local(nanos, None)
    if tz is None or utc is None:
        return utc
    if isinstance(utc, datetime):
        try:
            return utc.replace(tzinfo=UTC).astimezone(tz)
        except OverflowError:
            pass
    far = FarDateTime(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, tz)
    return from_local(nanos + (offset_nanos(far) or 0), tz)


def add_months(value: AnyDate | AnyDateTime, months: int) -> AnyDate | AnyDateTime | None:
    """The same day so many months on, or the month's last day where it has no such day."""
    total = value.year * 12 + value.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not -YEAR_LIMIT <= year <= YEAR_LIMIT:
        return None
    day = make_date(year, month, min(value.day, month_days(year, month)))
    if day is None or not isinstance(value, (datetime, FarDateTime)):
        return day
    return join(day, time_of(value))
