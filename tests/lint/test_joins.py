"""Splits and joins that fit are not spoken of; those that do not are named at the join."""

from __future__ import annotations

import pytest

from tests.lint.drawing import TIMER, codes, draw, findings, scope

BOUNDARY = '<!<boundaryEvent id="b1" attachedToRef="a1" cancelActivity="{}">' + TIMER + "</boundaryEvent>\n"


def boundary(*, interrupting: bool) -> str:
    return BOUNDARY.format("true" if interrupting else "false")


SOUND = {
    "and block": ["s > p1 > a1 > p2 > e", "p1 > a2 > p2"],
    "xor block": ["s > x1", "x1 > a1 : =n = 1", "x1 > a2 : default", "a1 > x2 > e", "a2 > x2"],
    "merge without gateway": ["s > x1", "x1 > a1 : =n = 1", "x1 > a2 : default", "a1 > a3 > e", "a2 > a3"],
    "several ends": ["s > x1", "x1 > a1 : =n = 1", "x1 > e2 : default", "a1 > e1"],
    "parallel to one end": ["s > p1 > a1 > e", "p1 > a2 > e"],
    "rework loop": ["s > a1 > x1", "x1 > a1 : =again", "x1 > e : default"],
    "rework over a merge": ["s > x2 > a1 > x1", "x1 > x2 : =again", "x1 > e : default"],
    "loop around and": ["s > x2 > p1 > a1 > p2 > x1", "p1 > a2 > p2", "x1 > x2 : =again", "x1 > e : default"],
    "or block": ["s > o1", "o1 > a1 : =p", "o1 > a2 : =q", "o1 > a3 : default", "a1 > o2 > e", "a2 > o2", "a3 > o2"],
    "or join over and split": ["s > p1 > a1 > o2 > e", "p1 > a2 > o2"],
    "or join over xor split": ["s > x1", "x1 > a1 : =p", "x1 > a2 : default", "a1 > o2 > e", "a2 > o2"],
    "crossing and": ["s > p1 > a1 > p3 > p2 > e", "p1 > a2 > p4 > p2", "p3 > p4"],
    "event gateway": ["s > v1 > c1 > x2 > e", "v1 > c2 > x2"],
    "xor inside and": [
        "s > p1 > x1",
        "x1 > a1 : =p",
        "x1 > a2 : default",
        "a1 > x2 > p2 > e",
        "a2 > x2",
        "p1 > a3 > p2",
    ],
    "leaving a parallel branch by terminate": [
        "s > p1 > x1",
        "x1 > a1 : =p",
        "x1 > e9 : default",
        "a1 > p2 > e",
        "p1 > a3 > p2",
    ],
    "correlated decisions": [
        "s > p1 > x1",
        "p1 > x2",
        "x1 > a1 : =both",
        "x1 > e1 : default",
        "x2 > a2 : =both",
        "x2 > e2 : default",
        "a1 > p2 > e",
        "a2 > p2",
    ],
    "conditional flows out of a task": ["s > a1", "a1 > a2 : =p", "a1 > a3 : =not(p)", "a2 > a4 > e", "a3 > a4"],
    "two way out of one decision": [
        "s > x1",
        "x1 > a1 : =n = 1",
        "x1 > a2 : =n = 2",
        "x1 > x3 : default",
        "a1 > x2 > e",
        "a2 > x3 > x2",
    ],
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_drawings_are_not_spoken_of(name: str) -> None:
    terminate = {"e9": "<terminateEventDefinition/>"}
    assert codes(draw(*SOUND[name], **terminate)) == []


def test_a_parallel_join_after_an_exclusive_split_never_fires() -> None:
    (finding,) = findings(draw("s > x1", "x1 > a1 : =n = 1", "x1 > a2 : default", "a1 > p2 > a9 > e", "a2 > p2"))
    assert (finding.code, finding.element_id, finding.severity) == ("deadlock", "p2", "error")
    assert finding.line
    assert "并行网关“p2”将永远等待" in finding.message_zh


def test_a_branch_that_may_leave_before_the_join_makes_it_wait() -> None:
    (finding,) = findings(draw("s > p1 > x1", "x1 > a1 : =p", "x1 > e9 : default", "a1 > p2 > e", "p1 > a3 > p2"))
    assert (finding.code, finding.element_id, finding.severity) == ("deadlock", "p2", "error")
    assert "'x1'" in finding.message


def test_independent_decisions_that_together_block_are_a_warning() -> None:
    lines = ["s > p1 > x1", "p1 > x2", "x1 > a1 : =foo", "x1 > e1 : default", "x2 > a2 : =bar", "x2 > e2 : default"]
    (finding,) = findings(draw(*lines, "a1 > p2 > e", "a2 > p2"))
    assert (finding.code, finding.element_id, finding.severity) == ("deadlock", "p2", "warning")


def test_an_interrupting_boundary_path_that_skips_the_join_blocks_it() -> None:
    lines = ["s > p1 > a1 > p2 > e", "p1 > a2 > p2"]
    data = draw(*lines, "b1 > e3", b1=boundary(interrupting=True))
    assert codes(data) == [("deadlock", "p2")]


def test_boundary_paths_that_fit_are_not_spoken_of() -> None:
    lines = ["s > p1 > a1 > x5 > p2 > e", "p1 > a2 > p2"]
    assert codes(draw(*lines, "b1 > a3 > x5", b1=boundary(interrupting=True))) == []
    assert codes(draw("s > a1 > a4 > e", "b1 > a3 > e3", b1=boundary(interrupting=False))) == []
    assert codes(draw("s > a1 > a4 > e", "b1 > a3 > a4", b1=boundary(interrupting=False))) == []


def test_parallel_branches_into_a_merge_run_the_rest_twice() -> None:
    (finding,) = findings(draw("s > p1 > a1 > x2 > a3 > e", "p1 > a2 > x2"))
    assert (finding.code, finding.element_id, finding.severity) == ("runs-twice", "a3", "warning")
    (finding,) = findings(draw("s > p1 > a1 > a3 > e", "p1 > a2 > a3"))
    assert (finding.code, finding.element_id) == ("runs-twice", "a3")


def test_an_and_join_that_waits_for_its_own_loop() -> None:
    assert codes(draw("s > p2 > a1 > x1", "x1 > p2 : =again", "x1 > e : default")) == [("deadlock", "p2")]


def test_joins_inside_a_sub_process_are_examined_too() -> None:
    inner = scope("s2 > x1", "x1 > a1 : =p", "x1 > a2 : default", "a1 > p2 > e2", "a2 > p2")
    data = draw("s > sub1 > e", sub1=f'<!<subProcess id="sub1">{inner}</subProcess>')
    assert codes(data) == [("deadlock", "p2")]


def test_a_thousand_tasks_and_nested_blocks_are_quiet() -> None:
    chain = " > ".join(f"a{i}" for i in range(1000))
    assert codes(draw(f"s > {chain} > e")) == []
    lines = []
    for i in range(60):
        lines += [f"x_{i} > p{i} > a{i} > q{i} > x_{i + 1}", f"p{i} > b{i} > q{i}"]
    wide = [line.replace("b", "a9").replace("q", "p9") for line in lines]
    assert codes(draw("s > x_0", *wide, "x_60 > e")) == []
