"""What happened in an instance, in order, and every value that a variable had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row
from engine.programs import deployed
from engine.queries.instances import visible_instance
from engine.queries.labels import said
from engine.queries.names import full_names, person
from engine.queries.paging import Page, decode, encode
from engine.queries.readings import Reading, reading_of_run
from engine.queries.remembered import variables_now_or_last
from engine.rows import whole_entries
from engine.sealing import opened
from engine.sensitive import masked_for, shown
from engine.wire import plain
from people.actors import Actor

_TRACE = "SELECT * FROM trace WHERE root_id = %s AND last_seq >= %s ORDER BY first_seq, at LIMIT %s"
_TYPES = "SELECT DISTINCT digest FROM every_process_instance WHERE root_id = %s"
_CHANGES = """SELECT at, actor, actor_name, element_id, changes FROM trace
 WHERE root_id = %s AND changes <> '[]' ORDER BY first_seq, at"""


def trace_of(
    instance_id: int | str, actor: Actor, *, lang: str = "zh", cursor: str | None = None, page_size: int = 200
) -> Page:
    """One page of the trace, the oldest first: one line per entry, changes with the last line of their command."""
    row = visible_instance(instance_id, actor)
    version = deployed(row["digest"])
    start, told = decode(cursor, int, int) or (0, 0)
    with connection.cursor() as db:
        db.execute(_TRACE, [row["root_id"], start, page_size + told + 1])
        commands = [as_row(db, found) for found in db.fetchall()]
    telling = _Telling(
        reading_of_run(row["root_id"], version, lang),
        _types(row["root_id"]),
        lang,
        masked_for(version, actor, row["unit_path"]),
        full_names({command["behalf_name"] for command in commands if command["behalf_name"]}),
    )
    lines = [line for command in commands for line in _lines(command, telling) if line["seq"] >= start][told:]
    page = lines[:page_size]
    return Page(page, next=_following(page, start, told) if len(lines) > page_size else None)


def _following(page: list[dict[str, Any]], start: int, told: int) -> str:
    """The cursor after a page: claims have the number of the move before them, so it counts the lines of a number."""
    last = page[-1]["seq"]
    same = sum(1 for line in page if line["seq"] == last)
    return encode([last, same + (told if last == start else 0)])


@dataclass(frozen=True)
class _Telling:
    """How this reader is told of the trace."""

    reading: Reading
    types: Mapping[str, str]
    lang: str
    masked: Mapping[str, str]
    names: Mapping[str, str]


def _types(root_id: int) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_TYPES, [root_id])
        programs = [deployed(digest).program for (digest,) in cursor.fetchall()]
    return {key: element.type for program in programs for key, element in program.elements.items()}


def _lines(command: Row, telling: _Telling) -> Iterator[dict[str, Any]]:
    entries = opened(whole_entries(command["entries"]))
    changes = opened(orjson.loads(command["changes"]))
    for index, (seq, action, element_id, _scope, work_id, details) in enumerate(entries):
        last = index == len(entries) - 1
        told = element_id or command["element_id"]
        name = telling.reading.elements.get(told, "" if action == "taken" else told)
        yield {
            "id": f"{command['first_seq']}-{command['at']:%Y%m%dT%H%M%S%f}-{index}",
            "seq": seq if seq is not None else command["first_seq"],
            "at": access.moment(command["at"]),
            "action": action,
            "element_id": element_id,
            "element_name": telling.reading.element(element_id),
            "element_type": telling.types.get(element_id, ""),
            "actor": person(command["actor"], command["actor_name"]),
            "on_behalf_of": _absent(command["behalf_name"], telling.names),
            "user_task_id": str(command["user_task_id"]) if command["user_task_id"] else None,
            "text": said(action, command, name, telling.lang, details),
            "details": {**details, "command": command["command"], "work_id": work_id},
            "changes": [_change(change, telling.reading, telling.masked) for change in changes] if last else [],
        }


def _absent(username: str, names: Mapping[str, str]) -> dict[str, str] | None:
    return person(username, names.get(username, username))


def _change(change: dict[str, Any], reading: Reading, masked: Mapping[str, str]) -> dict[str, Any]:
    name = change["name"]
    return {
        "name": name,
        "label": reading.label(name),
        **_values(name, change, reading, masked),
        "scope_id": change["scope_id"],
    }


def _values(name: str, change: dict[str, Any], reading: Reading, masked: Mapping[str, str]) -> dict[str, Any]:
    """Old and new value, as stored and as people read them."""
    old, new = shown(name, change.get("old"), masked), shown(name, change.get("new"), masked)
    return {"old": old, "new": new, "old_text": reading.text(name, old), "new_text": reading.text(name, new)}


def variables_of(instance_id: int | str, actor: Actor, *, lang: str = "zh") -> list[dict[str, Any]]:
    """The instance's variables with who changed each of them last, when and where."""
    row = visible_instance(instance_id, actor)
    scope = row["scope_id"]
    values = plain(variables_now_or_last(root_id=row["root_id"], scope_id=scope))
    last = {change["name"]: (change, at, by, element) for change, at, by, element in _changes(row["root_id"])}
    version = deployed(row["digest"])
    reading, masked = reading_of_run(row["root_id"], version, lang), masked_for(version, actor, row["unit_path"])
    found = []
    for name in sorted(values):
        change, at, by, element = last.get(name, ({}, None, None, None))
        value, place = shown(name, values[name], masked), change.get("element_id") or element or None
        found.append(
            {
                "name": name,
                "label": reading.label(name),
                "value": value,
                "text": reading.text(name, value),
                "scope_id": change.get("scope_id", scope),
                "changed_at": access.moment(at),
                "changed_by": by,
                "changed_in": place,
                "changed_in_name": reading.element(place) if place else None,
            }
        )
    return found


def variable_history(instance_id: int | str, name: str, actor: Actor, *, lang: str = "zh") -> list[dict[str, Any]]:
    """Every value that the variable had, the oldest first."""
    row = visible_instance(instance_id, actor)
    version = deployed(row["digest"])
    reading, masked = reading_of_run(row["root_id"], version, lang), masked_for(version, actor, row["unit_path"])
    found = []
    for change, at, by, element in _changes(row["root_id"]):
        if change["name"] != name:
            continue
        place = change.get("element_id") or element or None
        found.append(
            _values(name, change, reading, masked)
            | {
                "at": access.moment(at),
                "by": by,
                "element_id": place,
                "element_name": reading.element(place) if place else None,
            }
        )
    return found


def _changes(root_id: int) -> Iterator[tuple[dict[str, Any], Any, Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [root_id])
        for at, username, full_name, element_id, changes in cursor.fetchall():
            for change in opened(orjson.loads(changes)):
                yield change, at, person(username, full_name), element_id
