"""One act on many: ordered once with its reason, carried out by the workers row by row, a result for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from engine import clock
from engine.commands.assignment import number
from engine.commands.incidents import move_incident, retry_incident, skip_incident
from engine.commands.instances import cancel_process_instance
from engine.commands.migration import migrate_process_instance, refuse_obstacles, try_migration
from engine.commands.suspension import resume_process_instance, suspend_process_instance
from engine.push import wake
from engine.refusals import Forbidden, Invalid, NotFound
from engine.wire import dump_exact, exact_numbers
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

MOST = 100_000
"""How many targets one batch may have."""


@dataclass(frozen=True)
class Told:
    """What came of a row that needs more than a word: a code and what there is to say in both languages."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True)
class BatchKind:
    """What is done to each target, to what, and by whom; `act` answers with what came of it."""

    name: str
    of: str
    permission: str
    act: Callable[[int, Actor, str, Mapping[str, Any]], str | Told]


def _suspend(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    with_ = str(given.get("with") or "instance")
    done = suspend_process_instance(instance_id=target, actor=actor, reason=reason, suspended_with=with_)
    return "suspended" if done else "unchanged"


def _resume(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    only = str(given.get("with") or "")
    done = resume_process_instance(instance_id=target, actor=actor, reason=reason, only_with=only)
    return "resumed" if done else "unchanged"


def _cancel(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    cancel_process_instance(instance_id=target, actor=actor, reason=reason)
    return "canceled"


def _retry(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    retry_incident(incident_id=target, actor=actor, reason=reason, variables=given.get("variables"))
    return "retried"


def _skip(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    skip_incident(incident_id=target, actor=actor, reason=reason, outputs=given.get("variables"))
    return "skipped"


def _move(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    move_incident(incident_id=target, actor=actor, reason=reason, to=str(given.get("to") or ""))
    return "moved"


def _cancel_stopped(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> str:
    cancel_process_instance(instance_id=_stopped_by(target), actor=actor, reason=reason)
    return "canceled"


def _stopped_by(incident_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT root_id FROM incident WHERE id = %s AND resolved_at IS NULL", [incident_id])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise NotFound(thing="未处理的异常")
    return int(row[0])


def _migrate(target: int, actor: Actor, reason: str, given: Mapping[str, Any]) -> Told:
    mapping = {str(old): str(new) for old, new in (given.get("mapping") or {}).items()}
    to = int(given.get("to") or 0)
    if given.get("dry_run"):
        verdict = try_migration(instance_id=target, to_version=to, mapping=mapping, actor=actor)
        refuse_obstacles(verdict)
        return Told("safe", verdict.why("en"), verdict.why("zh"))
    verdict = migrate_process_instance(instance_id=target, to_version=to, mapping=mapping, actor=actor, reason=reason)
    return Told("migrated", verdict.why("en"), verdict.why("zh"))


_ALL = (
    BatchKind("suspend_instances", "instance", "suspend_instances", _suspend),
    BatchKind("resume_instances", "instance", "suspend_instances", _resume),
    BatchKind("cancel_instances", "instance", "cancel_instances", _cancel),
    BatchKind("retry_incidents", "incident", "retry_incidents", _retry),
    BatchKind("skip_incidents", "incident", "retry_incidents", _skip),
    BatchKind("move_incidents", "incident", "retry_incidents", _move),
    BatchKind("migrate_instances", "instance", "migrate_instances", _migrate),
    BatchKind("cancel_incidents", "incident", "retry_incidents", _cancel_stopped),
)
KINDS: dict[str, BatchKind] = {kind.name: kind for kind in _ALL}
_BATCH = """INSERT INTO batch (kind, parameters, reason, total, created_at, created_by_id, created_by, created_by_name,
 behalf_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
_ROWS = """INSERT INTO batch_row (batch_id, position, target)
 SELECT %s, n, t FROM unnest(%s::bigint[]) WITH ORDINALITY AS r(t, n)"""
_JOB = """INSERT INTO job (kind, type, payload, run_at, max_attempts)
 VALUES ('batch', %s, json_build_object('batch', %s::bigint)::text, %s, 10)"""


def start_batch(
    *, kind: str, targets: Sequence[int], actor: Actor, reason: str, parameters: Mapping[str, Any] | None = None
) -> int:
    """The id of the new batch; a worker carries it out in the name of the actor, with the rights held then."""
    known = KINDS.get(kind)
    if known is None:
        raise Invalid(what="批量操作种类")
    if not (actor.system or actor.may(known.permission)):
        raise Forbidden(what="批量操作")
    if not reason.strip():
        raise Invalid(what="原因")
    unique = list(dict.fromkeys(targets))
    if not unique or len(unique) > MOST:
        raise Invalid(what="处理对象")
    given = exact_numbers(dict(parameters or {}))
    behalf = actor.on_behalf_of[0] if actor.on_behalf_of else None
    with audited(actor=actor, reason=reason), transaction.atomic(), connection.cursor() as cursor:
        now = clock.now()
        cursor.execute(
            _BATCH,
            [kind, dump_exact(given), reason, len(unique), now, actor.user_id, actor.username, actor.full_name, behalf],
        )
        pk = int(cursor.fetchone()[0])
        cursor.execute(_ROWS, [pk, unique])
        cursor.execute(_JOB, [kind, pk, now])
        body = {"kind": kind, "targets": len(unique), "parameters": sorted(given)}
        record(kind="engine", action="start_batch", body=body, table="batch", record=pk)
        wake(jobs=True)
    return pk


def stop_batch(*, batch_id: int | str, actor: Actor, reason: str) -> int:
    """How many rows will not be carried out any more; those that are done stay done."""
    pk = number(batch_id, "批量操作")
    if not reason.strip():
        raise Invalid(what="原因")
    with audited(actor=actor, reason=reason), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM batch WHERE id = %s AND state = 'RUNNING' FOR UPDATE", [pk])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="批量操作")
        if not (actor.system or actor.may(KINDS[row[0]].permission)):
            raise Forbidden(what="批量操作")
        cursor.execute(
            "UPDATE batch_row SET state = 'STOPPED', done_at = %s WHERE batch_id = %s AND state = 'WAITING'",
            [clock.now(), pk],
        )
        stopped = int(cursor.rowcount)
        cursor.execute("UPDATE batch SET state = 'STOPPED', ended_at = %s WHERE id = %s", [clock.now(), pk])
        record(kind="engine", action="stop_batch", body={"stopped": stopped}, table="batch", record=pk)
    return stopped
