"""A variable that nobody can have set is named; where anybody may set anything nothing is said."""

from __future__ import annotations

import json

import pytest

from bpmn.document import Finding
from bpmn.lint import Known, lint
from tests.lint.drawing import TIMER, draw, scope

EXTENSION = "<extensionElements>{}</extensionElements>"
FORM = EXTENSION.format('<zeebe:formDefinition formId="{}"/>')


def form(key: str, *fields: str, outcome: str = "") -> bytes:
    body: dict[str, object] = {"key": key, "schema": {"properties": {name: {} for name in fields}}}
    return json.dumps({**body, "outcome_field": outcome} if outcome else body).encode()


def unset(data: bytes, *, known: Known | None = None, start: tuple[str, ...] = ("kind",)) -> list[tuple[str, str]]:
    files = {
        "f.bpmn": data,
        "start.form.json": form("start", *start),
        "review.form.json": form("review", "note", outcome="approved"),
    }
    found = lint(files, known=known or Known())
    return [(f.element_id or "", _name(f)) for f in found if f.code == "unset-variable"]


def _name(finding: Finding) -> str:
    return finding.message.split("reads '")[1].split("'")[0]


STARTED = {"s": FORM.format("start")}
REVIEW = FORM.format("review")


def decided(condition: str, **inside: str) -> bytes:
    return draw("s > a1 > x1", f"x1 > a2 : {condition}", "x1 > e : default", "a2 > e", **STARTED, **inside)


@pytest.mark.parametrize("condition", ['=kind = "x"', "=approved", '=note = "n" and approved', "=loopCounter = 1"])
def test_what_forms_before_set_may_be_read(condition: str) -> None:
    assert unset(decided(condition, a1=REVIEW, a2=REVIEW)) == []


def test_a_misspelled_variable_is_named_with_what_it_may_mean() -> None:
    data = decided("=aproved", a1=REVIEW, a2=REVIEW)
    assert unset(data) == [("f_x1_a2", "aproved")]
    found = lint({"f.bpmn": data, "s.form.json": form("start"), "r.form.json": form("review", "approved")})
    assert "是否应为“approved”" in found[0].message_zh


def test_a_variable_set_only_later_is_named() -> None:
    found = unset(draw("s > x1", "x1 > a1 : =approved", "x1 > e : default", "a1 > e", a1=REVIEW, **STARTED))
    assert found == [("f_x1_a1", "approved")]


def test_in_a_loop_later_may_be_before() -> None:
    data = draw("s > x2 > x1", "x1 > a1 : =not(approved)", "x1 > e : default", "a1 > x2", a1=REVIEW, **STARTED)
    assert unset(data) == []


@pytest.mark.parametrize(
    ("tag", "content", "condition"),
    [
        ("t1", EXTENSION.format('<zeebe:script expression="=1" resultVariable="total"/>'), "=total = 1"),
        ("w1", EXTENSION.format('<zeebe:taskDefinition type="pay"/>'), "=paid"),
        (
            "w1",
            EXTENSION.format(
                '<zeebe:taskDefinition type="other"/><zeebe:ioMapping><zeebe:output source="=x" target="costs.net"/>'
                "</zeebe:ioMapping>"
            ),
            "=costs.net = 1",
        ),
    ],
)
def test_scripts_services_and_mappings_set_variables(tag: str, content: str, condition: str) -> None:
    known = Known(service_outputs={"pay": {"paid"}})
    right = draw(f"s > {tag} > x1", f"x1 > i1 : {condition}", "x1 > e : default", "i1 > e", **{tag: content}, **STARTED)
    assert unset(right, known=known) == []
    wrong = draw("s > x1", f"x1 > i1 : {condition}", "x1 > e : default", "i1 > e", **STARTED)
    assert len(unset(wrong, known=known)) == 1


@pytest.mark.parametrize(
    "anything",
    [
        "",  # a task without a form
        FORM.format("elsewhere"),
    ],
)
def test_after_something_that_may_set_anything_nothing_is_said(anything: str) -> None:
    assert unset(decided("=aproved", a1=anything, a2=REVIEW)) == []


def test_a_process_that_anybody_may_start_with_anything_is_left_alone() -> None:
    assert unset(draw("s > x1", "x1 > a1 : =kind", "x1 > e : default", "a1 > e", a1=REVIEW)) == []
    hedged = draw("s > x1", "x1 > a1 : =other != null", "x1 > e : default", "a1 > e", a1=REVIEW, **STARTED)
    assert unset(hedged) == []


def test_inside_and_after_sub_processes() -> None:
    inner = scope("s2 > a3 > x2", "x2 > i2 : =approved", "x2 > e2 : default", "i2 > e2", a3=REVIEW)
    sub = f'<!<subProcess id="sub">{inner}</subProcess>'
    after = draw("s > sub > x1", "x1 > i1 : =approved", "x1 > e : default", "i1 > e", sub=sub, **STARTED)
    assert unset(after) == []
    before = draw("s > x1 > sub > e", "x1 > i1 : =approved", "i1 > e", sub=sub, **STARTED)
    assert unset(before) == [("f_x1_i1", "approved")]


def test_an_event_sub_process_may_run_at_any_time() -> None:
    inner = f'<startEvent id="s2">{TIMER}</startEvent>' + scope("a3 > e2", a3=REVIEW)
    inner += '<sequenceFlow id="f2" sourceRef="s2" targetRef="a3"/>'
    es = f'<!<subProcess id="es" triggeredByEvent="true">{inner}</subProcess>'
    data = draw("s > x1", "x1 > i1 : =approved", "x1 > e : default", "i1 > e", es=es, **STARTED)
    assert unset(data) == []
