"""SpiffWorkflow's task specs with our work inside: it moves the tokens, the `Instance` does what a token means."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BpmnStartTask, SimpleBpmnTask, _EndJoin
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent, IntermediateCatchEvent
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
)
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from bpmn.program import Node
from engine.runtime.spiff import arriving, working
from engine.runtime.spiff.joining import check_tokens


def instance_of(task: Any) -> Any:
    """The Instance that a task belongs to; SpiffWorkflow knows it as its script engine."""
    return task.workflow.top_workflow.script_engine


class Ours:
    """A node of a Program as a task spec: choices are predicted as possible only, and our Instance does the work."""

    node: Node

    def _predict_hook(self, my_task: Any) -> None:
        if self.chooses:
            my_task._sync_children(self.outputs, TaskState.MAYBE)  # type: ignore[attr-defined]
        else:
            super()._predict_hook(my_task)  # type: ignore[misc]

    @property
    def chooses(self) -> bool:
        """Whether not every way out is taken each time."""
        return len(self.node.outgoing) > 1 and self.node.type != "parallelGateway"

    def _run_hook(self, my_task: Any) -> bool | None:
        return working.run_node(instance_of(my_task), my_task)


class Leaf(Ours, BpmnTaskSpec):
    """A task, a gateway that splits, a start, throw or end event."""

    def _update_hook(self, my_task: Any) -> bool:
        ready = super()._update_hook(my_task)
        if ready:
            arriving.arrive(instance_of(my_task), my_task)
        return bool(ready)


class _Joining(Ours):
    def _update_hook(self, my_task: Any) -> bool:
        check_tokens(my_task)
        ready = super()._update_hook(my_task)  # type: ignore[misc]
        if ready:
            arriving.arrive(instance_of(my_task), my_task)
        return bool(ready)


class AndJoin(_Joining, ParallelGateway, BpmnTaskSpec):
    """A parallel gateway with several ways in: SpiffWorkflow counts them."""


class OrJoin(_Joining, InclusiveGateway, BpmnTaskSpec):
    """An inclusive gateway with several ways in: SpiffWorkflow looks who may still come.

    It overlooks tokens that are STARTED (inside a sub-process, at somebody's work), so they count as READY meanwhile.
    """

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        started = [task for task in my_task.workflow.tasks.values() if task.state == TaskState.STARTED]
        for task in started:
            task._state = TaskState.READY
        try:
            return bool(super()._check_threshold_unstructured(my_task))
        finally:
            for task in started:
                task._state = TaskState.STARTED


class Given(EventDefinition):
    """An event that happens when our Instance says so."""


class Catch(Ours, IntermediateCatchEvent, BpmnTaskSpec):
    """An intermediate catch event or an event-based gateway."""

    def _update_hook(self, my_task: Any) -> bool | None:
        arriving.await_event(instance_of(my_task), my_task)
        return super()._update_hook(my_task)


class Boundary(Ours, BoundaryEvent, BpmnTaskSpec):
    """A boundary event."""


class BoundaryJoin(BoundaryEventJoin):
    """Where an activity and its boundary events meet; the stock one also cancels those of the next round."""

    def _find_tasks(self, my_task: Any) -> list[Any]:
        split = my_task.find_ancestor(self.split_task)
        return [task for task in super()._find_tasks(my_task) if task.find_ancestor(self.split_task) is split]


class Nested(Ours, SubWorkflowTask, BpmnTaskSpec):
    """A sub-process or call activity: a workflow of its own inside."""

    def _update_hook(self, my_task: Any) -> bool | None:
        inside = my_task.workflow.top_workflow.subprocesses.get(my_task.id)
        if inside is not None:
            return bool(inside.completed)
        my_task._set_state(TaskState.STARTED)
        arriving.open_nested(instance_of(my_task), my_task)
        return None

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        """Variables are ours: nothing to bring out."""

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        """Variables are ours: nothing to bring in."""


class _Several(Ours):
    def _update_hook(self, my_task: Any) -> bool | None:
        my_task._set_state(TaskState.STARTED)
        if not arriving.open_loop(instance_of(my_task), my_task):
            return None
        return super()._update_hook(my_task)  # type: ignore[misc]


class Parallel(_Several, ParallelMultiInstanceTask):
    """A parallel multi-instance activity."""


class Sequential(_Several, SequentialMultiInstanceTask):
    """A sequential multi-instance activity."""


class Loop(_Several, StandardLoopTask):
    """A standard loop."""


class Begin(BpmnStartTask):
    """Where a (sub-)process starts: at the starts that the Instance names."""

    def _predict_hook(self, my_task: Any) -> None:
        my_task._sync_children(self.outputs, TaskState.MAYBE)

    def _run_hook(self, my_task: Any) -> bool:
        arriving.begin(instance_of(my_task), my_task)
        return True


class Pass(SimpleBpmnTask):
    """One of several flows between the same two nodes."""


class Body(BpmnProcessSpec):
    """What is inside a process or sub-process."""

    def __init__(self, name: str) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.start = Begin(self, "Start")
        self.end = _EndJoin(self, "EndJoin")
        self.end.connect(SimpleBpmnTask(self, "End"))
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []
        self.io_specification = None
