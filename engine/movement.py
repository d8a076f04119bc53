"""Going back, decided: what a diagram allows (`returnTo`, `withdraw`, `returnOver`) and who may.

`returnTo` of a user task or its process: any (the default), previous, none, or element ids. `withdraw`: untouched (the
default: while nobody has begun what came next) or never. `returnOver` = true of a service task, throw event or call:
going back over it does no harm, its effect may stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row
from engine.english import element_named, listed, task_named
from engine.programs import deployed
from engine.refusals import BothLanguages, EngineRefusal
from engine.runtime.lineage import Passage
from engine.runtime.protocol import NotAllowedHere
from engine.runtime.returning import Effect, History, Plan, plan_for, return_targets, rewind_targets, withdrawal
from people.actors import Actor

HARMLESS = frozenset({"document.render"})
"""Service tasks whose effect is a paper that stays in the file; a later one takes its place."""


class CannotReturn(EngineRefusal):
    """It cannot be taken back there: it did not come from there, or the diagram does not allow it; choose a target."""

    code = "cannot_return"
    zh = "不能退回到该环节：没有从该处经过，或流程图不允许；请从可退回的环节中选择。"


class EffectStays(CannotReturn):
    """Since then "{names}" has had an effect outside that stays; ask an operator to rewind the process."""

    zh = "其间“{names}”已产生外部结果，不能由经办人直接退回；请联系运维人员回退。"


class CannotWithdraw(EngineRefusal):
    """This is not yours to withdraw: you did not do it, it was taken back already, or the diagram does not allow it."""

    code = "cannot_withdraw"
    zh = "不能撤回：不是您办理的、已经撤回，或流程图不允许。"


class WithdrawnTooLate(CannotWithdraw):
    """The task "{name}" was done since; ask whoever has the process now to return it to you."""

    zh = "其后的“{name}”已办理，不能撤回；可请当前办理人退回。"


class BegunMeanwhile(CannotWithdraw):
    """{by} has begun "{name}" already; ask them to return it to you."""

    zh = "“{name}”已由{by}领取，不能撤回；可请其退回。"


class EffectOutside(CannotWithdraw):
    """The task "{name}" has had an effect outside that stays; ask an operator to rewind the process."""

    zh = "其后的“{name}”已产生外部结果，不能撤回；请联系运维人员回退。"


def rule(task: Row, name: str, default: str) -> str:
    """What the user task, else its process, says of going back."""
    own = orjson.loads(task["properties"] or "{}").get(name)
    return str(own or deployed(task["digest"]).properties.get(name) or default)


def offers(task: Row, actor: Actor) -> dict[str, bool]:
    """What a list may offer by the row alone; the previews ask the diagram's process and the trace as well."""
    own = orjson.loads(task["properties"] or "{}")
    returns = access.may_complete(task, actor) and own.get("returnTo") != "none"
    return {"return": returns, "withdraw": _own_completion(task, actor) and own.get("withdraw") != "never"}


def _own_completion(task: Row, actor: Actor) -> bool:
    done = task["state"] == "COMPLETED" and not task.get("superseded_at")
    return done and task["completed_by_id"] is not None and task["completed_by_id"] == actor.user_id


def may_withdraw(task: Row, actor: Actor) -> bool:
    """Whoever completed it may, unless the diagram says never or it was taken back already."""
    return _own_completion(task, actor) and rule(task, "withdraw", "untouched") != "never"


def may_move(unit_path: str, actor: Actor) -> bool:
    """Operators: the permission `move_instances` at the instance's unit."""
    return actor.system or actor.may_at("move_instances", unit_path)


def returns(task: Row, history: History) -> list[Plan]:
    """Where the diagram lets this open task be returned to, the latest first; effects in between are in the plans."""
    allowed = rule(task, "returnTo", "any")
    found = return_targets(history, task["work_id"])
    if allowed == "none":
        return []
    if allowed == "previous":
        found = found[:1]
    elif allowed != "any":
        named = {name.strip() for name in allowed.split(",")}
        found = [one for one in found if one.element_id in named]
    return [plan_for(history, one) for one in found]


def rewinds(history: History) -> list[Plan]:
    """Where an operator may take the instance back to, the latest first."""
    return [plan_for(history, one) for one in rewind_targets(history)]


def named_plan(plans: Sequence[Plan], to: str) -> Plan:
    """The plan of that passage's or element's id; raises when there is none."""
    for plan in plans:
        if to in (str(plan.target.id), plan.target.element_id):
            return plan
    raise CannotReturn(extra={"targets": [plan.target.element_id for plan in plans]})


def lasting(plan: Plan) -> list[Effect]:
    """Outside effects that going back would leave standing without anybody having undone them."""
    return [effect for effect in plan.effects if effect.kind != "called_instance" and not _harmless(effect)]


def _harmless(effect: Effect) -> bool:
    node = effect.passage.node
    told = node is not None and node.task.properties.get("returnOver") == "true"
    return told or (effect.kind == "job" and effect.name in HARMLESS)


def refuse_lasting(plan: Plan, digest: str) -> None:
    """Raises EffectStays when something between here and there has an effect outside that stays."""
    if effects := lasting(plan):
        names = listed(element_named(digest, e.passage.element_id, name_of(e.passage)) for e in effects)
        raise EffectStays(names=names, extra={"effects": [e.passage.element_id for e in effects]})


def withdraw_plan(task: Row, history: History, open_tasks: Sequence[Row], *, reason: str = "") -> Plan:
    """What withdrawing this completion does; raises CannotWithdraw when somebody has begun what came of it."""
    try:
        plan = withdrawal(history, task["work_id"], reason=reason)
    except NotAllowedHere:
        raise WithdrawnTooLate(name=task_named(task)) from None
    if plan.superseded:
        raise WithdrawnTooLate(name=_named(task, plan.superseded[-1]))
    canceled = {str(one.id) for one in plan.canceled}
    for other in open_tasks:
        if other["work_id"] in canceled and _begun(other):
            raise BegunMeanwhile(name=task_named(other), by=other["assignee_name"])
    if effects := lasting(plan):
        raise EffectOutside(name=_named(task, effects[0].passage))
    return plan


_BEGUN = """SELECT 1 FROM trace WHERE root_id = %s AND user_task_id = %s AND command = 'claim_user_task'
 UNION ALL SELECT 1 FROM draft WHERE user_task_id = %s LIMIT 1"""


def _begun(task: Row) -> bool:
    """Claimed by somebody, or something was typed into it."""
    if task["state"] != "ASSIGNED":
        return False
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [task["root_id"], task["id"], task["id"]])
        return cursor.fetchone() is not None


def open_tasks_of(root_id: int) -> list[dict[str, Any]]:
    """The open user tasks of a root instance and what it called."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM user_task WHERE root_id = %s AND state IN ('CREATED', 'ASSIGNED')", [root_id])
        return [as_row(cursor, row) for row in cursor.fetchall()]


def _named(task: Row, passage: Passage) -> BothLanguages:
    return element_named(task["digest"], passage.element_id, name_of(passage))


def name_of(passage: Passage) -> str:
    """The element's name, its id when it has none."""
    return (passage.node.name if passage.node is not None else "") or passage.element_id
