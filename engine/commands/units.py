"""At which unit a new instance belongs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from engine.refusals import Forbidden, NotFound
from people.actors import Actor

Unit = tuple[int | None, str]


def unit_for(actor: Actor, unit_id: int | None, starters: Sequence[str]) -> Unit:
    """(id, path) of the unit asked for, if the actor may act there; else the actor's own, the most local one."""
    if unit_id is not None:
        unit = _unit("id = %s", unit_id)
        if unit is None:
            raise NotFound(thing="单位")
        if not (actor.system or any(unit[1].startswith(path) for path in _paths(actor, starters))):
            raise Forbidden(what="在该单位发起流程")
        return unit
    paths = _paths(actor, starters)
    if not paths:
        return _unit("parent_id IS NULL AND %s", True) or (None, "")
    return _unit("path = %s", max(paths, key=lambda path: (len(path), path))) or (None, "")


def _paths(actor: Actor, starters: Sequence[str]) -> set[str]:
    named = {path for role, path in actor.grants if role in starters}
    return named or {path for _, path in actor.grants}


def _unit(where: str, value: int | str | bool) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, path FROM people_unit WHERE {where} ORDER BY id LIMIT 1", [value])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])
