"""Moving tokens inside one scope; what SpiffWorkflow's tree cannot take in and out is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from bpmn.program import Node, Program
from engine.runtime.lifecycle import below, cancel
from engine.runtime.machine import Machine
from engine.runtime.protocol import ABSENT, Move, NotAllowedHere, WorkNotOpen
from engine.runtime.scopes import unset, write
from engine.runtime.spiff.instance import Instance
from engine.runtime.spiff.routes import entry
from engine.runtime.state import ROOT_ID, Unit

JOINS = ("parallelGateway", "inclusiveGateway")


def move(instance: Instance, command: Move) -> None:
    """Carry out a Move; raises a Refusal when SpiffWorkflow cannot."""
    m = instance.m
    root = m.at(ROOT_ID)
    m.tell_of("moved", root.node.id, ROOT_ID, None, {
        "cancel": list(command.cancel), "enter": list(command.enter), "reason": command.reason,
    })  # fmt: skip
    _write(m, {str(ROOT_ID): command.variables, **command.restore})
    if command.again:
        raise NotAllowedHere("SpiffWorkflow cannot open an instance of a loop again")
    left = [(m.at(unit.parent), _take_out(instance, unit)) for name in command.cancel for unit in _units(m, name)]
    if not left:
        raise NotAllowedHere("SpiffWorkflow can only put a token in where one was taken out")
    instance.drop_orphans()
    for name in command.enter:
        _put_in(instance, name, *left[0])


def _write(m: Machine, values: Mapping[str, Mapping[str, Any]]) -> None:
    for scope_id, variables in values.items():
        unit = m.unit(int(scope_id)) if scope_id.isdecimal() else None
        if unit is None:
            raise NotAllowedHere(f"SpiffWorkflow cannot open “{scope_id}” anew around a token")
        for name, value in variables.items():
            if value is ABSENT:
                unset(m, unit, name, None)
            else:
                write(m, unit, name, value, None)


def _units(m: Machine, name: str) -> list[Unit]:
    if not name.isdecimal():
        found = [unit for unit in below(m, m.at(ROOT_ID)) if unit.node.id == name and unit.id != ROOT_ID]
        if not found:
            raise NotAllowedHere(f"there is no token at “{name}” that SpiffWorkflow could take out")
        return found
    unit, sub = m.unit(int(name)), m.sub(int(name))
    if unit is None and sub is not None:
        unit = m.unit(sub.owner)
    if unit is None or unit.id == ROOT_ID:
        raise WorkNotOpen(f"“{name}” is not open")
    return [unit]


def _take_out(instance: Instance, unit: Unit) -> Any:
    """The task behind which the token stood."""
    task = instance.tasks.get(unit.id)
    if task is None or unit.noted("index") is not None or isinstance(task.task_spec, LoopTask):
        raise NotAllowedHere(f"SpiffWorkflow cannot take a token out of “{unit.node.id}”")
    cancel(instance.m, unit, "moved")
    task.cancel()
    before = task.parent
    if not isinstance(before.task_spec, BoundaryEventSplit):
        return before
    for sibling in before.children:
        if not sibling.has_state(TaskState.FINISHED_MASK):
            sibling.cancel()
    return before.parent


def _put_in(instance: Instance, name: str, scope: Unit, before: Any) -> None:
    program = instance.m.program(scope)
    element_id, _, scope_id = name.partition("@")
    node = program.node(element_id) if scope_id in ("", str(scope.id)) else None
    if node is None or node.container != scope.node.index or node.type in ("boundaryEvent", "startEvent"):
        raise NotAllowedHere(f"SpiffWorkflow cannot put a token in at “{name}”")
    _check_joins(program, node, before.workflow)
    task = before._add_child(before.workflow.spec.task_specs[entry(node)], TaskState.FUTURE)
    task.triggered = True
    task.task_spec._predict(task, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
    task.task_spec._update(task)


def _check_joins(program: Program, node: Node, workflow: Any) -> None:
    """Refuse when the token would come to a join that has already seen one: SpiffWorkflow counts both."""
    ahead = downstream(program, node)
    for task in workflow.tasks.values():
        join = getattr(task.task_spec, "node", None)
        if join is None or join.index not in ahead or join.type not in JOINS or len(join.incoming) < 2:
            continue
        came_by = getattr(task.parent.task_spec, "node", None)
        if task.parent.state == TaskState.COMPLETED and (came_by is None or came_by.index in ahead):
            raise NotAllowedHere(
                f"SpiffWorkflow would count a token at “{join.name or join.id}” that came there before"
            )


def downstream(program: Program, node: Node) -> set[int]:
    """The nodes that a token at the node can come to, itself included."""
    seen = {node.index}
    waiting = [node]
    while waiting:
        one = waiting.pop()
        targets = [program.flows[index].target for index in one.outgoing] + list(one.boundaries)
        waiting += [program.nodes[index] for index in targets if index not in seen]
        seen.update(targets)
    return seen
