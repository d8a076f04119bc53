"""The values of FEEL: their kinds, how Python's become FEEL's, equality and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import NoneType
from typing import Any

from bpmn.feel.problems import Null
from bpmn.feel.temporal import (
    SECOND,
    DaysDuration,
    FarDate,
    FarDateTime,
    MonthsDuration,
    days,
    instant,
    offset_nanos,
    time_nanos,
)


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. `unary` says that it was written "> 5" or "= 5": then an end that is None is without limit."""

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool
    unary: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: `call(run, values)` with one value per parameter."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[[Any, list[Any]], Any]
    types: tuple[Any, ...] = ()
    result: Any = None


KINDS: dict[type, str] = {
    NoneType: "null",
    bool: "boolean",
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    date: "date",
    FarDate: "date",
    time: "time",
    datetime: "date and time",
    FarDateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
PLAIN = frozenset(
    (NoneType, bool, str, date, time, datetime, DaysDuration, MonthsDuration, FarDate, FarDateTime, Range, Function)
)


def kind(value: Any) -> str:
    """The FEEL name of a value's type."""
    return KINDS.get(type(value), "function")


def normalized(value: Any) -> Any:
    """The FEEL value of a Python value; raises Null for one that has no meaning in FEEL."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return [normalized(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): normalized(item) for key, item in value.items()}
    return _rarer(value)


def _rarer(value: Any) -> Any:
    if isinstance(value, timedelta):
        return DaysDuration((value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (date, time)) or callable(getattr(value, "call", None)):
        return value
    raise Null("unsupported_value", type=type(value).__name__)


def _number(value: float | Decimal) -> Decimal:
    if isinstance(value, int) and value.bit_length() > 20_000:
        raise Null("out_of_range")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or number.adjusted() > 6144:
        raise Null("out_of_range")
    return number


def equal(left: Any, right: Any, run: Any = None) -> bool | None:
    """Whether two values are the same; None where their kinds cannot be compared."""
    if left is None or right is None:
        return left is right
    left_kind, right_kind = kind(left), kind(right)
    if left_kind != right_kind:
        return None
    if left_kind in _SIMPLE:
        return bool(left == right)
    compare = _EQUALS.get(left_kind)
    return None if compare is None else compare(left, right, run)


def _lists_equal(left: list[Any], right: list[Any], run: Any) -> bool | None:
    if len(left) != len(right):
        return False
    if run is not None:
        run.charge(len(left))
    return all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))


def _contexts_equal(left: dict[str, Any], right: dict[str, Any], run: Any) -> bool | None:
    if left.keys() != right.keys():
        return False
    if run is not None:
        run.charge(len(left))
    return all(equal(item, right[key], run) is True for key, item in left.items())


def _ranges_equal(left: Range, right: Range, run: Any) -> bool | None:
    if (left.low_closed, left.high_closed, left.unary) != (right.low_closed, right.high_closed, right.unary):
        return False
    return equal(left.low, right.low, run) is True and equal(left.high, right.high, run) is True


def _zoned_equal(left: Any, right: Any, run: Any) -> bool | None:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return bool(order_key(left) == order_key(right))


_SIMPLE = frozenset(("boolean", "number", "string", "date", "days and time duration", "years and months duration"))
_EQUALS: dict[str, Callable[[Any, Any, Any], bool | None]] = {
    "list": _lists_equal,
    "context": _contexts_equal,
    "range": _ranges_equal,
    "time": _zoned_equal,
    "date and time": _zoned_equal,
    "function": lambda left, right, run: left is right,
}


def _time_key(value: time) -> int:
    """FEEL tells times apart by their seconds; an offset does not wrap round midnight."""
    return (time_nanos(value) - (offset_nanos(value) or 0)) // SECOND


_ORDER_KEYS: dict[str, Callable[[Any], Any]] = {
    "number": lambda value: value,
    "string": lambda value: value,
    "date": days,
    "time": _time_key,
    "date and time": lambda value: instant(value) // SECOND,
    "days and time duration": lambda value: value.nanos,
    "years and months duration": lambda value: value.months,
}


def order_key(value: Any) -> Any:
    """What a value is ordered by among its kind; None for kinds without order."""
    key = _ORDER_KEYS.get(kind(value))
    return None if key is None else key(value)


def less(left: Any, right: Any) -> bool | None:
    """Whether left comes before right; None where they cannot be compared."""
    left_kind = kind(left)
    if left_kind != kind(right) or left_kind not in _ORDER_KEYS:
        return None
    if left_kind in ("time", "date and time") and (left.tzinfo is None) != (right.tzinfo is None):
        return None  # which comes first depends on a zone that nobody told
    key = _ORDER_KEYS[left_kind]
    return bool(key(left) < key(right))


def at_most(left: Any, right: Any) -> bool | None:
    """Whether left comes before right or is the same."""
    after = less(right, left)
    return None if after is None else not after


def in_range(span: Range, value: Any) -> bool | None:
    """Whether a value lies in a range; None where they cannot be compared."""
    if not span.unary and (span.low is None or span.high is None):
        return None
    above = True if span.low is None else (at_most if span.low_closed else less)(span.low, value)
    below = True if span.high is None else (at_most if span.high_closed else less)(value, span.high)
    if above is None or below is None:
        return None
    return above and below
