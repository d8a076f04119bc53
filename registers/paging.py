"""Pages by key: the order, where a page begins, and the ids of its rows, read along an index."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from registers.catalogue import field_at
from registers.refusals import CannotFilter

PAGE = 50
LONGEST_PAGE = 200
Key = tuple[Any, ...]
"""What a row is ordered by; the last part is its id."""
_FARTHEST = 2**63


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by these lookups, the last of them the id; rows without a value come last."""

    lookups: tuple[str, ...] = ("id",)
    down: bool = False
    by_branch: bool = False
    """Whether the values lie together by unit and the reader sees some units only: then those rows are sorted, for
    walking the index would pass everybody else's first."""


def keys(rows: QuerySet[Any], order: Order, *, after: Key | None, most: int) -> list[Key]:
    """The keys of the next rows in that order; nothing is read but the index and what the filters need."""
    model, (first, *_) = rows.model, order.lookups
    if len(order.lookups) == 1 or not _may_be_empty(model, first):
        return _read(rows, order, after, most)
    found: list[Key] = []
    if after is None or after[0] is not None:
        found = _read(rows.filter(**{f"{first}__isnull": False}), order, after, most)
    if len(found) < most:
        rest = None if after is None or after[0] is not None else after[-1:]
        empty = rows.filter(**{f"{first}__isnull": True})
        by_id = replace(order, lookups=("id",), by_branch=False)
        found += [(None, *key) for key in _read(empty, by_id, rest, most - len(found))]
    return found


def _read(rows: QuerySet[Any], order: Order, after: Key | None, most: int) -> list[Key]:
    if after is not None:
        beyond = TupleLessThan if order.down else TupleGreaterThan
        rows = rows.filter(beyond(Tuple(*map(F, order.lookups)), after))
    by: list[Any] = [Coalesce(F(name), Value("")) if order.by_branch else F(name) for name in order.lookups[:1]]
    by = [*by, *map(F, order.lookups[1:])] if len(order.lookups) > 1 else [F("id")]
    ordered = rows.order_by(*(one.desc() if order.down else one.asc() for one in by))
    return list(ordered.values_list(*order.lookups)[:most])


def cursor_of(key: Key) -> str:
    """The key as it travels in an address."""
    text = [value.isoformat() if isinstance(value, dt.date) else _plain(value) for value in key]
    return base64.urlsafe_b64encode(json.dumps(text).encode()).decode()


def key_from(cursor: str, model: type[Model], order: Order) -> Key | None:
    """The key that a page begins after; raises `CannotFilter` for what no list of this order has given out."""
    if not cursor:
        return None
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(given, list) or len(given) != len(order.lookups):
            raise ValueError(cursor)
        found = tuple(_parsed(model, name, value) for name, value in zip(order.lookups, given, strict=True))
        if found[-1] is None or (None in found[1:]) or not -_FARTHEST < found[-1] < _FARTHEST:
            raise ValueError(cursor)
    except (binascii.Error, ValueError, TypeError, ArithmeticError, ValidationError) as problem:
        raise CannotFilter("cursor") from problem
    return found


def _parsed(model: type[Model], lookup: str, value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError(lookup)
    field: Any = field_at(model, lookup)
    found = (field.target_field if field.is_relation else field).to_python(value)
    if isinstance(found, int) and not -_FARTHEST < found < _FARTHEST:
        raise ValueError(lookup)
    return found


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _may_be_empty(model: type[Model], lookup: str) -> bool:
    return field_at(model, lookup).null


def in_order(found: Sequence[dict[str, Any]], ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows as the ids stand."""
    by_id = {row["id"]: row for row in found}
    return [by_id[pk] for pk in ids if pk in by_id]
