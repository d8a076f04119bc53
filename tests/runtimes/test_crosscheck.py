"""The cross-check of a deployment: what it compares, what it cannot, and that a hostile file costs a child only."""

from __future__ import annotations

import pytest

from engine import crosscheck
from engine.crosscheck import cross_check
from tests.conformance.drawing import draw
from tests.scenarios.scenario import PROCESSES


def _folder(key: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (PROCESSES / key).iterdir() if path.suffix in (".bpmn", ".dmn")}


@pytest.mark.parametrize("key", ["installation", "rectification", "data_change"])
def test_both_runtimes_agree_on_our_processes(key):
    assert cross_check(_folder(key), called={"rectification": _folder("rectification")}, seconds=30) == ()


def test_what_spiffworkflow_would_run_wrongly_is_not_compared():
    found = cross_check(
        {"p.bpmn": draw("s: start\na: user\ne: eventsub {\ns2: start timer=PT1H\nb: user\ns2 -> b\n}\ns -> a")}
    )
    assert [(one.code, one.element_id, one.severity) for one in found] == [("not-compared", "e", "info")]
    assert "中断" in found[0].message_zh


def test_a_walk_that_does_not_end_costs_a_child_only():
    found = cross_check({"p.bpmn": draw("s: start\na: user\ns -> a")}, seconds=0.01)
    assert [one.code for one in found] == ["cross-check-lost"]


def test_a_disagreement_is_told_with_its_path(monkeypatch):
    monkeypatch.setattr(crosscheck, "differs", lambda *_: "state: kernel ACTIVE, SpiffWorkflow COMPLETED")
    found = crosscheck.walk_in_child(({"p.bpmn": draw("s: start\na: user\ns -> a")}, None, {}, 1, 5.0))
    assert found[0][0] == "runtimes-differ"
    assert "SpiffWorkflow COMPLETED" in found[0][2]
