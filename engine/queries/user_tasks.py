"""One user task: as a line of the inbox, and in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from engine import access, clock, movement, signers
from engine.access import Row
from engine.commands.assignment import as_row, read_task
from engine.commands.priority import may_prioritize
from engine.commands.submission import outcome_text
from engine.programs import deployed
from engine.queries.names import group, person, role_name, unit
from engine.queries.readings import english_names
from engine.refusals import NotFound
from people.actors import Actor

if TYPE_CHECKING:
    from engine.commands import Completed

SOON = dt.timedelta(hours=24)


def user_task_view(task: Row, actor: Actor, lang: str = "zh", *, listed: bool = False) -> dict[str, Any]:
    """The row as `UserTask` of the API; a list asks no diagram whether it takes more signers."""
    acting = access.acting_on(task, actor) if task["state"] in ("CREATED", "ASSIGNED") else actor
    instance = {"id": str(task["instance_id"]), "business_key": task["business_key"], "title": task["instance_title"]}
    return {
        "id": str(task["id"]),
        "element_id": task["element_id"],
        "name": _name(task, lang),
        "state": task["state"],
        "definition": {"key": task["definition_key"], "name": _definition_name(task, lang)},
        "instance": instance,
        "subject": task["subject"],
        "assignee": person(task["assignee"], task["assignee_name"]),
        "candidate_groups": [group(key, lang) for key in access.groups_of(task)],
        "unit": unit(task["unit_id"]),
        "created_at": access.moment(task["created_at"]),
        "due_at": access.moment(task["due_at"]),
        "due_state": due_state(task),
        "department": role_name(task["department"], lang),
        "priority": task["priority"],
        "completed_at": access.moment(task["completed_at"]),
        "completed_by": person(task["completed_by"], task["completed_by_name"]),
        "outcome": outcome_label(task, lang) or None,
        "round": task["round"],
        "superseded_at": access.moment(task.get("superseded_at")),
        "version": task["version"],
        "may": rights(task, actor, listed=listed),
        "behalf": person(task["behalf"], task["behalf_name"]),
        "acting_for": person(acting.on_behalf_of[1], acting.on_behalf_of_name) if acting.on_behalf_of else None,
    }


def outcome_label(task: Row, lang: str) -> str:
    """The label of the button that completed the task; the value itself when it came from elsewhere."""
    outcome = str(task["outcome"])
    if not outcome or not task["form_id"]:
        return outcome
    form = deployed(task["digest"]).form(task["form_id"])
    for button in form.localised(lang)["outcomes"] or () if form else ():
        if outcome_text(button["value"]) == outcome:
            return str(button["label"])
    return outcome


def rights(task: Row, actor: Actor, *, listed: bool = False) -> dict[str, bool]:
    """Which verbs this person may use on the task now."""
    mine = task["state"] == "ASSIGNED" and access.is_assignee(task, actor)
    return {
        "claim": access.may_claim(task, actor),
        "unclaim": (mine or (task["state"] == "ASSIGNED" and access.may_assign(task, actor)))
        and bool(access.groups_of(task) or task["candidate_users"]),
        "complete": access.may_complete(task, actor),
        "assign": mine or access.may_assign(task, actor),
        "add_signer": not listed and signers.offered(task, actor),
        "prioritize": task["state"] in ("CREATED", "ASSIGNED") and may_prioritize(actor, task["unit_path"]),
    } | movement.offers(task, actor)


def due_state(task: Row) -> str:
    """none, due, soon (within a day) or overdue; a finished task is never overdue."""
    due = task["due_at"]
    if due is None:
        return "none"
    due = dt.datetime.fromisoformat(due) if isinstance(due, str) else due
    left = due - clock.now()
    if task["state"] not in ("CREATED", "ASSIGNED"):
        return "due"
    if left < dt.timedelta():
        return "overdue"
    return "soon" if left < SOON else "due"


def user_task(user_task_id: int | str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """The user task with its candidates and what was done before it; raises NotFound for who may not see it."""
    task = visible_task(user_task_id, actor)
    properties = orjson.loads(task["properties"])
    text = properties.get("description_en") if lang.startswith("en") else None
    return user_task_view(task, actor, lang) | {
        "description": text or properties.get("description", ""),
        "candidates": _candidates(task),
        "previous": _previous(task, lang),
        "instance_state": _instance_state(task),
    }


def visible_task(user_task_id: int | str, actor: Actor) -> Row:
    """The row of a task that the actor may see."""
    task = read_task(user_task_id)
    if not access.may_see_task(task, actor):
        raise NotFound(thing="任务")
    return task


def completion(completed: Completed, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """The answer to a completion: the task, its instance, and what opened for this person."""
    opened = [task for task in completed.opened if access.may_complete(task, actor)]
    return {
        "user_task": user_task_view(completed.user_task, actor, lang),
        "instance": {"id": str(completed.instance_id), "state": completed.state},
        "next": [user_task_view(task, actor, lang) for task in opened],
        "event_id": str(completed.event_id),
    }


def _name(task: Row, lang: str) -> str:
    if not lang.startswith("en"):
        return str(task["name"])
    properties = orjson.loads(task["properties"]) if task.get("properties") else {}
    return str(properties.get("nameEn") or english_names(task["digest"]).get(task["element_id"]) or task["name"])


def _definition_name(task: Row, lang: str) -> str:
    """The name of the called process when it is the instance's, else of the definition."""
    english = english_names(task["digest"]).get(task["definition_key"]) if lang.startswith("en") else None
    return str(english or task["definition_name"])


_CANDIDATES = """SELECT DISTINCT u.username, u.full_name FROM people_position p
 JOIN people_user u ON u.id = p.user_id AND u.is_active JOIN people_unit n ON n.id = p.unit_id
 WHERE p.role_id = ANY(%s) AND %s LIKE n.path || '%%' AND p.valid_from <= current_date
 AND (p.valid_until IS NULL OR p.valid_until >= current_date)
 UNION SELECT username, full_name FROM people_user WHERE username = ANY(%s) AND is_active
 ORDER BY 1 LIMIT 20"""
_PREVIOUS = """SELECT name, element_id, completed_by, completed_by_name, behalf, behalf_name, completed_at, outcome,
 form_id, digest, round, superseded_at
 FROM every_user_task WHERE root_id = %s AND state = 'COMPLETED' AND id <> %s
 ORDER BY completed_at DESC, id DESC LIMIT 10"""


def _candidates(task: Row) -> list[Mapping[str, str]]:
    if task["state"] not in ("CREATED", "ASSIGNED"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [access.groups_of(task), task["unit_path"], task["candidate_users"] or []])
        return [{"username": username, "full_name": full_name} for username, full_name in cursor.fetchall()]


def _previous(task: Row, lang: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_PREVIOUS, [task["root_id"], task["id"]])
        found = [as_row(cursor, row) for row in cursor.fetchall()]
    return [
        {
            "element_name": _name(row, lang),
            "completed_by": person(row["completed_by"], row["completed_by_name"]),
            "behalf": person(row["behalf"], row["behalf_name"]),
            "completed_at": access.moment(row["completed_at"]),
            "comment": outcome_label(row, lang),
            "round": row["round"],
            "superseded_at": access.moment(row["superseded_at"]),
        }
        for row in found
    ]


def _instance_state(task: Row) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM every_process_instance WHERE id = %s", [task["instance_id"]])
        row = cursor.fetchone()
    return str(row[0]) if row else "COMPLETED"
