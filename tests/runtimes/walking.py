"""Walks one random process on both runtimes, command by command, and says where they part."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bpmn import compile_program
from engine.runtime import kernel, spiff
from engine.runtime.protocol import (
    Complete,
    DeliverMessage,
    DeliverSignal,
    FireTimer,
    NotAllowedHere,
    Opened,
    ThrowError,
    ThrowEscalation,
)  # fmt: skip
from tests.conformance.drawing import draw
from tests.conformance.playing import NOW
from tests.runtime.test_random_processes import Sketch, diagram_of

BLOCKS = ("user", "script", "and", "xor", "or", "loop", "sub", "boundary", "many", "events", "call")


@dataclass(frozen=True)
class Outcome:
    """How a walk ended: `same`, `refused` (why), or `differs` (what)."""

    kind: str
    steps: int
    diagram: str
    commands: tuple[str, ...] = ()
    why: str = ""


def walk(seed: int, depth: int = 2, commands: int = 40, blocks: tuple[str, ...] = BLOCKS) -> Outcome:
    """The same random commands on the same random process, on both runtimes."""
    return compare(diagram_of(Sketch(random.Random(seed), blocks), depth), random.Random(seed + 1), commands)


def compare(diagram: str, choose: random.Random, commands: int) -> Outcome:
    """The same random commands on this diagram, on both runtimes."""
    program = compile_program({"p.bpmn": draw(diagram)}, process_id="p")
    reasons = spiff.refuses(program)
    if reasons:
        return Outcome("refused", 0, diagram, why=reasons[0].code)
    ours = kernel.start(program, {"n": 1}, NOW)
    told: list[str] = ["start n=1"]
    try:
        theirs = spiff.start(program, {"n": 1}, NOW)
        for number in range(commands):
            difference = differs(program, ours, theirs)
            if difference:
                return Outcome("differs", number, diagram, tuple(told), difference)
            if ours.state != "ACTIVE":
                break
            mine, yours = _pair(program, ours, theirs, choose)
            told.append(str(mine))
            ours = kernel.advance(program, ours.snapshot, mine, NOW)
            theirs = spiff.advance(program, theirs.snapshot, yours, NOW)
    except NotAllowedHere as refusal:
        return Outcome("refused", len(told), diagram, tuple(told), str(refusal))
    return Outcome("same", len(told), diagram, tuple(told))


def differs(program: Any, ours: Any, theirs: Any) -> str:
    """What the two instances disagree about, "" when nothing."""
    if ours.state != theirs.state:
        return f"state: kernel {ours.state}, SpiffWorkflow {theirs.state}"
    mine, yours = (_names(runtime, program, step) for runtime, step in ((kernel, ours), (spiff, theirs)))
    if mine != yours:
        return f"open: only kernel {dict(mine - yours)}, only SpiffWorkflow {dict(yours - mine)}"
    a, b = kernel.variables(ours.snapshot), spiff.variables(theirs.snapshot)
    return "" if a == b else f"variables: kernel {a}, SpiffWorkflow {b}"


def _key(work: Opened) -> tuple[Any, ...]:
    return work.element_id, work.kind, work.details.get("index"), work.details.get("code")


def _names(runtime: Any, program: Any, step: Any) -> Counter[tuple[Any, ...]]:
    return Counter(_key(work) for work in runtime.open_work(program, step.snapshot))


def _pair(program: Any, ours: Any, theirs: Any, choose: random.Random) -> tuple[Any, Any]:
    """One command for each runtime: the same work, as each of them calls it."""
    able = {"user_task", "timer", "message", "signal"}
    mine = [w for w in kernel.open_work(program, ours.snapshot) if w.kind in able]
    work = choose.choice(sorted(mine, key=lambda w: (_key(w)[:2], int(w.work_id))))
    same = [w for w in mine if _key(w) == _key(work)]
    yours = [w for w in spiff.open_work(program, theirs.snapshot) if _key(w) == _key(work)]
    other = yours[same.index(work)]
    return _commands(work, other, choose)


def _commands(work: Opened, other: Opened, choose: random.Random) -> tuple[Any, Any]:
    values = {"n": choose.randint(0, 6)}
    if work.kind == "timer":
        return FireTimer(work.work_id), FireTimer(other.work_id)
    if work.kind == "message":
        return DeliverMessage(work.work_id, values), DeliverMessage(other.work_id, values)
    if work.kind == "signal":
        signal = DeliverSignal(work.details["name"], values)
        return signal, signal
    wild = choose.random()
    if wild < 0.05:
        return ThrowError(work.work_id, "E"), ThrowError(other.work_id, "E")
    if wild < 0.1:
        return ThrowEscalation(work.work_id, "X"), ThrowEscalation(other.work_id, "X")
    return Complete(work.work_id, values), Complete(other.work_id, values)
