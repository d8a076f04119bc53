"""Repair: what stopped is tried again, by whom and why is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from engine import clock, steps
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.push import push
from engine.refusals import Forbidden, Invalid, NotFound
from engine.runtime.protocol import Retry, SetVariables
from engine.steps import Act
from engine.wire import dump_exact, exact_numbers, load_exact
from engine.writing import write_step
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor


def retry_incident(
    *, incident_id: int | str, actor: Actor, reason: str, variables: Mapping[str, Any] | None = None
) -> None:
    """The incident is resolved and its work tried again, with changed variables if given."""
    if not (actor.system or actor.may("retry_incidents")):
        raise Forbidden(what="处理异常")
    if not reason.strip():
        raise Invalid(what="处理原因")
    values = exact_numbers(dict(variables or {}))
    pk = number(incident_id, "异常")
    seen = _incident(pk)
    with audited(actor=actor, instance_id=seen["root_id"], reason=reason), transaction.atomic():
        if seen["root_id"] is not None:
            _retry_in_instance(seen, actor, reason, values)
        if seen["job_id"] is not None:
            _retry_job(seen, values)
        _resolve(pk, actor, reason)
        body = {"incident": pk, "element": seen["element_id"], "code": seen["code"], "variables": sorted(values)}
        record(
            kind="engine", action="retry_incident", body=body, table="incident", record=pk, instance_id=seen["root_id"]
        )
        push([f"instance:{seen['root_id']}"])


def _incident(pk: int) -> Row:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incident WHERE id = %s AND resolved_at IS NULL", [pk])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="未处理的异常")
        return as_row(cursor, row)


def _retry_in_instance(incident: Row, actor: Actor, reason: str, values: Mapping[str, Any]) -> None:
    act = Act(actor, "retry_incident", clock.now(), incident["element_id"], reason=reason)
    instance = steps.lock_instance(instance_id=incident["root_id"], act=act)
    steps.refuse_unless_active(instance)
    if values:
        merged = steps.advance(instance=instance, command=SetVariables(values), act=act)
        write_step(instance=instance, merged=merged, act=act)
        instance = steps.lock_instance(instance_id=incident["root_id"], act=act)
    if incident["job_id"] is None:
        merged = steps.advance(instance=instance, command=Retry(incident["work_id"]), act=act)
        write_step(instance=instance, merged=merged, act=act)


def _retry_job(incident: Row, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM job WHERE id = %s AND state = 'DEAD' FOR UPDATE", [incident["job_id"]])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="未处理的异常")
        payload = load_exact(row[0])
        if "inputs" in payload:
            payload["inputs"] = {**payload["inputs"], **{k: v for k, v in values.items() if k in payload["inputs"]}}
        cursor.execute(
            "UPDATE job SET state = 'READY', attempts = 0, run_at = %s, worker = NULL, lease_until = NULL, payload = %s"
            " WHERE id = %s",
            [clock.now(), dump_exact(payload), incident["job_id"]],
        )


def _resolve(pk: int, actor: Actor, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incident SET resolved_at = %s, resolved_by = %s, resolution = %s WHERE id = %s",
            [clock.now(), actor.username, f"retry: {reason}", pk],
        )
