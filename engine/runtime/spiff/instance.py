"""One instance while a command runs: our machine (variables, work, trace) beside SpiffWorkflow's task trees."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from bpmn.program import Program
from engine.runtime import bodies, works
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import BudgetExceeded
from engine.runtime.spiff.building import body_of
from engine.runtime.state import Unit

DEEPEST = 900
"""SpiffWorkflow looks no deeper than 1,000 tasks into its tree, and says nothing about it."""


class Bodies(dict[str, Any]):
    """SpiffWorkflow's specs of processes and sub-processes by "program:node", built when first asked for."""

    def __init__(self, m: Machine) -> None:
        super().__init__()
        self.m = m

    def __missing__(self, key: str) -> Any:
        number, _, index = key.partition(":")
        program = self.m.programs[int(number)]
        return body_of(program, program.nodes[int(index)])

    def __contains__(self, key: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


class Instance:
    """SpiffWorkflow's script engine and stepper: it asks us what a token means, we ask it where tokens go."""

    def __init__(self, m: Machine) -> None:
        self.m = m
        self.tasks: dict[int, Any] = {}
        self.actions: deque[Callable[[], None]] = deque()
        self.payloads: dict[Any, Mapping[str, Any]] = {}
        self.verdicts: dict[Any, bool] = {}
        self.expected: dict[tuple[Any, int], Mapping[str, Any]] = {}
        self.starting: dict[int, dict[str, Any]] = {}
        self.begun: list[int] | None = None
        self.top: Any = None

    # ------------------------------------------------------------------ what SpiffWorkflow asks
    def evaluate(self, task: Any, question: Callable[[Instance, Any], Any], external_context: Any = None) -> Any:
        """The script engine's evaluation; questions are functions of ours, never text."""
        return question(self, task)

    def unit(self, task: Any) -> Unit:
        """The unit that does a task's work."""
        return self.m.at(task.internal_data["unit"])

    def scope(self, workflow: Any) -> Unit:
        """The unit in whose scope a workflow runs."""
        if workflow is self.top:
            return self.m.at(0)
        unit = self.unit(self.top.get_task_from_id(workflow.parent_task_id))
        if unit.node.type == "callActivity":
            assert unit.kids is not None
            return self.m.at(unit.kids[0])
        return unit

    def program(self, task: Any) -> Program:
        """The program in which a task is drawn."""
        return self.m.program(self.scope(task.workflow))

    # -- stepping
    def settle(self) -> None:
        """Let SpiffWorkflow run until everything waits."""
        try:
            self._settle()
        except RecursionError as problem:
            raise BudgetExceeded("SpiffWorkflow's task tree has become too deep") from problem

    def _settle(self) -> None:
        while self.m.state == "ACTIVE":
            if self.actions:
                self.actions.popleft()()
                self.drop_orphans()
                continue
            ready = [
                task
                for workflow in self.workflows()
                for task in workflow.tasks.values()
                if task.state == TaskState.READY
            ]
            if not ready:
                break
            for task in ready:
                if self.actions or self.m.state != "ACTIVE":
                    break
                if task.state == TaskState.READY and task.id in task.workflow.tasks:
                    self.run(task)
        if self.m.state == "ACTIVE" and self.top.completed:
            bodies._process_done(self.m, self.m.at(0))

    def run(self, task: Any) -> None:
        """Run one task that SpiffWorkflow has made ready."""
        self.m.spend()
        if task.depth > DEEPEST:
            raise BudgetExceeded(f"SpiffWorkflow cannot look deeper than {DEEPEST} tasks into an instance")
        task.run()

    def workflows(self) -> list[Any]:
        """Every workflow that still runs."""
        return [self.top, *(sub for sub in self.top.subprocesses.values() if not sub.completed)]

    def drop_orphans(self) -> None:
        """Forget the workflows of activities that were ended; SpiffWorkflow would let them run on."""
        while True:
            dead = [key for key, sub in self.top.subprocesses.items() if self._orphan(sub)]
            if not dead:
                return
            for key in dead:
                del self.top.subprocesses[key]

    def _orphan(self, sub: Any) -> bool:
        for workflow in (self.top, *self.top.subprocesses.values()):
            task = workflow.tasks.get(sub.parent_task_id)
            if task is not None:
                return bool(task.has_state(TaskState.FINISHED_MASK))
        return True

    def attempt(self, unit: Unit, phase: int, work: Callable[[], Any]) -> bool:
        """Do some work; when it is stuck the unit has an incident, and False."""
        try:
            work()
        except Stuck as stuck:
            self.m.queue.clear()
            works.open_incident(self.m, unit, stuck, phase)
            return False
        return True

    def send(self, task: Any, specs: list[Any]) -> None:
        """Let the token go on to these specs."""
        task._sync_children(specs, TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
