"""Suspending and resuming process instances: while one stands still nothing in it moves, and nothing is lost."""

from __future__ import annotations

from django.db import connection, transaction

from engine import access, clock, steps
from engine.commands.assignment import number
from engine.push import push
from engine.refusals import Forbidden, InstanceNotActive, Invalid, NotFound
from engine.steps import Act, Instance
from engine.suspensions import park_jobs, release_jobs
from engine.wire import dump_plain
from ledger.recording import record
from people.actors import Actor

_MOVE = """UPDATE process_instance SET state = %s, suspended_with = %s, suspended_reason = %s, version = version + 1
 WHERE root_id = %s AND state = %s"""
_TRACE = """INSERT INTO trace (root_id, first_seq, last_seq, at, command, actor_id, actor, actor_name, behalf_id,
 behalf_name, reason, entries) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
MOVES = {"suspend_process_instance": ("ACTIVE", "SUSPENDED"), "resume_process_instance": ("SUSPENDED", "ACTIVE")}


def suspend_process_instance(
    *, instance_id: int | str, actor: Actor, reason: str, suspended_with: str = "instance"
) -> bool:
    """Whether the instance was running and now stands still: completions are refused, timers and jobs wait."""
    act = Act(actor, "suspend_process_instance", clock.now(), reason=reason)
    with transaction.atomic():
        instance = _locked(instance_id, act)
        if instance.state == "SUSPENDED":
            return False
        _move(instance, act, suspended_with)
        park_jobs(instance.id)
    return True


def resume_process_instance(*, instance_id: int | str, actor: Actor, reason: str, only_with: str = "") -> bool:
    """Whether the instance was suspended and goes on; what came due meanwhile fires once, the oldest due first.

    With `only_with` it goes on only if it was suspended so (with its definition).
    """
    act = Act(actor, "resume_process_instance", clock.now(), reason=reason)
    with transaction.atomic():
        instance = _locked(instance_id, act)
        if instance.state != "SUSPENDED" or (only_with and _suspended_with(instance.id) != only_with):
            return False
        _move(instance, act, "")
        release_jobs(instance.id)
    return True


def _locked(instance_id: int | str, act: Act) -> Instance:
    if not act.reason.strip():
        raise Invalid(what="原因")
    instance = steps.lock_instance(instance_id=number(instance_id, "流程实例"), act=act)
    if not access.sees_unit(act.actor, instance.unit_path):
        raise NotFound(thing="流程实例")
    if not (act.actor.system or act.actor.may_at("suspend_instances", instance.unit_path)):
        raise Forbidden(what="挂起流程")
    if instance.state not in ("ACTIVE", "SUSPENDED"):
        raise InstanceNotActive(state=instance.state)
    return instance


def _move(instance: Instance, act: Act, suspended_with: str) -> None:
    old, new = MOVES[act.command]
    actor, behalf = act.actor, act.actor.on_behalf_of or (None, "")
    entry = dump_plain([[None, new.lower() if new != "ACTIVE" else "resumed", "", None, None, {}]])
    with connection.cursor() as cursor:
        why = act.reason if new == "SUSPENDED" else ""
        cursor.execute(_MOVE, [new, suspended_with, why, instance.id, old])
        cursor.execute(
            _TRACE,
            [instance.id, instance.trace_seq, instance.trace_seq, act.now, act.command, actor.user_id, actor.username,
             actor.full_name, *behalf, act.reason, entry],
        )  # fmt: skip
    body = {"state": {"old": old, "new": new}, "with": suspended_with or None}
    record(
        kind="engine", action=act.command, body=body, table="process_instance", record=instance.id,
        instance_id=instance.id,
    )  # fmt: skip
    push(["inbox", f"instance:{instance.id}"])


def _suspended_with(root_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT suspended_with FROM process_instance WHERE id = %s", [root_id])
        return str(cursor.fetchone()[0])
