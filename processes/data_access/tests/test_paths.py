"""Every way through a request for access, and the proof that no flow of its diagram is left out."""

from __future__ import annotations

import pytest

from engine.runtime import kernel
from processes.data_access.tests.stories import STORIES
from tests.scenarios.scenario import program


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_story(story):
    story(kernel)


def test_every_flow_is_taken():
    taken = {flow for story in STORIES for _, flow in story(kernel).taken}
    assert {flow.id for flow in program("data_access").flows} - taken == set()
