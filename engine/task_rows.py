"""User tasks that open, as rows of the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine.expressions import text_of
from engine.merging import Merged
from engine.rows import NORMAL, Home, iso
from engine.runtime.protocol import Opened
from engine.steps import Act, Instance, variables_then
from engine.wire import dump_plain
from people.roles import role_key


def user_task_rows(instance: Instance, merged: Merged, home: Mapping[str, Home], act: Act) -> list[dict[str, Any]]:
    """One inbox row for every user task that opened, with all that the list shows."""
    works = merged.opened_of("user_task")
    people = _people({str(w.details.get("assignee") or "") for w in works} - {""})
    scopes: dict[str, dict[str, Any]] = {}
    return [_user_task(instance, work, home[work.process_scope], people, merged, scopes) for work in works]


def _user_task(
    instance: Instance,
    work: Opened,
    home: Home,
    people: Mapping[str, tuple[int, str]],
    merged: Merged,
    scopes: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    details = work.details
    properties = dict(details.get("properties") or {})
    return {
        "instance_id": home.id,
        "work_id": work.work_id,
        "element_id": work.element_id,
        "scope_id": work.scope_id,
        "process_scope": work.process_scope,
        "name": details.get("name") or work.element_id,
        "definition_key": home.key,
        "definition_name": home.name,
        "digest": home.deployed.digest,
        "subject": _subject(instance, work, home, merged, scopes),
        "due_at": iso(details.get("due_at")),
        "follow_up_at": iso(details.get("follow_up_at")),
        "priority": _priority(instance, details),
        "form_id": details.get("form_id") or "",
        "properties": dump_plain(properties),
        "loop_index": details.get("index"),
    } | _offered(details, properties, people)


def _priority(instance: Instance, details: Mapping[str, Any]) -> int:
    """The instance's own priority when it was given one, else the diagram's, else 50."""
    if instance.priority is not None:
        return instance.priority
    return int(details["priority"]) if details.get("priority") is not None else NORMAL


def _offered(
    details: Mapping[str, Any], properties: Mapping[str, str], people: Mapping[str, tuple[int, str]]
) -> dict[str, Any]:
    groups = list(dict.fromkeys(role_key(str(group)) for group in details.get("candidate_groups") or []))
    assignee = str(details.get("assignee") or "")
    known = people.get(assignee)
    return {
        "state": "ASSIGNED" if known else "CREATED",
        "role": groups[0] if groups else "",
        "more_roles": groups[1:] or None,
        "candidate_users": [str(user) for user in details.get("candidate_users") or []] or None,
        "department": properties.get("department") or (groups[0] if groups else ""),
        "assignee_id": known[0] if known else None,
        "assignee": assignee if known else "",
        "assignee_name": known[1] if known else "",
    }


def _subject(instance: Instance, work: Opened, home: Home, merged: Merged, scopes: dict[str, dict[str, Any]]) -> str:
    source = home.deployed.properties.get("subjectExpression")
    if not source:
        return ""
    if work.scope_id not in scopes:
        scopes[work.scope_id] = variables_then(instance, merged, work.scope_id)
    return text_of(source, scopes[work.scope_id])


def _people(usernames: set[str]) -> dict[str, tuple[int, str]]:
    if not usernames:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT username, id, full_name FROM people_user WHERE username = ANY(%s) AND is_active", [list(usernames)]
        )
        return {username: (pk, name) for username, pk, name in cursor.fetchall()}


def opened_tasks(
    instance: Instance, rows: list[dict[str, Any]], made: list[tuple[str, int, int]], act: Act
) -> list[dict[str, Any]]:
    """The new rows as the database has them: `made` tells work id, id and round of each."""
    numbers = {work_id: (pk, round_) for work_id, pk, round_ in made}
    same = {
        "root_id": instance.id,
        "version": 1,
        "business_key": instance.business_key,
        "instance_title": instance.title,
        "unit_id": instance.unit_id,
        "unit_path": instance.unit_path,
        "created_at": act.now,
        "completed_at": None,
        "completed_by_id": None,
        "completed_by": "",
        "completed_by_name": "",
        "outcome": "",
    }
    return [
        {
            **row,
            **same,
            "id": numbers[row["work_id"]][0],
            "round": numbers[row["work_id"]][1],
            "assigned_at": act.now if row["assignee_id"] else None,
            "behalf_id": None,
            "behalf": "",
            "behalf_name": "",
        }
        for row in rows
    ]
