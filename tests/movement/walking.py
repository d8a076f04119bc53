"""Walks an instance, keeps its whole trace, and checks that the lineage read from it is what the machine holds."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bpmn.program import Program
from engine.runtime import kernel
from engine.runtime.machine import load
from engine.runtime.protocol import Complete, DeliverMessage, FireTimer, Move, Opened, Step
from engine.runtime.returning import History, Told
from tests.conformance.playing import Play

GIVEN = {"items": [1, 2, 3], "x": 0, "n": 0, "ok": False}
ENOUGH = 200


class Walk(Play):
    """One instance with everything that each command told."""

    def __init__(self, program: Program) -> None:
        self.told: list[Told] = []
        self.times: Counter[str] = Counter()
        super().__init__(program)

    def take(self, step: Step) -> None:
        super().take(step)
        self.told.append(Told(step.trace, step.changes))

    def begin(self) -> Walk:
        """Started with what every shape is given."""
        self.take(kernel.start(self.program, GIVEN, self.now))
        return self

    def copy(self) -> Walk:
        """The same instance once more, from its saved snapshot."""
        other = copy.copy(self)
        for name in ("told", "trace", "sent", "known"):
            setattr(other, name, list(getattr(self, name)))
        for name in ("open", "seen"):
            setattr(other, name, dict(getattr(self, name)))
        other.ever, other.times = set(self.ever), Counter(self.times)
        return other

    @property
    def history(self) -> History:
        return History([self.program], self.told)

    def act(self, work: Opened) -> None:
        """Do what the open work waits for."""
        self.times[work.element_id] += 1
        if work.kind in ("user_task", "job"):
            values = {"n": sum(self.times.values()), work.element_id: self.times[work.element_id]}
            self.do(Complete(work.work_id, {**values, "ok": self.times[work.element_id] > 1}))
        elif work.kind == "message":
            self.do(DeliverMessage(work.work_id))
        elif work.kind == "timer":
            self.now = max(self.now, work.details["due_at"])
            self.do(FireTimer(work.work_id))
        else:
            raise AssertionError(f"nothing can be done at {work}")

    def possible(self) -> list[Opened]:
        """Open work that somebody can act on, timers and messages last."""
        order = {"user_task": 0, "job": 0, "message": 1, "timer": 2}
        found = [work for work in self.open.values() if work.kind in order]
        return sorted(found, key=lambda work: (order[work.kind], int(work.work_id)))

    def finish(self) -> Counter[str]:
        """Goes on to the end; how often each user task was done on the way."""
        before = Counter(self.times)
        for _ in range(ENOUGH):
            if self.step.state != "ACTIVE":
                return self.times - before
            stuck = [work for work in self.open.values() if work.kind == "incident"]
            assert not stuck, f"an incident: {[dict(work.details) for work in stuck]}"
            self.act(self.possible()[0])
        raise AssertionError(f"never ends: waits at {self.shown()}")

    def check_lineage(self) -> None:
        """What lives and what waits at joins, as the trace tells it, is what the snapshot holds."""
        lineage = self.history.lineage
        m = load(self.program, self.step.snapshot, self.env, self.now)
        units = [m.at(unit_id) for unit_id in m.raw_units]
        living = {unit.id for unit in units}
        if self.step.state == "ACTIVE":
            assert {one.id for one in lineage.passages.values() if one.alive} == living
        held = {
            (unit.id, m.program(unit).flows[flow].id): count
            for unit in units for waiting in (unit.joins or {}).values() for flow, count in waiting.items()
        }  # fmt: skip
        told = {
            (scope, flow): len(sources)
            for (scope, _), flows in lineage.waiting.items() for flow, sources in flows.items()
            if scope in living and sources
        }  # fmt: skip
        assert told == held


def walks(program: Program) -> Iterator[Walk]:
    """An instance at each of its stops: straight on, then with each branch first, then with every event fired."""
    seen: set[bytes] = set()
    for choice in (0, -1, "events"):
        walk = Walk(program).begin()
        for _ in range(ENOUGH):
            walk.check_lineage()
            if walk.step.state != "ACTIVE":
                break
            if walk.step.snapshot not in seen:
                seen.add(walk.step.snapshot)
                yield walk
            walk.act(_chosen(walk, choice))


def _chosen(walk: Walk, choice: Any) -> Opened:
    possible = walk.possible()
    people = [work for work in possible if work.kind in ("user_task", "job")] or possible
    if choice == "events":
        events = [work for work in possible if work not in people]
        return events[0] if events and walk.times[events[0].element_id] == 0 else people[0]
    return people[choice]


def moved(walk: Walk, move: Move) -> Walk:
    """The instance after the move, the one before left as it was; a preview has told the same."""
    after = walk.copy()
    preview = Move(cancel=move.cancel, enter=move.enter, restore=move.restore, again=move.again, preview=True)
    told = kernel.advance(walk.program, walk.step.snapshot, preview, walk.now, env=walk.env)
    after.do(move)
    assert told.snapshot == walk.step.snapshot
    assert (told.closed, told.opened) == (after.step.closed, after.step.opened)
    return after
