"""Random nets of gateways: a join is called stuck if and only if some run of the kernel starves there."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from math import prod

import pytest

from bpmn.compiling import compile_program
from bpmn.lint.diagram import diagram_of
from bpmn.lint.net import AND, net_of
from bpmn.lint.reduction import reduced
from bpmn.lint.soundness import Play, play
from bpmn.reading import read_document
from engine.runtime import kernel
from engine.runtime.protocol import Step
from tests.lint.drawing import draw

NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
MOST_RUNS = 81
KINDS_OF = {"x": (2, 3), "p": (2, 3), "i": (1, 1)}


def random_net(chance: random.Random) -> tuple[bytes, dict[str, int]]:
    """A diagram whose flows only go forward, and its decisions with the number of their ways."""
    size = chance.randint(4, 11)
    names = [f"{chance.choice('xxppio')}{n}" for n in range(size)]
    flows: list[tuple[str, str]] = []
    for at, name in enumerate(names):
        ways = chance.randint(*KINDS_OF.get(name[0], (1, 1)))
        later = names[at + 1 :] or ["e"]
        targets = {chance.choice([*later[:4], "e"] if later != ["e"] else later) for _ in range(ways)}
        flows += [(name, target) for target in sorted(targets)]
    reached = {names[0]}
    for source, target in flows:  # names are in order, so one pass finds all
        if source in reached:
            reached.add(target)
    flows = [(source, target) for source, target in flows if source in reached]
    ways_of = {n: [t for s, t in flows if s == n] for n in names if n in reached}
    lines = [f"s > {names[0]}"]
    for name, targets in ways_of.items():
        for number, target in enumerate(targets):
            last = number == len(targets) - 1
            condition = f" : {'default' if last else f'=v_{name} = {number}'}"
            lines.append(f"{name} > {target}{condition if name[0] == 'x' and len(targets) > 1 else ''}")
    decisions = {n: len(t) for n, t in ways_of.items() if n[0] == "x" and len(t) > 1}
    return draw(*lines), decisions


def runs(data: bytes, decisions: dict[str, int]) -> Iterator[Step]:
    """The run of each combination of decisions."""
    program = compile_program({"f.bpmn": data})
    for ways in product(*(range(n) for n in decisions.values())):
        yield kernel.start(program, {f"v_{name}": way for name, way in zip(decisions, ways, strict=True)}, NOW)


def starved(step: Step) -> set[str]:
    incidents = [o for o in step.opened if o.kind == "incident"]
    assert {o.details["code"] for o in incidents} <= {"join_starved"}
    return {o.element_id for o in incidents}


def repeats(step: Step) -> bool:
    """Whether an event of the run was entered twice."""
    entered = Counter(entry.element_id for entry in step.trace if entry.action == "entered")
    return any(times > 1 for name, times in entered.items() if name.startswith("i"))


def played(data: bytes) -> tuple[set[str | None], Play]:
    diagram = diagram_of(read_document(data))
    net = net_of(diagram, diagram.scopes[0])
    assert net is not None
    result = play(reduced(net))
    return {net.places[n].element.id for n in result.stuck if net.places[n].join == AND}, result


@pytest.mark.parametrize("first", range(0, 800, 100))
def test_stuck_means_starving_and_doubled_means_twice(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(first, first + 100):
        data, decisions = random_net(random.Random(seed))
        stuck, result = played(data)
        if not result.complete or prod(decisions.values()) > MOST_RUNS:
            continue
        steps = list(runs(data, decisions))
        if result.doubled:  # what comes after a doubled token is not played any more
            seen["doubled"] += 1
            continue
        assert stuck == {name for step in steps for name in starved(step)}, (seed, data.decode())
        assert not any(repeats(step) for step in steps if not starved(step)), (seed, data.decode())
        seen["stuck" if stuck else "sound"] += 1
    assert min(seen["stuck"], seen["sound"], seen["doubled"]) > 2
