"""The snapshot: our machine's bytes and SpiffWorkflow's task trees as plain rows, in their own order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task

from bpmn.program import Program
from engine.runtime import machine
from engine.runtime.protocol import Environment, SnapshotUnreadable
from engine.runtime.snapshot import pack, unpack
from engine.runtime.spiff.instance import Bodies, Instance

MARK = "spiff-1"


def freeze(instance: Instance) -> bytes:
    """The snapshot of an instance."""
    if instance.m.state != "ACTIVE":
        return pack([MARK, instance.m.dump(), []])
    instance.drop_orphans()
    subs = list(instance.top.subprocesses.items())
    numbers: dict[str, int] = {}
    for workflow in (instance.top, *(sub for _, sub in subs)):
        for key in workflow.tasks:
            numbers[str(key)] = len(numbers) + 1
    rows = [["", 0, False, _rows(instance.top, numbers)]]
    rows += [[_key_of(instance, sub), numbers[str(key)], sub.completed, _rows(sub, numbers)] for key, sub in subs]
    return pack([MARK, instance.m.dump(), rows])


def _key_of(instance: Instance, sub: Any) -> str:
    inner = instance.scope(sub)
    return f"{inner.prog}:{inner.node.index}"


def _rows(workflow: Any, numbers: dict[str, int]) -> list[list[Any]]:
    rows = []
    for task in workflow.tasks.values():
        inside = dict(task.internal_data)
        if "merged" in inside:
            inside["merged"] = [numbers[one] for one in inside["merged"] if one in numbers]
        parent = 0 if task._parent is None else numbers[str(task._parent)]
        children = [numbers[str(key)] for key in task._children]
        rows.append([numbers[str(task.id)], parent, children, task.state, task.task_spec.name, task.triggered, inside])
    return rows


def outer_row(snapshot: bytes) -> tuple[bytes, list[Any]]:
    """The machine's bytes and SpiffWorkflow's rows of a snapshot; raises SnapshotUnreadable."""
    try:
        row = unpack(snapshot)
    except (ValueError, TypeError) as problem:
        raise SnapshotUnreadable("not a snapshot of this runtime") from problem
    if not isinstance(row, list) or len(row) != 3 or row[0] != MARK:
        raise SnapshotUnreadable("not a snapshot of this version of the SpiffWorkflow runtime")
    return row[1], row[2]


def thaw(program: Program, snapshot: bytes, env: Environment, now: dt.datetime) -> Instance:
    """The instance of a snapshot."""
    inner, rows = outer_row(snapshot)
    m = machine.load(program, inner, env, now)
    instance = Instance(m)
    if not rows:
        return instance
    bodies = Bodies(m)
    top = BpmnWorkflow(bodies[f"0:{program.root}"], bodies, script_engine=instance, deserializing=True)
    instance.top = top
    _fill(top, rows[0][3])
    for key, parent, completed, tasks in rows[1:]:
        sub = _sub(top, bodies[key], parent)
        sub.completed = completed
        _fill(sub, tasks)
    for sub in top.subprocesses.values():
        task = top.get_task_from_id(sub.parent_task_id)
        sub.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    for workflow in (top, *top.subprocesses.values()):
        for task in workflow.tasks.values():
            if "unit" in task.internal_data:
                instance.tasks[task.internal_data["unit"]] = task
    return instance


def _sub(top: Any, body: Any, parent: int) -> Any:
    sub = BpmnSubWorkflow(body, parent, top, deserializing=True)
    top.subprocesses[parent] = sub
    return sub


def _fill(workflow: Any, rows: list[list[Any]]) -> None:
    for key, parent, children, state, name, triggered, inside in rows:
        task = Task(workflow, workflow.spec.task_specs[name], state=state, id=key)
        task._parent = parent or None
        task._children = children
        task.triggered = triggered
        if "merged" in inside:
            inside["merged"] = [str(one) for one in inside["merged"]]
        task.internal_data = inside
    workflow.task_tree = next(iter(workflow.tasks.values()))
    workflow.last_task = workflow.task_tree
