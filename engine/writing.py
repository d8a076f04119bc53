"""Writes a step in one statement: the version-checked update first, everything else hangs on what it returns.

Data-modifying WITH parts all run even when one of them finds no row; so each of them reads `i`, and a lost race
writes nothing at all: it divides by the number of instances found. Where the step ends its transaction, COMMIT, the
wake-up of listeners and the question what was written ride behind the statement: one wait instead of three.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import DataError, connection
from psycopg2.errors import DivisionByZero

from engine import data_stores, push, rows, steps, task_rows
from engine.merging import Merged
from engine.prepared import execute
from engine.sealing import seal_bytes, sealed_within
from engine.steps import Act, Instance
from engine.wire import dump_plain
from ledger.recording import RECORD_SQL


class LostRace(Exception):
    """Somebody else changed the instance although it was locked here; nothing was written."""


@dataclass
class Parts:
    """The growing statement: WITH parts and their parameters.

    `shared` are the values that several parts use, as `%(now)s` and the like.
    """

    shared: Mapping[str, Any]
    withs: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, name: str, sql: str, *params: Any) -> None:
        """One more WITH part."""
        self.withs.append(f"{name} AS ({sql})")
        self.params += params

    def has(self, name: str) -> bool:
        """Whether there is a WITH part of that name."""
        return any(part.startswith(f"{name} AS ") for part in self.withs)


@dataclass(frozen=True)
class Written:
    """What the database made of a step."""

    opened: list[dict[str, Any]]
    event_id: int


_TOLD = """SELECT set_config('app.written', json_build_array(1 / (SELECT count(*) FROM i), (SELECT event_id FROM l),
 {opened})::text, false)"""
_MADE = "(SELECT json_agg(json_build_array(work_id, id, round)) FROM opened)"
_SAID = "SELECT set_config('app.context', %s, true)"
_INSTANCE = """UPDATE process_instance SET snapshot = %s, state = %s, trace_seq = %s, version = version + 1,
 ended_at = %s, outcome = %s WHERE id = %s AND version = %s
 RETURNING id, business_key, title, unit_id, unit_path, definition_key"""
_TRACE = """INSERT INTO trace (root_id, first_seq, last_seq, at, command, actor_id, actor, actor_name, behalf_id,
 behalf_name, user_task_id, element_id, reason, entries, changes)
 SELECT i.id, %s, %s, %(now)s::timestamptz, %(command)s, %(user_id)s::bigint, %(username)s, %(full_name)s, %s, %s, %s,
 %s, %s, %s, %s FROM i"""
_CALLED = """INSERT INTO process_instance (id, root_id, parent_id, work_id, scope_id, element_id, definition_id,
 definition_key, digest, business_key, title, unit_id, unit_path, started_at, started_by_id, started_by,
 started_by_name)
 SELECT r.id, i.id, r.parent_id, r.work_id, r.scope_id, r.element_id, r.definition_id, r.definition_key, r.digest,
 i.business_key, r.title, i.unit_id, i.unit_path, %(now)s, %(user_id)s, %(username)s, %(full_name)s
 FROM i, json_to_recordset(%s) AS r(id bigint, parent_id bigint, work_id text, scope_id text, element_id text,
 definition_id bigint, definition_key text, digest text, title text)"""
_CALLED_END = """UPDATE process_instance c SET state = r.state, ended_at = %s, version = c.version + 1
 FROM i, json_to_recordset(%s) AS r(work_id text, state text)
 WHERE c.root_id = i.id AND c.id <> i.id AND c.work_id = r.work_id"""
_TASKS = """INSERT INTO user_task (root_id, instance_id, work_id, element_id, scope_id, process_scope, state, name,
 definition_key, definition_name, digest, business_key, instance_title, subject, role, more_roles, candidate_users,
 department, unit_id, unit_path, assignee_id, assignee, assignee_name, assigned_at, created_at, due_at, follow_up_at,
 priority, form_id, properties, loop_index, round)
 SELECT i.id, r.instance_id, r.work_id, r.element_id, r.scope_id, r.process_scope, r.state, r.name,
 r.definition_key, r.definition_name, r.digest, i.business_key, i.title, r.subject, r.role, r.more_roles,
 r.candidate_users, r.department, i.unit_id, i.unit_path, r.assignee_id, r.assignee, r.assignee_name,
 CASE WHEN r.assignee_id IS NOT NULL THEN %(now)s::timestamptz END, %(now)s, r.due_at, r.follow_up_at, r.priority,
 r.form_id, r.properties, r.loop_index,
 1 + (SELECT count(*) FROM user_task p WHERE p.root_id = i.id AND p.element_id = r.element_id
      AND p.loop_index IS NOT DISTINCT FROM r.loop_index)
 FROM i, json_to_recordset(%s) AS r(instance_id bigint, work_id text, element_id text, scope_id text,
 process_scope text, state text, name text, definition_key text, definition_name text, digest text, subject text,
 role text, more_roles text[], candidate_users text[], department text, assignee_id bigint, assignee text,
 assignee_name text, due_at timestamptz, follow_up_at timestamptz, priority int, form_id text, properties text,
 loop_index int) RETURNING id, work_id, round"""
_TASK_DONE = """UPDATE user_task u SET state = 'COMPLETED', version = u.version + 1, completed_at = %(now)s,
 completed_by_id = %(user_id)s, completed_by = %(username)s, completed_by_name = %(full_name)s, behalf_id = %s,
 behalf = %s, behalf_name = %s, outcome = %s
 FROM i WHERE u.id = %s AND u.root_id = i.id AND u.state IN ('CREATED', 'ASSIGNED')"""
_TASKS_CANCELED = """UPDATE user_task u SET state = 'CANCELED', version = u.version + 1, completed_at = %s
 FROM i WHERE u.root_id = i.id AND u.work_id = ANY(%s) AND u.state IN ('CREATED', 'ASSIGNED')"""
_JOBS = """INSERT INTO job (kind, type, root_id, work_id, element_id, payload, run_at, attempts, max_attempts,
 last_error, state, priority, created_at)
 SELECT r.kind, r.type, i.id, r.work_id, r.element_id, r.payload, r.run_at, r.attempts, r.max_attempts, r.last_error,
 CASE r.kind WHEN 'external' THEN 'OFFERED' ELSE 'READY' END, coalesce(r.priority, 0), %s
 FROM i, json_to_recordset(%s) AS r(kind text, type text, work_id text, element_id text, payload text,
 run_at timestamptz, attempts int, max_attempts int, last_error text, priority int)"""
_JOBS_GONE = "DELETE FROM job j USING i WHERE j.root_id = i.id AND j.work_id = ANY(%s)"
_SUBSCRIPTIONS = """INSERT INTO subscription (root_id, work_id, kind, name, correlation_key, element_id)
 SELECT i.id, r.work_id, r.kind, r.name, r.correlation_key, r.element_id
 FROM i, json_to_recordset(%s) AS r(work_id text, kind text, name text, correlation_key text, element_id text)"""
_SUBSCRIPTIONS_GONE = "DELETE FROM subscription s USING i WHERE s.root_id = i.id AND s.work_id = ANY(%s)"
_INCIDENTS = """INSERT INTO incident (root_id, work_id, element_id, element_name, code, message, message_zh, created_at)
 SELECT i.id, r.work_id, r.element_id, r.element_name, r.code, r.message, r.message_zh, %s
 FROM i, json_to_recordset(%s) AS r(work_id text, element_id text, element_name text, code text, message text,
 message_zh text)"""
_INCIDENTS_GONE = """UPDATE incident x SET resolved_at = %s, resolved_by = %s, resolution = %s
 FROM i WHERE x.root_id = i.id AND x.work_id = ANY(%s) AND x.resolved_at IS NULL"""
_STORED = """INSERT INTO stored_variable (root_id, key, content) SELECT i.id, r.key, r.content
 FROM i, unnest(%s::text[], %s::bytea[]) AS r(key, content)
 ON CONFLICT (root_id, key) DO UPDATE SET content = excluded.content"""
_DROPPED = "DELETE FROM stored_variable v USING i WHERE v.root_id = i.id AND v.key = ANY(%s)"
_SUBJECTS = """INSERT INTO instance_subject (root_id, name, value) SELECT i.id, r.name, r.value
 FROM i, json_to_recordset(%s) AS r(name text, value text) ON CONFLICT DO NOTHING"""
_KEY = """INSERT INTO idempotency_key (actor_id, key, command, body_hash, answer, created_at)
 SELECT coalesce(%(user_id)s, 0), %s, %(command)s, %s, json_build_object('task', %s::bigint, 'state', %s::text,
 'event_id', l.event_id, 'opened', {opened})::text, %(now)s FROM i, l"""
ENDED = {
    "completed": "COMPLETED",
    "canceled": "CANCELED",
    "interrupted": "TERMINATED",
    "failed": "FAILED",
    "moved": "CANCELED",
}


def write_step(
    *,
    instance: Instance,
    merged: Merged,
    act: Act,
    completed: tuple[int, str] | None = None,
    idempotency: tuple[str, str] | None = None,
    said: str = "",
    ends: bool = False,
) -> Written:
    """The rows of the step, written; `completed` is (user task id, outcome), `idempotency` (key, hash of the body).

    `said` is the ledger's context where the statement that locked the instance could not set it. With `ends` nothing
    else is written in the caller's `atomic` block: the step commits it when no other block is around that one.
    """
    parts = Parts(_acted(act))
    marked = steps.marks_of(instance, merged)
    last = merged.trace[-1].seq if merged.trace else instance.trace_seq
    ended = None if merged.state == "ACTIVE" else act.now
    outcome = dump_plain(sealed_within(dict(merged.outcome), marked)) if merged.outcome else ""
    parts.add(
        "i", _INSTANCE, seal_bytes(merged.snapshot), merged.state, last, ended, outcome, instance.id, instance.version
    )
    changes = dump_plain(rows.change_entries(merged, marked))
    _trace(parts, instance, merged, act, rows.trace_entries(merged, marked), changes)
    tasks = _opened(parts, instance, merged, act)
    _closed(parts, merged, act, completed)
    _recorded(parts, instance, merged, act, changes)
    if idempotency is not None:
        opened = "(SELECT json_agg(id) FROM opened)" if parts.has("opened") else "'[]'::json"
        key, body_hash = idempotency
        parts.add("k", _KEY.format(opened=opened), key, body_hash, act.user_task_id, merged.state)
    parts.add("p", f"{push.INSERT} FROM i", " ".join(rows.topics(instance, merged)))
    pk, made = _executed(parts, said=said, commit=ends and _session().may_carry_commit())
    return Written(opened=task_rows.opened_tasks(instance, tasks, made, act), event_id=pk)


def _executed(parts: Parts, *, said: str, commit: bool) -> tuple[int, list[Any]]:
    """The event's id and what the database gave the user tasks that opened."""
    opened = _MADE if parts.has("opened") else "'[]'::json"
    sql = f"WITH {', '.join(parts.withs)} {_TOLD.format(opened=opened)}"
    first, jobs = (_SAID, [said]) if said else ("", []), parts.has("j")
    then = ["COMMIT", *push.riding(jobs=jobs), "SHOW app.written"] if commit else []
    try:
        with connection.cursor() as cursor, _session().carrying_commit() if commit else nullcontext():
            execute(cursor, sql, parts.params, parts.shared, first=first, then=then)
            _, pk, made = orjson.loads(cursor.fetchone()[0])
    except DataError as problem:
        if isinstance(problem.__cause__, DivisionByZero):
            raise LostRace("the instance is no longer at the version at which it was locked") from problem
        raise
    if not commit:
        push.wake(jobs=jobs)
    return pk, made or []


def _session() -> Any:
    """The connection as the project's own backend has it."""
    return connection


def _trace(parts: Parts, instance: Instance, merged: Merged, act: Act, entries: str, changes: str) -> None:
    last = merged.trace[-1].seq if merged.trace else instance.trace_seq
    first = merged.trace[0].seq if merged.trace else last
    behalf = act.actor.on_behalf_of or (None, "")
    parts.add(
        "t", _TRACE, first, last, behalf[0], behalf[1], act.user_task_id, act.element_id, act.reason,
        entries, changes,
    )  # fmt: skip


def _acted(act: Act) -> dict[str, Any]:
    """What many rows of one act say alike: when, which command, and whose."""
    actor = act.actor
    return {
        "now": act.now.isoformat(),
        "command": act.command,
        "user_id": actor.user_id,
        "username": actor.username,
        "full_name": actor.full_name,
    }


def _opened(parts: Parts, instance: Instance, merged: Merged, act: Act) -> list[dict[str, Any]]:
    home = rows.homes(instance, merged)
    if called := rows.called_rows(instance, merged, home, act):
        parts.add("c", _CALLED, _json(called))
    if tasks := task_rows.user_task_rows(instance, merged, home, act):
        parts.add("opened", _TASKS, _json(tasks))
    if jobs := rows.job_rows(instance, merged, act):
        parts.add("j", _JOBS, act.now, _json(jobs))
    if subscriptions := rows.subscription_rows(merged):
        parts.add("s", _SUBSCRIPTIONS, _json(subscriptions))
    if incidents := rows.incident_rows(merged):
        parts.add("x", _INCIDENTS, act.now, _json(incidents))
    if subjects := rows.subject_rows(instance, merged):
        parts.add("sub", _SUBJECTS, _json(subjects))
    _stored(parts, merged, act)
    return tasks


def _stored(parts: Parts, merged: Merged, act: Act) -> None:
    if merged.stored:
        parts.add("v", _STORED, list(merged.stored), [seal_bytes(bytes(value)) for value in merged.stored.values()])
    if merged.dropped:
        parts.add("vd", _DROPPED, sorted(merged.dropped))
    if merged.written:
        parts.add("ds", data_stores.WRITE, act.now, _json(data_stores.store_rows(merged.written)))


def _closed(parts: Parts, merged: Merged, act: Act, completed: tuple[int, str] | None) -> None:
    if completed is not None:
        actor, behalf = act.actor, act.actor.on_behalf_of or (None, "")
        parts.add("done", _TASK_DONE, *behalf, actor.on_behalf_of_name, completed[1], completed[0])
    tasks = [w for w in merged.closed_of("user_task") if w != act.details.get("work_id")]
    if tasks:
        parts.add("canceled", _TASKS_CANCELED, act.now, tasks)
    if jobs := merged.closed_of("job", "timer"):
        parts.add("jd", _JOBS_GONE, jobs)
    if waits := merged.closed_of("message", "signal"):
        parts.add("sd", _SUBSCRIPTIONS_GONE, waits)
    if called := [work for work in merged.closed.values() if work.kind == "called_instance"]:
        states = [{"work_id": work.work_id, "state": ENDED[work.reason]} for work in called]
        parts.add("cd", _CALLED_END, act.now, _json(states))
    if stopped := merged.closed_of("incident", "job", "timer"):
        parts.add("xd", _INCIDENTS_GONE, act.now, act.actor.username, act.reason or act.command, stopped)


def _recorded(parts: Parts, instance: Instance, merged: Merged, act: Act, changes: str) -> None:
    """The ledger's event: the element, the state, where it went and every variable's old and new value."""
    body: dict[str, Any] = {"element": act.element_id, "state": merged.state, "changes": orjson.Fragment(changes)}
    if merged.trace:
        body["seq"] = [merged.trace[0].seq, merged.trace[-1].seq]
    body |= {key: value for key, value in act.details.items() if key != "work_id"}
    table, record = ("user_task", act.user_task_id) if act.user_task_id else ("process_instance", instance.id)
    parts.add(
        "l",
        f"SELECT {RECORD_SQL} AS event_id FROM i",
        *("engine", act.command, table, str(record), str(instance.id), dump_plain(body)),
    )


def _json(value: Any) -> str:
    return dump_plain(value)
