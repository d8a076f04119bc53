"""The organisation tree as administrators keep it: units opened, renamed, closed and opened again.

A unit is never moved or deleted: rights hang on its place, and history on its name. Whoever is reorganised gets
a new unit, and the old one is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from ledger.context import audited
from people.actors import Actor
from people.models import Unit, today
from people.refusals import NotAllowed, NotWhole, UnitInUse

KINDS = tuple(Unit.Kind.values)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the tree with how many people belong to it and how many positions are held there now or later."""

    unit: Unit
    staff: int
    positions: int


def tree(actor: Actor) -> list[UnitLine]:
    """The units that the actor administers, open and closed, parents before children."""
    within = Q(pk__in=[])
    for path in actor.paths("administer"):
        within |= Q(path__startswith=path)
    return [
        UnitLine(unit=unit, staff=unit.people, positions=unit.held)
        for unit in _counted().filter(within).select_related("parent").order_by("path")
    ]


def line_of(unit: Unit) -> UnitLine:
    """The unit with its counts."""
    counted = _counted().get(pk=unit.pk)
    return UnitLine(unit=unit, staff=counted.people, positions=counted.held)


def open_unit(*, code: str, name: str, kind: str, parent_code: str, actor: Actor, reason: str) -> Unit:
    """The new unit below its parent; its path continues the parent's."""
    parent = Unit.objects.filter(code=parent_code, is_open=True).first()
    if parent is None:
        raise NotWhole("parent")
    _require(actor, parent)
    _check(code=code, name=name, reason=reason)
    if kind not in KINDS or _rank(kind) <= _rank(parent.kind):
        raise NotWhole("kind")
    with audited(actor=actor, reason=reason.strip()):
        return add_unit(code=code.strip(), name=name.strip(), kind=kind, parent=parent)


def add_unit(*, code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    """The unit at the next free place below the parent; inside a transaction of the caller."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.open_unit'))")
    above = parent.path if parent else ""
    last = Unit.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    number = int(last.rstrip(".").rpartition(".")[2]) + 1 if last else 1
    return Unit.objects.create(code=code, name=name, kind=kind, parent=parent, path=f"{above}{number:04d}.")


def rename_unit(*, code: str, name: str, actor: Actor, reason: str) -> Unit:
    """The unit under its new name; the code stays."""
    _check(code="-", name=name, reason=reason)
    with audited(actor=actor, reason=reason.strip()):
        unit = _locked(code, actor)
        unit.name = name.strip()
        unit.save(update_fields=["name"])
    return unit


def close_unit(*, code: str, actor: Actor, reason: str) -> Unit:
    """The unit that takes no new people, positions or cases; refused while somebody or an open unit is below it."""
    _check(code="-", name="-", reason=reason)
    with audited(actor=actor, reason=reason.strip()):
        unit = _locked(code, actor)
        line = _counted().get(pk=unit.pk)
        held, people = line.held, line.people
        below = Unit.objects.filter(parent=unit, is_open=True).count()
        if below or held or people:
            raise UnitInUse(unit.name, units=below, positions=held, people=people)
        if unit.parent_id is None:
            raise NotWhole("code")
        unit.is_open = False
        unit.save(update_fields=["is_open"])
    return unit


def reopen_unit(*, code: str, actor: Actor, reason: str) -> Unit:
    """The unit in use again; its parent must be open."""
    _check(code="-", name="-", reason=reason)
    with audited(actor=actor, reason=reason.strip()):
        unit = _locked(code, actor)
        if unit.parent and not unit.parent.is_open:
            raise NotWhole("parent")
        unit.is_open = True
        unit.save(update_fields=["is_open"])
    return unit


def _counted() -> QuerySet[Any]:
    held = Q(positions__valid_until=None) | Q(positions__valid_until__gte=today())
    return Unit.objects.annotate(
        people=Count("staff", filter=Q(staff__is_active=True), distinct=True),
        held=Count("positions", filter=held & Q(positions__user__is_active=True), distinct=True),
    )


def _locked(code: str, actor: Actor) -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).select_related("parent").filter(code=code).first()
    if unit is None:
        raise NotWhole("code")
    _require(actor, unit)
    return unit


def _check(*, code: str, name: str, reason: str) -> None:
    if not re.fullmatch(r"[0-9A-Za-z-]{1,32}", code.strip()) or (
        code.strip() != "-" and Unit.objects.filter(code=code.strip()).exists()
    ):
        raise NotWhole("code")
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise NotWhole("name")
    if not reason.strip():
        raise NotWhole("reason")


def _rank(kind: str) -> int:
    return KINDS.index(kind)


def _require(actor: Actor, unit: Unit) -> None:
    if not (actor.system or actor.may_at("administer", unit.path)):
        raise NotAllowed("administer")
