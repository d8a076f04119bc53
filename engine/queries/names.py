"""Names of roles, units and persons, as the reader reads them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from people.roles import ROLES

_KEEP_SECONDS = 30.0
_units: dict[int, dict[str, Any]] = {}
_read_at = 0.0


def role_name(key: str, lang: str) -> str:
    """The role's name; an unknown key stands for itself."""
    role = ROLES.get(key)
    if role is None:
        return key
    return role.name_en if lang.startswith("en") else role.name_zh


def group(key: str, lang: str) -> dict[str, str]:
    """A candidate group as the API shows it."""
    return {"key": key, "name": role_name(key, lang)}


def person(username: str, full_name: str) -> dict[str, str] | None:
    """A person reference, None for nobody."""
    return {"username": username, "full_name": full_name} if username else None


def full_names(usernames: Collection[str]) -> dict[str, str]:
    """The full names of people by user name."""
    if not usernames:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT username, full_name FROM people_user WHERE username = ANY(%s)", [sorted(usernames)])
        return dict(cursor.fetchall())


def unit(unit_id: int | None) -> dict[str, Any] | None:
    """A unit reference; units change rarely, so they are read again every half minute or when unknown."""
    if unit_id is None:
        return None
    if unit_id not in _units or time.monotonic() - _read_at > _KEEP_SECONDS:
        _read_units()
    return _units.get(unit_id)


def subtree(paths: Iterable[str]) -> list[int]:
    """The ids of the units at and below the paths."""
    patterns = [f"{path}%" for path in paths]
    if not patterns:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_unit WHERE path LIKE ANY(%s)", [patterns])
        return [row[0] for row in cursor.fetchall()]


def forget() -> None:
    """Empties the cache of this process (tests that reuse ids need it)."""
    _units.clear()


def _read_units() -> None:
    global _read_at
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, name FROM people_unit")
        found = {pk: {"id": str(pk), "code": code, "name": name} for pk, code, name in cursor.fetchall()}
    _units.clear()
    _units.update(found)
    _read_at = time.monotonic()
