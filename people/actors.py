"""Who acts: a small frozen value that commands, queries and the ledger take."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from django.db import connection

from people.models import User, today
from people.roles import ROLES


@dataclass(frozen=True)
class Actor:
    """A person (or the system) with the roles held now, as pairs of role key and unit path."""

    user_id: int | None
    username: str
    full_name: str
    grants: frozenset[tuple[str, str]] = frozenset()
    on_behalf_of: tuple[int, str] | None = None
    system: bool = False

    @cached_property
    def roles(self) -> frozenset[str]:
        """The keys of all roles held, anywhere."""
        return frozenset(role for role, _ in self.grants)

    def holds(self, role: str, unit_path: str) -> bool:
        """Whether the role is held at a unit that covers `unit_path`."""
        return any(held == role and unit_path.startswith(path) for held, path in self.grants)

    def may(self, permission: str) -> bool:
        """Whether any role held carries the permission, at whatever unit."""
        return permission in self._permissions

    def may_at(self, permission: str, unit_path: str) -> bool:
        """Whether a role held at a unit that covers `unit_path` carries the permission."""
        return any(unit_path.startswith(path) for path in self.paths(permission))

    def paths(self, permission: str) -> tuple[str, ...]:
        """The shortest unit paths under which the permission is held, sorted."""
        held = sorted({path for role, path in self.grants if role in ROLES and permission in ROLES[role].may})
        return tuple(path for path in held if not any(path != other and path.startswith(other) for other in held))

    @cached_property
    def _permissions(self) -> frozenset[str]:
        return frozenset().union(*(ROLES[role].may for role in self.roles if role in ROLES))


SYSTEM = Actor(user_id=None, username="system", full_name="系统", system=True)
"""The system itself: timers, service tasks, loading. It holds no role and carries no permission."""

_ACTOR_SQL = """
SELECT u.id, u.username, u.full_name, u.is_active,
       coalesce(array_agg(p.role_id) FILTER (WHERE n.path IS NOT NULL), '{}'),
       coalesce(array_agg(n.path) FILTER (WHERE n.path IS NOT NULL), '{}')
FROM people_user u
LEFT JOIN people_position p ON p.user_id = u.id AND p.valid_from <= %s
     AND (p.valid_until IS NULL OR p.valid_until >= %s)
LEFT JOIN people_unit n ON n.id = p.unit_id
WHERE u.id = %s GROUP BY u.id
"""

_CACHED = 2_000
_cache: OrderedDict[tuple[int, int, dt.date], Actor] = OrderedDict()
_cache_lock = Lock()


def actor_for(user: User) -> Actor:
    """The actor of a loaded user; cached for this version of the user's rights and for today.

    An inactive user gets an actor that holds nothing.
    """
    return _cached_actor(user.pk, user.version)


def actor_of(user_id: int) -> Actor | None:
    """The actor of an active user by id, with the rights as they are now; None when there is none.

    One small statement: right for the hot path, where the session keeps the id only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM people_user WHERE id = %s AND is_active", [user_id])
        row = cursor.fetchone()
    return None if row is None else _cached_actor(user_id, row[0])


def actor_named(username: str) -> Actor:
    """The actor of an active user by name; raises `User.DoesNotExist` when there is none."""
    return actor_for(User.objects.get(username=username, is_active=True))


def acting_for(actor: Actor, *, absent: Actor) -> Actor:
    """The same person with the grants of the absent one, marked as acting for that one."""
    if absent.user_id is None:
        raise ValueError("nobody acts for the system")
    return replace(actor, grants=absent.grants, on_behalf_of=(absent.user_id, absent.username))


def _cached_actor(user_id: int, version: int) -> Actor:
    key = (user_id, version, today())
    with _cache_lock:
        if found := _cache.get(key):
            _cache.move_to_end(key)
            return found
    actor = _read_actor(user_id, key[2])
    with _cache_lock:
        _cache[key] = actor
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)
    return actor


def _read_actor(user_id: int, day: dt.date) -> Actor:
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR_SQL, [day, day, user_id])
        row = cursor.fetchone()
    if row is None:
        raise User.DoesNotExist(f"no user has the id {user_id}")
    _, username, full_name, is_active, roles, paths = row
    grants = frozenset(zip(roles, paths, strict=True)) if is_active else frozenset()
    return Actor(user_id=user_id, username=username, full_name=full_name, grants=grants)


def forget_actors() -> None:
    """Empties the cache of this process (tests that reuse ids need it)."""
    with _cache_lock:
        _cache.clear()
