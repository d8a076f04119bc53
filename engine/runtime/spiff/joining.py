"""Joins: where SpiffWorkflow's own counting would lose or mix tokens, the command is refused instead."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.runtime.protocol import NotAllowedHere


def check_tokens(task: Any) -> None:
    """Raise NotAllowedHere when a join fires although SpiffWorkflow has mixed the tokens of two rounds."""
    spec = task.task_spec
    if not isinstance(spec, UnstructuredJoin):
        return
    for other in task.workflow.tasks.values():
        if other.task_spec is not spec or other is task or other.state != TaskState.COMPLETED:
            continue
        if not task.is_descendant_of(other) and not other.is_descendant_of(task):
            name = spec.node.name or spec.node.id
            raise NotAllowedHere(f"tokens of two rounds meet at “{name}”, which SpiffWorkflow cannot tell apart")
