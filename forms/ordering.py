"""Which of two moments must come first: `x-not-before` and `x-not-after` of a field name another one, or "today"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

TODAY = "today"
_CHINA = dt.timezone(dt.timedelta(hours=8))
KEYWORDS: Mapping[Literal["x-not-before", "x-not-after"], str] = {
    "x-not-before": "not_before",
    "x-not-after": "not_after",
}


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A field whose moment is on the wrong side of another field's, or of today."""

    field: str
    code: str
    other: str


def misplaced(schema: Mapping[str, Any], data: Mapping[str, Any], now: dt.datetime | None) -> Iterator[Misplaced]:
    """Every field that comes too early or too late; one that is empty or no date is no matter of this rule."""
    today = now and now.astimezone(_CHINA).date().isoformat()
    for name, field in schema.get("properties", {}).items():
        for keyword, code in KEYWORDS.items():
            other = field.get(keyword)
            if other and _wrong(code, data.get(name), today if other == TODAY else data.get(other)):
                yield Misplaced(name, code, other)


def _wrong(code: str, value: object, limit: object) -> bool:
    if not isinstance(value, str) or not isinstance(limit, str):
        return False
    one, two = _moment(value), _moment(limit)
    if one is None or two is None:
        return False
    if _is_day(value) or _is_day(limit):
        one, two = (moment.replace(hour=0, minute=0, second=0, microsecond=0) for moment in (one, two))
    return one < two if code == "not_before" else one > two


def _is_day(text: str) -> bool:
    return len(text) == len("2026-01-01")


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).astimezone(_CHINA)
