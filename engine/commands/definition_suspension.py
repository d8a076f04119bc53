"""Suspending a process definition: nothing starts, what runs stands still; all goes on when it is resumed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from engine import clock
from engine.commands.batches import start_batch
from engine.programs import deployed_latest
from engine.push import wake
from engine.refusals import EngineRefusal, Forbidden, Invalid, NotFound
from engine.suspensions import await_starts, park_timer_starts, release_timer_starts
from engine.wire import dump_exact, load_exact
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

_CHANGE = """UPDATE process_definition SET suspended_at = %s, suspended_by = %s, suspended_reason = %s
 WHERE key = %s AND (suspended_at IS NULL) = %s AND version = coalesce(%s, version) RETURNING id, version, latest"""
_ROOTS = "SELECT id FROM process_instance WHERE definition_id = ANY(%s) AND root_id = id AND state = %s ORDER BY id"
_HELD = """SELECT m.id, m.name, m.correlation_key, m.variables FROM message m WHERE m.status = 'buffered'
 AND m.name IN (SELECT s.value ->> 'name' FROM process_definition, jsonb_array_elements(start_events::jsonb) s
  WHERE key = %s AND latest AND s.value ->> 'kind' = 'message') ORDER BY m.id FOR UPDATE"""


class NotSuspended(EngineRefusal):
    """The process definition "{key}" is not suspended, so there is nothing to resume."""

    code = "conflict"
    zh = "流程“{key}”没有停用，无需恢复。"


class SuspendedAlready(EngineRefusal):
    """The process definition "{key}" is suspended already; nothing was changed."""

    code = "conflict"
    zh = "流程“{key}”已经停用，未作改动。"


@dataclass(frozen=True)
class Changed:
    """Which versions were suspended or resumed, and the batch over their running instances (None: there are none)."""

    versions: tuple[int, ...]
    batch_id: int | None


def suspend_definition(*, key: str, actor: Actor, reason: str, version: int | None = None) -> Changed:
    """Nothing of the definition (all versions, or that one) starts any more, and its running instances stand still.

    A definition belongs to the whole company: only a right held at its top is enough.
    """
    return _change(key, version, actor, reason, suspend=True)


def resume_definition(*, key: str, actor: Actor, reason: str, version: int | None = None) -> Changed:
    """It starts again; instances that were suspended with it go on, those suspended one by one do not."""
    return _change(key, version, actor, reason, suspend=False)


def _change(key: str, version: int | None, actor: Actor, reason: str, *, suspend: bool) -> Changed:
    if not (actor.system or actor.may_everywhere("suspend_instances")):
        raise Forbidden(what="挂起流程")
    if not reason.strip():
        raise Invalid(what="原因")
    deployed_latest(key)
    command = "suspend_definition" if suspend else "resume_definition"
    with audited(actor=actor, reason=reason), transaction.atomic(), connection.cursor() as cursor:
        await_starts(key)
        said = [clock.now(), actor.username, reason] if suspend else [None, "", ""]
        cursor.execute(_CHANGE, [*said, key, suspend, version])
        changed = cursor.fetchall()
        if not changed:
            raise _unchanged(key, version, suspend=suspend)
        if any(latest for _, _, latest in changed):
            _starts(key, suspend=suspend)
        cursor.execute(_ROOTS, [[pk for pk, _, _ in changed], "ACTIVE" if suspend else "SUSPENDED"])
        roots = [row[0] for row in cursor.fetchall()]
        versions = tuple(sorted(number for _, number, _ in changed))
        body = {"key": key, "versions": list(versions), "instances": len(roots)}
        record(kind="admin", action=command, body=body, table="process_definition", record=key)
        kind = "suspend_instances" if suspend else "resume_instances"
        given = {"with": "definition"}
        batch = start_batch(kind=kind, targets=roots, actor=actor, reason=reason, parameters=given) if roots else None
    return Changed(versions, batch)


def _unchanged(key: str, version: int | None, *, suspend: bool) -> EngineRefusal:
    """Why nothing was there to be changed: there is no such version, or it stands as is asked already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM process_definition WHERE key = %s AND version = %s", [key, version])
        if version is not None and not cursor.fetchone()[0]:
            return NotFound(thing=f"流程版本 {version}")
    return SuspendedAlready(key=key) if suspend else NotSuspended(key=key)


def _starts(key: str, *, suspend: bool) -> None:
    """Timer starts wait or go on; messages that came to start it meanwhile are on their way again."""
    if suspend:
        park_timer_starts(key)
        return
    release_timer_starts(key)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [key])
        for pk, name, correlation_key, variables in cursor.fetchall():
            payload = {"name": name, "correlation_key": correlation_key, "variables": load_exact(variables)}
            cursor.execute(
                "INSERT INTO job (kind, payload, run_at, max_attempts) VALUES ('message', %s, %s, 10)",
                [dump_exact(payload), clock.now()],
            )
            cursor.execute("UPDATE message SET status = 'delivered', variables = '{}' WHERE id = %s", [pk])
    wake(jobs=True)
