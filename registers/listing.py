"""Pages of a register's list: scoped, masked, searched, filtered and sorted, each search recorded."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.models import Unit
from people.permissions import FieldRight, fields, mask, scope, thing_named
from registers.catalogue import LISTS, Listed, columns, field_at, kind_of, sensitive
from registers.models import Customer, Meter
from registers.queries import COUNT_CAP, LONGEST_PAGE, PAGE, found_by, keepers_meters
from registers.refusals import CannotFilter, NoSuchRecord
from registers.searching import tokens

MOST_CUSTOMERS = 1_000
"""Customers found by a word, whose records are then looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a list."""

    q: str = ""
    filters: Mapping[str, str] | None = None
    unit_path: str = ""
    sort: str = ""
    """A column, "-" before it for the other way round."""
    cursor: str = ""
    page_size: int = PAGE


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Rows of a list as dicts of column to value, and the cursor of the next page."""

    results: tuple[dict[str, Any], ...]
    next: str | None
    count: int
    count_capped: bool


def listed_for(actor: Actor, key: str) -> Listed:
    """The list of that name; raises `NoSuchRecord` for one that is not, or not for this reader."""
    listed = LISTS.get(key)
    if listed is None or not may_list(actor, listed):
        raise NoSuchRecord(key)
    return listed


def may_list(actor: Actor, listed: Listed) -> bool:
    """Whether the reader sees any row of the register."""
    thing = thing_named(listed.model)
    keeps = listed.model is Meter and bool(actor.roles & {"warehouse_keeper", "meter_tester"})
    return keeps or bool(thing and actor.may(thing.verbs.get("see", "-")))


def visible(actor: Actor, listed: Listed) -> QuerySet[Any]:
    """The rows of the register that the reader may see."""
    seen = scope(actor, listed.model)
    if listed.model is Meter:
        seen |= keepers_meters(actor)
    return listed.model._default_manager.filter(seen)


def records(actor: Actor, key: str, asked: Asked, *, lang: str = "zh") -> RecordPage:
    """A page of the register's list; raises `CannotFilter` for a column or value that cannot be asked for."""
    listed = listed_for(actor, key)
    rows = _filtered(actor, listed, asked, lang)
    size = max(1, min(asked.page_size, LONGEST_PAGE))
    name, down = _sorting(listed, asked.sort, lang)
    page = rows.filter(_beyond(asked.cursor, name, listed, down=down)) if asked.cursor else rows
    found = shown(actor, listed, _ordered(page, name, down=down)[: size + 1])
    more = found[size:]
    count = len(found) if not more and not asked.cursor else rows.order_by().values("pk")[:COUNT_CAP].count()
    if asked.q:
        with audited(actor=actor):
            body = {"q": asked.q, "found": [row["id"] for row in found[:size]]}
            record(kind="read", action="search", table=listed.model._meta.db_table, body=body)
    return RecordPage(
        results=tuple(found[:size]),
        next=_cursor(found[size - 1], name) if more else None,
        count=min(count, COUNT_CAP - 1),
        count_capped=count >= COUNT_CAP,
    )


def everything(
    actor: Actor, key: str, asked: Asked, *, most: int, clear: frozenset[str] = frozenset(), lang: str = "zh"
) -> list[dict[str, Any]]:
    """The whole list as asked for, at most so many rows: for an export, which its caller records.

    Only the `clear` columns of the sensitive ones are whole, for everybody: what leaves the house needs a grant.
    """
    listed = listed_for(actor, key)
    name, down = _sorting(listed, asked.sort, lang)
    rows = _ordered(_filtered(actor, listed, asked, lang), name, down=down)[:most]
    found = shown(actor, listed, rows)
    whole = {row["id"]: row for row in rows.values("id", *clear)} if clear else {}
    for row in found:
        for column in listed.columns:
            rule = sensitive(listed.model, column)
            if column in clear:
                row[column] = whole[row["id"]][column]
            elif rule.see and column in row:
                row[column] = mask(row[column], rule.mask)
    return found


def count_of(actor: Actor, key: str, asked: Asked, *, lang: str = "zh") -> int:
    """How many rows the list as asked for has."""
    return _filtered(actor, listed_for(actor, key), asked, lang).order_by().values("pk").count()


def _sorting(listed: Listed, sort: str, lang: str) -> tuple[str, bool]:
    """The column to sort by, and whether downwards."""
    name = sort.removeprefix("-") or "id"
    if name != "id" and name not in {c.name for c in columns(listed, lang) if c.sortable}:
        raise CannotFilter(name)
    return name, sort.startswith("-")


def _ordered(rows: QuerySet[Any], name: str, *, down: bool) -> QuerySet[Any]:
    """The rows in an order that no two rows share; those without a value come last."""
    if name == "id":
        return rows.order_by("-id" if down else "id")
    return rows.order_by(F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True), "id")


def shown(actor: Actor, listed: Listed, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """The rows as their reader may see them: hidden columns absent, masked ones starred."""
    thing = thing_named(listed.model)
    path = thing.unit_path if thing else ""
    known: dict[tuple[type[Model], str | None], dict[str, FieldRight]] = {}
    links = {name: f"{name.rpartition('__')[0]}_id" for name in listed.columns if "customer__name" in name}
    found = []
    for row in rows.values("id", path, *listed.columns, *set(links.values())):
        seen = {"id": row["id"]} | {link: row[link] for link in links.values()}
        for name in listed.columns:
            _put(actor, listed, seen, name, row[name], row[path], known)
        found.append(seen)
    return found


def _put(
    actor: Actor,
    listed: Listed,
    seen: dict[str, Any],
    name: str,
    value: Any,
    path: str | None,
    known: dict[tuple[type[Model], str | None], dict[str, FieldRight]],
) -> None:
    column = sensitive(listed.model, name)
    if not column.see:
        seen[name] = value
        return
    owner = field_at(listed.model, name).model
    if (owner, path) not in known:
        known[owner, path] = fields(actor, owner, unit_path=path)
    right = known[owner, path].get(name.rpartition("__")[2], "hidden")
    if right in ("read", "edit"):
        seen[name] = value
    elif right == "masked":
        seen[name] = mask(value, column.mask)


def _filtered(actor: Actor, listed: Listed, asked: Asked, lang: str) -> QuerySet[Any]:
    rows = visible(actor, listed)
    thing = thing_named(listed.model)
    if asked.unit_path and thing:
        units = list(Unit.objects.filter(path__startswith=asked.unit_path).values_list("pk", flat=True))
        rows = rows.filter(**{f"{thing.unit_path.removesuffix('__path')}_id__in": units})
    allowed = {c.name: c for c in columns(listed, lang) if c.filterable}
    for name, text in (asked.filters or {}).items():
        rows = rows.filter(_condition(listed, name, text, allowed))
    for token in tokens(asked.q):
        rows = rows.filter(_matching(actor, listed, token))
    return rows


def _condition(listed: Listed, name: str, text: str, allowed: Mapping[str, Any]) -> Q:
    base = name.removesuffix("_from").removesuffix("_until") if name not in allowed else name
    if base not in allowed:
        raise CannotFilter(name)
    kind = allowed[base].kind
    if kind in ("date", "moment"):
        day = parse_date(text)
        if day is None or base == name:
            raise CannotFilter(name)
        inside = f"{base}__date" if kind == "moment" else base
        return Q(**{f"{inside}__{'gte' if name.endswith('_from') else 'lte'}": day})
    if kind == "boolean":
        return Q(**{base: text == "true"})
    return Q(**{f"{base}__in": text.split(",")})


def _matching(actor: Actor, listed: Listed, token: str) -> Q:
    found = Q(pk__in=[])
    if listed.model is Customer:
        return found_by(actor, token)
    for name in listed.search:
        found |= Q(**{f"{name}__startswith": token}) | Q(**{f"{name}__startswith": token.upper()})
    if listed.customer and actor.may("see_customers"):
        seen = Customer.objects.filter(scope(actor, Customer)).filter(found_by(actor, token))
        ids = list(seen.values_list("pk", flat=True)[:MOST_CUSTOMERS])
        theirs = listed.model._default_manager.filter(**{f"{listed.customer}__in": ids})
        found |= Q(pk__in=theirs.values("pk"))
    return found


def _cursor(row: Mapping[str, Any], name: str) -> str:
    value = row[name]
    text = value.isoformat() if isinstance(value, dt.date) else str(value) if isinstance(value, Decimal) else value
    return base64.urlsafe_b64encode(json.dumps([text, row["id"]]).encode()).decode()


def _beyond(cursor: str, name: str, listed: Listed, *, down: bool) -> Q:
    """What comes after the last row shown; rows without a value come last, whichever way round."""
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        key, last = int(key), None if name == "id" else _parsed(value, kind_of(field_at(listed.model, name)))
    except (binascii.Error, ValueError, TypeError, ArithmeticError) as problem:
        raise CannotFilter("cursor") from problem
    if name == "id":
        return Q(pk__lt=key) if down else Q(pk__gt=key)
    if value is None:
        return Q(**{f"{name}__isnull": True}, pk__gt=key)
    after = Q(**{f"{name}__{'lt' if down else 'gt'}": last}) | Q(**{name: last}, pk__gt=key)
    return after | Q(**{f"{name}__isnull": True})


def _parsed(value: Any, kind: str) -> Any:
    if value is None or kind in ("text", "choice", "boolean"):
        return value
    if kind == "number":
        return Decimal(str(value))
    return parse_datetime(value) if kind == "moment" else parse_date(value)
