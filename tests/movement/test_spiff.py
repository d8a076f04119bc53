"""Going back on SpiffWorkflow: it works, or it is refused with a reason, and nothing has changed then."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.runtime import spiff
from engine.runtime.protocol import Complete, Move, NotAllowedHere, Step
from engine.runtime.returning import History, Told, plan_for, return_targets
from tests.conformance.playing import NOW
from tests.movement.shapes import program
from tests.movement.walking import GIVEN

SHAPES = (
    "a line", "a line with a service between", "an exclusive choice", "a parallel fork and join", "nested forks",
    "a sub-process", "a countersign", "a call",
)  # fmt: skip


class Run:
    """One instance on SpiffWorkflow with what it told."""

    def __init__(self, name: str) -> None:
        self.program = program(name)
        self.told: list[Told] = []
        self.done = 0
        self.take(spiff.start(self.program, GIVEN, NOW))

    def take(self, step: Step) -> None:
        self.step = step
        self.told.append(Told(step.trace, step.changes))

    def complete_one(self) -> None:
        self.done += 1
        work = next(w for w in spiff.open_work(self.program, self.step.snapshot) if w.kind in ("user_task", "job"))
        values = {"n": self.done, work.element_id: self.done, "ok": True}
        self.take(spiff.advance(self.program, self.step.snapshot, Complete(work.work_id, values), NOW))


def _return_everywhere(name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    run = Run(name)
    while run.step.state == "ACTIVE":
        for work in spiff.open_work(run.program, run.step.snapshot):
            if work.kind != "user_task":
                continue
            history = History([run.program], run.told)
            for target in return_targets(history, work.work_id):
                found[_tried(run, plan_for(history, target).move)] += 1
        run.complete_one()
    return found


def _tried(run: Run, move: Move) -> str:
    try:
        step = spiff.advance(run.program, run.step.snapshot, move, NOW)
    except NotAllowedHere as refused:
        return "refused" if "SpiffWorkflow" in str(refused) else "unexplained"
    again = Run.__new__(Run)
    again.program, again.told, again.done = run.program, list(run.told), run.done
    again.take(step)
    while again.step.state == "ACTIVE":
        again.complete_one()
    assert again.step.state == "COMPLETED"
    return "worked"


@pytest.mark.parametrize("name", SHAPES)
def test_it_works_or_says_why_not(name: str):
    found = _return_everywhere(name)
    assert sum(found.values())
    assert not found["unexplained"]
    if name in ("a line", "a line with a service between"):
        assert found["worked"]
