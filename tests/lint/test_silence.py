"""Of diagrams that run as the standard says, and of our own processes, no error is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.cli import files_of
from bpmn.lint import check_deployment
from tests.conformance.catalogue import Case, cases
from tests.conformance.drawing import draw

PROCESSES = sorted(Path(__file__).parents[2].glob("processes/*/process.bpmn"))
NO_END = {"endless-loop", "endless-call"}
RUNNING = [case for case in cases() if not case.refused and not case.dmn]


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.parent.name)
def test_our_own_processes(path: Path) -> None:
    assert [f for f in check_deployment(files_of(path.parent)) if f.severity != "info"] == []


@pytest.mark.parametrize("case", RUNNING, ids=lambda case: case.slug)
def test_the_catalogue_of_behaviors(case: Case) -> None:
    found = check_deployment({"f.bpmn": draw(case.diagram)})
    errors = {f.code for f in found if f.severity == "error"} - {"schema"}  # its drawings are out of order at times
    if "starved" in case.title or "join_starved" in case.scenario:
        errors.discard("deadlock")  # that the join starves is what the case shows
    if "budget" in case.scenario or "without end" in case.title or "endless" in case.title:
        errors -= NO_END
    assert errors == set()
