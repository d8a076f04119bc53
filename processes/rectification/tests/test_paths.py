"""Every way through rectification, and the proof that no flow of its diagram is left out."""

from __future__ import annotations

import pytest

from engine.runtime import kernel
from processes.rectification.tests.stories import STORIES
from tests.scenarios.scenario import program


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_story(story):
    story(kernel)


def test_every_flow_is_taken():
    taken = {flow for story in STORIES for scope, flow in story(kernel).taken if scope == ""}
    assert {flow.id for flow in program("rectification").flows} - taken == set()


def test_refused_signature_needs_two_witnesses_and_a_photo():
    from forms import FormInvalid
    from tests.scenarios.jobs import rectification

    case = rectification(kernel)
    with pytest.raises(FormInvalid) as refused:
        case.complete("deliver_notice", delivery="refused", witnesses=["李四"], received_by=None)
    assert {error.field for error in refused.value.errors} >= {"/witnesses", "/delivery_photos"}
    case.expect_waiting_at("deliver_notice")
