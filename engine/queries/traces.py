"""What happened in an instance, in order, and every value that a variable had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row
from engine.programs import Deployed, deployed
from engine.queries.instances import visible_instance
from engine.queries.labels import labels_of, said
from engine.queries.names import person
from engine.queries.paging import Page, decode, encode
from engine.queries.remembered import variables_now_or_last
from engine.sensitive import masked_for, shown
from engine.wire import plain
from people.actors import Actor

_TRACE = "SELECT * FROM trace WHERE root_id = %s AND last_seq >= %s ORDER BY first_seq, at LIMIT %s"
_CHANGES = """SELECT at, actor, actor_name, element_id, changes FROM trace
 WHERE root_id = %s AND changes <> '[]' ORDER BY first_seq, at"""


def trace_of(
    instance_id: int | str, actor: Actor, *, lang: str = "zh", cursor: str | None = None, page_size: int = 200
) -> Page:
    """One page of the trace, the oldest first: one line per entry, changes with the last line of their command."""
    row = visible_instance(instance_id, actor)
    version = deployed(row["digest"])
    after = decode(cursor, 1)
    start = int(after[0]) if after else 0
    with connection.cursor() as db:
        db.execute(_TRACE, [row["root_id"], start + 1 if start else 0, page_size + 1])
        commands = [as_row(db, found) for found in db.fetchall()]
    masked = masked_for(version, actor, row["unit_path"])
    lines = [line for command in commands for line in _lines(command, version, lang, masked) if line["seq"] > start]
    page, rest = lines[:page_size], len(lines) > page_size or len(commands) > page_size
    return Page(page, next=encode([page[-1]["seq"]]) if rest and page else None)


def _lines(command: Row, version: Deployed, lang: str, masked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    entries = orjson.loads(command["entries"])
    changes = orjson.loads(command["changes"])
    labels = labels_of(version)
    for index, (seq, action, element_id, _scope, work_id, details) in enumerate(entries):
        element = version.program.elements.get(element_id)
        last = index == len(entries) - 1
        yield {
            "seq": seq if seq is not None else command["first_seq"],
            "at": access.moment(command["at"]),
            "action": action,
            "element_id": element_id,
            "element_name": (element.name or element_id) if element else element_id,
            "element_type": element.type if element else "",
            "actor": person(command["actor"], command["actor_name"]),
            "on_behalf_of": person(command["behalf_name"], command["behalf_name"]),
            "user_task_id": str(command["user_task_id"]) if command["user_task_id"] else None,
            "text": said(action, command, element, lang),
            "details": {**details, "command": command["command"], "work_id": work_id},
            "changes": [_change(change, labels, masked) for change in changes] if last else [],
        }


def _change(change: dict[str, Any], labels: dict[str, str], masked: Mapping[str, str]) -> dict[str, Any]:
    name = change["name"]
    return {
        "name": name,
        "label": labels.get(name, name),
        "old": shown(name, change.get("old"), masked),
        "new": shown(name, change.get("new"), masked),
        "scope_id": change["scope_id"],
    }


def variables_of(instance_id: int | str, actor: Actor, *, lang: str = "zh") -> list[dict[str, Any]]:
    """The instance's variables with who changed each of them last, when and where."""
    row = visible_instance(instance_id, actor)
    scope = row["scope_id"]
    values = plain(variables_now_or_last(root_id=row["root_id"], scope_id=scope))
    last = {change["name"]: (change, at, by, element) for change, at, by, element in _changes(row["root_id"])}
    version = deployed(row["digest"])
    labels, masked = labels_of(version), masked_for(version, actor, row["unit_path"])
    found = []
    for name in sorted(values):
        change, at, by, element = last.get(name, ({}, None, None, None))
        found.append(
            {
                "name": name,
                "label": labels.get(name, name),
                "value": shown(name, values[name], masked),
                "scope_id": change.get("scope_id", scope),
                "changed_at": access.moment(at),
                "changed_by": by,
                "changed_in": change.get("element_id") or element or None,
            }
        )
    return found


def variable_history(instance_id: int | str, name: str, actor: Actor) -> list[dict[str, Any]]:
    """Every value that the variable had, the oldest first."""
    row = visible_instance(instance_id, actor)
    masked = masked_for(deployed(row["digest"]), actor, row["unit_path"])
    return [
        {
            "old": shown(name, change.get("old"), masked),
            "new": shown(name, change.get("new"), masked),
            "at": access.moment(at),
            "by": by,
            "element_id": change.get("element_id") or element or None,
        }
        for change, at, by, element in _changes(row["root_id"])
        if change["name"] == name
    ]


def _changes(root_id: int) -> Iterator[tuple[dict[str, Any], Any, Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [root_id])
        for at, username, full_name, element_id, changes in cursor.fetchall():
            for change in orjson.loads(changes):
                yield change, at, person(username, full_name), element_id
