"""Return, withdraw, rewind, move, skip: one transaction each, with a reason, told in the ledger with old and new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from engine import access, clock, movement, steps
from engine.access import Row
from engine.answers import answered_once
from engine.commands.assignment import as_row, hand_over, number, read_task
from engine.histories import history_of
from engine.refusals import CommandRefused, Forbidden, Invalid, NotFound
from engine.runtime.protocol import Command, Complete, DeliverMessage, FireTimer, Move
from engine.runtime.returning import Plan
from engine.steps import Act, Instance
from engine.wire import exact_numbers
from engine.writing import write_step
from people.actors import Actor, actor_of

_SUPERSEDED = """UPDATE user_task SET superseded_at = %s, version = version + 1
 WHERE root_id = %s AND work_id = ANY(%s) AND state = 'COMPLETED' AND superseded_at IS NULL"""
_DOERS = """SELECT DISTINCT ON (element_id, loop_index) element_id, loop_index, completed_by_id FROM user_task
 WHERE root_id = %s AND work_id = ANY(%s) AND state = 'COMPLETED' ORDER BY element_id, loop_index, id DESC"""
_WORK = """SELECT work_id, kind, element_id FROM (
 SELECT work_id, 'user_task' AS kind, element_id FROM user_task WHERE root_id = %s AND state IN ('CREATED', 'ASSIGNED')
 UNION ALL SELECT work_id, kind, element_id FROM job WHERE root_id = %s AND work_id <> ''
 UNION ALL SELECT work_id, kind, element_id FROM subscription WHERE root_id = %s) AS w WHERE work_id = %s"""


@dataclass(frozen=True)
class Moved:
    """What became of a move: the root instance's id and state, and the ledger event that tells it."""

    instance_id: int
    state: str
    event_id: int


def return_user_task(*, user_task_id: int | str, to: str, actor: Actor, reason: str, idempotency_key: str) -> Moved:
    """The open task goes back to an earlier user task of this instance (its passage's or element's id)."""
    task_id = number(user_task_id, "任务")

    def decide(instance: Instance) -> tuple[Plan, Row]:
        task = read_task(task_id)
        access.refuse_unless_open(task)
        access.refuse_unless_completer(task, actor)
        plan = movement.named_plan(movement.returns(task, history_of(instance.id, instance.digest)), to)
        movement.refuse_lasting(plan, instance.digest)
        return plan, task

    seen = read_task(task_id)
    acting = access.acting_on(seen, actor)
    act = Act(acting, "return_user_task", clock.now(), user_task_id=task_id, reason=_said(reason))
    return _gone_back(seen["root_id"], act, [task_id, to, reason], idempotency_key, decide)


def withdraw_completion(*, user_task_id: int | str, actor: Actor, reason: str, idempotency_key: str) -> Moved:
    """The completed task is open again, for its completer, as long as nobody has begun what came of it."""
    task_id = number(user_task_id, "任务")

    def decide(instance: Instance) -> tuple[Plan, Row]:
        task = read_task(task_id)
        if not access.may_see_task(task, actor):
            raise NotFound(thing="任务")
        if not movement.may_withdraw(task, actor):
            raise movement.CannotWithdraw
        history = history_of(instance.id, instance.digest)
        return movement.withdraw_plan(task, history, movement.open_tasks_of(instance.id)), task

    act = Act(actor, "withdraw_completion", clock.now(), user_task_id=task_id, reason=_said(reason))
    return _gone_back(read_task(task_id)["root_id"], act, [task_id, reason], idempotency_key, decide)


def rewind_process_instance(
    *, instance_id: int | str, to: str, actor: Actor, reason: str, idempotency_key: str
) -> Moved:
    """The instance goes back to an activity that it has finished, whatever happened in between."""
    root_id = _root(instance_id, actor)

    def decide(instance: Instance) -> tuple[Plan, None]:
        return movement.named_plan(movement.rewinds(history_of(instance.id, instance.digest)), to), None

    act = Act(actor, "rewind_process_instance", clock.now(), reason=_said(reason))
    return _gone_back(root_id, act, [root_id, to, reason], idempotency_key, decide)


def move_tokens(
    *,
    instance_id: int | str,
    cancel: Sequence[str],
    enter: Sequence[str],
    actor: Actor,
    reason: str,
    idempotency_key: str,
    variables: Mapping[str, Any] | None = None,
) -> Moved:
    """Tokens are taken away (work or element ids) and put in (element ids), variables set first."""
    values = exact_numbers(dict(variables or {}))
    command = Move(tuple(cancel), tuple(enter), values, _said(reason))
    if not cancel and not enter:
        raise Invalid(what="移动的起点或终点")
    root_id = _root(instance_id, actor)
    act = Act(actor, "move_tokens", clock.now(), reason=command.reason, details={"cancel": cancel, "enter": enter})
    body = [root_id, cancel, enter, values, reason]
    return _carried_out(root_id, act, body, idempotency_key, lambda: (command, act))


def skip(
    *,
    instance_id: int | str,
    work_id: str,
    actor: Actor,
    reason: str,
    idempotency_key: str,
    variables: Mapping[str, Any] | None = None,
) -> Moved:
    """The open work counts as done without anybody doing it, with these variables as its result."""
    values = exact_numbers(dict(variables or {}))
    root_id = _root(instance_id, actor)
    commands: dict[str, Command] = {
        "user_task": Complete(work_id, values),
        "service": Complete(work_id, values),
        "external": Complete(work_id, values),
        "timer": FireTimer(work_id),
        "message": DeliverMessage(work_id, values),
    }
    act = Act(actor, "skip", clock.now(), reason=_said(reason))

    def decide() -> tuple[Command, Act]:
        kind, element_id = _open_work(root_id, work_id)
        if kind not in commands:
            raise CommandRefused(why=f"“{element_id}” ({kind})")
        return commands[kind], replace(act, element_id=element_id, details={"skipped": kind})

    return _carried_out(root_id, act, [root_id, work_id, values, reason], idempotency_key, decide)


# --------------------------------------------------------------------------- one transaction
def _gone_back(
    root_id: int, act: Act, body: list[Any], key: str, decide: Callable[[Instance], tuple[Plan, Row | None]]
) -> Moved:
    """Carries out the plan that is decided under the lock; what it undoes becomes an earlier round."""

    def work(body_hash: str) -> dict[str, Any]:
        instance = steps.lock_instance(instance_id=root_id, act=act)
        steps.refuse_unless_active(instance)
        plan, task = decide(instance)
        element_id = task["element_id"] if task else plan.target.element_id
        told = replace(act, element_id=element_id, details=_details(plan))
        merged = steps.advance(instance=instance, command=replace(plan.move, reason=act.reason), act=told)
        written = write_step(instance=instance, merged=merged, act=told, idempotency=(key, body_hash))
        with connection.cursor() as cursor:
            earlier = [*plan.again, *(str(one.id) for one in plan.superseded)]
            cursor.execute(_SUPERSEDED, [act.now, root_id, earlier])
        _to_whoever_did_it(root_id, plan, written.opened, act.actor)
        return {"state": merged.state, "event_id": written.event_id}

    kept = answered_once(actor=act.actor, key=key, command=act.command, body=body, work=work)
    return Moved(root_id, kept["state"], kept["event_id"])


def _to_whoever_did_it(root_id: int, plan: Plan, opened: Sequence[Row], actor: Actor) -> None:
    """The work that is open again goes to who had done it, while that person is still a candidate."""
    with connection.cursor() as cursor:
        cursor.execute(_DOERS, [root_id, list(plan.again)])
        doers = {(element_id, index): user_id for element_id, index, user_id in cursor.fetchall()}
    for task in opened:
        doer = doers.get((task["element_id"], task["loop_index"]))
        person = actor_of(doer) if doer is not None and task["state"] == "CREATED" else None
        if person is not None and access.is_candidate(task, person):
            hand_over(read_task(task["id"]), to=person, actor=actor)


def _carried_out(root_id: int, act: Act, body: list[Any], key: str, decide: Callable[[], tuple[Command, Act]]) -> Moved:
    """Carries out what is decided under the lock."""

    def work(body_hash: str) -> dict[str, Any]:
        instance = steps.lock_instance(instance_id=root_id, act=act)
        steps.refuse_unless_active(instance)
        command, told = decide()
        merged = steps.advance(instance=instance, command=command, act=told)
        written = write_step(instance=instance, merged=merged, act=told, idempotency=(key, body_hash))
        return {"state": merged.state, "event_id": written.event_id}

    kept = answered_once(actor=act.actor, key=key, command=act.command, body=body, work=work)
    return Moved(root_id, kept["state"], kept["event_id"])


def _details(plan: Plan) -> dict[str, Any]:
    return {
        "to": plan.target.element_id,
        "canceled": [one.element_id for one in plan.canceled],
        "superseded": [one.element_id for one in plan.superseded],
        "effects": [{"kind": one.kind, "element": one.passage.element_id, "name": one.name} for one in plan.effects],
    }


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid(what="处理原因")
    return reason.strip()


def _root(instance_id: int | str, actor: Actor) -> int:
    """The root of an instance that the actor may move."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT root_id, unit_path FROM process_instance WHERE id = %s", [number(instance_id, "流程实例")]
        )
        row = cursor.fetchone()
    if row is None or not access.sees_unit(actor, row[1]):
        raise NotFound(thing="流程实例")
    if not movement.may_move(row[1], actor):
        raise Forbidden(what="回退与移动流程")
    return int(row[0])


def _open_work(root_id: int, work_id: str) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_WORK, [root_id, root_id, root_id, work_id])
        row = cursor.fetchone()
        if row is None:
            raise NotFound(thing="未完成的工作")
        found = as_row(cursor, row)
    return str(found["kind"]), str(found["element_id"])
