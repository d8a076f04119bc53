"""Joins: where SpiffWorkflow's own counting would lose or mix tokens, the command is refused instead."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.protocol import NotAllowedHere


def check_tokens(task: Any) -> None:
    """Raise NotAllowedHere when a second token has come along the same flow: SpiffWorkflow would lose or mix it."""
    spec, came_by = task.task_spec, task.parent.task_spec
    for other in task.workflow.tasks.values():
        same_flow = other.task_spec is spec and other is not task and other.parent.task_spec is came_by
        if same_flow and other.parent.state == TaskState.COMPLETED:
            name = spec.node.name or spec.node.id
            raise NotAllowedHere(f"two tokens come to “{name}” along one flow, which SpiffWorkflow cannot count")
