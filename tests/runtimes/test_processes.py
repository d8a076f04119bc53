"""Every story of every process on both runtimes, with the same way through the diagram."""

from __future__ import annotations

import importlib

import pytest

from engine.runtime import kernel, spiff
from tests.scenarios.scenario import PROCESSES, program

KEYS = sorted(path.parent.name for path in PROCESSES.glob("*/process.bpmn"))
STORIES = [
    pytest.param(story, id=f"{key}-{story.__name__}")
    for key in KEYS
    for story in importlib.import_module(f"processes.{key}.tests.stories").STORIES
]


@pytest.mark.parametrize("story", STORIES)
def test_a_story_goes_the_same_way_on_both_runtimes(story):
    ours, theirs = story(kernel), story(spiff)
    assert theirs.step.state == ours.step.state
    assert {flow for _, flow in theirs.taken} == {flow for _, flow in ours.taken}
    assert theirs.rounds == ours.rounds
    assert theirs.jobs_done == ours.jobs_done
    assert theirs.variables() == ours.variables()


@pytest.mark.parametrize("key", KEYS)
def test_spiffworkflow_refuses_nothing_in_our_processes(key):
    assert spiff.refuses(program(key)) == ()
