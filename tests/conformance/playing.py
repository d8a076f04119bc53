"""Plays a scenario of few lines on a program and checks after every step what must always hold."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from typing import Any

from bpmn.program import Program
from engine.runtime import kernel
from engine.runtime.machine import load
from engine.runtime.protocol import (
    ABSENT,
    AddInstance,
    Cancel,
    Command,
    Complete,
    DeliverMessage,
    DeliverSignal,
    Environment,
    FireTimer,
    Move,
    Opened,
    Refusal,
    Retry,
    SetVariables,
    Step,
    ThrowError,
    ThrowEscalation,
)  # fmt: skip

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)


class Play:
    """One instance, its clock, and everything that it has told so far."""

    def __init__(self, program: Program, env: Environment | None = None) -> None:
        self.program = program
        self.env = env or Environment()
        self.now = NOW
        self.step: Step = None  # type: ignore[assignment]
        self.trace: list[Any] = []
        self.sent: list[Any] = []
        self.open: dict[str, Opened] = {}
        self.ever: set[str] = set()
        self.seen: dict[tuple[str, str], Any] = {}
        self.refused: Refusal | None = None
        self.closed_too = False
        self.known: list[Opened] = []

    def play(self, text: str) -> None:
        """Carry out every line; an AssertionError names the line that does not hold."""
        for line in (line.strip() for line in text.strip().splitlines()):
            if line and not line.startswith("#"):
                verb, *words = line.split()
                try:
                    VERBS[verb](self, words)
                except AssertionError as problem:
                    entered = " ".join(e.element_id for e in self.trace if e.action == "entered")
                    raise AssertionError(f"{line}\n  {problem}\n  path: {entered}\n  open: {self.shown()}") from None

    def shown(self) -> list[str]:
        return sorted(w.element_id for w in self.open.values())

    def take(self, step: Step) -> None:
        """Believe a step only if it is consistent."""
        self.step = step
        for closed in step.closed:
            assert self.open.pop(closed.work_id, None) is not None, f"closed what was not open: {closed}"
        for opened in step.opened:
            assert opened.work_id not in self.ever, f"an id was used again: {opened}"
            self.ever.add(opened.work_id)
            self.open[opened.work_id] = opened
            self.known.append(opened)
        told = [e.seq for e in step.trace]
        assert told == list(range(len(self.trace) + 1, len(self.trace) + len(told) + 1)), "the trace has a gap"
        self.trace += step.trace
        self.sent += step.sent
        self._changes(step)
        self._waits(step)

    def _changes(self, step: Step) -> None:
        for change in step.changes:
            key = (change.scope_id, change.name)
            assert self.seen.get(key, ABSENT) == change.old or change.old is self.seen.get(key, ABSENT), (
                f"old value: {change}"
            )
            self.seen[key] = change.new
        root = {name: value for (scope, name), value in self.seen.items() if scope == "0" and value is not ABSENT}
        assert kernel.variables(step.snapshot, env=self.env) == root, "changes and variables differ"

    def _waits(self, step: Step) -> None:
        listed = kernel.open_work(self.program, step.snapshot, env=self.env)
        assert {w.work_id: w for w in listed} == self.open, (
            f"open work differs: {[w.element_id for w in listed]} {self.shown()}"
        )
        if step.state == "ACTIVE":
            assert listed, "an open instance waits for nothing"
        else:
            assert not listed, "a finished instance has open work"
        again = load(self.program, step.snapshot, self.env, self.now)
        for unit_id in list(again.raw_units):
            again.unit(unit_id)
        for sub_id in list(again.raw_subs):
            again.sub(sub_id)
        assert again.dump() == step.snapshot, "the snapshot changes by loading"

    def do(self, command: Command) -> None:
        """One command; the same command on the same snapshot gives the same step."""
        before = self.step.snapshot
        step = kernel.advance(self.program, before, command, self.now, env=self.env)
        assert kernel.advance(self.program, before, command, self.now, env=self.env) == step, "not deterministic"
        self.take(step)

    def work(self, name: str, *kinds: str) -> Opened:
        """The open work at an element; `a#2` is the second instance, `a@2` the second of several."""
        element, _, index = name.partition("#")
        element, _, nth = element.partition("@")
        found = [w for w in self.open.values() if w.element_id == element and (not kinds or w.kind in kinds)]
        if index:
            found = [w for w in found if str(w.details.get("index")) == index]
        if not found and self.closed_too:
            found = [w for w in self.known if w.element_id == element]
        assert found, f"nothing is open at {name}"
        return found[int(nth or 1) - 1]


def values(words: list[str]) -> dict[str, Any]:
    """`a=1 b=[1,2] c=text`."""
    return {key: value_of(text) for key, _, text in (word.partition("=") for word in words)}


def value_of(text: str) -> Any:
    """A Python literal, else the text itself."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _start(p: Play, words: list[str]) -> None:
    at = words.pop(0)[3:] if words and words[0].startswith("at:") else None
    p.take(kernel.start(p.program, values(words), p.now, env=p.env, at=at))


def _refuses(p: Play, words: list[str]) -> None:
    p.closed_too = True
    try:
        VERBS[words[0]](p, words[1:])
    except Refusal as refusal:
        p.refused = refusal
        return
    finally:
        p.closed_too = False
    raise AssertionError("was not refused")


def _waits(p: Play, words: list[str]) -> None:
    assert p.shown() == sorted(words), f"waits at {p.shown()}"


def _path(p: Play, words: list[str]) -> None:
    entered = [e.element_id for e in p.trace if e.action == "entered"]
    assert entered == words, f"entered {entered}"


def _passed(p: Play, words: list[str]) -> None:
    entered = [e.element_id for e in p.trace if e.action == "entered"]
    for word in words:
        name, _, count = word.partition("*")
        times = entered.count(name)
        assert times == (int(count) if count else max(times, 1)), f"{name} was entered {times} times"


def _never(p: Play, words: list[str]) -> None:
    for word in words:
        assert not any(e.element_id == word and e.action == "entered" for e in p.trace), f"{word} was entered"


def _var(p: Play, words: list[str]) -> None:
    now = kernel.variables(p.step.snapshot, env=p.env)
    for name, wanted in values(words).items():
        assert now.get(name) == wanted, f"{name} is {now.get(name)!r}"


def _novar(p: Play, words: list[str]) -> None:
    now = kernel.variables(p.step.snapshot, env=p.env)
    assert not set(words) & set(now), f"variables {now}"


def _detail(p: Play, words: list[str]) -> None:
    details = p.work(words[0]).details
    for name, wanted in values(words[1:]).items():
        found = details.get(name)
        found = found.isoformat() if isinstance(found, dt.datetime) else found
        assert found == wanted, f"{name} is {found!r}"


def _inputs(p: Play, words: list[str]) -> None:
    found = p.work(words[0]).details["inputs"]
    for name, wanted in values(words[1:]).items():
        assert found.get(name) == wanted, f"{name} is {found.get(name)!r}"


def _sent(p: Play, words: list[str]) -> None:
    found = [(s.name, s.correlation_key) for s in p.sent]
    wanted = [(word.partition(":")[0], word.partition(":")[2] or None) for word in words]
    assert found == wanted, f"sent {found}"


def _state(p: Play, words: list[str]) -> None:
    assert p.step.state == words[0], f"the state is {p.step.state}"
    if len(words) > 1:
        assert p.step.outcome.get("error_code") == words[1], f"the outcome is {p.step.outcome}"


def _incident(p: Play, words: list[str]) -> None:
    assert p.work(words[0], "incident").details["code"] == words[1], p.work(words[0]).details["code"]


def _told(p: Play, words: list[str]) -> None:
    found = [e.element_id for e in p.trace if e.action == words[0]]
    assert found == words[1:], f"{words[0]}: {found}"


def _move(p: Play, words: list[str]) -> None:
    half = words.index("to")
    p.do(Move(cancel=tuple(words[:half]), enter=tuple(words[half + 1 :])))


def _preview(p: Play, words: list[str]) -> None:
    half, third = words.index("to"), words.index("closes")
    move = Move(cancel=tuple(words[:half]), enter=tuple(words[half + 1 : third]), preview=True)
    step = kernel.advance(p.program, p.step.snapshot, move, p.now, env=p.env)
    assert step.snapshot == p.step.snapshot, "the preview changed the snapshot"
    assert sorted(c.element_id for c in step.closed) == sorted(words[third + 1 :]), step.closed


def _later(p: Play, words: list[str]) -> None:
    p.now = dt.datetime.fromisoformat(words[0])


def _signal(p: Play, words: list[str]) -> None:
    p.do(DeliverSignal(words[0], values(words[1:])))


def _timer(p: Play, words: list[str]) -> None:
    work = p.work(words[0], "timer")
    p.now = max(p.now, work.details["due_at"])
    p.do(FireTimer(work.work_id))


VERBS: dict[str, Callable[[Play, list[str]], None]] = {
    "start": _start,
    "refuses": _refuses,
    "waits": _waits,
    "path": _path,
    "passed": _passed,
    "never": _never,
    "var": _var,
    "novar": _novar,
    "detail": _detail,
    "inputs": _inputs,
    "sent": _sent,
    "state": _state,
    "incident": _incident,
    "told": _told,
    "move": _move,
    "preview": _preview,
    "later": _later,
    "signal": _signal,
    "timer": _timer,
    "do": lambda p, w: p.do(Complete(p.work(w[0], "user_task", "job", "ad_hoc", "message").work_id, values(w[1:]))),
    "message": lambda p, w: p.do(DeliverMessage(p.work(w[0], "message").work_id, values(w[1:]))),
    "error": lambda p, w: p.do(ThrowError(p.work(w[0]).work_id, w[1], variables=values(w[2:]))),
    "escalate": lambda p, w: p.do(ThrowEscalation(p.work(w[0]).work_id, w[1], values(w[2:]))),
    "set": lambda p, w: p.do(SetVariables(values(w))),
    "retry": lambda p, w: p.do(Retry(p.work(w[0], "incident").work_id)),
    "add": lambda p, w: p.do(AddInstance(p.work(w[0]).work_id, value_of(w[1]) if len(w) > 1 else None)),
    "cancel": lambda p, w: p.do(Cancel("test")),
}
