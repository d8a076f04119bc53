"""Random processes that are walked on both runtimes."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from bpmn import compile_program
from engine.crosscheck import Walk, walk_both
from engine.runtime import spiff
from tests.conformance.drawing import draw
from tests.runtime.test_random_processes import Sketch, diagram_of

BLOCKS = ("user", "script", "and", "xor", "or", "loop", "sub", "boundary", "many", "events", "call")


@dataclass(frozen=True)
class Outcome:
    """A diagram and how its walk ended."""

    diagram: str
    walk: Walk


def walk_random(seed: int, depth: int = 2, commands: int = 40, blocks: tuple[str, ...] = BLOCKS) -> Outcome:
    """The same random commands on the same random process, on both runtimes."""
    diagram = without_races(diagram_of(Sketch(random.Random(seed), blocks), depth))
    return Outcome(diagram, walk_drawn(diagram, random.Random(seed + 1), commands))


def without_races(diagram: str) -> str:
    """The diagram with a variable of its own for each script: which of two tokens writes first is nobody's fault."""
    return re.sub(r'(\w+): script do="n \+ 1" result=n', r'\1: script do="n + 1" result=\1', diagram)


def walk_drawn(diagram: str, choose: random.Random, commands: int) -> Walk:
    """The same random commands on this diagram, on both runtimes."""
    program = compile_program({"p.bpmn": draw(diagram)}, process_id="p")
    reasons = spiff.refuses(program)
    if reasons:
        return Walk("refused", (), reasons[0].code)
    return walk_both(program, choose, {"n": range(7)}, commands=commands, variables={"n": 1})
