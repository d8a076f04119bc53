"""+ - * / ** on everything that is not two numbers: strings, dates, times, durations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, time
from decimal import Decimal, DecimalException
from typing import Any

from bpmn.feel.numbers import DIGITS, power
from bpmn.feel.problems import Null
from bpmn.feel.temporal import (
    DATE_TIMES,
    DAY,
    DaysDuration,
    MonthsDuration,
    add_months,
    days,
    from_days,
    from_instant,
    from_time_nanos,
    instant,
    offset_nanos,
    time_nanos,
)
from bpmn.feel.values import kind

_NANOS_LIMIT = 10**30
_MONTHS_LIMIT = 10**12


def calculate(run: Any, op: str, left: Any, right: Any) -> Any:
    """The value of an operation; raises Null where it has none."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numbers(op, left, right)
    rule = _RULES.get((op, kind(left), kind(right)))
    if rule is None:
        raise Null("operand_types", op=op, left=kind(left), right=kind(right))
    result = rule(left, right)
    if result is None:
        raise Null("out_of_range")
    if type(result) is str and len(result) > 200:
        run.charge(len(result) >> 4)
    return result


def _numbers(op: str, left: Decimal, right: Decimal) -> Decimal:
    if op == "/" and not right:
        raise Null("division_by_zero")
    try:
        return _NUMBERS[op](left, right)
    except DecimalException:
        raise Null("out_of_range") from None


def operand_kinds(op: str, left: str, right: str) -> str | None:
    """The kind of an operation's value for kinds of operands; None where it has none."""
    if left == right == "number":
        return "number"
    if (op, left, right) not in _RULES:
        return None
    if op in "*/":
        return "number" if left == right else left if left != "number" else right
    if op == "-" and left not in (_DAYS, _MONTHS) and right not in (_DAYS, _MONTHS):
        return _DAYS
    return right if left in (_DAYS, _MONTHS) else left


_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": DIGITS.add,
    "-": DIGITS.subtract,
    "*": DIGITS.multiply,
    "/": DIGITS.divide,
    "**": power,
}


def days_duration(nanos: int) -> DaysDuration | None:
    """A days and time duration, or None where it is out of range."""
    return DaysDuration(nanos) if abs(nanos) < _NANOS_LIMIT else None


def months_duration(months: int) -> MonthsDuration | None:
    """A years and months duration, or None where it is out of range."""
    return MonthsDuration(months) if abs(months) < _MONTHS_LIMIT else None


def _scaled(size: int, by: Decimal) -> int:
    return int(DIGITS.multiply(Decimal(size), by))


def _divided(size: int, by: Decimal) -> int:
    if not by:
        raise Null("division_by_zero")
    return int(DIGITS.divide(Decimal(size), by))


def _ratio(left: int, right: int) -> Decimal:
    if not right:
        raise Null("division_by_zero")
    return DIGITS.divide(Decimal(left), Decimal(right))


def shifted(value: Any, nanos: int) -> Any:
    """A date, time or date and time moved by nanoseconds."""
    if isinstance(value, time):
        return from_time_nanos(time_nanos(value) + nanos, value.tzinfo)
    if isinstance(value, DATE_TIMES):
        return from_instant(instant(value) + nanos, value.tzinfo)
    return from_days(days(value) + nanos // DAY)


def difference(left: Any, right: Any) -> Any:
    """The duration from right to left; a date counts as its midnight in UTC."""
    left, right = _as_date_time(left), _as_date_time(right)
    if (left[1] is None) != (right[1] is None):
        raise Null("operand_types", op="-", left="date and time", right="date and time without a zone")
    return days_duration(left[0] - right[0])


def _as_date_time(value: Any) -> tuple[int, Any]:
    if isinstance(value, DATE_TIMES):
        return instant(value), value.tzinfo
    return days(value) * DAY, UTC


def _dates(left: Any, right: Any) -> Any:
    return days_duration((days(left) - days(right)) * DAY)


def _times(left: time, right: time) -> Any:
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Null("operand_types", op="-", left="time", right="time without a zone")
    return days_duration(_clock(left) - _clock(right))


def _clock(value: time) -> int:
    return time_nanos(value) - (offset_nanos(value) or 0)


_MOMENTS = ("date", "date and time", "time")
_DAYS, _MONTHS = "days and time duration", "years and months duration"
_RULES: dict[tuple[str, str, str], Callable[[Any, Any], Any]] = {
    ("+", "string", "string"): lambda left, right: left + right,
    ("+", _DAYS, _DAYS): lambda left, right: days_duration(left.nanos + right.nanos),
    ("-", _DAYS, _DAYS): lambda left, right: days_duration(left.nanos - right.nanos),
    ("+", _MONTHS, _MONTHS): lambda left, right: months_duration(left.months + right.months),
    ("-", _MONTHS, _MONTHS): lambda left, right: months_duration(left.months - right.months),
    ("*", _DAYS, "number"): lambda left, right: days_duration(_scaled(left.nanos, right)),
    ("*", "number", _DAYS): lambda left, right: days_duration(_scaled(right.nanos, left)),
    ("*", _MONTHS, "number"): lambda left, right: months_duration(_scaled(left.months, right)),
    ("*", "number", _MONTHS): lambda left, right: months_duration(_scaled(right.months, left)),
    ("/", _DAYS, "number"): lambda left, right: days_duration(_divided(left.nanos, right)),
    ("/", _MONTHS, "number"): lambda left, right: months_duration(_divided(left.months, right)),
    ("/", _DAYS, _DAYS): lambda left, right: _ratio(left.nanos, right.nanos),
    ("/", _MONTHS, _MONTHS): lambda left, right: _ratio(left.months, right.months),
    ("-", "date", "date"): _dates,
    ("-", "date and time", "date and time"): difference,
    ("-", "date", "date and time"): difference,
    ("-", "date and time", "date"): difference,
    ("-", "time", "time"): _times,
}
for _moment in _MOMENTS:
    _RULES["+", _moment, _DAYS] = lambda left, right: shifted(left, right.nanos)
    _RULES["-", _moment, _DAYS] = lambda left, right: shifted(left, -right.nanos)
    _RULES["+", _DAYS, _moment] = lambda left, right: shifted(right, left.nanos)
for _moment in ("date", "date and time"):
    _RULES["+", _moment, _MONTHS] = lambda left, right: add_months(left, right.months)
    _RULES["-", _moment, _MONTHS] = lambda left, right: add_months(left, -right.months)
    _RULES["+", _MONTHS, _moment] = lambda left, right: add_months(right, left.months)
