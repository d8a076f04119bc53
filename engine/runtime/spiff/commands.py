"""Commands: what each of them does to an instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from engine.runtime import loops, works
from engine.runtime.commands import (
    cancel,
    number_of,
    open_subscription,
    open_work,
    refusing_when_stuck,
    set_variables,
)
from engine.runtime.protocol import (
    AddInstance,
    Cancel,
    Command,
    Complete,
    DeliverMessage,
    DeliverSignal,
    FireTimer,
    Move,
    NotAllowedHere,
    Retry,
    SetVariables,
    ThrowError,
    ThrowEscalation,
)
from engine.runtime.spiff import arriving, moving, throwing, working
from engine.runtime.spiff.instance import Instance
from engine.runtime.state import BEGIN, LEAVE, PERFORM, RESULT, START, Unit


def carry_out(instance: Instance, command: Command) -> None:
    """Change the instance as the command says; raises a Refusal."""
    refusing_when_stuck(instance.m, lambda: _COMMANDS[type(command)](instance, command))


def _complete(instance: Instance, command: Complete) -> None:
    m = instance.m
    sub = m.sub(number_of(command.work_id))
    if sub is not None and sub.kind == "message" and sub.node.type == "receiveTask":
        instance.actions.append(lambda: throwing.fire(instance, sub, command.variables))
        return
    unit = open_work(m, command.work_id)
    if unit.noted("work") not in ("user_task", "job"):
        raise NotAllowedHere(f"“{command.work_id}” is a {unit.noted('work')}")
    works.close_work(m, unit, "completed")
    if command.variables:
        unit.note("result", dict(command.variables))
    instance.actions.append(lambda: working.complete(instance, instance.tasks[unit.id], unit))


def _throw_error(instance: Instance, command: ThrowError) -> None:
    unit = open_work(instance.m, command.work_id)
    works.close_work(instance.m, unit, "failed")
    instance.actions.append(
        lambda: throwing.throw_error(instance, unit, command.code, command.message, command.variables)
    )


def _throw_escalation(instance: Instance, command: ThrowEscalation) -> None:
    unit = open_work(instance.m, command.work_id)
    instance.actions.append(lambda: throwing.escalate(instance, unit, command.code, command.variables))


def _fire_timer(instance: Instance, command: FireTimer) -> None:
    sub = open_subscription(instance.m, command.work_id, "timer")
    instance.actions.append(lambda: throwing.fire(instance, sub, {}))


def _deliver_message(instance: Instance, command: DeliverMessage) -> None:
    sub = open_subscription(instance.m, command.work_id, "message")
    instance.actions.append(lambda: throwing.fire(instance, sub, command.variables))


def _deliver_signal(instance: Instance, command: DeliverSignal) -> None:
    instance.actions.append(lambda: throwing.deliver_signal(instance, command.name, command.variables))


def _set_variables(instance: Instance, command: SetVariables) -> None:
    set_variables(instance.m, command)


def _cancel(instance: Instance, command: Cancel) -> None:
    cancel(instance.m, command)


def _add_instance(instance: Instance, command: AddInstance) -> None:
    m = instance.m
    unit: Unit | None = m.unit(number_of(command.work_id))
    while unit is not None and unit.loop is None and unit.id:
        unit = m.unit(unit.parent)
    if unit is None or unit.loop is None:
        raise NotAllowedHere(f"“{command.work_id}” is not part of a multi-instance activity")
    if unit.loop[loops.KIND] == "standard":
        raise NotAllowedHere(f"“{unit.node.id}” is a standard loop")
    task = instance.tasks[unit.id]
    unit.loop[loops.TOTAL] += 1
    total = unit.loop[loops.TOTAL]
    if unit.loop[loops.ITEMS]:
        unit.loop[loops.ITEMS] = loops.pack([*loops.unpack(unit.loop[loops.ITEMS]), command.item])
    if unit.loop[loops.KIND] == "parallel":
        instance.actions.append(lambda: task.task_spec.create_child(task, total - 1, total - 1))
    else:
        task.internal_data["cardinality"] = total


def _retry(instance: Instance, command: Retry) -> None:
    m = instance.m
    sub = open_subscription(m, command.work_id, "incident")
    unit = m.at(sub.owner)
    if unit.noted("starved"):
        raise NotAllowedHere("SpiffWorkflow waits at this join for tokens that can no longer come")
    works.close_sub(m, sub, "completed")
    task = instance.tasks[unit.id]
    instance.actions.append(lambda: _AGAIN[sub.data["phase"]](instance, task, unit))


def _begin_again(instance: Instance, task: Any, unit: Unit) -> None:
    if unit.node.type in throwing.THROWS:
        if working.run_node(instance, task):
            task.complete()
    else:
        instance.attempt(unit, BEGIN, lambda: arriving.arm(instance, unit))


def _start_again(instance: Instance, task: Any, unit: Unit) -> None:
    task.task_spec._update(task)


def _perform_again(instance: Instance, task: Any, unit: Unit) -> None:
    if unit.node.type in ("subProcess", "callActivity"):
        instance.attempt(unit, PERFORM, lambda: arriving.start_nested(instance, task, unit))
    elif working.perform(instance, task, unit):
        task.complete()


def _result_again(instance: Instance, task: Any, unit: Unit) -> None:
    working.complete(instance, task, unit)


def _leave_again(instance: Instance, task: Any, unit: Unit) -> None:
    is_child = isinstance(task.parent.task_spec, LoopTask) and task.parent.task_spec.task_spec == task.task_spec.name
    if working.count(instance, task, unit) if is_child else working.leave(instance, task, unit):
        task.complete()


_AGAIN: dict[int, Callable[[Instance, Any, Unit], None]] = {
    BEGIN: _begin_again,
    START: _start_again,
    PERFORM: _perform_again,
    RESULT: _result_again,
    LEAVE: _leave_again,
}
_COMMANDS: dict[type, Callable[[Instance, Any], None]] = {
    Complete: _complete,
    ThrowError: _throw_error,
    ThrowEscalation: _throw_escalation,
    FireTimer: _fire_timer,
    DeliverMessage: _deliver_message,
    DeliverSignal: _deliver_signal,
    SetVariables: _set_variables,
    Retry: _retry,
    AddInstance: _add_instance,
    Cancel: _cancel,
    Move: moving.move,
}
