"""Drive one instance as docs/runtime.md tells: bytes in, commands, open work out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bpmn import Program, Refused, compile_program
from engine.runtime import kernel
from engine.runtime.protocol import (
    Command,
    Complete,
    DeliverMessage,
    DeliverSignal,
    FireTimer,
    Move,
    Opened,
    Retry,
    SetVariables,
    ThrowError,
    ThrowEscalation,
)

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XMLNS = (
    f'xmlns="{MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:other-tool"'
)
NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def definitions(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions {XMLNS} id="defs">{body}</definitions>'.encode()


def process(body: str, *, before: str = "", id: str = "p") -> bytes:
    return definitions(f'{before}<process id="{id}" isExecutable="true">{body}</process>')


def flows(text: str) -> str:
    """`a->b b->c[x > 1] c->d*`: sequence flows `a_b`, with a condition."""
    made = []
    for line in filter(None, (part.strip() for part in text.replace(";", "\n").split("\n"))):
        ends, _, condition = line.partition("[")
        source, _, target = ends.strip().partition("->")
        inner = f"<conditionExpression>{escaped(condition.rstrip(']'))}</conditionExpression>" if condition else ""
        made.append(
            f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(made)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def chain(*elements: str) -> str:
    return flows(";".join(f"{a}->{b}" for a, b in zip(elements, elements[1:], strict=False)))


def users(*ids: str) -> str:
    return "".join(f'<userTask id="{one}"/>' for one in ids)


def refusals(source: bytes, process_id: str | None = None, **files: bytes) -> set[str]:
    """The codes with which a file is refused."""
    try:
        compile_program({"m.bpmn": source, **files}, process_id=process_id)
    except Refused as refused:
        for finding in refused.findings:
            assert finding.message
            assert finding.message_zh
        return {finding.code for finding in refused.findings}
    return set()


class Run:
    """One instance, its clock and its whole trace."""

    def __init__(
        self, source: bytes, *, process_id: str | None = None, at: str | None = None, env: Any = None, **given: Any
    ):
        self.program: Program = compile_program({"m.bpmn": source}, process_id=process_id)
        self.now = NOON
        self.extra = {"env": env} if env else {}
        self.step = kernel.start(self.program, given, self.now, at=at, **self.extra)
        self.trace = list(self.step.trace)
        self.sent = list(self.step.sent)

    def do(self, command: Command) -> Run:
        self.step = kernel.advance(self.program, bytes(self.step.snapshot), command, self.now, **self.extra)
        self.trace += self.step.trace
        self.sent += self.step.sent
        if self.state == "ACTIVE":
            assert self.works(), "an open instance waits for something"
        else:
            assert not self.works(), "a closed instance has no open work"
        return self

    @property
    def state(self) -> str:
        return self.step.state

    def works(self, element_id: str | None = None) -> list[Opened]:
        found = kernel.open_work(self.program, self.step.snapshot, **self.extra)
        return [work for work in found if element_id in (None, work.element_id)]

    @property
    def open(self) -> list[str]:
        """The elements that people, jobs, timers, messages, signals or an incident wait at."""
        return sorted(work.element_id for work in self.works())

    @property
    def tasks(self) -> list[str]:
        return sorted(work.element_id for work in self.works() if work.kind in ("user_task", "job"))

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return [(w.element_id, w.details["code"]) for w in self.works() if w.kind == "incident"]

    def work(self, element_id: str, which: int = 0) -> str:
        return self.works(element_id)[which].work_id

    def complete(self, element_id: str, which: int = 0, **given: Any) -> Run:
        return self.do(Complete(self.work(element_id, which), given))

    def finish(self, *element_ids: str) -> Run:
        for element_id in element_ids:
            self.complete(element_id)
        return self

    def fire(self, element_id: str) -> Run:
        work = self.works(element_id)[0]
        self.now = max(self.now, work.details["due_at"])
        return self.do(FireTimer(work.work_id))

    def message(self, name: str, key: str | None = None, **given: Any) -> Run:
        for work in self.works():
            if (
                work.kind == "message"
                and work.details["name"] == name
                and work.details["correlation_key"] in (key, None)
            ):
                return self.do(DeliverMessage(work.work_id, given))
        raise LookupError(name)

    def signal(self, name: str, **given: Any) -> Run:
        return self.do(DeliverSignal(name, given))

    def set(self, **given: Any) -> Run:
        return self.do(SetVariables(given))

    def error(self, element_id: str, code: str, **given: Any) -> Run:
        return self.do(ThrowError(self.work(element_id), code, "", given))

    def escalate(self, element_id: str, code: str) -> Run:
        return self.do(ThrowEscalation(self.work(element_id), code))

    def retry(self) -> Run:
        return self.do(Retry(next(w.work_id for w in self.works() if w.kind == "incident")))

    def move(self, **what: Any) -> Run:
        return self.do(Move(**what))

    @property
    def entered(self) -> list[str]:
        return [entry.element_id for entry in self.trace if entry.action == "entered"]

    def count(self, element_id: str, action: str = "entered") -> int:
        return sum(entry.element_id == element_id and entry.action == action for entry in self.trace)

    @property
    def variables(self) -> dict[str, Any]:
        return kernel.variables(self.step.snapshot, **self.extra)
