"""A token arrives: a unit of ours for a task of SpiffWorkflow, and what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from bpmn.program import Node
from engine.runtime import bodies, subscriptions
from engine.runtime.machine import Machine
from engine.runtime.protocol import NotAllowedHere
from engine.runtime.scopes import map_in
from engine.runtime.spiff import loops_inside
from engine.runtime.spiff.refusing import refuses
from engine.runtime.spiff.routes import entry
from engine.runtime.state import BEGIN, PERFORM, START, Unit

if TYPE_CHECKING:
    from engine.runtime.spiff.instance import Instance


def begin(instance: Instance, task: Any) -> None:
    """Choose where a (sub-)process starts."""
    workflow = task.workflow
    scope = instance.scope(workflow)
    begun, instance.begun = instance.begun, None
    implicit = scope.node.body.implicit_starts if scope.node.body is not None else ()
    starts = begun if begun is not None else list(bodies._starts(instance.m, scope) or implicit)
    specs = workflow.spec.task_specs
    nodes = instance.m.program(scope).nodes
    chosen = [specs[entry(nodes[index])] for index in starts]
    instance.send(task, chosen or [workflow.spec.end])


def arrive(instance: Instance, task: Any) -> Unit | None:
    """A unit for the token that arrives at a task."""
    if "unit" in task.internal_data:
        return None
    node: Node = task.task_spec.node
    parent = task.parent
    if isinstance(parent.task_spec, LoopTask) and parent.task_spec.task_spec == task.task_spec.name:
        seen = task.internal_data
        number = next(seen[key] for key in ("key_or_index", "item", "iteration") if key in seen) + 1
        unit = loops_inside.open_child(instance.m, instance.unit(parent), number)
    else:
        unit = instance.m.create(instance.scope(task.workflow), node)
        instance.m.tell("entered", unit, unit.id)
    return register(instance, task, unit)


def register(instance: Instance, task: Any, unit: Unit) -> Unit:
    """Tie a unit to its task."""
    task.internal_data["unit"] = unit.id
    instance.tasks[unit.id] = task
    return unit


def await_event(instance: Instance, task: Any) -> None:
    """A token arrives at a catch event or an event-based gateway."""
    unit = arrive(instance, task)
    if unit is None:
        return
    before = getattr(task.parent.task_spec, "node", None)
    if before is not None and before.type == "eventBasedGateway" and not task.triggered:
        task.internal_data["event_fired"] = True
        instance.payloads[task.id] = instance.expected.pop((task.parent.id, unit.node.index), {})
        return
    instance.attempt(unit, BEGIN, lambda: arm(instance, unit))


def arm(instance: Instance, unit: Unit) -> None:
    """Wait for what a catch event or event-based gateway waits for."""
    if unit.node.type == "eventBasedGateway":
        program = instance.m.program(unit)
        targets = [program.nodes[program.flows[index].target] for index in unit.node.outgoing]
        subscriptions.arm(instance.m, unit, *targets)
        return
    if unit.node.inputs:
        map_in(instance.m, unit, unit.node.inputs)
    subscriptions.arm(instance.m, unit, unit.node)


def open_nested(instance: Instance, task: Any) -> None:
    """A token arrives at a sub-process or call activity."""
    unit = arrive(instance, task)
    assert unit is not None
    instance.attempt(unit, PERFORM, lambda: start_nested(instance, task, unit))


def start_nested(instance: Instance, task: Any, unit: Unit) -> None:
    """Start what is inside."""
    frame(instance, unit)
    node = unit.node
    if node.data_inputs:
        map_in(instance.m, unit, node.data_inputs)
    if node.inputs:
        map_in(instance.m, unit, node.inputs)
    inner = unit
    if node.type == "callActivity":
        bodies.call(instance.m, unit)
        instance.m.queue.clear()
        inner = instance.m.at(unit.kids[0])  # type: ignore[index]
        check_called(instance.m, inner)
    bodies.declare(instance.m, inner)
    inside = instance.top.create_subprocess(task, f"{inner.prog}:{inner.node.index}")
    inside.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    inside.task_tree.run()


def frame(instance: Instance, unit: Unit) -> None:
    """Arm the boundary events of an activity, once."""
    around = instance.m.at(unit.parent)
    if not (around.loop is not None and around.node is unit.node) and not unit.subs:
        subscriptions.arm_boundaries(instance.m, unit)


def open_loop(instance: Instance, task: Any) -> bool:
    """A token arrives at an activity with a loop; False when that has become an incident."""
    unit = arrive(instance, task) or instance.unit(task)
    return instance.attempt(unit, START, lambda: start_loop(instance, task, unit))


def start_loop(instance: Instance, task: Any, unit: Unit) -> None:
    """Begin a loop."""
    frame(instance, unit)
    if unit.node.data_inputs:
        map_in(instance.m, unit, unit.node.data_inputs)
    if unit.node.loop.kind == "standard":  # type: ignore[union-attr]
        instance.verdicts[task.id] = loops_inside.open_standard(instance.m, unit)
    else:
        loops_inside.open_multiple(instance.m, unit)


def check_called(m: Machine, inner: Unit) -> None:
    """Refuse a called process that SpiffWorkflow would run wrongly."""
    if inner.prog:
        reasons = refuses(m.program(inner))
        if reasons:
            raise NotAllowedHere("; ".join(str(reason) for reason in reasons))
