"""A business rule task explains its decision, and waits when there is none."""

import datetime as dt
from pathlib import Path

from bpmn import compile_program
from engine.runtime import kernel
from engine.runtime.protocol import Retry, SetVariables
from tests.conformance.drawing import draw

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GRADE = (Path(__file__).parents[1] / "conformance/cases/grade.dmn").read_bytes()
DIAGRAM = draw("s: start\na: rule decision=grade result=g\ns -> a")


def start(dmn: bytes, **variables):
    program = compile_program({"p.bpmn": DIAGRAM, "d.dmn": dmn})
    return program, kernel.start(program, variables, NOW)


def test_the_trace_explains_the_decision():
    _, step = start(GRADE, points=70)
    (decided,) = [entry for entry in step.trace if entry.action == "decided"]
    assert decided.details["decision"] == "grade"
    assert decided.details["value"] == "good"
    assert decided.details["explanation"]


def test_whole_numbers_of_a_decision_are_integers():
    dmn = GRADE.replace(b'"good"', b"7").replace(b'typeRef="string"', b'typeRef="number"').replace(b'"bad"', b"1.5")
    _, step = start(dmn, points=70)
    value = kernel.variables(step.snapshot)["g"]
    assert value == 7
    assert type(value) is int


def test_two_rules_of_a_unique_table_wait_for_a_retry():
    program, step = start(GRADE.replace(b"FIRST", b"UNIQUE"), points=70)
    (incident,) = step.opened
    assert incident.details["code"] == "decision"
    step = kernel.advance(program, step.snapshot, SetVariables({"points": 20}), NOW)
    step = kernel.advance(program, step.snapshot, Retry(incident.work_id), NOW)
    assert kernel.variables(step.snapshot)["g"] == "bad"


def test_no_matching_rule_is_the_answer_null():
    only = GRADE.replace(b"<text>-</text>", b"<text>&lt; 0</text>")
    _, step = start(only, points=20)
    assert step.state == "COMPLETED"
    assert kernel.variables(step.snapshot)["g"] is None
