"""Repair: what stopped is tried again, skipped or moved on; by whom, why and what changed is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connection, transaction

from engine import clock, steps
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.commands.submission import refuse_too_large
from engine.push import push, wake
from engine.refusals import Forbidden, Invalid, NotFound
from engine.runtime.protocol import Command, Complete, Move, Retry, SetVariables
from engine.sealing import is_sealed, opened, seal
from engine.service_tasks import InputRefused, registered
from engine.steps import Act
from engine.wire import dump_exact, exact_numbers, load_exact, plain
from engine.writing import write_step
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

Body = dict[str, Any]


def retry_incident(
    *, incident_id: int | str, actor: Actor, reason: str, variables: Mapping[str, Any] | None = None
) -> None:
    """The incident is resolved and its work tried again, with changed variables if given."""
    values = exact_numbers(dict(variables or {}))
    refuse_too_large(orjson.dumps(dict(variables or {}), default=str))
    with _repairing("retry_incident", incident_id, actor, reason) as (seen, body):
        body["variables"] = sorted(values)
        if seen["root_id"] is not None and values:
            _advance(seen, SetVariables(values), actor, "retry_incident", reason)
        if seen["job_id"] is not None:
            body["inputs"] = _retry_job(seen, values)
        else:
            _advance(seen, Retry(seen["work_id"]), actor, "retry_incident", reason)


def skip_incident(
    *, incident_id: int | str, actor: Actor, reason: str, outputs: Mapping[str, Any] | None = None
) -> None:
    """The incident is resolved and its element counts as done, with the given outputs in place of its own."""
    values = exact_numbers(dict(outputs or {}))
    with _repairing("skip_incident", incident_id, actor, reason) as (seen, body):
        body["outputs"] = plain(values)
        if not seen["work_id"] or seen["root_id"] is None:
            raise Invalid(what="该异常没有可跳过的环节")
        _refuse_outputs(seen, values)
        _advance(seen, Complete(seen["work_id"], values), actor, "skip_incident", reason)


def move_incident(*, incident_id: int | str, actor: Actor, reason: str, to: str) -> None:
    """The incident is resolved and its token goes on at another element, `to`."""
    with _repairing("move_incident", incident_id, actor, reason) as (seen, body):
        body["to"] = to
        if not to.strip():
            raise Invalid(what="目标环节")
        if not seen["work_id"] or seen["root_id"] is None:
            raise Invalid(what="该异常没有可跳过的环节")
        move = Move(cancel=(seen["work_id"],), enter=(to,), reason=reason)
        _advance(seen, move, actor, "move_incident", reason)


@contextmanager
def _repairing(command: str, incident_id: int | str, actor: Actor, reason: str) -> Iterator[tuple[Row, Body]]:
    """The open incident, its instance locked; afterwards it is resolved and the ledger knows why."""
    if not (actor.system or actor.may("retry_incidents")):
        raise Forbidden(what="处理异常")
    if not reason.strip():
        raise Invalid(what="处理原因")
    pk = number(incident_id, "异常")
    with connection.cursor() as cursor:
        cursor.execute("SELECT root_id FROM incident WHERE id = %s", [pk])
        found = cursor.fetchone()
    if found is None:
        raise NotFound(thing="未处理的异常")
    with audited(actor=actor, instance_id=found[0], reason=reason), transaction.atomic():
        if found[0] is not None:
            _lock(found[0], actor, command, reason)
        seen = _open(pk)
        body: Body = {"incident": pk, "element": seen["element_id"], "code": seen["code"]}
        yield seen, body
        _resolve(pk, actor, f"{command.removesuffix('_incident')}: {reason}")
        record(kind="engine", action=command, body=body, table="incident", record=pk, instance_id=seen["root_id"])
        push([f"instance:{seen['root_id']}", "incidents"])
        wake(jobs=True)


def _lock(root_id: int, actor: Actor, command: str, reason: str) -> None:
    instance = steps.lock_instance(instance_id=root_id, act=Act(actor, command, clock.now(), reason=reason))
    if not (actor.system or actor.may_at("retry_incidents", instance.unit_path)):
        raise NotFound(thing="未处理的异常")
    steps.refuse_unless_active(instance)


def _open(pk: int) -> Row:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incident WHERE id = %s AND resolved_at IS NULL FOR UPDATE", [pk])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="未处理的异常")
        return as_row(cursor, row)


def _advance(incident: Row, command: Command, actor: Actor, name: str, reason: str) -> None:
    act = Act(actor, name, clock.now(), incident["element_id"], reason=reason)
    instance = steps.lock_instance(instance_id=incident["root_id"], act=act)
    merged = steps.advance(instance=instance, command=command, act=act)
    write_step(instance=instance, merged=merged, act=act)


def _retry_job(incident: Row, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The job is ready again; which of its inputs changed, old → new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM job WHERE id = %s AND state = 'DEAD' FOR UPDATE", [incident["job_id"]])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="未处理的异常")
        payload = load_exact(row[0])
        inputs = opened(payload.get("inputs") or {})
        changed = {k: {"old": inputs[k], "new": v} for k, v in values.items() if k in inputs and inputs[k] != v}
        if changed:
            merged = {**inputs, **{name: change["new"] for name, change in changed.items()}}
            payload["inputs"] = seal(merged) if is_sealed(payload["inputs"]) else merged
        cursor.execute(
            "UPDATE job SET state = CASE kind WHEN 'external' THEN 'OFFERED' ELSE 'READY' END,"
            " attempts = 0, run_at = %s, worker = NULL, lease_until = NULL, payload = %s"
            " WHERE id = %s",
            [clock.now(), dump_exact(payload), incident["job_id"]],
        )
    return dict(plain(changed))


def _refuse_outputs(incident: Row, values: Mapping[str, Any]) -> None:
    """Raises when the job's function promises other outputs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type FROM job WHERE id = %s", [incident["job_id"]])
        row = cursor.fetchone()
    task = registered(row[0]) if row else None
    try:
        if task is not None and values:
            task.refuse_outputs(values)
    except InputRefused as refusal:
        raise Invalid(what=str(refusal)) from refusal


def _resolve(pk: int, actor: Actor, resolution: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incident SET resolved_at = %s, resolved_by = %s, resolution = %s WHERE id = %s",
            [clock.now(), actor.username, resolution, pk],
        )
