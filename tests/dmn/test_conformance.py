"""The DMN kit's results are a floor that may only rise."""

from __future__ import annotations

import json
import subprocess
from functools import cache

import pytest

from tests.dmn.conformance import DOCUMENT, FLOORS, counted, document, floors, passed_in
from tests.dmn.kit import KIT, Result, results

pytestmark = pytest.mark.skipif(not KIT.is_dir(), reason="the DMN kit is not on this machine")


@cache
def found() -> list[Result]:
    return list(results())


@pytest.mark.parametrize("level", sorted(floors()))
def test_no_level_falls_below_its_floor(level: str) -> None:
    assert passed_in(counted(found()), level) >= floors()[level]


def test_floors_are_what_is_reached() -> None:
    reached = counted(found())
    assert floors() == {level: passed_in(reached, level) for level in reached}, f"raise the floors in {FLOORS.name}"


def test_the_document_says_what_passes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(found()), "run python -m tests.dmn.conformance --write"


def test_floors_never_fell() -> None:
    log = subprocess.run(
        ["git", "log", "--format=%H", "--", str(FLOORS)], cwd=FLOORS.parent, capture_output=True, text=True, check=False
    )

    for commit in log.stdout.split():
        shown = subprocess.run(
            ["git", "show", f"{commit}:tests/dmn/floors.json"],
            cwd=FLOORS.parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
        if shown.returncode == 0:
            assert all(floors()[level] >= least for level, least in json.loads(shown.stdout).items())
