"""A token is worked on: the work of its node, its results, its ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from bpmn.program import Node
from engine.runtime import activities, bodies, loops, works
from engine.runtime.flows import one_way_out, ways_out
from engine.runtime.lifecycle import map_out, remove
from engine.runtime.spiff import arriving, loops_inside, throwing
from engine.runtime.spiff.routes import link_target
from engine.runtime.spiff.routes import ways as named_ways
from engine.runtime.state import BEGIN, LEAVE, PERFORM, RESULT, Unit

if TYPE_CHECKING:
    from engine.runtime.spiff.instance import Instance


def run_node(instance: Instance, task: Any) -> bool | None:
    """The work of a task that is ready: True when it is done, None when it waits."""
    node: Node = task.task_spec.node
    unit = received(instance, task, node)
    if isinstance(task.task_spec, LoopTask):
        return finish_loop(instance, task, unit)
    if node.type == "callActivity":
        bodies._called_done(instance.m, scope_of_call(instance, unit))
        instance.m.queue.clear()
    elif node.type in throwing.THROWS:
        if not instance.attempt(unit, BEGIN, lambda: throwing.throw(instance, task, unit)) or unit.noted("thrown"):
            return None
    elif node.type in activities.ACTIVITIES and node.type != "subProcess":
        return perform(instance, task, unit)
    return conclude(instance, task, unit)


def received(instance: Instance, task: Any, node: Node) -> Unit:
    """The unit of a task that runs now, with what its event brought."""
    if node.type == "boundaryEvent":
        pass_boundary(instance, task)
    unit = instance.unit(task)
    values = instance.payloads.pop(task.id, None) or instance.starting.pop(node.index, None)
    if values:
        unit.note("result", dict(values))
    return unit


def scope_of_call(instance: Instance, unit: Unit) -> Unit:
    """The process unit that a call activity runs."""
    assert unit.kids is not None
    return instance.m.at(unit.kids[0])


def perform(instance: Instance, task: Any, unit: Unit) -> bool | None:
    """The work of a task: True when it was done at once."""

    def work() -> None:
        arriving.frame(instance, unit)
        activities.perform(instance.m, unit)

    if not instance.attempt(unit, PERFORM, work):
        return None
    done = (unit.id, RESULT) in instance.m.queue
    instance.m.queue.clear()
    return conclude(instance, task, unit) if done else None


def pass_boundary(instance: Instance, task: Any) -> None:
    """A unit for the token that a boundary event starts."""
    host = instance.scope(task.workflow)
    unit = instance.m.create(host, task.task_spec.node)
    instance.m.tell("entered", unit, unit.id)
    arriving.register(instance, task, unit)


def finish_loop(instance: Instance, task: Any, unit: Unit) -> bool | None:
    """Every instance is done: collect and leave."""
    if unit.node.loop.kind != "standard":  # type: ignore[union-attr]
        loops._done(instance.m, unit)
        instance.m.queue.clear()
    return leave(instance, task, unit)


def conclude(instance: Instance, task: Any, unit: Unit) -> bool | None:
    """Map the results outwards, then leave or count for the loop."""

    def work() -> None:
        map_out(instance.m, unit, unit.noted("result") or {})
        unit.forget("result")

    if not instance.attempt(unit, RESULT, work):
        return None
    around = instance.m.at(unit.parent)
    if around.loop is None or around.node is not unit.node:
        return leave(instance, task, unit)
    return count(instance, task, unit)


def count(instance: Instance, task: Any, unit: Unit) -> bool | None:
    """Count one instance of a loop as done: True, or None when its outputs cannot be told."""

    def work() -> None:
        instance.verdicts[task.parent.id] = loops_inside.child_done(instance.m, instance.m.at(unit.parent), unit)

    return True if instance.attempt(unit, LEAVE, work) else None


def leave(instance: Instance, task: Any, unit: Unit) -> bool | None:
    """Take the flows out: True, or None when there is no way."""
    chosen: list[int] = []
    if not instance.attempt(unit, LEAVE, lambda: chosen.extend(ways(instance, task, unit))):
        return None
    m, program = instance.m, instance.m.program(unit)
    works.close_subs(m, unit, "canceled")
    m.tell("left", unit, unit.id)
    for index in chosen:
        m.tell_of("taken", program.flows[index].id, unit.parent, None, {})
    names = named_ways(program, unit.node)
    specs = task.workflow.spec.task_specs
    targets = [specs[names[index]] for index in chosen]
    if not unit.node.outgoing:
        link = link_target(program, unit.node)
        targets = [task.workflow.spec.end if link is None else specs[f"n{link.index}"]]
    targets += [spec for spec in task.task_spec.outputs if spec.name.endswith(".join")]
    instance.send(task, targets)
    remove(m, unit)
    m.queue.clear()
    return True


def ways(instance: Instance, task: Any, unit: Unit) -> list[int]:
    """The flows that the token takes."""
    node = unit.node
    if node.type == "eventBasedGateway":
        return [task.internal_data["chosen"]]
    if node.type == "exclusiveGateway":
        return [one_way_out(instance.m, unit)] if node.outgoing else []
    return list(node.outgoing) if node.type == "parallelGateway" else ways_out(instance.m, unit)


def complete(instance: Instance, task: Any, unit: Unit) -> None:
    """Somebody has done the work of a task: conclude it and let SpiffWorkflow go on."""
    if conclude(instance, task, unit):
        task.complete()
