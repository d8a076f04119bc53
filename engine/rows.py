"""What a step opens, as rows for the tables of the shell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from engine.jobs.inside import Failure, back_off
from engine.merging import Merged
from engine.programs import Deployed, deployed
from engine.runtime.protocol import ABSENT, ROOT, Opened, TraceEntry
from engine.sealing import Marks, marks, seal, sealed_as, sealed_within, sensitive_names
from engine.steps import Act, Instance
from engine.wire import dump_exact, dump_plain, has_times

TIMER_ATTEMPTS = 10
NORMAL = 50
"""The priority of a task that nobody gave one, on a scale from 0 to 100; a job's is counted from it."""
OUTSIDE = "external."
"""Types that begin so belong to workers outside, who fetch them."""


@dataclass(frozen=True)
class Home:
    """The process instance (root or called) that a piece of work belongs to."""

    id: int
    deployed: Deployed
    key: str
    name: str


def homes(instance: Instance, merged: Merged) -> dict[str, Home]:
    """The process instances that new user tasks belong to, by process scope; ids of new called ones are reserved."""
    root = instance.deployed
    found = {ROOT: Home(instance.id, root, root.key, root.name)}
    new = merged.opened_of("called_instance")
    needed = {work.process_scope for work in merged.opened.values()} - {ROOT} - {work.scope_id for work in new}
    if needed:
        found |= _known_homes(instance, list(needed))
    for work in new:
        called = deployed(str(work.details.get("digest") or instance.digest))
        key = str(work.details.get("process_id") or called.key)
        found[work.scope_id] = _home(_reserved_id(), called, key)
    return found


def _known_homes(instance: Instance, scopes: list[str]) -> dict[str, Home]:
    found: dict[str, Home] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scope_id, id, digest, definition_key FROM process_instance"
            " WHERE root_id = %s AND id <> root_id AND scope_id = ANY(%s)",
            [instance.id, scopes],
        )
        for scope_id, pk, digest, key in cursor.fetchall():
            found[scope_id] = _home(pk, deployed(digest), key)
    return found


def _reserved_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('process_instance_id_seq')")
        return int(cursor.fetchone()[0])


def _home(pk: int, called: Deployed, key: str) -> Home:
    shown = called.program.elements.get(key)
    return Home(pk, called, key, called.name if key == called.key else (shown.name if shown else key))


def called_rows(instance: Instance, merged: Merged, home: Mapping[str, Home], act: Act) -> list[dict[str, Any]]:
    """One process instance for every call activity that opened."""
    return [
        {
            "id": home[work.scope_id].id,
            "parent_id": home[work.process_scope].id,
            "work_id": work.work_id,
            "scope_id": work.scope_id,
            "element_id": work.element_id,
            "definition_id": home[work.scope_id].deployed.id,
            "definition_key": home[work.scope_id].key,
            "digest": home[work.scope_id].deployed.digest,
            "title": instance.title,
        }
        for work in merged.opened_of("called_instance")
    ]


def job_rows(instance: Instance, merged: Merged, act: Act) -> list[dict[str, Any]]:
    """Jobs for service tasks and timers that opened and for messages and signals that leave."""
    rows = [_service_job(work, act) for work in merged.opened_of("job")]
    rows += [
        _job("timer", work.work_id, work.element_id, run_at=work.details["due_at"], most=TIMER_ATTEMPTS)
        for work in merged.opened_of("timer")
        if work.details.get("due_at") is not None
    ]
    for sent in merged.sent:
        payload = {
            "name": sent.name,
            "correlation_key": sent.correlation_key,
            "variables": sealed_within(dict(sent.variables), marks()),
        }
        rows.append(_job(sent.kind, "", sent.element_id, run_at=act.now, most=10, payload=payload))
    if instance.priority is not None:
        rows = [row | {"priority": row.get("priority", 0) + instance.priority - NORMAL} for row in rows]
    return rows


def _service_job(work: Opened, act: Act) -> dict[str, Any]:
    failure = work.details.get("failure")
    failed = isinstance(failure, Failure)
    retries = work.details.get("retries")
    row = _job(
        "service",
        work.work_id,
        work.element_id,
        run_at=act.now + back_off(1) if failed else act.now,
        most=int(retries) if retries else 3,
        payload={
            "inputs": _inputs(work),
            "headers": dict(work.details.get("headers") or {}),
            "scope_id": work.scope_id,
            "name": work.details.get("name") or work.element_id,
        },
    )
    row |= {"type": str(work.details.get("type") or ""), "attempts": 1 if failed else 0}
    row["priority"] = _priority(work)
    if row["type"].startswith(OUTSIDE):
        row["kind"] = "external"
    if isinstance(failure, Failure):
        row["last_error"] = f"{failure.code}: {failure.message}"
    return row


def _inputs(work: Opened) -> Mapping[str, Any]:
    """What the mapping gave it; sealed whole where anything is sensitive, for a mapping may have renamed it."""
    inputs = work.details.get("inputs") or {}
    return seal(inputs) if inputs and sensitive_names() else inputs


def _priority(work: Opened) -> int:
    """The task header `priority`, a whole number; 0 without one or with another text."""
    text = str((work.details.get("headers") or {}).get("priority") or "0").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else 0


def _job(
    kind: str,
    work_id: str,
    element_id: str,
    *,
    run_at: dt.datetime,
    most: int,
    payload: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "type": "",
        "work_id": work_id,
        "element_id": element_id,
        "payload": dump_exact(payload or {}),
        "run_at": iso(run_at),
        "attempts": 0,
        "max_attempts": most,
        "last_error": "",
    }


def subscription_rows(merged: Merged) -> list[dict[str, Any]]:
    """Who now waits for which message or signal."""
    return [
        {
            "work_id": work.work_id,
            "kind": work.kind,
            "name": str(work.details.get("name") or ""),
            "correlation_key": _key(work.details.get("correlation_key")),
            "element_id": work.element_id,
        }
        for kind in ("message", "signal")
        for work in merged.opened_of(kind)
    ]


def incident_rows(merged: Merged) -> list[dict[str, Any]]:
    """What the runtime itself could not carry on with."""
    return [
        {
            "work_id": work.work_id,
            "element_id": work.element_id,
            "element_name": str(work.details.get("name") or work.element_id),
            "code": str(work.details.get("code") or "incident"),
            "message": str(work.details.get("message") or ""),
            "message_zh": str(work.details.get("message_zh") or ""),
        }
        for work in merged.opened_of("incident")
    ]


def trace_entries(merged: Merged, marked: Marks) -> str:
    """The step's trace as text: sequence, action, element, scope, work, details; read it with `whole_entries`."""
    return dump_plain([_narrow(entry, marked) for entry in merged.trace])


def _narrow(entry: TraceEntry, marked: Marks) -> list[Any]:
    line = [entry.seq, entry.action, entry.element_id, entry.scope_id, entry.work_id]
    if entry.details:
        return [*line, sealed_within(dict(entry.details), marked)]
    return line if entry.work_id is not None else line[:4] if entry.scope_id != ROOT else line[:3]


def whole_entries(text: str) -> list[list[Any]]:
    """The lines of a trace row with what the text leaves out: the root's scope, no work, no details."""
    return [[*line, *(ROOT, None, {})[len(line) - 3 :]] for line in orjson.loads(text)]


def change_entries(merged: Merged, marked: Marks) -> list[dict[str, Any]]:
    """Every variable change of the step; a side that is absent has no key, one with dates an exact text beside it."""
    rows: list[dict[str, Any]] = []
    for change in merged.changes:
        row: dict[str, Any] = {"name": change.name, "scope_id": change.scope_id, "element_id": change.element_id}
        if change.old is not ABSENT:
            row["old"] = sealed_as(change.name, change.old, marked)
        if change.new is not ABSENT:
            row["new"] = sealed_as(change.name, change.new, marked)
        for side in ("old", "new"):
            if side in row and has_times(row[side]):
                row[f"exact_{side}"] = dump_exact(row[side])
        rows.append(row)
    return rows


def subject_rows(instance: Instance, merged: Merged) -> list[dict[str, str]]:
    """The business records that the instance is about from now on (property `subjects`, default customer_id)."""
    named = instance.deployed.properties.get("subjects", "customer_id")
    names = {name.strip() for name in named.split(",")}
    found = [c for c in merged.changes if c.name in names and c.new is not ABSENT and c.new not in (None, "")]
    return [{"name": change.name, "value": str(change.new)} for change in found]


def _key(value: Any) -> str | None:
    return None if value is None else str(value)


def iso(value: dt.datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def topics(instance: Instance, merged: Merged) -> Sequence[str]:
    """What browsers should look at again."""
    inbox = merged.opened_of("user_task") or merged.closed_of("user_task")
    return [*(["inbox"] if inbox else []), f"instance:{instance.id}"]
