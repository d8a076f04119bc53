"""Process instances: where they are, what they passed, what they wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.commands.priority import may_prioritize
from engine.programs import Deployed, deployed
from engine.queries.definitions import diagram_of
from engine.queries.instance_clocks import clocks_of
from engine.queries.instance_filters import instance_conditions
from engine.queries.names import group, person, unit
from engine.queries.paging import Page, decode, encode
from engine.queries.readings import english_names, reading_of, reading_of_run
from engine.queries.standing import standing_of
from engine.refusals import NotFound
from people.actors import Actor

_COLUMNS = """i.id, i.root_id, i.parent_id, i.work_id, i.scope_id, i.element_id, i.definition_id,
 i.definition_key, i.digest, i.state,
 i.business_key, i.title, i.unit_id, i.unit_path, i.started_at, i.started_by_id, i.started_by,
 i.started_by_name, i.ended_at, i.trace_seq, i.outcome, i.priority"""


def process_instances(
    actor: Actor,
    *,
    filters: Mapping[str, Any] | None = None,
    ordering: str = "-started_at",
    cursor: str | None = None,
    page_size: int = 50,
    lang: str = "zh",
) -> Page:
    """One page of the instances that the actor may see, the newest first."""
    wheres, params = instance_conditions(filters or {}, actor)
    sign, direction = (">", "ASC") if ordering == "started_at" else ("<", "DESC")
    after = decode(cursor, int)
    if after is not None:
        wheres.append(f"i.id {sign} %s")
        params += after
    where = " AND ".join(wheres) or "true"
    with connection.cursor() as db:
        db.execute(
            f"SELECT {_COLUMNS} FROM every_process_instance i WHERE {where} ORDER BY i.id {direction} LIMIT %s",
            [*params, page_size + 1],
        )
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([line(row, lang) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def line(row: Row, lang: str = "zh") -> dict[str, Any]:
    """The row as a line of the list."""
    return {
        "id": str(row["id"]),
        "definition": definition_ref(row, lang),
        "business_key": row["business_key"],
        "title": row["title"],
        "state": row["state"],
        "started_at": access.moment(row["started_at"]),
        "started_by": person(row["started_by"], row["started_by_name"]),
        "ended_at": access.moment(row["ended_at"]),
        "unit": unit(row["unit_id"]),
        "priority": row["priority"],
    }


def definition_ref(row: Row, lang: str = "zh") -> dict[str, Any]:
    """Key, name and version of the instance's definition."""
    version = deployed(row["digest"])
    return {
        "key": row["definition_key"],
        "name": process_name(version, row["definition_key"], lang),
        "version": version.version,
    }


def process_name(version: Deployed, key: str, lang: str = "zh") -> str:
    """The name of a process in a version's files."""
    if lang.startswith("en") and (english := english_names(version.digest).get(key)):
        return english
    shown = version.program.elements.get(key)
    return version.name if key == version.key else (shown.name if shown else key)


def visible_instance(instance_id: int | str, actor: Actor) -> dict[str, Any]:
    """The row of an instance that the actor may see: of a unit, started, or worked in; raises NotFound."""
    pk = number(instance_id, "流程实例")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM every_process_instance i WHERE i.id = %s", [pk])
        found = cursor.fetchone()
        row = as_row(cursor, found) if found else None
    if row is None:
        raise NotFound(thing="流程实例")
    if access.sees_unit(actor, row["unit_path"]) or (actor.user_id and row["started_by_id"] == actor.user_id):
        return row
    if any(access.may_see_task(task, actor) for task in _tasks(row)):
        return row
    raise NotFound(thing="流程实例")


def process_instance(instance_id: int | str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """The instance with its open work, passed elements, called instances, incidents and clocks."""
    row = visible_instance(instance_id, actor)
    passed, taken = _passed(row)
    standing = standing_of(row, actor)
    held = standing["hold"] is not None
    may_hold = actor.may_at("hold_instances", row["unit_path"])
    return (
        line(row, lang)
        | standing
        | {
            "customer": _customer(row),
            "parent": _parent(row, lang),
            "called": _called(row, lang),
            "open": _open(row, lang),
            "passed": [{"element_id": key, "times": times} for key, times in passed.items()],
            "taken": [{"flow_id": key, "times": times} for key, times in taken.items()],
            "incidents": _incidents(row, lang),
            "clocks": clocks_of(row, lang),
            "may": {
                "cancel": row["state"] in ("ACTIVE", "SUSPENDED")
                and actor.may_at("cancel_instances", row["unit_path"]),
                "suspend": row["state"] == "ACTIVE" and actor.may_at("suspend_instances", row["unit_path"]),
                "resume": row["state"] == "SUSPENDED" and actor.may_at("suspend_instances", row["unit_path"]),
                "prioritize": row["state"] in ("ACTIVE", "SUSPENDED")
                and row["id"] == row["root_id"]
                and may_prioritize(actor, row["unit_path"]),
                "hold": may_hold and not held,
                "lift_hold": may_hold and held,
                "move": row["state"] == "ACTIVE" and actor.may_at("move_instances", row["unit_path"]),
                "send_message": actor.may_at("send_messages", row["unit_path"]),
                "see_incidents": actor.may("retry_incidents") or actor.may("administer"),
            },
        }
    )


def instance_bpmn_xml(instance_id: int | str, actor: Actor) -> bytes:
    """The diagram of the version that the instance runs on."""
    return diagram_of(visible_instance(instance_id, actor)["digest"])


def instances_of_customer(customer_id: int | str, actor: Actor, lang: str = "zh") -> list[dict[str, Any]]:
    """Instances whose variable `customer_id` names the customer, the newest first."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM every_process_instance i WHERE i.id IN (SELECT root_id FROM every_instance_subject"
            " WHERE name = 'customer_id' AND value = %s) ORDER BY i.id DESC LIMIT 100",
            [str(customer_id)],
        )
        found = [as_row(cursor, row) for row in cursor.fetchall()]
    return [
        {"id": str(r["id"]), "definition": definition_ref(r, lang), "business_key": r["business_key"],
         "title": r["title"], "state": r["state"], "started_at": access.moment(r["started_at"])}
        for r in found if access.sees_unit(actor, r["unit_path"])
    ]  # fmt: skip


def _tasks(row: Row) -> list[dict[str, Any]]:
    column = "root_id" if row["id"] == row["root_id"] else "instance_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM every_user_task WHERE {column} = %s ORDER BY id", [row["id"]])
        return [as_row(cursor, found) for found in cursor.fetchall()]


_OPEN = """SELECT work_id, kind, element_id, run_at AS due_at, created_at AS since FROM job
 WHERE root_id = %s AND work_id <> '' AND kind IN ('service', 'external', 'timer')
 UNION ALL SELECT work_id, kind, element_id, NULL, NULL FROM subscription WHERE root_id = %s"""


def _open(row: Row, lang: str) -> list[dict[str, Any]]:
    version = deployed(row["digest"])
    names, reading = version.program.elements, reading_of(version, lang)
    tasks = [t for t in _tasks(row) if t["state"] in ("CREATED", "ASSIGNED") and t["instance_id"] == row["id"]]
    found = [
        {
            "work_id": task["work_id"],
            "kind": "user_task",
            "element_id": task["element_id"],
            "name": reading.elements.get(task["element_id"]) or task["name"],
            "since": access.moment(task["created_at"]),
            "due_at": access.moment(task["due_at"]),
            "assignee": person(task["assignee"], task["assignee_name"]),
            "candidate_groups": [group(key, lang) for key in access.groups_of(task)],
            "user_task_id": str(task["id"]),
        }
        for task in tasks
    ]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [row["root_id"], row["root_id"]])
        rest = [as_row(cursor, other) for other in cursor.fetchall()]
    for other in rest:
        shown = names.get(other["element_id"])
        if shown is None or shown.process_id != row["definition_key"]:
            continue
        found.append(
            {
                "work_id": other["work_id"],
                "kind": "job" if other["kind"] in ("service", "external") else other["kind"],
                "element_id": other["element_id"],
                "name": reading.element(other["element_id"]),
                "since": access.moment(other["since"]),
                "due_at": access.moment(other["due_at"]) if other["kind"] == "timer" else None,
                "assignee": None,
                "candidate_groups": [],
                "user_task_id": None,
            }
        )
    return found


def _passed(row: Row) -> tuple[Counter[str], Counter[str]]:
    names = deployed(row["digest"]).program.elements
    passed: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries FROM trace WHERE root_id = %s ORDER BY first_seq", [row["root_id"]])
        for (entries,) in cursor.fetchall():
            for _, action, element_id, *_rest in orjson.loads(entries):
                shown = names.get(element_id)
                if shown is None or shown.process_id != row["definition_key"]:
                    continue
                if action == "taken":
                    taken[element_id] += 1
                elif action in ("left", "ended"):
                    passed[element_id] += 1
    return passed, taken


def _customer(row: Row) -> dict[str, Any] | None:
    """The customer that the instance's variable `customer_id` names; the title stands in for the name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM every_instance_subject WHERE root_id = %s AND name = 'customer_id' LIMIT 1",
            [row["root_id"]],
        )
        found = cursor.fetchone()
    return {"id": str(found[0]), "name": row["title"]} if found else None


def _parent(row: Row, lang: str) -> dict[str, Any] | None:
    if row["parent_id"] is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM every_process_instance i WHERE i.id = %s", [row["parent_id"]])
        parent = as_row(cursor, cursor.fetchone())
    return {"id": str(parent["id"]), "business_key": parent["business_key"], "definition": definition_ref(parent, lang)}


def _called(row: Row, lang: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM every_process_instance i WHERE i.parent_id = %s AND i.root_id = %s ORDER BY i.id",
            [row["id"], row["root_id"]],
        )
        rows = [as_row(cursor, found) for found in cursor.fetchall()]
    return [
        {"id": str(r["id"]), "business_key": r["business_key"], "definition": definition_ref(r, lang),
         "state": r["state"], "element_id": r["element_id"]}
        for r in rows
    ]  # fmt: skip


def _incidents(row: Row, lang: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM incident WHERE root_id = %s AND resolved_at IS NULL ORDER BY id", [row["root_id"]]
        )
        rows = [as_row(cursor, found) for found in cursor.fetchall()]
    reading = reading_of_run(row["root_id"], deployed(row["digest"]), lang)
    return [
        {"id": str(r["id"]), "element_id": r["element_id"],
         "element_name": reading.elements.get(r["element_id"]) or r["element_name"], "code": r["code"],
         "message": r["message"] if lang.startswith("en") else r["message_zh"] or r["message"],
         "created_at": access.moment(r["created_at"]), "attempts": r["attempts"]}
        for r in rows
    ]  # fmt: skip
