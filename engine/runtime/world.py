"""Several instances that talk to each other, with a clock of their own: for tests and programs without a shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bpmn.program import Program, Start
from engine.runtime import kernel
from engine.runtime.protocol import (
    Command,
    Complete,
    DeliverMessage,
    DeliverSignal,
    Environment,
    FireTimer,
    NotAllowedHere,
    Opened,
    Sent,
    Step,
    TraceEntry,
    Variables,
    WorkNotOpen,
)
from engine.runtime.scopes import as_plain

MOST_MESSAGES = 10_000


@dataclass(slots=True)
class Instance:
    """One running process and what it has told so far."""

    id: int
    program: Program
    step: Step
    trace: list[TraceEntry] = field(default_factory=list)

    def open_work(self, env: Environment) -> tuple[Opened, ...]:
        return kernel.open_work(self.program, self.step.snapshot, env=env)


class World:
    """The processes of a file set (every pool of a collaboration) and their instances."""

    def __init__(self, *programs: Program, now: dt.datetime, env: Environment | None = None) -> None:
        self.programs = {program.process_id: program for program in programs}
        self.now = now
        self.env = env or Environment()
        self.instances: list[Instance] = []
        self.unclaimed: list[Sent] = []
        """Messages that nobody waited for."""

    def start(self, process_id: str, variables: Variables | None = None, *, at: str | None = None) -> Instance:
        """A new instance of that process, run until everything waits."""
        instance = self._begin(self.programs[process_id], variables or {}, at)
        self._carry(instance)
        return instance

    def _begin(self, program: Program, variables: Variables, at: str | None) -> Instance:
        step = kernel.start(program, variables, self.now, env=self.env, at=at)
        instance = Instance(len(self.instances) + 1, program, step, list(step.trace))
        self.instances.append(instance)
        return instance

    def do(self, instance: Instance, command: Command) -> None:
        """Give an instance a command and carry what it sends."""
        self._advance(instance, command)
        self._carry(instance)

    def _advance(self, instance: Instance, command: Command) -> None:
        program, snapshot = instance.program, instance.step.snapshot
        instance.step = kernel.advance(program, snapshot, command, self.now, env=self.env)
        instance.trace.extend(instance.step.trace)

    def complete(self, element_id: str, variables: Variables | None = None) -> None:
        """Complete the first open task at that element, in whichever instance it is."""
        for instance, work in self.open_work():
            if work.element_id == element_id and work.kind in ("user_task", "job"):
                self.do(instance, Complete(work.work_id, variables or {}))
                return
        raise WorkNotOpen(f"nothing is open at “{element_id}”")

    def open_work(self) -> Iterator[tuple[Instance, Opened]]:
        """All that is waited for, by instance in the order of their start."""
        for instance in self.instances:
            for work in instance.open_work(self.env):
                yield instance, work

    def at(self, now: dt.datetime) -> None:
        """Let the clock reach `now`: every timer that is due fires, the earliest first, at its own time."""
        for _ in range(MOST_MESSAGES):
            due = [(w.details["due_at"], i.id, w) for i, w in self.open_work() if w.kind == "timer"]
            due = [entry for entry in due if entry[0] <= now]
            if not due:
                break
            moment, instance_id, work = min(due, key=lambda entry: (entry[0], entry[1], int(entry[2].work_id)))
            self.now = max(self.now, moment)
            self.do(self.instances[instance_id - 1], FireTimer(work.work_id))
        self.now = max(self.now, now)

    def message(self, name: str, key: str | None = None, variables: Variables | None = None) -> bool:
        """Deliver a message to the first that waits for it, else start a process by it; whether anybody took it."""
        taken = self._deliver(Sent("message", name, key, variables or {}, ""))
        return taken is not None and self._carry(taken)

    def signal(self, name: str, variables: Variables | None = None) -> None:
        """Broadcast a signal to every instance, and to the processes that it starts."""
        for instance in self._broadcast(Sent("signal", name, None, variables or {}, ""), None):
            self._carry(instance)

    def _carry(self, instance: Instance) -> bool:
        """Carry what instances send until nothing is under way."""
        under_way = [(instance, sent) for sent in instance.step.sent]
        for _ in range(MOST_MESSAGES):
            if not under_way:
                return True
            sender, sent = under_way.pop(0)
            if sent.kind == "signal":
                reached = self._broadcast(sent, sender)
            else:
                taken = self._deliver(sent)
                reached = [taken] if taken is not None else []
                if taken is None:
                    self.unclaimed.append(sent)
            under_way += [(one, more) for one in reached for more in one.step.sent]
        raise NotAllowedHere("the instances send each other messages without end")

    def _deliver(self, sent: Sent) -> Instance | None:
        for instance, work in self.open_work():
            if work.kind == "message" and _matches(work.details, sent):
                self._advance(instance, DeliverMessage(work.work_id, sent.variables))
                return instance
        for program, start in self._starts("message", sent.name):
            if sent.correlation_key is None or self._key_of(start, sent) in (None, sent.correlation_key):
                return self._begin(program, sent.variables, start.element_id)
        return None

    def _key_of(self, start: Start, sent: Sent) -> str | None:
        if start.correlation_key is None:
            return None
        return str(as_plain(start.correlation_key.evaluate(sent.variables, now=self.now)))

    def _broadcast(self, sent: Sent, sender: Instance | None) -> list[Instance]:
        reached = []
        for instance in list(self.instances):
            if instance is not sender and any(
                w.kind == "signal" and w.details["name"] == sent.name for w in instance.open_work(self.env)
            ):
                self._advance(instance, DeliverSignal(sent.name, sent.variables))
                reached.append(instance)
        for program, start in self._starts("signal", sent.name):
            reached.append(self._begin(program, sent.variables, start.element_id))
        return reached

    def _starts(self, kind: str, name: str) -> Iterator[tuple[Program, Start]]:
        for program in self.programs.values():
            for start in program.starts:
                if start.kind == kind and start.name == name:
                    yield program, start


def _matches(details: Mapping[str, Any], sent: Sent) -> bool:
    wanted = details["correlation_key"]
    return details["name"] == sent.name and (wanted is None or wanted == sent.correlation_key)
