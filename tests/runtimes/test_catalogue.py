"""Every behaviour of the catalogue on SpiffWorkflow: as the standard says, or refused; never quietly otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from bpmn import compile_program
from engine.runtime import spiff
from engine.runtime.protocol import NotAllowedHere
from engine.runtime.spiff.frozen import freeze, thaw
from tests.conformance import playing
from tests.conformance.catalogue import FOLDER, Case, cases
from tests.conformance.drawing import draw

CASES = [case for case in cases() if not case.refused]


class Loaded:
    """What the player asks of a loaded snapshot."""

    raw_units = raw_subs = ()

    def __init__(self, *loaded_from: Any) -> None:
        self.instance = thaw(*loaded_from)

    def dump(self) -> bytes:
        return freeze(self.instance)


def _outcome(case: Case) -> str:
    files = {"p.bpmn": draw(case.diagram)}
    if case.dmn:
        files[case.dmn] = (FOLDER / case.dmn).read_bytes()
    program = compile_program(files, process_id="p")
    if spiff.refuses(program):
        return "refused"
    try:
        playing.Play(program).play(case.scenario)
    except NotAllowedHere:
        return "refused while running"
    return "as the standard says"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.slug) for case in CASES])
def test_runs_as_the_standard_says_or_is_refused(case, monkeypatch):
    monkeypatch.setattr(playing, "kernel", spiff)
    monkeypatch.setattr(playing, "load", Loaded)
    assert _outcome(case) in ("as the standard says", "refused", "refused while running")


def test_more_than_half_of_the_catalogue_runs(monkeypatch):
    monkeypatch.setattr(playing, "kernel", spiff)
    monkeypatch.setattr(playing, "load", Loaded)
    assert sum(_outcome(case) == "as the standard says" for case in CASES) >= 220
