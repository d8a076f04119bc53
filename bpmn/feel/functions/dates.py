"""Date and time functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.problems import Null
from bpmn.feel.temporal import date_of, days, is_leap
from bpmn.feel.values import equal, kind

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("now", "")
def now(run: Any) -> Any:
    if run.now is None:
        raise Null("null_value", name="now")
    return run.now


@builtin("today", "")
def today(run: Any) -> Any:
    return date_of(now(run))


@builtin("day of year", "date:date|date and time")
def day_of_year(run: Any, date: Any) -> Decimal:
    return Decimal(_day_of_year(date))


def _day_of_year(value: Any) -> int:
    before = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[value.month - 1]
    return before + value.day + (1 if value.month > 2 and is_leap(value.year) else 0)


def _weekday(value: Any) -> int:
    return (days(date_of(value)) - 1) % 7


@builtin("day of week", "date:date|date and time")
def day_of_week(run: Any, date: Any) -> str:
    return _DAY_NAMES[_weekday(date)]


@builtin("month of year", "date:date|date and time")
def month_of_year(run: Any, date: Any) -> str:
    return _MONTH_NAMES[date.month - 1]


def _weeks(year: int) -> int:
    """How many ISO weeks a year has: 53 where it starts on a Thursday, or is a leap year starting on a Wednesday."""
    first = (_ordinal_of_first(year) - 1) % 7
    return 53 if first == 3 or (first == 2 and is_leap(year)) else 52


def _ordinal_of_first(year: int) -> int:
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1


@builtin("week of year", "date:date|date and time")
def week_of_year(run: Any, date: Any) -> Decimal:
    week = (_day_of_year(date) - (_weekday(date) + 1) + 10) // 7
    if week < 1:
        return Decimal(_weeks(date.year - 1))
    return Decimal(1 if week > _weeks(date.year) else week)


@builtin("is", "value1:any, value2:any")
def same(run: Any, value1: Any, value2: Any) -> bool:
    if kind(value1) != kind(value2):
        return False
    if kind(value1) in ("time", "date and time"):
        return _faces(value1) == _faces(value2) and equal(value1, value2, run) is True
    return equal(value1, value2, run) is True


def _faces(value: Any) -> tuple[Any, ...]:
    return value.hour, value.minute, value.second, value.microsecond, str(value.tzinfo)
