"""Every shape, at each of its stops, back to every place that it may go back to: whole, and to the end."""

from __future__ import annotations

import pytest

from engine.runtime.protocol import ABSENT, NotAllowedHere
from engine.runtime.returning import Plan, plan_for, return_targets, rewind_targets, withdrawal
from tests.movement.shapes import program, shapes
from tests.movement.walking import Walk, moved, walks

NAMES = sorted(shapes())


def test_there_are_enough_shapes():
    assert len(NAMES) >= 40


def whole(walk: Walk, plan: Plan) -> Walk:
    """The instance after going back; fails when anything is left over or missing."""
    after = moved(walk, plan.move)
    after.check_lineage()
    undone = {str(one.id) for one in plan.canceled}
    assert not undone & set(after.open), "something that was canceled is still open"
    assert not [work for work in after.open.values() if work.kind == "incident"]
    if plan.move.enter:
        assert plan.target.element_id in [entry.element_id for entry in after.step.trace if entry.action == "entered"]
    for one in plan.restored:
        if not one.kept and (one.scope_id in {str(p) for p in after.history.lineage.passages if _lives(after, p)}):
            assert after.seen.get((one.scope_id, one.name), ABSENT) == one.new
    return after


def _lives(walk: Walk, passage: int) -> bool:
    return walk.history.lineage.passages[passage].alive


def normal(name: str) -> dict[str, int]:
    """How often each thing is done when nothing is ever moved."""
    return dict(Walk(program(name)).begin().finish())


@pytest.mark.parametrize("name", NAMES)
def test_rewinding_leaves_it_whole(name: str):
    tried = 0
    for walk in walks(program(name)):
        for target in rewind_targets(walk.history):
            after = whole(walk, plan_for(walk.history, target))
            after.copy().finish()
            tried += 1
            for again in rewind_targets(after.history)[:2]:
                whole(after, plan_for(after.history, again)).finish()
    assert tried


@pytest.mark.parametrize("name", NAMES)
def test_returning_does_the_work_again_and_nothing_twice(name: str):
    usual = normal(name)
    for walk in walks(program(name)):
        for work in [w for w in walk.open.values() if w.kind == "user_task"]:
            for target in return_targets(walk.history, work.work_id):
                after = whole(walk, plan_for(walk.history, target))
                assert work.work_id not in after.open
                done = after.finish()
                assert done[target.element_id] >= 1
                if len(set(usual.values())) == 1 and "events" not in name:
                    assert all(times <= max(usual.values()) for times in done.values()), done


@pytest.mark.parametrize("name", NAMES)
def test_a_completion_is_withdrawn(name: str):
    for walk in walks(program(name)):
        finished = [one for one in walk.history.lineage.passages.values() if one.work == "user_task" and one.done]
        for one in finished:
            try:
                plan = withdrawal(walk.history, str(one.id))
            except NotAllowedHere:
                continue
            after = whole(walk, plan)
            assert one.element_id in [work.element_id for work in after.open.values()]
            after.finish()
