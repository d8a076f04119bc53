"""Pages by key: the order, where a page begins, and the ids of its rows, read along an index."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from registers.catalogue import field_at
from registers.refusals import UnreadableCursor

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
    some_units: bool = False
    """Whether the reader sees some units only."""
    by_branch: bool = False
    """Whether the values lie together by unit besides: then those rows are sorted, for walking the index would pass
    everybody else's first."""
    rest: tuple[str, ...] = ("id",)
    """The order of the rows without a value."""


def keys(rows: QuerySet[Any], order: Order, *, after: Key | None, most: int) -> list[Key]:
    """The keys of the next rows in that order; nothing is read but the index and what the filters need."""
    model, (first, *_) = rows.model, order.lookups
    if len(order.lookups) == 1 or not _may_be_empty(model, first):
        return _read(rows, order, after, most)
    found: list[Key] = []
    valued = after is None or after[0] is not None
    if valued:
        found = _read(rows.filter(**{f"{first}__isnull": False}), order, after, most)
    if len(found) < most:
        empty = rows.filter(**{f"{first}__isnull": True})
        begin = None if valued or after is None else after[1:]
        rest = replace(order, lookups=order.rest, by_branch=False)
        found += [(None, *key) for key in _read(empty, rest, begin, most - len(found))]
    return found


def _read(rows: QuerySet[Any], order: Order, after: Key | None, most: int) -> list[Key]:
    if after is not None:
        beyond = TupleLessThan if order.down else TupleGreaterThan
        rows = rows.filter(beyond(Tuple(*map(F, order.lookups)), after))
    first, *others = order.lookups
    by: list[Any] = [Coalesce(F(first), F(first)) if order.by_branch else F(first), *map(F, others)]
    ordered = rows.order_by(*(one.desc() if order.down else one.asc() for one in by))
    with along_indexes() if order.some_units else nullcontext():
        return list(ordered.values_list(*order.lookups)[:most])


@contextmanager
def along_indexes() -> Iterator[None]:
    """Row by row along indexes: the planner counts on matches spread evenly over a table, but those of one unit lie
    together, and a table read from its beginning for the first of them is read to its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PREFER, ["off"] * 3)
        yield
        cursor.execute(_PREFER, ["on"] * 3)


_PREFER = """SELECT set_config('enable_seqscan', %s, true), set_config('enable_hashjoin', %s, true),
 set_config('enable_mergejoin', %s, true)"""


def cursor_of(key: Key) -> str:
    """The key as it travels in an address."""
    text = [value.isoformat() if isinstance(value, dt.date) else _plain(value) for value in key]
    return base64.urlsafe_b64encode(json.dumps(text).encode()).decode()


def key_from(cursor: str, model: type[Model], order: Order) -> Key | None:
    """The key that a page begins after; raises `UnreadableCursor` for what no list of this order has given out."""
    if not cursor:
        return None
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(given, list):
            raise ValueError(cursor)
        without = len(given) > 1 and given[0] is None
        lookups = (*order.lookups[:1], *order.rest) if without else order.lookups
        found = tuple(_parsed(model, name, value) for name, value in zip(lookups, given, strict=True))
        if None in found[without:]:
            raise ValueError(cursor)
    except (binascii.Error, ValueError, TypeError, ArithmeticError, ValidationError) as problem:
        raise UnreadableCursor from problem
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
