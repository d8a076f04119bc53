"""Keyset pages: a cursor is the sort key of the last row seen, signed by nothing because it grants nothing."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from typing import Any

import orjson

from engine.refusals import Invalid

CAP = 1_000


@dataclass(frozen=True)
class Page:
    """One page of a list; `next` and `previous` are cursors, `count` stops at CAP (`count_capped`)."""

    results: list[Any]
    next: str | None = None
    previous: str | None = None
    count: int | None = None
    count_capped: bool = False


def encode(values: list[Any]) -> str:
    """A cursor for these sort values."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def decode(cursor: str | None, *kinds: type) -> list[Any] | None:
    """The sort values of a cursor, of these kinds (`str` for a moment); None without one; raises Invalid."""
    if not cursor:
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise Invalid(what="cursor") from None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise Invalid(what="cursor")
    if not all(_is_sort_value(value) for value in values):
        raise Invalid(what="cursor")
    return values


def _is_sort_value(value: str | int) -> bool:
    """Whether it is a number that PostgreSQL's bigint holds, or a moment as ISO 8601 text."""
    if isinstance(value, int):
        return abs(value) < 1 << 63
    try:
        return value == "infinity" or dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def capped(count: int) -> tuple[int, bool]:
    """A count as shown, and whether it stopped at the cap."""
    return min(count, CAP), count > CAP
