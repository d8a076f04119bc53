"""Activities: the frame (boundary events, loop) and the work of each kind of task."""

from __future__ import annotations

from typing import Any

from bpmn.feel.problems import FeelBudget
from bpmn.program import Constant, Expression
from engine.runtime import loops, subscriptions
from engine.runtime.lifecycle import finish
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import Sent
from engine.runtime.registry import PERFORMS, begins, performs, phase
from engine.runtime.scopes import View, as_plain, evaluate, map_in
from engine.runtime.state import PERFORM, START, WAIT, Unit
from engine.runtime.throwing import throw_all
from engine.runtime.works import open_work

ACTIVITIES = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "callActivity", "subProcess", "transaction", "adHocSubProcess",
)  # fmt: skip


@begins(*ACTIVITIES)
def frame(m: Machine, unit: Unit) -> None:
    """Arm the boundary events, then start the loop or the work."""
    subscriptions.arm_boundaries(m, unit)
    start(m, unit)


@phase(START)
def start(m: Machine, unit: Unit) -> None:
    """Start the loop, or the work when there is none."""
    unit.phase = START
    if unit.node.loop is not None:
        if unit.node.data_inputs:
            map_in(m, unit, unit.node.data_inputs)
        loops.start(m, unit)
    else:
        perform(m, unit)


@phase(PERFORM)
def perform(m: Machine, unit: Unit) -> None:
    """Map the inputs in and do the work once."""
    unit.phase = PERFORM
    node = unit.node
    if node.data_inputs:
        map_in(m, unit, node.data_inputs)
    if node.inputs:
        map_in(m, unit, node.inputs)
    unit.phase = WAIT
    try:
        PERFORMS[node.type](m, unit)
    except Stuck:
        unit.phase = PERFORM
        raise


def attribute(m: Machine, unit: Unit, expression: Expression | None) -> Any:
    """The value of an attribute that may be an expression."""
    if expression is None:
        return None
    if isinstance(expression, Constant):
        return expression.value
    return evaluate(m, expression, View(m, unit))


def names(value: Any) -> list[str]:
    """A list of names from a list or a comma-separated text."""
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(part) for part in value] if isinstance(value, (list, tuple)) else [str(value)]


@performs("userTask", "manualTask", "task")
def user_task(m: Machine, unit: Unit) -> None:
    """Work for a person; a plain task that names nobody is passed at once."""
    task = unit.node.task
    if not task.waits:
        finish(m, unit)
        return
    groups = names(attribute(m, unit, task.candidate_groups))
    users = names(attribute(m, unit, task.candidate_users))
    assignee = attribute(m, unit, task.assignee)
    if not groups and not users and assignee is None and task.candidate_groups is None and unit.node.lane_group:
        groups = [unit.node.lane_group]
    details = {
        "assignee": None if assignee is None else str(assignee),
        "candidate_groups": groups,
        "candidate_users": users,
        "form_id": attribute(m, unit, task.form_id),
        "due_at": subscriptions.instant(m, unit, task.due_at),
        "follow_up_at": subscriptions.instant(m, unit, task.follow_up_at),
        "priority": _priority(attribute(m, unit, task.priority)),
    }
    open_work(m, unit, "user_task", details)


def _priority(value: Any) -> int:
    try:
        return 50 if value is None else int(value)
    except (TypeError, ValueError) as problem:
        raise Stuck("priority", f"the priority {value!r} is not a number", f"优先级 {value!r} 不是数字") from problem


@performs("serviceTask")
def job(m: Machine, unit: Unit) -> None:
    """Work for a registered function."""
    task = unit.node.task
    retries = attribute(m, unit, task.retries)
    details = {
        "type": str(attribute(m, unit, task.job_type)),
        "retries": 3 if retries is None else int(retries),
        "headers": dict(task.headers),
    }
    open_work(m, unit, "job", details)


@performs("scriptTask")
def script(m: Machine, unit: Unit) -> None:
    """Evaluate a FEEL script; its result goes to the result variable, or a context's entries to theirs."""
    task = unit.node.task
    if task.script is None:
        job(m, unit)
        return
    _conclude(m, unit, evaluate(m, task.script, View(m, unit)))


def _conclude(m: Machine, unit: Unit, value: Any) -> None:
    if unit.node.task.result:
        finish(m, unit, {unit.node.task.result: value})
    else:
        finish(m, unit, value if isinstance(value, dict) else None)
    m.queue.appendleft(m.queue.pop())  # before any other token reads what this one is about to write


@performs("businessRuleTask")
def business_rule(m: Machine, unit: Unit) -> None:
    """Decide by the decision model and explain in the trace."""
    task = unit.node.task
    if task.decision is None:
        job(m, unit)
        return
    decision_id = str(attribute(m, unit, task.decision))
    decided = _decided(m, unit, decision_id)
    value = as_plain(decided.value)
    m.tell("decided", unit, unit.id, decision=decision_id, value=value, explanation=decided.explanation)
    _conclude(m, unit, value)


UNDECIDED = {"no_rule", "any_differs", "not_allowed", "input_type"}
"""Problems that leave a decision without an answer; no matching rule (`no_match`) is an answer: null."""


def _decided(m: Machine, unit: Unit, decision_id: str) -> Any:
    """What the decision model says; raises Stuck when the decision is missing or has no answer."""
    model = m.program(unit).decisions
    try:
        decided = model.evaluate(decision_id, View(m, unit), as_of=m.now.date(), now=m.now)
    except LookupError as problem:
        told = f"there is no decision “{decision_id}”", f"没有决策“{decision_id}”"
        raise Stuck("decision", *told) from problem
    except FeelBudget as problem:
        raise Stuck("expression_budget", problem.message, problem.message_zh) from problem
    failed = next((p for p in decided.problems if p.code in UNDECIDED), None)
    if decided.value is None and failed is not None:
        raise Stuck("decision", f"“{decision_id}”: {failed.message}", f"决策“{decision_id}”：{failed.message_zh}")
    return decided


@performs("sendTask")
def send(m: Machine, unit: Unit) -> None:
    """Send the message, unless a worker does."""
    if unit.node.task.waits:
        job(m, unit)
    else:
        throw_all(m, unit, unit.node.events)
        finish(m, unit)


@performs("receiveTask")
def receive(m: Machine, unit: Unit) -> None:
    """Wait for the message."""
    subscriptions.arm(m, unit, unit.node)


__all__ = ["ACTIVITIES", "PERFORMS", "Sent", "frame"]
