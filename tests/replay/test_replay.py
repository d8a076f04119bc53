"""What earlier releases left in the middle is finished by the code of today, to the same end."""

from __future__ import annotations

import pytest

from engine.runtime import kernel
from engine.wire import plain
from processes.installation.tests.stories import STORIES as INSTALLATION
from tests.replay.corpus import CORPUS, Recorder, finished, stories

STORIES = stories()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.release}-{story.process}-{story.name}")
def test_every_kept_snapshot_is_finished(story):
    for wait in story.waits:
        state, variables = finished(story, wait, kernel)
        assert (state, wait.waits) == (story.state, wait.waits)
        assert variables == plain(dict(story.variables))


def test_the_corpus_is_there():
    assert {path.parent.name for path in CORPUS.glob("*/*/process.bpmn")}
    for release in CORPUS.iterdir():
        kept = [story for story in STORIES if story.release == release.name]
        waits = {wait for story in kept for wait in story.waits}
        assert len(waits) >= 10 * len({story.process for story in kept})


def test_a_changed_command_ends_elsewhere():
    story = next(story for story in STORIES if len(story.commands) > 3)
    cut = type(story)(**{**{n: getattr(story, n) for n in story.__dataclass_fields__}, "commands": story.commands[:-1]})
    assert finished(cut, cut.waits[0], kernel)[0] != story.state


def test_stories_may_be_recorded_as_they_are_told():
    recorder = Recorder(kernel, set())
    INSTALLATION[0](recorder)
    assert len({wait.waits for wait in recorder.waits}) == len(recorder.waits) > 3
