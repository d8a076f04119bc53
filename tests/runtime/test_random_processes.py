"""Random block-structured processes with random commands: the state is never inconsistent and every block is left."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn import compile_program
from engine.runtime.protocol import (
    Complete,
    DeliverMessage,
    FireTimer,
    Move,
    Refusal,
    Retry,
    SetVariables,
    ThrowError,
    ThrowEscalation,
)
from tests.conformance.drawing import draw
from tests.conformance.playing import Play

BLOCKS = ("user", "script", "and", "xor", "or", "loop", "sub", "boundary", "many", "eventsub", "events", "call", "undo")


class Sketch:
    """Grows a diagram block by block; each block has one way in and one way out."""

    def __init__(self, choose: random.Random, blocks: tuple[str, ...] = BLOCKS) -> None:
        self.choose = choose
        self.blocks = blocks
        self.pairs: list[tuple[str, str]] = []
        self.count = 0
        self.called: list[str] = []

    def new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, depth: int, lines: list[str]) -> tuple[str, str]:
        kinds = self.blocks if depth > 0 else ("user", "script")
        return getattr(self, f"_{self.choose.choice(kinds)}")(depth - 1, lines)

    def chain(self, depth: int, lines: list[str]) -> tuple[str, str]:
        first, last = self.block(depth, lines)
        for _ in range(self.choose.randint(0, 2)):
            start, end = self.block(depth, lines)
            lines.append(f"{last} -> {start}")
            last = end
        return first, last

    def _user(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name = self.new("u")
        lines.append(f"{name}: user")
        return name, name

    def _script(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name = self.new("c")
        lines.append(f'{name}: script do="n + 1" result=n')
        return name, name

    def _branches(self, gateway: str, depth: int, lines: list[str], conditions: list[str]) -> tuple[str, str]:
        split, join = self.new(gateway), self.new(gateway)
        self.pairs.append((split, join))
        lines += [f"{split}: {gateway}", f"{join}: {gateway}"]
        for condition in conditions:
            first, last = self.chain(depth, lines)
            lines += [f"{split} -> {first} {condition}", f"{last} -> {join}"]
        return split, join

    def _and(self, depth: int, lines: list[str]) -> tuple[str, str]:
        return self._branches("and", depth, lines, [""] * self.choose.randint(2, 3))

    def _xor(self, depth: int, lines: list[str]) -> tuple[str, str]:
        return self._branches("xor", depth, lines, [f"[modulo(n, 2) = {self.choose.randint(0, 1)}]", "[else]"])

    def _or(self, depth: int, lines: list[str]) -> tuple[str, str]:
        return self._branches("or", depth, lines, ["[modulo(n, 2) = 0]", "[modulo(n, 3) = 0]", "[else]"])

    def _loop(self, depth: int, lines: list[str]) -> tuple[str, str]:
        enter, leave, count = self.new("m"), self.new("x"), self.new("k")
        first, last = self.chain(depth, lines)
        lines += [f"{enter}: xor", f"{leave}: xor", f'{count}: script do="n + 1" result=n', f"{self.new('z')}: user"]
        after = f"z{self.count}"
        lines += [
            f"{enter} -> {first}",
            f"{last} -> {count} -> {after} -> {leave}",
            f"{leave} -> {enter} [modulo(n, 3) > 0]",
        ]
        out = self._script(depth, lines)[0]
        lines.append(f"{leave} -> {out} [else]")
        return enter, out

    def _inside(self, head: str, depth: int, lines: list[str], more: list[str] | None = None) -> None:
        inner: list[str] = []
        start = self.new("s")
        first, _ = self.chain(depth, inner)
        lines += [head + " {", f"{start}: start", *inner, f"{start} -> {first}", *(more or ()), "}"]

    def _sub(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name = self.new("p")
        self._inside(f"{name}: sub", depth, lines)
        return name, name

    def _boundary(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name, event, merge = self.new("b"), self.new("e"), self.new("m")
        self._inside(f"{name}: sub", depth, lines)
        soft = self.choose.choice(["", " soft"])
        trigger = self.choose.choice(["timer=PT1H", "message=note", "signal=sig", "error=E", "escalation=X"])
        lines.append(f"{event}: boundary on={name} {trigger}{'' if 'error' in trigger else soft}")
        lines += [f"{merge}: xor", f"{name} -> {merge}"]
        if soft and "error" not in trigger:
            lines += [f"{self.new('u')}: user", f"{event} -> u{self.count}"]
        else:
            lines.append(f"{event} -> {merge}")
        return name, merge

    def _many(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name = self.new("i")
        seq = self.choose.choice(["", " seq"])
        until = self.choose.choice(["", ' until="nrOfCompletedInstances >= 1"'])
        self._inside(f'{name}: sub times="{self.choose.randint(0, 3)}"{seq}{until}', depth, lines)
        return name, name

    def _eventsub(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name, inner, start = self.new("p"), self.new("q"), self.new("s")
        trigger = self.choose.choice(["message=stop", "timer=PT2H", "error=E", "signal=sig soft", "escalation=X soft"])
        event = [f"{inner}: eventsub {{", f"{start}: start {trigger}", f"{self.new('u')}: user"]
        event += [f"{start} -> u{self.count}", "}"]
        self._inside(f"{name}: sub", depth, lines, event)
        return name, name

    def _events(self, depth: int, lines: list[str]) -> tuple[str, str]:
        split, join = self.new("g"), self.new("x")
        lines += [f"{split}: events", f"{join}: xor"]
        for trigger in ("message=go", "timer=PT3H", "signal=sig"):
            event = self.new("w")
            first, last = self.chain(depth, lines)
            lines += [f"{event}: catch {trigger}", f"{split} -> {event} -> {first}", f"{last} -> {join}"]
        return split, join

    def _call(self, depth: int, lines: list[str]) -> tuple[str, str]:
        name, process = self.new("a"), self.new("proc")
        self._inside(f"process {process}", depth, self.called)
        lines.append(f"{name}: call calls={process}")
        return name, name

    def _undo(self, depth: int, lines: list[str]) -> tuple[str, str]:
        task, event, handler, throw = (self.new(prefix) for prefix in "tehr")
        lines += [f"{task}: user", f"{event}: boundary on={task} compensate", f"{handler}: user handler"]
        lines += [f"{event} ~> {handler}", f"{throw}: throw compensate", f"{task} -> {throw}"]
        return task, throw


def drawn(seed: int, depth: int) -> str:
    """The text of a random diagram."""
    return diagram_of(Sketch(random.Random(seed)), depth)


def diagram_of(sketch: Sketch, depth: int) -> str:
    """The text of the diagram that the sketch grows."""
    lines: list[str] = []
    first, last = sketch.chain(depth, lines)
    return "\n".join(["s: start", "e: end", *lines, f"s -> {first}", f"{last} -> e", *sketch.called])


def command_for(play: Play, choose: random.Random, wild: bool):
    """A command that somebody could give now."""
    work = choose.choice(sorted(play.open.values(), key=lambda w: int(w.work_id)))
    plain = {
        "user_task": Complete(work.work_id, {"n": choose.randint(0, 6)}),
        "timer": FireTimer(work.work_id),
        "message": DeliverMessage(work.work_id, {"n": choose.randint(0, 6)}),
        "incident": Retry(work.work_id),
    }.get(work.kind)
    if not wild or choose.random() < 0.7:
        return plain
    tasks = [w.work_id for w in play.open.values() if w.kind == "user_task"]
    elements = sorted(i for i, e in play.program.elements.items() if e.process_id == "p" and e.type != "sequenceFlow")
    other = [SetVariables({"n": choose.randint(0, 6)})]
    other.append(Move(cancel=(work.work_id,), enter=(choose.choice(elements),)))
    other.append(Move(cancel=(work.element_id,)))
    if tasks:
        other += [ThrowError(choose.choice(tasks), "E"), ThrowEscalation(choose.choice(tasks), "X")]
    return choose.choice(other)


def walk(seed: int, depth: int, commands: int, *, wild: bool) -> Play:
    """Play random commands on a random process."""
    return walk_on(drawn(seed, depth), random.Random(seed + 1), commands, wild=wild)


def walk_on(diagram: str, choose: random.Random, commands: int, *, wild: bool) -> Play:
    """Play random commands on this diagram."""
    play = Play(compile_program({"p.bpmn": draw(diagram)}, process_id="p"))
    play.play("start n=1")
    for _ in range(commands):
        if play.step.state != "ACTIVE":
            break
        command = command_for(play, choose, wild)
        if command is not None:
            try:
                play.do(command)
            except Refusal:
                continue
    return play


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 3))
def test_people_who_go_on_always_reach_the_end(seed, depth):
    play = walk(seed, depth, 400, wild=False)
    incidents = [w for w in play.open.values() if w.kind == "incident"]
    assert not incidents, [(w.element_id, w.details["code"]) for w in incidents]
    assert play.step.state in ("COMPLETED", "ACTIVE")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 3))
def test_no_command_makes_the_state_inconsistent(seed, depth):
    walk(seed, depth, 60, wild=True)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 3))
def test_every_join_fires_exactly_as_often_as_its_split(seed, depth):
    sketch = Sketch(random.Random(seed), ("user", "script", "and", "xor", "or", "loop", "sub", "call", "events"))
    play = walk_on(diagram_of(sketch, depth), random.Random(seed + 1), 400, wild=False)
    entered = [e.element_id for e in play.trace if e.action == "entered"]
    if play.step.state == "COMPLETED":
        assert [(pair, entered.count(pair[0])) for pair in sketch.pairs] == [
            (pair, entered.count(pair[1])) for pair in sketch.pairs
        ]
