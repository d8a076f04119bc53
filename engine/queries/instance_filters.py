"""Which instances a list shows: those that the actor may see and the filters name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine.queries.names import subtree
from people.actors import Actor

_CONDITIONS = {
    "definition": "i.definition_key = %s",
    "state": "i.state = ANY(string_to_array(replace(%s, 'open', 'ACTIVE,SUSPENDED'), ','))",
    "business_key": "i.business_key = %s",
    "started_by": "i.started_by = %s",
    "priority": "i.priority >= %s::int",
    "version": "i.definition_id = (SELECT d.id FROM process_definition d WHERE d.key = i.definition_key"
    " AND d.version::text = %s)",
}
"""What each filter asks of `process_instance i`."""


def instance_ids(actor: Actor, *, filters: Mapping[str, Any], most: int) -> list[int]:
    """The ids of all root instances that the filters find, the oldest first, `most` at the most."""
    wheres, params = instance_conditions(filters, actor)
    where = " AND ".join(["i.root_id = i.id", *wheres])
    with connection.cursor() as db:
        db.execute(f"SELECT i.id FROM process_instance i WHERE {where} ORDER BY i.id LIMIT %s", [*params, most])
        return [row[0] for row in db.fetchall()]


def instance_conditions(filters: Mapping[str, Any], actor: Actor) -> tuple[list[str], list[Any]]:
    """What the filters and the actor's rights mean for `process_instance i`, with the parameters."""
    wheres: list[str] = []
    params: list[Any] = []
    if not (actor.system or actor.may("audit")):
        paths = {path for right in ("see_instances", "administer", "retry_incidents") for path in actor.paths(right)}
        wheres.append("(i.unit_id = ANY(%s) OR i.started_by_id = %s)")
        params += [subtree(paths), actor.user_id]
    for name, condition in _CONDITIONS.items():
        if value := filters.get(name):
            wheres.append(condition)
            params.append(actor.username if (name, value) == ("started_by", "me") else value)
    if filters.get("held"):
        wheres.append("i.root_id IN (SELECT h.root_id FROM legal_hold h WHERE h.lifted_at IS NULL)")
        if not (actor.system or actor.may("audit")):
            wheres.append("i.unit_id = ANY(%s)")
            params.append(subtree(set(actor.paths("hold_instances"))))
    if value := filters.get("unit"):
        wheres.append(
            "i.unit_id IN (SELECT n.id FROM people_unit u JOIN people_unit n ON n.path LIKE u.path || '%%'"
            " WHERE u.id::text = %s OR u.code = %s)"
        )
        params += [str(value), str(value)]
    if value := str(filters.get("q") or "").strip():
        wheres.append("(i.business_key || ' ' || i.title) ILIKE %s")
        params.append("%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    return wheres, params
