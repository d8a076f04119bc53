"""One instance while a command runs: our machine (variables, work, trace) beside SpiffWorkflow's task trees."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from bpmn.program import Node, Program
from engine.runtime import activities, bodies, loops, subscriptions, works
from engine.runtime.flows import one_way_out, ways_out
from engine.runtime.lifecycle import map_out, remove
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import BudgetExceeded
from engine.runtime.scopes import map_in
from engine.runtime.spiff import loops_inside, throwing
from engine.runtime.spiff.building import body_of, link_target, ways
from engine.runtime.spiff.joining import check_tokens
from engine.runtime.state import BEGIN, LEAVE, PERFORM, RESULT, START, Unit

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

    # ------------------------------------------------------------------ stepping
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

    # ------------------------------------------------------------------ a token arrives
    def begin(self, task: Any) -> None:
        """Choose where a (sub-)process starts."""
        workflow = task.workflow
        scope = self.scope(workflow)
        begun, self.begun = self.begun, None
        starts = (
            begun
            if begun is not None
            else list(bodies._starts(self.m, scope)) or list(scope.node.body.implicit_starts if scope.node.body else ())
        )
        specs = workflow.spec.task_specs
        nodes = self.m.program(scope).nodes
        chosen = [specs[f"n{index}.split" if nodes[index].boundaries else f"n{index}"] for index in starts]
        self._send(task, chosen or [workflow.spec.end])

    def arrive(self, task: Any) -> Unit | None:
        """A unit for the token that arrives at a task."""
        if "unit" in task.internal_data:
            return None
        node: Node = task.task_spec.node
        parent = task.parent
        if isinstance(parent.task_spec, LoopTask) and parent.task_spec.task_spec == task.task_spec.name:
            seen = task.internal_data
            number = next(seen[key] for key in ("key_or_index", "item", "iteration") if key in seen) + 1
            unit = loops_inside.open_child(self.m, self.unit(parent), number)
        else:
            check_tokens(task)
            unit = self.m.create(self.scope(task.workflow), node)
            self.m.tell("entered", unit, unit.id)
        return self.register(task, unit)

    def register(self, task: Any, unit: Unit) -> Unit:
        """Tie a unit to its task."""
        task.internal_data["unit"] = unit.id
        self.tasks[unit.id] = task
        return unit

    def await_event(self, task: Any) -> None:
        """A token arrives at a catch event or an event-based gateway."""
        unit = self.arrive(task)
        if unit is None:
            return
        before = getattr(task.parent.task_spec, "node", None)
        if before is not None and before.type == "eventBasedGateway":
            task.internal_data["event_fired"] = True
            self.payloads[task.id] = self.expected.pop((task.parent.id, unit.node.index), {})
            return
        self.attempt(unit, BEGIN, lambda: self.arm(unit))

    def arm(self, unit: Unit) -> None:
        """Wait for what a catch event or event-based gateway waits for."""
        if unit.node.type == "eventBasedGateway":
            program = self.m.program(unit)
            targets = [program.nodes[program.flows[index].target] for index in unit.node.outgoing]
            subscriptions.arm(self.m, unit, *targets)
            return
        if unit.node.inputs:
            map_in(self.m, unit, unit.node.inputs)
        subscriptions.arm(self.m, unit, unit.node)

    def open_nested(self, task: Any) -> None:
        """A token arrives at a sub-process or call activity."""
        unit = self.arrive(task)
        assert unit is not None
        self.attempt(unit, PERFORM, lambda: self.start_nested(task, unit))

    def start_nested(self, task: Any, unit: Unit) -> None:
        """Start what is inside."""
        self._frame(unit)
        node = unit.node
        if node.data_inputs:
            map_in(self.m, unit, node.data_inputs)
        if node.inputs:
            map_in(self.m, unit, node.inputs)
        inner = unit
        if node.type == "callActivity":
            bodies.call(self.m, unit)
            self.m.queue.clear()
            inner = self.m.at(unit.kids[0])  # type: ignore[index]
            throwing.check_called(self.m, inner)
        bodies.declare(self.m, inner)
        inside = self.top.create_subprocess(task, f"{inner.prog}:{inner.node.index}")
        inside.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
        inside.task_tree.run()

    def _frame(self, unit: Unit) -> None:
        around = self.m.at(unit.parent)
        if not (around.loop is not None and around.node is unit.node) and not unit.subs:
            subscriptions.arm_boundaries(self.m, unit)

    def open_loop(self, task: Any) -> bool:
        """A token arrives at an activity with a loop; False when that has become an incident."""
        unit = self.arrive(task) or self.unit(task)
        return self.attempt(unit, START, lambda: self._start_loop(task, unit))

    def _start_loop(self, task: Any, unit: Unit) -> None:
        self._frame(unit)
        if unit.node.data_inputs:
            map_in(self.m, unit, unit.node.data_inputs)
        if unit.node.loop.kind == "standard":  # type: ignore[union-attr]
            self.verdicts[task.id] = loops_inside.open_standard(self.m, unit)
        else:
            loops_inside.open_multiple(self.m, unit)

    def attempt(self, unit: Unit, phase: int, work: Callable[[], Any]) -> bool:
        """Do some work; when it is stuck the unit has an incident, and False."""
        try:
            work()
        except Stuck as stuck:
            self.m.queue.clear()
            works.open_incident(self.m, unit, stuck, phase)
            return False
        return True

    # ------------------------------------------------------------------ a token is worked on
    def run_node(self, task: Any) -> bool | None:
        """The work of a task that is ready: True when it is done, None when it waits."""
        node: Node = task.task_spec.node
        unit = self._received(task, node)
        if isinstance(task.task_spec, LoopTask):
            return self._finish_loop(task, unit)
        if node.type == "callActivity":
            bodies._called_done(self.m, self.scope_of_call(unit))
            self.m.queue.clear()
        elif node.type in throwing.THROWS:
            if not self.attempt(unit, BEGIN, lambda: throwing.throw(self, task, unit)) or unit.noted("thrown"):
                return None
        elif node.type in activities.ACTIVITIES and node.type != "subProcess":
            return self.perform(task, unit)
        return self.conclude(task, unit)

    def scope_of_call(self, unit: Unit) -> Unit:
        """The process unit that a call activity runs."""
        assert unit.kids is not None
        return self.m.at(unit.kids[0])

    def perform(self, task: Any, unit: Unit) -> bool | None:
        """The work of a task: True when it was done at once."""

        def work() -> None:
            self._frame(unit)
            activities.perform(self.m, unit)

        if not self.attempt(unit, PERFORM, work):
            return None
        done = (unit.id, RESULT) in self.m.queue
        self.m.queue.clear()
        return self.conclude(task, unit) if done else None

    def _received(self, task: Any, node: Node) -> Unit:
        if node.type == "boundaryEvent":
            self._pass_boundary(task)
        unit = self.unit(task)
        values = self.payloads.pop(task.id, None) or self.starting.pop(node.index, None)
        if values:
            unit.note("result", dict(values))
        return unit

    def _pass_boundary(self, task: Any) -> None:
        host = self.scope(task.workflow)
        unit = self.m.create(host, task.task_spec.node)
        self.m.tell("entered", unit, unit.id)
        self.register(task, unit)

    def _finish_loop(self, task: Any, unit: Unit) -> bool | None:
        if unit.node.loop.kind != "standard":  # type: ignore[union-attr]
            loops._done(self.m, unit)
            self.m.queue.clear()
        return self.leave(task, unit)

    def conclude(self, task: Any, unit: Unit) -> bool | None:
        """Map the results outwards, then leave or count for the loop."""

        def work() -> None:
            map_out(self.m, unit, unit.noted("result") or {})
            unit.forget("result")

        if not self.attempt(unit, RESULT, work):
            return None
        around = self.m.at(unit.parent)
        if around.loop is None or around.node is not unit.node:
            return self.leave(task, unit)
        return self.count(task, unit)

    def count(self, task: Any, unit: Unit) -> bool | None:
        """Count one instance of a loop as done: True, or None when its outputs cannot be told."""

        def work() -> None:
            self.verdicts[task.parent.id] = loops_inside.child_done(self.m, self.m.at(unit.parent), unit)

        return True if self.attempt(unit, LEAVE, work) else None

    def leave(self, task: Any, unit: Unit) -> bool | None:
        """Take the flows out: True, or None when there is no way."""
        chosen: list[int] = []
        if not self.attempt(unit, LEAVE, lambda: chosen.extend(self._ways(task, unit))):
            return None
        m, program = self.m, self.m.program(unit)
        works.close_subs(m, unit, "canceled")
        m.tell("left", unit, unit.id)
        for index in chosen:
            m.tell_of("taken", program.flows[index].id, unit.parent, None, {})
        names = ways(program, unit.node)
        specs = task.workflow.spec.task_specs
        targets = [specs[names[index]] for index in chosen]
        if not unit.node.outgoing:
            link = link_target(program, unit.node)
            targets = [task.workflow.spec.end if link is None else specs[f"n{link.index}"]]
        targets += [spec for spec in task.task_spec.outputs if spec.name.endswith(".join")]
        self._send(task, targets)
        remove(m, unit)
        m.queue.clear()
        return True

    def _ways(self, task: Any, unit: Unit) -> list[int]:
        node = unit.node
        if node.type == "eventBasedGateway":
            return [task.internal_data["chosen"]]
        if node.type == "exclusiveGateway":
            return [one_way_out(self.m, unit)] if node.outgoing else []
        return list(node.outgoing) if node.type == "parallelGateway" else ways_out(self.m, unit)

    def _send(self, task: Any, specs: list[Any]) -> None:
        task._sync_children(specs, TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)

    def complete(self, task: Any, unit: Unit) -> None:
        """Somebody has done the work of a task: conclude it and let SpiffWorkflow go on."""
        if self.conclude(task, unit):
            task.complete()
