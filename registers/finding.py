"""Finds records by words: candidates by an index each, at most so many, the rest of the list's conditions with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from people.actors import Actor
from registers.lists import LISTS, Listed
from registers.models import Customer
from registers.paging import along_indexes
from registers.reach import Units, rows_of, units_holding, units_seen
from registers.searching import asked_keys

MOST_FOUND = 1_001
"""So many records a search looks at: one more than it shows, for who gets more should say more."""


def found_ids(actor: Actor, listed: Listed, rows: QuerySet[Any], words: Sequence[str], *, most: int) -> list[int]:
    """The ids of those of the rows that every word finds, in no order; at most so many.

    Not sorted here: sorting would read every row that a common word finds.
    """
    with along_indexes():
        if listed.model is Customer:
            return _customers(actor, rows, words, most)
        found = {pk for part in _own(actor, listed, rows, words) for pk in _ids(part, most)}
        if listed.customer and actor.may("see_customers") and len(found) < most:
            reach = rows_of(LISTS["customers"], units_seen(actor, LISTS["customers"]))
            found.update(belonging(listed, rows, _customers(actor, reach, words, most), most=most))
    return sorted(found)[:most]


def belonging(listed: Listed, rows: QuerySet[Any], customers: Sequence[int], *, most: int) -> set[int]:
    """The ids of those of the rows that belong to one of the customers."""
    return {pk for lookup in listed.customer for pk in _ids(rows.filter(**{f"{lookup}__in": customers}), most)}


def found_by(actor: Actor, word: str) -> Q:
    """The customers found by one word, every place by an index of the one table.

    The phone is compared for the units where the actor sees it whole: a masked column that could be
    searched would be read by guessing.
    """
    found = Q(pk__in=[])
    if asked := asked_keys(word):
        found = Q(search_keys__contains=asked, search_text__contains=word)
    if word.isdigit() and len(word) >= 3 and (units := units_holding(actor, "see_contacts")) != ():
        found |= Q(phone__startswith=word) & (Q() if units is None else Q(unit_id__in=units))
    return found


def _customers(actor: Actor, rows: QuerySet[Any], words: Sequence[str], most: int) -> list[int]:
    for word in words:
        rows = rows.filter(found_by(actor, word))
    return _ids(rows, most)


def _own(actor: Actor, listed: Listed, rows: QuerySet[Any], words: Sequence[str]) -> Iterator[QuerySet[Any]]:
    """By the register's own columns, one word leading; the other words there too, or at the customer."""
    units = units_seen(actor, LISTS["customers"]) if actor.may("see_customers") else ()
    for lead, word in enumerate(words):
        for name in listed.search:
            found = rows.filter(_begins(name, word))
            for other in (*words[:lead], *words[lead + 1 :]):
                found = found.filter(_beside(listed, other, units))
            yield found


def _beside(listed: Listed, word: str, units: Units) -> Q:
    found = Q(pk__in=[])
    for name in listed.search:
        found |= _begins(name, word)
    for lookup in listed.customer if units != () else ():
        whose = "" if lookup == "pk" else f"{lookup.removesuffix('_id')}__"
        seen = Q() if units is None else Q(**{f"{whose}unit_id__in": units})
        found |= Q(**{f"{whose}search_text__contains": word}) & seen
    return found


def _begins(name: str, word: str) -> Q:
    return Q(**{f"{name}__startswith": word}) | Q(**{f"{name}__startswith": word.upper()})


def _ids(rows: QuerySet[Any], most: int) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:most])
