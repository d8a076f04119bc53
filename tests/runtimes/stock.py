"""SpiffWorkflow 3.2.0 as it comes: its own parser, its own stepping, its own script engine."""

from __future__ import annotations

import re
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from tests.conformance.drawing import draw


def stock(diagram: str, **variables: Any) -> BpmnWorkflow:
    """A stock workflow of this diagram, run until it waits; conditions are Python there, with a `$` for a quote."""
    xml = draw(diagram).decode()
    xml = re.sub(r"(<conditionExpression[^>]*>)=", r"\1", xml).replace("$", '"')
    xml = re.sub(r'<callActivity (?=[^>]*>.*?processId="(\w+)")', r'<callActivity calledElement="\1" ', xml)
    xml = re.sub(r"(<timeDuration[^>]*>)(P[^<]*)<", r'\1"\2"<', xml)
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(xml.encode())
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    workflow.task_tree.data.update(variables)
    workflow.do_engine_steps()
    return workflow


def at(workflow: BpmnWorkflow) -> list[str]:
    """The ids of the user tasks that are open."""
    return sorted(task.task_spec.bpmn_id for task in workflow.get_tasks(state=TaskState.READY, manual=True))


def do(workflow: BpmnWorkflow, element_id: str, **data: Any) -> None:
    """Complete the open user task of that id."""
    task = next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.bpmn_id == element_id)
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()
