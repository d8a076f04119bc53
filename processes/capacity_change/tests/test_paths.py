"""Every way through a capacity change, and the proof that no flow of its diagram is left out."""

from __future__ import annotations

import pytest

from engine.runtime import kernel
from processes.capacity_change.tests.stories import STORIES
from tests.scenarios.scenario import program


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_story(story):
    story(kernel)


def test_every_flow_is_taken():
    taken = {flow for story in STORIES for scope, flow in story(kernel).taken if scope == ""}
    assert {flow.id for flow in program("capacity_change").flows} - taken == set()
