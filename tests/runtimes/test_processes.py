"""Every story of the two processes on both runtimes, with the same way through the diagram."""

from __future__ import annotations

import pytest

from engine.runtime import kernel, spiff
from processes.installation.tests.stories import STORIES as INSTALLATION
from processes.rectification.tests.stories import STORIES as RECTIFICATION
from tests.scenarios.scenario import program

STORIES = (*INSTALLATION, *RECTIFICATION)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_story_goes_the_same_way_on_both_runtimes(story):
    ours, theirs = story(kernel), story(spiff)
    assert theirs.step.state == ours.step.state
    assert {flow for _, flow in theirs.taken} == {flow for _, flow in ours.taken}
    assert theirs.rounds == ours.rounds
    assert theirs.jobs_done == ours.jobs_done
    assert theirs.variables() == ours.variables()


@pytest.mark.parametrize("key", ["installation", "rectification"])
def test_spiffworkflow_refuses_nothing_in_our_processes(key):
    assert spiff.refuses(program(key)) == ()
