"""Starting and canceling process instances."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction

from engine import access, clock, steps
from engine.business_keys import BadRule, business_key
from engine.clock import in_china
from engine.commands.assignment import number
from engine.commands.submission import accepted_at_start, refuse_too_large
from engine.commands.units import unit_for
from engine.documents.commands import bind_attachments
from engine.english import starting
from engine.expressions import text_of
from engine.programs import Deployed, deployed_latest, runtime
from engine.refusals import Forbidden, IdempotencyKeyReused, Invalid, NotFound
from engine.runtime.protocol import Cancel, Step
from engine.steps import Act, Instance
from engine.suspensions import refuse_if_suspended, release_jobs
from engine.wire import dump_plain
from engine.writing import Written, write_step
from ledger.context import context_json
from people.actors import Actor

_INSERT = """INSERT INTO process_instance (id, root_id, definition_id, definition_key, digest, business_key, title,
 unit_id, unit_path, started_at, started_by_id, started_by, started_by_name, version, snapshot)
 VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '') RETURNING set_config('app.context', %s, true)"""


@dataclass(frozen=True)
class Started:
    """A new instance: its id, state, and the rows of the user tasks that opened."""

    id: int
    business_key: str
    state: str
    opened: list[dict[str, Any]]


def start_process_instance(
    *,
    definition: str,
    variables: Mapping[str, Any],
    actor: Actor,
    business_key: str | None = None,
    unit_id: int | None = None,
    idempotency_key: str | None = None,
) -> Started:
    """The new instance of the newest version; with a key, the same request starts it once only."""
    version = deployed_latest(definition)
    starters = [role.strip() for role in version.properties.get("starters", "").split(",") if role.strip()]
    if not access.may_start(starters, actor):
        raise Forbidden(what=starting(version))
    refuse_too_large(dump_plain(dict(variables)).encode())
    accepted = accepted_at_start(version, variables, form_key=version.start_form_key)
    body_hash = hashlib.sha256(dump_plain([definition, business_key, unit_id, dict(variables)]).encode()).hexdigest()
    try:
        with transaction.atomic():
            unit = unit_for(actor, unit_id, starters)
            started = begin_instance(
                version=version, variables=accepted, actor=actor, business_key=business_key or "", unit=unit
            )
            bind_attachments(instance_id=started.id, data=accepted, actor=actor)
            if idempotency_key:
                _keep(actor, idempotency_key, body_hash, started)
            return started
    except IntegrityError as problem:
        if not idempotency_key or "idempotency_key" not in str(problem):
            raise
        return _kept(actor, idempotency_key, body_hash)


def begin_instance(
    *,
    version: Deployed,
    variables: Mapping[str, Any],
    actor: Actor,
    business_key: str,
    unit: tuple[int | None, str],
    at: str | None = None,
    command: str = "start_process_instance",
) -> Started:
    """Starts in the open transaction; `at` is the start event's id when an event starts it."""
    refuse_if_suspended(version)
    act = Act(actor, command, clock.now(), element_id=at or "")
    step = steps.begin(deployed=version, variables=variables, at=at, act=act)
    instance = _inserted(version, step, act, business_key, unit, variables)
    merged = steps.settle(instance=instance, first=step, act=act)
    written: Written = write_step(instance=instance, merged=merged, act=act)
    return Started(instance.id, instance.business_key, merged.state, written.opened)


def _inserted(
    version: Deployed,
    step: Step,
    act: Act,
    business_key: str,
    unit: tuple[int | None, str],
    variables: Mapping[str, Any],
) -> Instance:
    actor = act.actor
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('process_instance_id_seq')")
        pk = int(cursor.fetchone()[0])
        key = business_key or _business_key(version, pk, act)
        title = text_of(version.properties.get("titleExpression", ""), _visible(step, variables)) or version.name
        cursor.execute(
            _INSERT,
            [pk, pk, version.id, version.key, version.digest, key, title, *unit, act.now, actor.user_id,
             actor.username, actor.full_name, context_json(actor=actor, instance_id=pk)],
        )  # fmt: skip
    return Instance(
        pk, 0, version.digest, "ACTIVE", version.key, key, title, unit[0], unit[1], 0, step.snapshot, act.now
    )


def _visible(step: Step, variables: Mapping[str, Any]) -> dict[str, Any]:
    return {**variables, **runtime().variables(step.snapshot, env=steps.stored_of(0, step.stored))}


def _business_key(version: Deployed, pk: int, act: Act) -> str:
    rule = version.properties.get("businessKeyRule", "")
    try:
        return business_key(rule, key=version.key, number=pk, on=in_china(act.now).date())
    except BadRule:
        raise Invalid(what=f"业务编号规则 {rule[:100]}") from None


def cancel_process_instance(*, instance_id: int | str, actor: Actor, reason: str) -> None:
    """The instance and all that it called have ended; nothing in them runs on."""
    if not reason.strip():
        raise Invalid(what="取消原因")
    with transaction.atomic():
        act = Act(actor, "cancel_process_instance", clock.now(), reason=reason)
        instance = steps.lock_instance(instance_id=number(instance_id, "流程实例"), act=act)
        if not access.sees_unit(actor, instance.unit_path):
            raise NotFound(thing="流程实例")
        if not (actor.system or actor.may_at("cancel_instances", instance.unit_path)):
            raise Forbidden(what="取消流程实例")
        if instance.state == "SUSPENDED":
            release_jobs(instance.id)
        else:
            steps.refuse_unless_active(instance)
        merged = steps.advance(instance=instance, command=Cancel(reason), act=act)
        write_step(instance=instance, merged=merged, act=act)


def _keep(actor: Actor, key: str, body_hash: str, started: Started) -> None:
    answer = dump_plain({"id": started.id, "business_key": started.business_key, "state": started.state})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_key (actor_id, key, command, body_hash, answer, created_at)"
            " VALUES (%s, %s, 'start_process_instance', %s, %s, %s)",
            [actor.user_id or 0, key, body_hash, answer, clock.now()],
        )


def _kept(actor: Actor, key: str, body_hash: str) -> Started:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body_hash, answer FROM idempotency_key WHERE actor_id = %s AND key = %s"
            " AND command = 'start_process_instance'",
            [actor.user_id or 0, key],
        )
        row = cursor.fetchone()
    if row is None or row[0] != body_hash:
        raise IdempotencyKeyReused
    kept = orjson.loads(row[1])
    return Started(kept["id"], kept["business_key"], kept["state"], [])
