"""Who holds which role where, and the organisation tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, Length
from django.utils import timezone

from people.models import Unit, User, today

_HOLDERS_SQL = """
SELECT DISTINCT u.id FROM people_user u
JOIN people_position p ON p.user_id = u.id
JOIN people_unit n ON n.id = p.unit_id
WHERE u.is_active AND p.role_id = ANY (%s) AND %s LIKE n.path || '%%'
  AND p.valid_from <= %s AND (p.valid_until IS NULL OR p.valid_until >= %s)
"""


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit as lists and trees show it."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None
    path: str


def users_holding(role: str | Iterable[str], unit_path: str) -> QuerySet[User]:
    """The active users who hold one of the roles today at a unit that covers the path, by username."""
    roles = [role] if isinstance(role, str) else sorted(role)
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS_SQL, [roles, unit_path, day, day])
        ids = [row[0] for row in cursor.fetchall()]
    return User.objects.filter(pk__in=ids).order_by("username")


def unused_accounts(*, days: int = 90) -> QuerySet[User]:
    """The active users who have not been seen for so many days (never: since they were made), longest first."""
    since = timezone.now() - dt.timedelta(days=days)
    seen = Greatest("created_at", Coalesce("last_seen_at", "created_at"), Coalesce("last_login", "created_at"))
    return User.objects.filter(is_active=True).annotate(seen=seen).filter(seen__lt=since).order_by("seen", "pk")


def unit_by_code(code: str) -> Unit:
    """The unit with the code; raises `Unit.DoesNotExist`."""
    return Unit.objects.get(code=code)


def units() -> list[UnitNode]:
    """All open units, parents before children."""
    rows = Unit.objects.filter(is_open=True).order_by("path")
    return [UnitNode(id=u.pk, code=u.code, name=u.name, kind=u.kind, parent=u.parent_id, path=u.path) for u in rows]


def home_unit(user: User) -> Unit | None:
    """The unit on the user's desk: the one entered, else that of the deepest position held today."""
    if user.unit_id:
        return user.unit
    held = Unit.objects.filter(_held_today(user)).annotate(depth=Length("path")).order_by("-depth", "pk")
    return held.first()


def _held_today(user: User) -> Q:
    day = today()
    open_ended = Q(positions__valid_until=None) | Q(positions__valid_until__gte=day)
    return Q(positions__user=user, positions__valid_from__lte=day) & open_ended
