"""Previews of going back: from where to where, what ends, which values return, what would stay outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from engine import access, clock, movement, steps
from engine.commands.assignment import as_row
from engine.histories import history_of
from engine.programs import deployed
from engine.queries.instances import visible_instance
from engine.queries.names import person
from engine.queries.readings import Reading, reading_of_run
from engine.queries.user_tasks import visible_task
from engine.refusals import Forbidden
from engine.runtime.lineage import Passage
from engine.runtime.protocol import ABSENT, Closed, Move, Opened
from engine.runtime.returning import Plan, Restored
from engine.sensitive import masked_for, shown
from engine.steps import Act
from engine.wire import plain
from people.actors import Actor

_ROOT = "SELECT id, digest, unit_path, state FROM process_instance WHERE id = %s"
_DONE = """SELECT work_id, element_id, round, completed_by, completed_by_name, completed_at FROM user_task
 WHERE root_id = %s AND state = 'COMPLETED'"""


def returns_of(user_task_id: int | str, actor: Actor, *, lang: str = "zh") -> dict[str, Any]:
    """Where the open task may be returned to, each with what it would do; none for who may not return it."""
    task = visible_task(user_task_id, actor)
    access.refuse_unless_open(task)
    access.refuse_unless_completer(task, actor)
    telling = _Telling(task["root_id"], actor, lang)
    plans = movement.returns(task, history_of(task["root_id"], telling.digest))
    return {"targets": [telling.plan(plan) | {"allowed": not movement.lasting(plan)} for plan in plans]}


def withdrawal_of(user_task_id: int | str, actor: Actor, *, lang: str = "zh") -> dict[str, Any]:
    """What withdrawing this completion would do; raises CannotWithdraw with the reason when it is too late."""
    task = visible_task(user_task_id, actor)
    if not movement.may_withdraw(task, actor):
        raise movement.CannotWithdraw
    telling = _Telling(task["root_id"], actor, lang)
    history = history_of(task["root_id"], telling.digest)
    plan = movement.withdraw_plan(task, history, movement.open_tasks_of(task["root_id"]))
    return telling.plan(plan) | {"allowed": True}


def rewinds_of(instance_id: int | str, actor: Actor, *, lang: str = "zh") -> dict[str, Any]:
    """Where an operator may rewind the instance to, each with what it would do."""
    row = visible_instance(instance_id, actor)
    if not movement.may_move(row["unit_path"], actor):
        raise Forbidden(what="回退与移动流程")
    telling = _Telling(row["root_id"], actor, lang)
    if telling.state != "ACTIVE":
        return {"targets": []}
    plans = movement.rewinds(history_of(row["root_id"], telling.digest))
    return {"targets": [telling.plan(plan) | {"allowed": True} for plan in plans]}


def moves_of(
    instance_id: int | str, actor: Actor, *, cancel: Sequence[str], enter: Sequence[str], lang: str = "zh"
) -> dict[str, Any]:
    """What moving these tokens would close and open; raises as the move itself would."""
    row = visible_instance(instance_id, actor)
    if not movement.may_move(row["unit_path"], actor):
        raise Forbidden(what="回退与移动流程")
    with transaction.atomic():
        act = Act(actor, "move_tokens", clock.now())
        instance = steps.lock_instance(instance_id=row["root_id"], act=act)
        steps.refuse_unless_active(instance)
        merged = steps.advance(instance=instance, command=Move(tuple(cancel), tuple(enter), preview=True), act=act)
    reading = reading_of_run(row["root_id"], deployed(instance.digest), lang)
    works: Sequence[Closed | Opened] = [*merged.closed.values(), *merged.opened.values()]
    told = [{"kind": w.kind, "element_id": w.element_id, "element_name": reading.element(w.element_id)} for w in works]
    return {"closed": told[: len(merged.closed)], "opened": told[len(merged.closed) :]}


def offers_of(user_task_id: int | str, actor: Actor) -> dict[str, bool]:
    """Whether this person could return the task, or withdraw its completion, now."""
    task = visible_task(user_task_id, actor)
    found = movement.offers(task, actor)
    digest, _, state = _root(task["root_id"])
    if state != "ACTIVE" or not any(found.values()):
        return dict.fromkeys(found, False)
    history = history_of(task["root_id"], digest)
    if found["return"]:
        found["return"] = any(not movement.lasting(plan) for plan in movement.returns(task, history))
    try:
        found["withdraw"] = movement.may_withdraw(task, actor)
        if found["withdraw"]:
            movement.withdraw_plan(task, history, movement.open_tasks_of(task["root_id"]))
    except movement.CannotWithdraw:
        found["withdraw"] = False
    return found


def _root(root_id: int) -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_ROOT, [root_id])
        _, digest, unit_path, state = cursor.fetchone()
    return digest, unit_path, state


class _Telling:
    """How a plan reads for this person."""

    def __init__(self, root_id: int, actor: Actor, lang: str) -> None:
        self.digest, unit_path, self.state = _root(root_id)
        version = deployed(self.digest)
        self.reading: Reading = reading_of_run(root_id, version, lang)
        self.masked: Mapping[str, str] = masked_for(version, actor, unit_path)
        with connection.cursor() as cursor:
            cursor.execute(_DONE, [root_id])
            self.done = {row[0]: as_row(cursor, row) for row in cursor.fetchall()}

    def plan(self, plan: Plan) -> dict[str, Any]:
        """The plan as the API shows it."""
        kept = [one for one in plan.restored if one.kept]
        return {
            **self.passage(plan.target, plan.again),
            "canceled": [self.passage(one) for one in plan.canceled if one.work and one.work != "timer"],
            "superseded": [self.passage(one) for one in plan.superseded],
            "restored": [self.value(one) for one in plan.restored if not one.kept],
            "kept": [self.value(one) for one in kept],
            "effects": [
                {"kind": one.kind, "name": one.name, **self.passage(one.passage)} for one in plan.effects
            ],
        }  # fmt: skip

    def passage(self, one: Passage, again: Sequence[str] = ()) -> dict[str, Any]:
        """One time at an element, with who did it."""
        done = next((self.done[work] for work in (str(one.id), *again) if work in self.done), None)
        return {
            "id": str(one.id),
            "element_id": one.element_id,
            "element_name": self.reading.element(one.element_id),
            "element_type": one.node.type if one.node is not None else "",
            "index": one.index,
            "round": done["round"] if done else None,
            "by": person(done["completed_by"], done["completed_by_name"]) if done else None,
            "at": access.moment(done["completed_at"]) if done else None,
        }

    def value(self, one: Restored) -> dict[str, Any]:
        """A variable's value now and then, as people read it."""
        sides: dict[str, Any] = {}
        for side, value in (("old", one.old), ("new", one.new)):
            told = shown(one.name, None if value is ABSENT else plain(value), self.masked)
            sides |= {side: told, f"{side}_text": self.reading.text(one.name, told)}
        return {"name": one.name, "label": self.reading.label(one.name), "scope_id": one.scope_id, **sides}
