"""Who acts: a small frozen value that commands, queries and the ledger take."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from django.db import connection
from django.utils import timezone

from people.models import User, today
from people.roles import ROLES


@dataclass(frozen=True)
class StandIn:
    """Whom a person stands in for today, what that one holds, and how far the substitution reaches."""

    user_id: int
    username: str
    full_name: str
    grants: frozenset[tuple[str, str]] = frozenset()
    definitions: frozenset[str] = frozenset()
    """The processes; empty means every one."""
    roles: frozenset[str] = frozenset()
    """The roles; empty means every one. The grants are cut to them already."""

    def covers(self, definition: str) -> bool:
        """Whether the substitution reaches this process."""
        return not self.definitions or definition in self.definitions


@dataclass(frozen=True)
class Actor:
    """A person (or the system) with the roles held now, as pairs of role key and unit path."""

    user_id: int | None
    username: str
    full_name: str
    grants: frozenset[tuple[str, str]] = frozenset()
    on_behalf_of: tuple[int, str] | None = None
    system: bool = False
    on_behalf_of_name: str = ""
    stands_in: tuple[StandIn, ...] = ()
    emergency: str = ""
    """The number of the emergency under which the person acts; it stands in every event of theirs."""
    until: dt.datetime | None = None
    """When these rights must be read again."""

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

    def may_everywhere(self, permission: str) -> bool:
        """Whether a role held at the company's top carries the permission."""
        return any(path.count(".") == 1 for path in self.paths(permission))

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

_STAND_INS_SQL = """
SELECT a.id, a.username, a.full_name, s.definitions, s.roles,
       coalesce(array_agg(p.role_id) FILTER (WHERE n.path IS NOT NULL), '{}'),
       coalesce(array_agg(n.path) FILTER (WHERE n.path IS NOT NULL), '{}')
FROM people_substitute s
JOIN people_user a ON a.id = s.absent_id AND a.is_active
LEFT JOIN people_position p ON p.user_id = a.id AND p.valid_from <= %s
     AND (p.valid_until IS NULL OR p.valid_until >= %s)
LEFT JOIN people_unit n ON n.id = p.unit_id
WHERE s.substitute_id = %s AND s.valid_from <= %s AND s.valid_until >= %s
GROUP BY a.id, s.id ORDER BY a.username, s.id
"""

_EMERGENCIES_SQL = """
SELECT c.id, c.role_id, n.path, c.ends_at FROM people_rightschange c JOIN people_unit n ON n.id = c.unit_id
WHERE c.user_id = %s AND c.kind = 'emergency' AND c.state = 'APPROVED' AND c.ends_at > %s ORDER BY c.id
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
    return _in_the_place(actor, absent.user_id, absent.username, absent.full_name, absent.grants)


def in_the_place(actor: Actor, stand_in: StandIn) -> Actor:
    """The same person acting for the absent one, with that one's grants within the substitution's scope."""
    return _in_the_place(actor, stand_in.user_id, stand_in.username, stand_in.full_name, stand_in.grants)


def _in_the_place(
    actor: Actor, user_id: int, username: str, full_name: str, grants: frozenset[tuple[str, str]]
) -> Actor:
    """Not transitive: who acts for somebody stands in for nobody else."""
    return replace(actor, grants=grants, on_behalf_of=(user_id, username), on_behalf_of_name=full_name, stands_in=())


def _cached_actor(user_id: int, version: int) -> Actor:
    key = (user_id, version, today())
    with _cache_lock:
        found = _cache.get(key)
        if found and (found.until is None or found.until > timezone.now()):
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
    grants = frozenset(zip(roles, paths, strict=True))
    if not is_active:
        return Actor(user_id=user_id, username=username, full_name=full_name)
    return _in_emergency(
        Actor(
            user_id=user_id,
            username=username,
            full_name=full_name,
            grants=grants,
            stands_in=_read_stand_ins(user_id, day),
        )
    )


def _in_emergency(actor: Actor) -> Actor:
    """The actor with what an emergency in force gives for minutes."""
    with connection.cursor() as cursor:
        cursor.execute(_EMERGENCIES_SQL, [actor.user_id, timezone.now()])
        rows = cursor.fetchall()
    if not rows:
        return actor
    return replace(
        actor,
        grants=actor.grants | {(role, path) for _, role, path, _ in rows},
        emergency=",".join(str(pk) for pk, *_ in rows),
        until=min(ends_at for *_, ends_at in rows),
    )


def _read_stand_ins(user_id: int, day: dt.date) -> tuple[StandIn, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STAND_INS_SQL, [day, day, user_id, day, day])
        rows = cursor.fetchall()
    return tuple(
        StandIn(
            user_id=absent_id,
            username=username,
            full_name=full_name,
            grants=frozenset(grant for grant in zip(held, paths, strict=True) if not roles or grant[0] in roles),
            definitions=frozenset(definitions),
            roles=frozenset(roles),
        )
        for absent_id, username, full_name, definitions, roles, held, paths in rows
    )


def forget_actors() -> None:
    """Empties the cache of this process (tests that reuse ids need it)."""
    with _cache_lock:
        _cache.clear()
