"""Variables as text: one form that comes back as it went in, one that people and browsers read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import orjson

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS
_READERS: dict[str, Callable[[str], Any]] = {
    "$decimal": Decimal,
    "$date": dt.date.fromisoformat,
    "$datetime": dt.datetime.fromisoformat,
    "$time": dt.time.fromisoformat,
    "$seconds": lambda text: dt.timedelta(seconds=float(text)),
}


def dump_exact(value: Any) -> str:
    """JSON text that `load_exact` turns back into the same decimals, dates and times."""
    return orjson.dumps(value, default=_exact, option=_OPTIONS).decode()


def load_exact(text: str | bytes) -> Any:
    """The value that `dump_exact` was given."""
    return _restored(orjson.loads(text))


def dump_plain(value: Any) -> str:
    """JSON text to show: decimals are numbers, dates and times ISO 8601 strings."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS).decode()


def plain(value: Any) -> Any:
    """The value as JSON can carry it: times as strings, decimals as float or int unless that would lose digits."""
    text = dump_plain(value)
    return json.loads(text, parse_float=_number, parse_int=_whole) if _LONG.search(text) else orjson.loads(text)


_LONG = re.compile(r"[\d.]{16}")
"""Sixteen digits in a row: the first number that a float may not hold."""


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= 18 else Decimal(text)


def _number(text: str) -> float | Decimal:
    exact, near = Decimal(text), float(text)
    return near if Decimal(repr(near)) == exact else exact


def has_times(value: Any) -> bool:
    """Whether there are dates, times or durations in it, which plain text does not tell from strings."""
    if isinstance(value, str | int | float | Decimal) or value is None:
        return False
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return True
    if isinstance(value, dict):
        return any(has_times(item) for item in value.values())
    return isinstance(value, list | tuple) and any(has_times(item) for item in value)


def exact_numbers(value: Any) -> Any:
    """The value with every float as the Decimal that its shortest text says."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {key: exact_numbers(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact_numbers(item) for item in value]
    return value


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, dt.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"$time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"$seconds": str(value.total_seconds())}
    return _other(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}".encode()) if value.is_finite() else None
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    return _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    if hasattr(value, "items"):
        return dict(value.items())
    return str(value)


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, text),) = value.items()
        reader = _READERS.get(key)
        if reader is not None and isinstance(text, str):
            try:
                return reader(text)
            except (ValueError, ArithmeticError):  # somebody's own object that only looks like ours
                return value
    return {key: _restored(item) for key, item in value.items()}
