"""What is thrown, and who catches it: the nearest catcher around the thrower, which SpiffWorkflow does not look for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from bpmn.program import Event, Node
from engine.runtime import events, subscriptions, works
from engine.runtime import throwing as kernel_throwing
from engine.runtime.lifecycle import cancel
from engine.runtime.machine import Machine
from engine.runtime.protocol import Sent
from engine.runtime.scopes import View
from engine.runtime.spiff import arriving, working
from engine.runtime.state import ROOT_ID, Sub, Unit

if TYPE_CHECKING:
    from engine.runtime.spiff.instance import Instance

THROWS = ("intermediateThrowEvent", "endEvent", "sendTask")


def throw(instance: Instance, task: Any, unit: Unit) -> None:
    """Throw what the node says; `thrown` is noted on the unit when its token ends with that."""
    m, node = instance.m, unit.node
    if node.type == "sendTask":
        arriving.frame(instance, unit)
    events._map(m, unit)
    if node.type == "endEvent" and unit.parent == ROOT_ID:
        m.at(ROOT_ID).note("last_end", node.id)
    if node.type == "sendTask" and node.task.waits:
        unit.note("thrown", True)
        from engine.runtime.activities import job

        job(m, unit)
        return
    for event in node.events:
        _throw(instance, task, unit, event)


def _throw(instance: Instance, task: Any, unit: Unit, event: Event) -> None:
    m = instance.m
    if event.kind == "message":
        kernel_throwing._send(m, unit, event)
    elif event.kind == "signal":
        facts = subscriptions.data(m, View(m, unit), event)
        values = kernel_throwing.payload(m, unit)
        m.tell("thrown", unit, unit.id, kind="signal", name=facts["name"])
        m.sent.append(Sent("signal", facts["name"], None, values, unit.node.id))
        instance.actions.append(lambda: deliver_signal(instance, facts["name"], values))
    elif event.kind == "escalation":
        _later(instance, task, unit, lambda: escalate(instance, unit, _code(m, unit, event), _payload(m, unit)))
    elif event.kind == "error":
        unit.note("thrown", True)
        code, values = _code(m, unit, event), _payload(m, unit)
        instance.actions.append(lambda: throw_error(instance, unit, code, unit.node.name, values))
    elif event.kind == "terminate":
        _terminate(instance, task, unit)


def _later(instance: Instance, task: Any, unit: Unit, catch: Any) -> None:
    """Catching may end the thrower: SpiffWorkflow must not be inside its task then."""
    unit.note("thrown", True)

    def act() -> None:
        catch()
        if instance.m.unit(unit.id) is not None:
            unit.forget("thrown")
            working.complete(instance, task, unit)

    instance.actions.append(act)


def _code(m: Machine, unit: Unit, event: Event) -> str:
    return kernel_throwing.code_of(m, unit, event) or ""


def _payload(m: Machine, unit: Unit) -> dict[str, Any]:
    return kernel_throwing.payload(m, unit)


def _terminate(instance: Instance, task: Any, unit: Unit) -> None:
    """Everything else in the scope ends."""
    m = instance.m
    scope = m.at(unit.parent)
    for kid in list(scope.kids or ()):
        if kid != unit.id:
            cancel(m, m.at(kid), "canceled")
    scope.note("terminated", unit.node.id)
    for other in list(task.workflow.tasks.values()):
        alive = other.has_state(TaskState.WAITING | TaskState.READY | TaskState.STARTED)
        if other is not task and alive and other.id in task.workflow.tasks:
            other.cancel()
    instance.actions.append(instance.drop_orphans)


def deliver_signal(instance: Instance, name: str, values: Mapping[str, Any]) -> None:
    """Let every subscription to the signal in this instance fire."""
    m = instance.m
    waiting = [
        s for sub_id in sorted({*m.raw_subs, *m.subs}) if (s := m.sub(sub_id)) is not None and s.kind == "signal"
    ]
    for sub in waiting:
        if sub.data["name"] == name and m.sub(sub.id) is not None:
            fire(instance, sub, values)


def throw_error(instance: Instance, unit: Unit, code: str, message: str, values: Mapping[str, Any]) -> None:
    """Give the error to the nearest catcher around its thrower; without one the instance has FAILED."""
    m = instance.m
    m.tell("thrown", unit, unit.id, kind="error", code=code, message=message)
    found = kernel_throwing._catcher(m, unit, "error", code)
    if found is None:
        kernel_throwing.fail(m, unit, code, message)
    else:
        at_boundary(instance, *found, values)


def escalate(instance: Instance, unit: Unit, code: str, values: Mapping[str, Any]) -> None:
    """Give the escalation to the nearest catcher around its thrower; without one it is ignored."""
    m = instance.m
    m.tell("thrown", unit, unit.id, kind="escalation", code=code)
    found = kernel_throwing._catcher(m, unit, "escalation", code)
    if found is not None:
        at_boundary(instance, *found, values)


def fire(instance: Instance, sub: Sub, values: Mapping[str, Any]) -> None:
    """The event happened."""
    m = instance.m
    owner = m.at(sub.owner)
    m.tell("fired", sub, sub.id, kind=sub.kind)
    if sub.node.type == "boundaryEvent":
        subscriptions._stays(m, owner, sub)
        at_boundary(instance, owner, sub.node, values)
        return
    task = instance.tasks[owner.id]
    if sub.node is not owner.node:
        works.close_subs(m, owner, "completed")
        _choose(instance, task, sub.node, values)
    else:
        works.close_sub(m, sub, "completed")
        if values:
            owner.note("result", dict(values))
    if owner.node.type == "receiveTask":
        working.complete(instance, task, owner)
    else:
        task.task_spec.catch(task, None)
        task.task_spec._update(task)


def _choose(instance: Instance, task: Any, target: Node, values: Mapping[str, Any]) -> None:
    """The way of an event-based gateway whose event happened first: its event is passed without waiting again."""
    program = instance.program(task)
    task.internal_data["chosen"] = next(
        index for index in task.task_spec.node.outgoing if program.flows[index].target == target.index
    )
    instance.expected[(task.id, target.index)] = values


def at_boundary(instance: Instance, host: Unit, node: Node, values: Mapping[str, Any]) -> None:
    """A boundary event starts its path; SpiffWorkflow ends the activity when it interrupts."""
    m = instance.m
    task = instance.tasks[host.id]
    m.tell_of("caught", node.id, host.parent, None, {"attached_to": host.node.id})
    event = next(
        child
        for child in task.parent.children
        if getattr(child.task_spec, "node", None) is node and child.state != TaskState.COMPLETED
    )
    if node.interrupting:
        cancel(m, host, "interrupted")
    else:
        again = task.parent._add_child(event.task_spec, TaskState.WAITING)
        again.triggered = True
    if values:
        instance.payloads[event.id] = values
    event._set_state(TaskState.WAITING)
    event.task_spec.catch(event, None)
    event.task_spec._update(event)
    instance.run(event)
    instance.drop_orphans()
