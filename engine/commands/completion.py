"""Completing a user task: the hot path, two statements between BEGIN and COMMIT."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction

from engine import access, clock, steps
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.commands.submission import accepted_variables, refuse_too_large
from engine.documents.commands import bind_attachments
from engine.prepared import execute
from engine.refusals import IdempotencyKeyMissing, IdempotencyKeyReused, NotFound
from engine.runtime.protocol import Complete
from engine.separation import refuse_earlier_hand
from engine.steps import CONTEXT, Act, Instance
from engine.wire import dump_plain
from engine.writing import write_step
from ledger.context import set_context
from people.actors import Actor

_LOCK = f"""SELECT {steps.COLUMNS}, {CONTEXT}, to_json(t)::text
 FROM user_task t JOIN process_instance i ON i.id = t.root_id WHERE t.id = %s FOR UPDATE OF i, t"""
_ANSWERED = "SELECT command, body_hash, answer FROM idempotency_key WHERE actor_id = %s AND key = %s"


@dataclass(frozen=True)
class Completed:
    """The answer to a completion: the task's row, the rows of what opened, the instance's id and state."""

    user_task: Row
    opened: list[Row]
    instance_id: int
    state: str
    event_id: int


def complete_user_task(
    *, user_task_id: int | str, actor: Actor, variables: Mapping[str, Any], idempotency_key: str
) -> Completed:
    """The completed task, its instance's state and the tasks that opened for this person."""
    if not idempotency_key:
        raise IdempotencyKeyMissing
    task_id = number(user_task_id, "任务")
    body_hash = _hash(task_id, variables)
    try:
        with transaction.atomic():
            return _complete(task_id, actor, variables, idempotency_key, body_hash)
    except IntegrityError as problem:
        if "idempotency_key" not in str(problem):
            raise
        answer = _answered(actor, idempotency_key, body_hash)
        if answer is None:
            raise
        return answer


def _complete(user_task_id: int, actor: Actor, variables: Mapping[str, Any], key: str, body_hash: str) -> Completed:
    act = Act(actor, "complete_user_task", clock.now(), user_task_id=user_task_id)
    instance, task = _lock(user_task_id, act)
    if task["state"] not in ("CREATED", "ASSIGNED"):
        answer = _answered(actor, key, body_hash)
        if answer is not None:
            return answer
        access.refuse_unless_open(task)
    access.refuse_unless_completer(task, actor)
    refuse_earlier_hand(task, actor)
    actor = _in_place(task, instance, actor)
    steps.refuse_unless_active(instance)
    accepted, outcome = accepted_variables(task, instance, variables, actor)
    bind_attachments(instance_id=instance.id, data=accepted, actor=actor)
    act = Act(
        actor,
        act.command,
        act.now,
        task["element_id"],
        user_task_id,
        "",
        {"work_id": task["work_id"], "outcome": outcome},
    )
    merged = steps.advance(instance=instance, command=Complete(task["work_id"], accepted), act=act)
    written = write_step(
        instance=instance,
        merged=merged,
        act=act,
        completed=(user_task_id, outcome),
        idempotency=(key, body_hash),
        ends=True,
    )
    done = {**task, **completed_row(act, outcome), "version": task["version"] + 1}
    return Completed(done, list(written.opened), instance.id, merged.state, written.event_id)


def _in_place(task: Row, instance: Instance, actor: Actor) -> Actor:
    """The actor, in the absent one's place where only that right is enough; then the ledger hears of it too."""
    acting = access.acting_on(task, actor)
    if acting.on_behalf_of is not None:
        with connection.cursor() as cursor:
            set_context(cursor, actor=acting, instance_id=instance.id, user_task_id=task["id"])
    return acting


def completed_row(act: Act, outcome: str) -> dict[str, Any]:
    """What completing changes in a user task's row."""
    actor = act.actor
    return {
        "state": "COMPLETED",
        "completed_at": act.now,
        "completed_by_id": actor.user_id,
        "completed_by": actor.username,
        "completed_by_name": actor.full_name,
        **behalf_of(actor),
        "outcome": outcome,
    }


def behalf_of(actor: Actor) -> dict[str, Any]:
    """For whom the actor acts, as a user task's row keeps it."""
    behalf_id, behalf = actor.on_behalf_of or (None, "")
    return {"behalf_id": behalf_id, "behalf": behalf, "behalf_name": actor.on_behalf_of_name}


def _lock(user_task_id: int, act: Act) -> tuple[Instance, Row]:
    with connection.cursor() as cursor:
        execute(cursor, _LOCK, [steps.context_of(act), user_task_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(thing="任务")
    return steps.instance_from(row), orjson.loads(row[steps.WIDTH + 1])


def _answered(actor: Actor, key: str, body_hash: str) -> Completed | None:
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [actor.user_id or 0, key])
        row = cursor.fetchone()
        if row is None:
            return None
        command, known_hash, answer = row
        if command != "complete_user_task" or known_hash != body_hash:
            raise IdempotencyKeyReused
        kept = orjson.loads(answer)
        cursor.execute("SELECT * FROM user_task WHERE id = ANY(%s) ORDER BY id", [[kept["task"], *kept["opened"]]])
        rows = [as_row(cursor, found) for found in cursor.fetchall()]
    task = next(row for row in rows if row["id"] == kept["task"])
    return Completed(task, [r for r in rows if r is not task], task["root_id"], kept["state"], kept["event_id"])


def _hash(user_task_id: int, variables: Mapping[str, Any]) -> str:
    text = dump_plain(dict(variables)).encode()
    refuse_too_large(text)
    body = orjson.dumps(orjson.loads(text), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(f"{user_task_id}:".encode() + body).hexdigest()
