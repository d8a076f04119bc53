"""What stands behind the dot: properties of temporal values, ranges and lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel.numbers import DIGITS
from bpmn.feel.run import Run
from bpmn.feel.temporal import DAY, SECOND, DaysDuration, date_of, days, offset_nanos
from bpmn.feel.values import kind

Property = Callable[[Any], Any]


def _number(read: Callable[[Any], int]) -> Property:
    return lambda value: Decimal(read(value))


def _offset(value: Any) -> Any:
    nanos = offset_nanos(value)
    return None if nanos is None else DaysDuration(nanos)


def _zone_name(value: Any) -> Any:
    return getattr(value.tzinfo, "key", None)


def _truncated(value: int, unit: int) -> int:
    return value // unit if value >= 0 else -(-value // unit)


def _second(value: Any) -> Any:
    return (
        Decimal(value.second) if not value.microsecond else DIGITS.add(value.second, Decimal(value.microsecond) / 10**6)
    )


def _part(unit: int, within: int | None) -> Property:
    def read(value: DaysDuration) -> Any:
        size = abs(value.nanos) // unit
        part = size if within is None else size % within
        return Decimal(-part if value.nanos < 0 else part)

    return read


def _duration_seconds(value: DaysDuration) -> Any:
    size = abs(value.nanos) % (60 * SECOND)
    seconds = Decimal(size // SECOND) if size % SECOND == 0 else DIGITS.divide(Decimal(size), Decimal(SECOND))
    return -seconds if value.nanos < 0 and seconds else seconds


_DAY_PARTS: dict[str, Property] = {
    "year": _number(lambda value: value.year),
    "month": _number(lambda value: value.month),
    "day": _number(lambda value: value.day),
    "weekday": _number(lambda value: (days(date_of(value)) - 1) % 7 + 1),
}
_CLOCK_PARTS: dict[str, Property] = {
    "hour": _number(lambda value: value.hour),
    "minute": _number(lambda value: value.minute),
    "second": _second,
    "time offset": _offset,
    "timezone": _zone_name,
}
PROPERTIES: dict[str, dict[str, Property]] = {
    "date": _DAY_PARTS,
    "time": _CLOCK_PARTS,
    "date and time": _DAY_PARTS | _CLOCK_PARTS,
    "days and time duration": {
        "days": _part(DAY, None),
        "hours": _part(3600 * SECOND, 24),
        "minutes": _part(60 * SECOND, 60),
        "seconds": _duration_seconds,
    },
    "years and months duration": {
        "years": lambda value: Decimal(_truncated(value.months, 12)),
        "months": lambda value: Decimal(value.months - 12 * _truncated(value.months, 12)),
    },
    "range": {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_closed,
        "end included": lambda value: value.high_closed,
    },
}


def property_of(run: Run, value: Any, name: str, at: int) -> Any:
    """The property of a value; a list answers with the list of its items' properties."""
    if type(value) is list:
        run.charge(len(value))
        return [item.get(name) if type(item) is dict else property_of(run, item, name, at) for item in value]
    of = kind(value)
    if value is None:
        return run.null("null_value", at, name=f'The value before ".{name}"')
    found = PROPERTIES.get(of, {}).get(name)
    if found is None:
        return run.null("no_property", at, type=of, name=name)
    return found(value)
