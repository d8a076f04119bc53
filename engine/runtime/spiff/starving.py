"""An instance that waits for nothing at all: SpiffWorkflow says nothing about it, we do."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.runtime.machine import Stuck
from engine.runtime.protocol import NotAllowedHere
from engine.runtime.spiff.instance import Instance
from engine.runtime.state import WAIT
from engine.runtime.works import open_incident


def report_starved(instance: Instance) -> None:
    """Make an incident of each join that waits for a token that can no longer come."""
    m = instance.m
    if m.state != "ACTIVE" or m.subs or m.raw_subs:
        return
    if any(m.at(unit_id).noted("work") not in (None, "called_instance") for unit_id in {*m.units, *m.raw_units}):
        return
    found = False
    for workflow in instance.workflows():
        for task in list(workflow.tasks.values()):
            if task.state != TaskState.WAITING or not isinstance(task.task_spec, UnstructuredJoin):
                continue
            node = getattr(task.task_spec, "node", None)
            if node is None:
                continue
            unit = m.create(instance.scope(workflow), node)
            unit.note("starved", True)
            name = node.name or node.id
            message = f"“{name}” waits for tokens that can no longer come"
            open_incident(m, unit, Stuck("join_starved", message, f"“{name}”等待的令牌已不可能到达"), WAIT)
            found = True
    if not found:
        raise NotAllowedHere("SpiffWorkflow has stopped without waiting for anything")
