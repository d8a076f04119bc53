"""The accounts as an administrator reviews them: filtered, sorted, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from people.actors import Actor
from people.models import Position, SecondFactor, Unit, User, today
from people.queries import unused_accounts

ORDERINGS = {
    "username": "username",
    "full_name": "full_name",
    "unit": "unit__path",
    "seen_at": "seen_at",
    "created_at": "created_at",
}


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of accounts and how many there are."""

    rows: list[User]
    count: int
    next: int | None


def accounts(
    actor: Actor, *, filters: Mapping[str, str], ordering: str = "username", start: int = 0, size: int = 50
) -> AccountPage:
    """The accounts of the units that the actor administers, each with `seen_at`, `unused` and `confirmed`."""
    found = _ordered(_filtered(within(actor), filters), ordering)
    count = found.count()
    rows = list(found.prefetch_related("positions__unit")[start : start + size])
    return AccountPage(rows=rows, count=count, next=start + size if start + size < count else None)


def within(actor: Actor) -> QuerySet[User]:
    """The accounts that the actor may administer: of a unit, or with a position there; all from the company's top."""
    paths = actor.paths("administer")
    rows = Q(pk__in=[])
    for path in paths:
        rows |= Q(unit__path__startswith=path) | Q(
            pk__in=Position.objects.filter(unit__path__startswith=path).values("user_id")
        )
    if any(path.count(".") == 1 for path in paths):
        rows |= Q(unit=None)
    return (
        User.objects.filter(rows)
        .select_related("unit")
        .annotate(
            seen_at=Greatest("last_seen_at", "last_login"),
            unused=Exists(unused_accounts().filter(pk=OuterRef("pk")).order_by()),
            confirmed=Exists(SecondFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)),
        )
    )


def _filtered(found: QuerySet[User], filters: Mapping[str, str]) -> QuerySet[User]:
    if q := filters.get("q"):
        found = found.filter(Q(username__icontains=q) | Q(full_name__icontains=q))
    if unit := filters.get("unit"):
        found = found.filter(unit__path__startswith=_path(unit))
    if role := filters.get("role"):
        held = Position.objects.filter(role=role, valid_from__lte=today()).filter(
            Q(valid_until=None) | Q(valid_until__gte=today())
        )
        found = found.filter(pk__in=held.values("user_id"))
    return found.filter(_in_state(filters.get("state", "")))


def _in_state(word: str) -> Q:
    states = {
        "active": Q(is_active=True),
        "disabled": Q(is_active=False),
        "unused": Q(unused=True),
        "locked": Q(locked_until__gt=timezone.now()),
    }
    return states.get(word, Q())


def _path(code: str) -> str:
    return Unit.objects.filter(code=code).values_list("path", flat=True).first() or "-"


def _ordered(found: QuerySet[User], ordering: str) -> QuerySet[User]:
    column = ORDERINGS.get(ordering.removeprefix("-"), "username")
    by = F(column).desc(nulls_last=True) if ordering.startswith("-") else F(column).asc(nulls_first=True)
    return found.order_by(by, "pk")


def is_current(valid_from: dt.date, valid_until: dt.date | None) -> str:
    """coming, now or over."""
    day = today()
    if valid_from > day:
        return "coming"
    return "over" if valid_until is not None and valid_until < day else "now"
