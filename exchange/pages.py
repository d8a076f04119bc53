"""Pages of the exchange's lists: filtered by the caller, sorted by a column, continued after a row."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet

from registers.refusals import CannotFilter

CAP = 1_000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks of a list."""

    filters: Mapping[str, str]
    sort: str = ""
    cursor: str = ""
    size: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, the cursor of the next page, and how many there are (up to CAP)."""

    results: list[Any]
    next: str | None
    count: int
    count_capped: bool


Condition = Callable[[str], Q]


def filtered(rows: QuerySet[Any], wish: Wish, conditions: Mapping[str, Condition]) -> QuerySet[Any]:
    """The rows that meet every filter; raises `CannotFilter` for one that is not offered or not understood."""
    for name, text in wish.filters.items():
        if name not in conditions:
            raise CannotFilter(name)
        try:
            rows = rows.filter(conditions[name](text))
        except (ValueError, ValidationError):
            raise CannotFilter(name) from None
    return rows


def page(rows: QuerySet[Any], wish: Wish, *, sortable: Mapping[str, str], first: str) -> Page:
    """One page; `sortable` says by which lookup each column is sorted, `first` how when nobody asks."""
    name, down = _sorting(wish.sort or first, sortable)
    lookup = sortable[name]
    size = max(1, min(wish.size, LONGEST))
    part = rows.filter(_beyond(wish.cursor, lookup, down=down)) if wish.cursor else rows
    value = F(lookup)
    order = value.desc(nulls_last=True) if down else value.asc(nulls_last=True)
    found = list(part.order_by(order, "-pk" if down else "pk")[: size + 1])
    count = rows.order_by().values("pk")[: CAP + 1].count()
    following = _cursor(found[size - 1], lookup) if len(found) > size else None
    return Page(found[:size], following, min(count, CAP), count > CAP)


def everything(rows: QuerySet[Any], wish: Wish, *, sortable: Mapping[str, str], first: str, most: int) -> list[Any]:
    """The list as asked for from its beginning, at most so many rows: for an export."""
    name, down = _sorting(wish.sort or first, sortable)
    value = F(sortable[name])
    order = value.desc(nulls_last=True) if down else value.asc(nulls_last=True)
    return list(rows.order_by(order, "-pk" if down else "pk")[:most])


def _sorting(sort: str, sortable: Mapping[str, str]) -> tuple[str, bool]:
    name = sort.removeprefix("-")
    if name not in sortable:
        raise CannotFilter(name)
    return name, sort.startswith("-")


def _cursor(row: Model, lookup: str) -> str:
    value: Any = row
    for part in lookup.split("__"):
        value = getattr(value, part)
    plain = value if value is None or isinstance(value, str | int) else str(value)
    return base64.urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode()


def _beyond(cursor: str, lookup: str, *, down: bool) -> Q:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        key = int(key)
    except (binascii.Error, ValueError, TypeError):
        raise CannotFilter("cursor") from None
    same = Q(pk__lt=key) if down else Q(pk__gt=key)
    if lookup == "pk":
        return same
    if value is None:
        return Q(**{f"{lookup}__isnull": True}) & same
    after = Q(**{f"{lookup}__{'lt' if down else 'gt'}": value}) | (Q(**{lookup: value}) & same)
    return after | Q(**{f"{lookup}__isnull": True})
