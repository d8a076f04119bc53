"""Runs a process on a runtime in memory and speaks of it in the diagram's own words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bpmn import compile_program
from bpmn.program import Program
from demo.answers import Sitting, answer
from engine.runtime.protocol import Complete, DeliverMessage, Environment, FireTimer, Opened, Sent, Step, ThrowError
from forms import Form, load_form, validate

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))

Job = Callable[[Mapping[str, Any], Mapping[str, Any], dt.datetime], Mapping[str, Any]]


class Thrown(Exception):
    """A job's modelled outcome."""


@cache
def program(key: str) -> Program:
    """The compiled process of that folder."""
    folder = PROCESSES / key
    return compile_program({path.name: path.read_bytes() for path in [folder / "process.bpmn", *folder.glob("*.dmn")]})


@cache
def forms(key: str) -> dict[str, Form]:
    """The forms of that folder by their keys."""
    return {
        form.key: form for form in (load_form(path.read_bytes()) for path in (PROCESSES / key).glob("forms/*.json"))
    }


class Scenario:
    """One running instance; completing a user task checks what is sent against its form."""

    def __init__(
        self, key: str, runtime: Any, jobs: Mapping[str, Job], *, at: str | None = None, **variables: Any
    ) -> None:
        self.key, self.runtime, self.jobs, self.now = key, runtime, jobs, START
        self.program = program(key)
        self.env = Environment(resolve=lambda process, binding: program(process))
        self.taken: set[tuple[str, str]] = set()
        self.rounds: Counter[str] = Counter()
        self.jobs_done: Counter[str] = Counter()
        self.under_way: list[Sent] = []
        self._took(runtime.start(self.program, variables, self.now, env=self.env, at=at))

    def _took(self, step: Step) -> None:
        self.step = step
        self.taken |= {
            (self._process(entry.scope_id), entry.element_id) for entry in step.trace if entry.action == "taken"
        }
        self.under_way += [sent for sent in step.sent if sent.kind == "message"]
        for work in self.open():
            if work.kind == "job":
                self._do(work)
                return
        self._carry()

    def _carry(self) -> None:
        """What it sends to itself arrives; what it sends to others leaves."""
        while self.under_way:
            sent = self.under_way.pop(0)
            for work in self._waiting_for(sent.name, sent.correlation_key):
                self._advance(DeliverMessage(work.work_id, sent.variables))
                return

    def _waiting_for(self, name: str, key: str | None) -> list[Opened]:
        found = [work for work in self.open() if work.kind == "message" and work.details["name"] == name]
        return [work for work in found if work.details["correlation_key"] == key]

    def _process(self, scope_id: str) -> str:
        return "" if scope_id == "0" else scope_id

    def _advance(self, command: Any) -> None:
        self._took(self.runtime.advance(self.program, self.step.snapshot, command, self.now, env=self.env))

    def _do(self, work: Opened) -> None:
        self.jobs_done[work.element_id] += 1
        seen = self.variables(work.scope_id)
        try:
            result = self.jobs[work.details["type"]](work.details["inputs"], seen, self.now)
        except Thrown as thrown:
            self._advance(ThrowError(work.work_id, str(thrown)))
        else:
            self._advance(Complete(work.work_id, result))

    def open(self) -> tuple[Opened, ...]:
        """All open work."""
        return tuple(self.runtime.open_work(self.program, self.step.snapshot, env=self.env))

    def variables(self, scope_id: str = "0") -> dict[str, Any]:
        """What is visible in a scope."""
        return dict(self.runtime.variables(self.step.snapshot, scope_id=scope_id, env=self.env))

    def waiting_at(self) -> Counter[str]:
        """How many user tasks are open, by element."""
        return Counter(work.element_id for work in self.open() if work.kind == "user_task")

    def expect_waiting_at(self, *elements: str) -> None:
        """The open user tasks are exactly these."""
        assert self.waiting_at() == Counter(elements), (self.waiting_at(), self.step.state, self.incidents())

    def incidents(self) -> list[Mapping[str, Any]]:
        """What went wrong."""
        return [work.details for work in self.open() if work.kind == "incident"]

    def expect_ended_at(self, element: str) -> None:
        """The instance has ended, and there."""
        assert self.step.state == "COMPLETED", (self.step.state, self.waiting_at(), self.incidents())
        assert element in {entry.element_id for entry in self.step.trace if entry.action in ("entered", "ended")}, (
            self.step.trace
        )

    def tasks(self, element: str) -> list[Opened]:
        """The open user tasks of that element."""
        found = [work for work in self.open() if work.kind == "user_task" and work.element_id == element]
        assert found, f"nothing waits at {element}: {self.waiting_at()} {self.incidents()}"
        return found

    def complete(self, element: str, plan: Mapping[str, Any] | None = None, **changes: Any) -> None:
        """One person completes one open user task of that element as the demo's people would, with changes."""
        work = self.tasks(element)[0]
        self.rounds[element] += work.details.get("index") in (None, 1)
        shown = self.variables(work.scope_id) | dict(work.details["inputs"])
        sitting = Sitting(element, shown, self.now.date(), plan or {}, self.rounds[element])
        data = answer(sitting) | changes
        self._check_form(work, shown, data)
        self._advance(Complete(work.work_id, data))

    def complete_all(self, element: str, plan: Mapping[str, Any] | None = None) -> None:
        """Everybody completes what is open at that element now."""
        for _ in self.tasks(element):
            self.complete(element, plan)

    def _check_form(self, work: Opened, shown: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        form = forms(_process_of(work.element_id))[work.details["form_id"]]
        validate(form, data, rights=form.rights_at(work.element_id), original=shown, now=self.now)

    def message(self, name: str, key: str, **variables: Any) -> None:
        """A message arrives for the one who waits for it with that key."""
        waiting = self._waiting_for(name, key)
        assert len(waiting) == 1, [w.details for w in self.open() if w.kind == "message"]
        self._advance(DeliverMessage(waiting[0].work_id, variables))

    def wait(self, **span: int) -> None:
        """Time passes; every timer that falls due fires in order."""
        until = self.now + dt.timedelta(**span)
        while due := sorted(
            (w for w in self.open() if w.kind == "timer" and w.details["due_at"] <= until),
            key=lambda w: w.details["due_at"],
        ):
            self.now = due[0].details["due_at"]
            self._advance(FireTimer(due[0].work_id))
        self.now = until


@cache
def _process_of(element_id: str) -> str:
    """The process whose diagram has that user task: their ids are unique among all processes."""
    found = [key for key in _keys() if element_id in _user_tasks(key)]
    assert len(found) == 1, (element_id, found)
    return found[0]


@cache
def _user_tasks(key: str) -> frozenset[str]:
    return frozenset(node.id for node in program(key).nodes if node.type == "userTask")


def _keys() -> list[str]:
    return sorted(path.parent.name for path in PROCESSES.glob("*/process.bpmn"))
