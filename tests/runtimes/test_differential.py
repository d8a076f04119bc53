"""Random processes go the same way on the kernel and on SpiffWorkflow."""

from __future__ import annotations

import random

import pytest

from bpmn import compile_program
from engine.runtime import kernel, spiff
from tests.conformance.drawing import draw
from tests.conformance.playing import NOW
from tests.runtimes.differential import walk_many
from tests.runtimes.walking import walk_drawn

PARALLEL_SCRIPTS = """
s: start
e: end
fork: and
join: and
a: script do="n + 1" result=n
b: script do="n + 1" result=n
s -> fork -> a -> join
fork -> b -> join
join -> e
"""


@pytest.mark.parametrize("first", range(0, 200_000, 20_000))
def test_a_thousand_random_processes_go_the_same_way_on_both(first):
    """Ten times: ten thousand walks in all."""
    kinds, differing = walk_many(1_000, first)
    assert not differing, [(seed, outcome.walk.why, outcome.diagram) for seed, outcome in differing][:1]
    assert kinds["same"] == 1_000


@pytest.mark.parametrize("runtime", [kernel, spiff], ids=["kernel", "spiff"])
def test_scripts_that_run_side_by_side_lose_no_update(runtime):
    program = compile_program({"p.bpmn": draw(PARALLEL_SCRIPTS)}, process_id="p")
    assert runtime.variables(runtime.start(program, {"n": 0}, NOW).snapshot)["n"] == 2


def test_a_disagreement_is_noticed(monkeypatch):
    monkeypatch.setattr(spiff, "variables", lambda snapshot, env: {})
    assert walk_drawn(PARALLEL_SCRIPTS, random.Random(1), 3).kind == "differs"
