"""Dates, times and durations from and to their ISO 8601 text."""

from __future__ import annotations

import re
from datetime import date, time, tzinfo
from typing import Any

from bpmn.feel.temporal import (
    DATE_TIMES,
    DAY,
    SECOND,
    YEAR_LIMIT,
    AnyDate,
    AnyDateTime,
    DaysDuration,
    FarDate,
    MonthsDuration,
    days,
    from_days,
    join,
    make_date,
    make_time,
    offset_zone,
    zone,
)

_MIDNIGHT = "24:00:00"  # XML Schema's other way to write the next day's 00:00:00
_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:(?P<utc>[Zz])|(?P<sign>[+-])(\d\d):(\d\d)(?::(\d\d))?|@(?P<zone>[\w+/-]{1,60}))?",
    re.ASCII,
)
_DAYS = re.compile(
    r"(-?)P(?:(\d{1,18})D)?(T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,30}))?S)?)?", re.ASCII
)
_MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_MONTHS_LIMIT = (YEAR_LIMIT + 1) * 12 * 2
_NANOS_LIMIT = 10**30


def read_date(text: str) -> AnyDate | None:
    """The date of "2026-01-31", or None."""
    match = _DATE.fullmatch(text)
    return None if match is None else make_date(int(match[1]), int(match[2]), int(match[3]))


def read_time(text: str) -> time | None:
    """The time of "10:00:00", with a fraction and a zone or offset where written, or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    found, tz = _zone(match)
    if not found:
        return None
    micros = int(((match[4] or "") + "000000")[:6])
    hour = 0 if text.startswith(_MIDNIGHT) and micros == 0 else int(match[1])
    return make_time(hour, int(match[2]), int(match[3]), micros, tz)


def _zone(match: re.Match[str]) -> tuple[bool, tzinfo | None]:
    if match["zone"]:
        tz = zone(match["zone"])
        return tz is not None, tz
    if match["utc"]:
        return True, offset_zone(0)
    if not match["sign"]:
        return True, None
    hours, minutes, seconds = int(match[7]), int(match[8]), int(match[9] or 0)
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > 18 * 3600:
        return False, None
    return True, offset_zone(-total if match["sign"] == "-" else total)


def read_date_time(text: str) -> AnyDateTime | None:
    """The date and time of "2026-01-31T10:00:00" (or of a date alone: its midnight), or None."""
    day_text, letter, time_text = text.partition("T")
    day = read_date(day_text)
    if day is not None and time_text.startswith(_MIDNIGHT):
        day = from_days(days(day) + 1)
    at = read_time(time_text) if letter else time(0)
    return None if day is None or at is None else join(day, at)


def read_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """The duration of "P1DT2H" or "P1Y2M", or None."""
    match = _DAYS.fullmatch(text)
    if match and not text.endswith(("P", "T")):
        fraction = int(((match[7] or "") + "0" * 9)[:9])
        seconds = (int(match[2] or 0) * 24 + int(match[4] or 0)) * 3600 + int(match[5] or 0) * 60 + int(match[6] or 0)
        nanos = seconds * SECOND + fraction
        return None if nanos > _NANOS_LIMIT else DaysDuration(-nanos if match[1] else nanos)
    match = _MONTHS.fullmatch(text)
    if match and not text.endswith("P"):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return None if months > _MONTHS_LIMIT else MonthsDuration(-months if match[1] else months)
    return None


def read_temporal(text: str) -> Any:
    """The value of an @"…" literal, or None."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text:
        return read_date_time(text)
    return read_time(text) if text[2:3] == ":" else read_date(text)


def write_date(value: AnyDate | AnyDateTime) -> str:
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def write_time(value: time | AnyDateTime) -> str:
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{_write_zone(value)}"


def _write_zone(value: time | AnyDateTime) -> str:
    if value.tzinfo is None:
        return ""
    key = getattr(value.tzinfo, "key", None)
    if key:
        return f"@{key}"
    offset = value.tzinfo.utcoffset(None)
    seconds = round(offset.total_seconds()) if offset else 0
    if seconds == 0:
        return "Z"
    size = abs(seconds)
    tail = f":{size % 60:02d}" if size % 60 else ""
    return f"{'-' if seconds < 0 else '+'}{size // 3600:02d}:{size // 60 % 60:02d}{tail}"


def write_days(value: DaysDuration) -> str:
    size = abs(value.nanos)
    whole_days, rest = divmod(size, DAY)
    seconds, nanos = divmod(rest, SECOND)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or nanos else ""
    text = (f"{whole_days}D" if whole_days else "") + (f"T{clock}" if clock else "")
    return ("-" if value.nanos < 0 else "") + "P" + (text or "T0S")


def write_months(value: MonthsDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (text or "0M")


def write_temporal(value: Any) -> str:
    """The text that reads back as the same date, time or duration."""
    if isinstance(value, DATE_TIMES):
        return f"{write_date(value)}T{write_time(value)}"
    if isinstance(value, (date, FarDate)):
        return write_date(value)
    if isinstance(value, time):
        return write_time(value)
    return write_days(value) if isinstance(value, DaysDuration) else write_months(value)
