"""Pages of a register's list: scoped, masked, searched, filtered and sorted, each search recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.permissions import FieldRight, fields, mask, thing_named
from registers.catalogue import columns, field_at, sensitive
from registers.finding import MOST_FOUND, belonging, found_ids
from registers.lists import LISTS, Listed
from registers.models import Meter
from registers.paging import LONGEST_PAGE, PAGE, Order, cursor_of, in_order, key_from, keys
from registers.reach import Units, both, rows_of, unit_paths, units_seen, units_under
from registers.refusals import CannotFilter, NoSuchRecord
from registers.searching import tokens

MOST_COUNTED = 10_001
"""So far the rows of an export are counted before it is asked for."""


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
class IdPage:
    """The ids of a page's rows, and the cursor of the next page."""

    ids: tuple[int, ...]
    next: str | None
    count: int | None
    """Counted on the first page only."""
    count_capped: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Rows of a list as dicts of column to value, and the cursor of the next page."""

    results: tuple[dict[str, Any], ...]
    next: str | None
    count: int | None
    """Counted on the first page only."""
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
    return rows_of(listed, units_seen(actor, listed))


def records(actor: Actor, key: str, asked: Asked, *, lang: str = "zh") -> RecordPage:
    """A page of the register's list; raises `CannotFilter` for a column or value that cannot be asked for."""
    listed = listed_for(actor, key)
    page = page_of(actor, listed, asked, lang=lang)
    return RecordPage(
        results=tuple(rows_shown(actor, listed, page.ids)),
        next=page.next,
        count=page.count,
        count_capped=page.count_capped,
    )


def page_of(actor: Actor, listed: Listed, asked: Asked, *, lang: str = "zh") -> IdPage:
    """The ids of a page of the list; a search is recorded with what it found."""
    units = _units(actor, listed, asked)
    size = max(1, min(asked.page_size, LONGEST_PAGE))
    order = _order(listed, asked.sort, units, lang)
    after = key_from(asked.cursor, listed.model, order)
    rows = _filtered(actor, listed, asked, units, lang, most=MOST_FOUND)
    most = _looked_at(asked, units)
    found = keys(rows, order, after=after, most=most if after is None else size + 1)
    page = found[:size]
    if asked.q:
        with audited(actor=actor):
            body = {"q": asked.q, "found": [key[-1] for key in page]}
            record(kind="read", action="search", table=listed.model._meta.db_table, body=body)
    return IdPage(
        ids=tuple(key[-1] for key in page),
        next=cursor_of(page[-1]) if len(found) > size else None,
        count=min(len(found), most - 1) if after is None else None,
        count_capped=after is None and len(found) >= most,
    )


def _looked_at(asked: Asked, units: Units) -> int:
    """How far the rows are counted: less far where an index is walked past what others see."""
    return MOST_FOUND if units is None or asked.q else LONGEST_PAGE + 1


def everything(
    actor: Actor, key: str, asked: Asked, *, most: int, clear: frozenset[str] = frozenset(), lang: str = "zh"
) -> list[dict[str, Any]]:
    """The whole list as asked for, at most so many rows: for an export, which its caller records.

    Only the `clear` columns of the sensitive ones are whole, for everybody: what leaves the house needs a grant.
    """
    listed = listed_for(actor, key)
    ids = _ids(actor, listed, asked, most=most, lang=lang)
    found = rows_shown(actor, listed, ids)
    cleared = listed.model._default_manager.filter(pk__in=ids if clear else []).values("id", *clear)
    whole = {row["id"]: row for row in cleared}
    for row in found:
        for column in listed.columns:
            rule = sensitive(listed.model, column)
            if column in clear:
                row[column] = whole[row["id"]][column]
            elif rule.see and column in row:
                row[column] = mask(row[column], rule.mask)
    return found


def ids_of(actor: Actor, key: str, asked: Asked, *, most: int, lang: str = "zh") -> list[int]:
    """The numbers of the records of the list as asked for, at most so many."""
    return sorted(_ids(actor, listed_for(actor, key), asked, most=most, lang=lang))


def count_of(actor: Actor, key: str, asked: Asked, *, lang: str = "zh") -> int:
    """How many rows the list as asked for has, counted to `MOST_COUNTED`."""
    return len(_ids(actor, listed_for(actor, key), asked, most=MOST_COUNTED, lang=lang))


def _ids(actor: Actor, listed: Listed, asked: Asked, *, most: int, lang: str) -> list[int]:
    units = _units(actor, listed, asked)
    rows = _filtered(actor, listed, asked, units, lang, most=most)
    return [key[-1] for key in keys(rows, _order(listed, asked.sort, units, lang), after=None, most=most)]


def _order(listed: Listed, sort: str, units: Units, lang: str) -> Order:
    """The order that is asked for, else the list's own, else along the index that finds the reader's rows."""
    name = sort.removeprefix("-")
    if name and name != "id" and name not in {c.name for c in columns(listed, lang) if c.sortable}:
        raise CannotFilter(name)
    chosen = sort or listed.first
    name, down = chosen.removeprefix("-"), chosen.startswith("-")
    if name in ("", "id"):
        walk = listed.walk if units is not None and not name else ("id",)
        return Order(lookups=walk, down=down, some_units=units is not None)
    if units is None:
        return Order(lookups=(name, "id"), down=down)
    return Order(lookups=(name, "id"), down=down, some_units=True, by_branch=name in listed.numbered, rest=listed.walk)


def rows_shown(actor: Actor, listed: Listed, ids: Sequence[int]) -> list[dict[str, Any]]:
    """These rows in this order, as their reader may see them."""
    return in_order(shown(actor, listed, listed.model._default_manager.filter(pk__in=ids)), ids)


def shown(actor: Actor, listed: Listed, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """The rows as their reader may see them: hidden columns absent, masked ones starred."""
    path, *_ = unit_paths(listed)
    known: dict[tuple[type[Model], str | None], dict[str, FieldRight]] = {}
    links = {name: f"{name.rpartition('__')[0]}_id" for name in listed.columns if "customer__name" in name}
    found = []
    for row in rows.values("id", path, *listed.columns, *links.values(), *(o for _, o in listed.instead)):
        for name, other in listed.instead:
            row[name] = row[other] if row[name] is None else row[name]
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


def _units(actor: Actor, listed: Listed, asked: Asked) -> Units:
    """The units whose rows are looked at: what the reader sees, narrowed to what is asked for."""
    seen = units_seen(actor, listed)
    return both(seen, units_under([asked.unit_path])) if asked.unit_path else seen


def _filtered(actor: Actor, listed: Listed, asked: Asked, units: Units, lang: str, *, most: int) -> QuerySet[Any]:
    rows = rows_of(listed, units)
    allowed = {c.name: c for c in columns(listed, lang) if c.filterable}
    whose = ""
    for name, text in (asked.filters or {}).items():
        if name == "customer" and listed.customer:
            whose = text
        else:
            rows = rows.filter(_condition(name, text, allowed))
    if whose:
        rows = _among(listed, belonging(listed, rows, [_whole_number(whose)], most=most))
    words = tokens(asked.q)
    return _among(listed, found_ids(actor, listed, rows, words, most=most)) if words else rows


def _among(listed: Listed, ids: Sequence[int] | set[int]) -> QuerySet[Any]:
    return listed.model._default_manager.filter(pk__in=ids)


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise CannotFilter("customer")
    return int(text)


def _condition(name: str, text: str, allowed: Mapping[str, Any]) -> Q:
    ends = {f"{base}{end}": (base, end) for base in allowed for end in ("_from", "_until")}
    base, end = (name, "") if name in allowed and name not in ends else ends.get(name, ("", ""))
    if base not in allowed:
        raise CannotFilter(name)
    kind = allowed[base].kind
    if kind in ("date", "moment"):
        return _span(base, end, text, kind, name)
    if end:
        raise CannotFilter(name)
    if kind == "boolean":
        return Q(**{base: text == "true"})
    return Q(**{f"{base}__in": text.split(",")})


def _span(base: str, end: str, text: str, kind: str, name: str) -> Q:
    """From a day, or until its end; of moments told as moments, which an index knows."""
    day = _day(text)
    if day is None or not end:
        raise CannotFilter(name)
    if kind == "date":
        return Q(**{f"{base}__{'gte' if end == '_from' else 'lte'}": day})
    begin = day if end == "_from" else day + dt.timedelta(days=1)
    moment = timezone.make_aware(dt.datetime.combine(begin, dt.time()))
    return Q(**{f"{base}__{'gte' if end == '_from' else 'lt'}": moment})


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and dt.date.min < day < dt.date.max else None
