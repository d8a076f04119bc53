"""Hostile files get an answer in a child that can be killed; the parent lives on."""

from __future__ import annotations

import os
import time

import pytest

from bpmn.document import BPMN, Refused
from bpmn.sandbox import ChildLost, check_in_child, in_child
from tests.lint.drawing import HEAD, draw, scope

BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaa">'
    + "".join(f'<!ENTITY a{i} "&a{i - 1 or ""};&a{i - 1 or ""};">' for i in range(1, 40))
    + f']><definitions xmlns="{BPMN}">&a39;</definitions>'
)
MANY = HEAD + '<process id="p">' + '<task id="t"/>' * 100_000 + "</process></definitions>"


def nested(depth: int) -> bytes:
    inner = scope("s > a > e")
    for i in range(depth):
        inner = f'<startEvent id="s{i}"/><subProcess id="u{i}">{inner}</subProcess>'
        inner += f'<sequenceFlow id="f{i}" sourceRef="s{i}" targetRef="u{i}"/>'
    return f'{HEAD}<process id="main" isExecutable="true">{inner}</process></definitions>'.encode()


def tangle(width: int) -> bytes:
    """An unsound net with far more states than anybody can play through."""
    lines = ["s > p1", *(f"p1 > a{i} > x{i}" for i in range(width))]
    for i in range(width):
        lines += [f"x{i} > p2 : =n{i}", f"x{i} > a{(i + 1) % width} : default"]
    return draw(*lines, "p2 > e")


def test_each_hostile_file_gets_its_answer() -> None:
    chain = " > ".join(f"a{i}" for i in range(1000))
    expected = {
        BOMB.encode(): {"doctype-refused"},
        MANY.encode(): {"too-many-elements"},
        b"<a>" * 100_000: {"nested-too-deep"},
        nested(60): set(),
        nested(250): {"nested-too-deep"},
        draw(f"s > {chain} > e"): set(),
        draw("s > t1 > t2 > t1"): {"endless-loop", "script-missing"},
    }
    for data, codes in expected.items():
        found = check_in_child({"f.bpmn": data}, seconds=30)
        assert {f.code for f in found if f.severity == "error"} == codes
        assert all(f.message_zh and f.mend for f in found)


def test_a_tangle_that_cannot_be_played_through_is_left_alone() -> None:
    assert "deadlock" not in {f.code for f in check_in_child({"f.bpmn": tangle(40)}, seconds=30)}


def test_processes_that_call_each_other_in_a_circle_are_named() -> None:
    call = "<extensionElements><zeebe:calledElement processId='{}'/></extensionElements>"
    files = {
        f"{i}.bpmn": draw(f"s{i} > call{i} > e{i}", process=f"q{i}", **{f"call{i}": call.format(f"q{(i + 1) % 3}")})
        for i in range(3)
    }
    found = check_in_child(files, seconds=30)
    assert [f.code for f in found if f.severity == "error"] == ["endless-call"] * 3


def asleep(_: object) -> None:
    time.sleep(600)


def hungry(size: int) -> int:
    return len(bytearray(size))


def crashing(_: object) -> None:
    os.abort()


def identity(argument: object) -> object:
    return argument


def refusing(_: object) -> None:
    raise Refused(check_in_child({"x.bpmn": b""}, seconds=30))


@pytest.mark.parametrize(
    ("entry", "argument", "seconds"), [("asleep", None, 0.5), ("hungry", 10**10, 30), ("crashing", None, 30)]
)
def test_the_parent_outlives_a_child_that_does_not_come_back(entry: str, argument: object, seconds: float) -> None:
    with pytest.raises(ChildLost):
        in_child(f"tests.lint.test_hostile:{entry}", argument, seconds=seconds)
    assert in_child("tests.lint.test_hostile:identity", [1, "报装"], seconds=30) == [1, "报装"]


def test_a_refusal_in_the_child_is_one_in_the_parent() -> None:
    with pytest.raises(Refused) as caught:
        in_child("tests.lint.test_hostile:refusing", None, seconds=30)
    assert [f.code for f in caught.value.findings] == ["empty-file"]


def test_a_file_too_costly_to_examine_is_a_finding() -> None:
    (finding,) = check_in_child({"f.bpmn": draw("s > a > e")}, seconds=0.001)
    assert (finding.code, finding.severity, finding.file) == ("too-costly", "error", "f.bpmn")


WIDE = {
    "tasks without flows": "".join(f'<userTask id="x{i}"/>' for i in range(3000)),
    "events on one task": '<userTask id="a"/>'
    + "".join(
        f'<boundaryEvent id="b{i}" attachedToRef="a"><errorEventDefinition/></boundaryEvent>' for i in range(2000)
    ),
    "loops on themselves": "".join(
        f'<exclusiveGateway id="x{i}"/><sequenceFlow id="f{i}" sourceRef="x{i}" targetRef="x{i}"/>' for i in range(2000)
    ),
    "a long condition": '<exclusiveGateway id="x"/><task id="t"/><sequenceFlow id="f" sourceRef="x" targetRef="t">'
    f"<conditionExpression>={'(' * 500_000}</conditionExpression></sequenceFlow>",
}


WRONG = {"loops on themselves": {"endless-loop", "no-beginning"}, "a long condition": {"expression-syntax"}}


@pytest.mark.parametrize("name", WIDE)
def test_what_is_wide_is_answered(name: str) -> None:
    data = f'{HEAD}<process id="main" isExecutable="true">{WIDE[name]}</process></definitions>'.encode()
    errors = {f.code for f in check_in_child({"f.bpmn": data}, seconds=60) if f.severity == "error"}
    assert errors == WRONG.get(name, set())
