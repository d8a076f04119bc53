"""One broken drawing for each code, and right ones of which nothing is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bpmn.lint import Known, check_deployment
from bpmn.lint.extensions import OURS
from tests.lint.drawing import HEAD, TIMER, codes, draw, findings, scope

MESSAGE = '<message id="paid" name="paid"/>'
EVENT_SUB = '<!<subProcess id="es" triggeredByEvent="true">{}</subProcess>'
TRIGGER = "<startEvent id='s9'>" + TIMER + "</startEvent>"

BROKEN: dict[str, tuple[bytes, list[tuple[str, str | None]]]] = {
    "dangling flow": (
        draw("s > a1 > e", first='<sequenceFlow id="f9" sourceRef="a1" targetRef="gone"/>'),
        [("dangling-flow", "f9")],
    ),
    "flow without target": (
        draw("s > a1 > e", first='<sequenceFlow id="f9" sourceRef="a1" targetRef=""/>'),
        [("schema", "f9"), ("dangling-flow", "f9")],
    ),
    "duplicate id": (draw("s > a1 > e", first='<task id="a1"/>'), [("duplicate-id", "a1")]),
    "missing id": (draw("s > a1 > e", first="<task/>"), [("missing-id", "main")]),
    "no such message": (
        draw("s > c1 > e", c1='<messageEventDefinition messageRef="gone"/>'),
        [("dangling-reference", "c1")],
    ),
    "message that is a signal": (
        draw("s > c1 > e", before='<signal id="sig"/>', c1='<messageEventDefinition messageRef="sig"/>'),
        [("wrong-reference", "c1")],
    ),
    "default that is not its own": (
        draw("s > x1", "x1 > a1 : =p", "x1 > a2 : =q", "a1 > e", "a2 > e").replace(
            b'id="x1"', b'id="x1" default="f_a1_e"'
        ),
        [("bad-default", "x1")],
    ),
    "default with a condition": (
        draw("s > x1", "x1 > a1 : =p", "x1 > a2 : =q", "a1 > e", "a2 > e").replace(
            b'id="x1"', b'id="x1" default="f_x1_a1"'
        ),
        [("default-with-condition", "f_x1_a1")],
    ),
    "flow listed by another": (
        draw("s > a1 > a2 > e", a1="<incoming>f_a2_e</incoming>"),
        [("contradicting-flow", "a1")],
    ),
    "unreachable": (draw("s > a1 > e", "a8 > a9 > e"), [("unreachable", "a8")]),
    "unreachable circle": (draw("s > a1 > e", "a8 > a9 > a8"), [("unreachable", "a8")]),
    "dead end": (draw("s > p1 > a1 > e", "p1 > a2"), [("dead-end", "a2")]),
    "no beginning": (draw("a1 > a2 > a1"), [("no-beginning", "main")]),
    "second start": (draw("s > a1 > e", "s2 > a1"), [("second-start", "s2")]),
    "flow over the border": (
        draw("s > a1 > e", sub=f'<!<subProcess id="sub">{scope("s2 > a2 > e2")}</subProcess>').replace(
            b'sourceRef="s" targetRef="a1"', b'sourceRef="s" targetRef="a2"'
        ),
        [("dead-end", "s"), ("unreachable", "a1"), ("unreachable", "sub"), ("flow-crosses-border", "f_s_a1")],
    ),
    "flow out of an end": (draw("s > e > a1 > e2"), [("forbidden-flow", "e")]),
    "flow into a start": (draw("s > a1 > x1", "x1 > s : =p", "x1 > e : default"), [("forbidden-flow", "s")]),
    "event sub-process without trigger": (
        draw("s > a1 > e", es=EVENT_SUB.format(scope("s2 > a2 > e2"))),
        [("bad-event-sub-process", "es")],
    ),
    "trigger inside": (
        draw("s > sub > e", sub=f'<!<subProcess id="sub">{TRIGGER}</subProcess>'),
        [("trigger-in-sub-process", "s9")],
    ),
    "exclusive gateway without condition": (
        draw("s > x1 > a1 > e", "x1 > a2 > e"),
        [("missing-condition", "f_x1_a1"), ("missing-condition", "f_x1_a2")],
    ),
    "condition that nobody looks at": (
        draw("s > p1", "p1 > a1 : =p", "p1 > a2", "a1 > e", "a2 > e"),
        [("ignored-condition", "f_p1_a1")],
    ),
    "empty condition": (
        draw("s > x1", "x1 > a1 : \n", "x1 > a2 : default", "a1 > e", "a2 > e"),
        [("empty-condition", "f_x1_a1")],
    ),
    "event gateway to a task": (draw("s > v1 > c1 > e", "v1 > a1 > e"), [("event-gateway-target", "a1")]),
    "endless loop": (draw("s > t1 > t2 > t1"), [("endless-loop", "t1")]),
    "endless call": (
        draw("s > call1 > e", call1='<extensionElements><zeebe:calledElement processId="main"/></extensionElements>'),
        [("endless-call", "call1")],
    ),
    "recursion behind a decision": (
        draw(
            "s > x1",
            "x1 > call1 : =more",
            "x1 > e : default",
            "call1 > e",
            call1='<extensionElements><zeebe:calledElement processId="main"/></extensionElements>',
        ),
        [("recursive-call", "call1")],
    ),
    "condition syntax": (
        draw("s > x1", "x1 > a1 : =a &gt;", "x1 > e : default", "a1 > e"),
        [("expression-syntax", "f_x1_a1")],
    ),
    "condition in another language": (
        draw("s > x1", "x1 > a1 : ${ok}", "x1 > e : default", "a1 > e"),
        [("expression-language", "f_x1_a1")],
    ),
    "timer syntax": (
        draw("s > c1 > e", c1=TIMER.replace("PT1H", "1 hour")),
        [("timer-syntax", "c1")],
    ),
    "unknown attribute": (draw("s > a1 > e").replace(b'id="a1"', b'id="a1" asignee="x"'), [("schema", "a1")]),
    "unknown element": (draw("s > a1 > e", first='<usrTask id="u"/>'), [("schema", "u")]),
    "wrong order": (
        draw("s > a1 > e", a1="<incoming>f_s_a1</incoming><documentation>x</documentation>"),
        [("schema", "a1")],
    ),
    "empty sub-process": (draw("s > sub > e", sub='<!<subProcess id="sub"/>'), [("empty-scope", "sub")]),
    "not executable": (draw("s > a1 > e").replace(b'"true"', b'"false"'), [("not-executable", "main")]),
    "no process": (f"{HEAD}</definitions>".encode(), [("no-process", None)]),
    "not BPMN": (b"<html/>", [("not-bpmn", None)]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named(name: str) -> None:
    data, expected = BROKEN[name]
    assert codes(data) == expected


SCRIPT = '<extensionElements><zeebe:script expression="=n + 1" resultVariable="n"/></extensionElements>'
RIGHT = {
    "links": draw("s > i1", "c1 > a1 > e", i1='<linkEventDefinition name="L"/>', c1='<linkEventDefinition name="L"/>'),
    "event sub-process": draw(
        "s > a1 > e",
        es=EVENT_SUB.format(TRIGGER + "<endEvent id='e9'/><sequenceFlow id='f9' sourceRef='s9' targetRef='e9'/>"),
    ),
    "no events at all": draw("a1 > a2"),
    "compensation": draw(
        "s > a1 > e",
        first='<boundaryEvent id="b1" attachedToRef="a1"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="undo" isForCompensation="true"/>',
    ).replace(b"</process>", b'<association id="as" sourceRef="b1" targetRef="undo"/></process>'),
    "polling loop": draw("s > c1 > t1 > x1", "x1 > c1 : =wait", "x1 > e : default", t1=SCRIPT),
    "counting loop": draw("s > t1 > x1", "x1 > t1 : =n &lt; 3", "x1 > e : default", t1=SCRIPT),
    "ad-hoc": draw("s > ah > e", ah='<!<adHocSubProcess id="ah"><task id="t1"/><task id="t2"/></adHocSubProcess>'),
    "FEEL timer": draw("s > c1 > e", c1=TIMER.replace("PT1H", "=duration(&quot;PT1H&quot;)")),
    "cycle": draw("s > c1 > e", c1=TIMER.replace("timeDuration", "timeCycle").replace("PT1H", "R3/PT1H")),
    "Chinese ids": draw("s > a1 > e").replace(b'"a1"', '"审批"'.encode()),
}


@pytest.mark.parametrize("name", RIGHT)
def test_of_what_is_right_nothing_is_said(name: str) -> None:
    assert codes(RIGHT[name]) == []
    assert [f for f in check_deployment({"f.bpmn": RIGHT[name]}) if f.severity != "info"] == []


def test_all_problems_of_a_file_are_named_at_once_with_their_lines() -> None:
    data = draw("s > x1 > a1", "x1 > a2 : =1 +", "a9 > e", first='<sequenceFlow id="f9" sourceRef="q" targetRef="a1"/>')
    found = findings(data)
    assert {"dangling-flow", "missing-condition", "expression-syntax", "unreachable", "dead-end"} <= {
        f.code for f in found
    }
    assert all(f.line for f in found)
    assert [f.line for f in found] == sorted(f.line or 0 for f in found)


DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="route" name="route"><variable name="route"/><literalExpression><text>1 + 1</text></literalExpression>
</decision></definitions>"""
EXTENSION = "<extensionElements>{}</extensionElements>"
NAMES = draw(
    "s > a1 > w1 > call1 > c1 > e",
    a1=EXTENSION.format(
        '<zeebe:formDefinition formId="surveyy"/><zeebe:assignmentDefinition candidateGroups="surveyor,sureveyor"/>'
    ),
    w1=EXTENSION.format('<zeebe:taskDefinition type="registers.open"/>'),
    call1=EXTENSION.format('<zeebe:calledElement processId="other"/>'),
    c1=TIMER.replace("<timerEventDefinition", '<timerEventDefinition gas:calendar="mars"'),
)


def test_names_outside_are_checked_only_when_they_are_known() -> None:
    assert codes(NAMES) == []
    known = Known(
        forms={"survey"},
        service_tasks={"registers.close"},
        candidate_groups={"surveyor"},
        processes=set(),
        calendars={"earth"},
    )
    assert codes(NAMES, known=known) == [
        ("unknown-form", "a1"),
        ("unknown-candidate-group", "a1"),
        ("unknown-service-task", "w1"),
        ("unknown-process", "call1"),
        ("unknown-calendar", "c1"),
    ]
    form = next(f for f in findings(NAMES, known=known) if f.code == "unknown-form")
    assert "'survey'" in form.message
    assert "是否应为“survey”" in form.message_zh


def test_a_name_with_a_star_stands_for_all_that_begin_so() -> None:
    data = draw("s > w1 > e", w1=EXTENSION.format('<zeebe:taskDefinition type="external.scada"/>'))
    assert codes(data, known=Known(service_tasks={"external.*"})) == []
    assert codes(data, known=Known(service_tasks={"internal.*"})) == [("unknown-service-task", "w1")]


def test_a_form_decision_or_process_in_the_same_deployment_is_known() -> None:
    known = Known(forms=set(), decisions=set(), processes=set())
    data = draw(
        "s > a1 > call1 > e",
        a1=EXTENSION.format('<zeebe:formDefinition formId="survey"/>'),
        call1=EXTENSION.format('<zeebe:calledElement processId="other"/>'),
    )
    other = draw("s_2 > a2 > e2", process="other")
    files = {"main.bpmn": data, "other.bpmn": other, "forms/x.form.json": b'{"key":"survey"}'}
    assert [f for f in check_deployment(files, known=known) if f.severity != "info"] == []
    broken = check_deployment({**files, "forms/x.form.json": b"{"}, known=known)
    assert {"form-unreadable", "unknown-form"} == {f.code for f in broken}


def test_a_deployment_that_brings_forms_and_decisions_brings_all_of_them() -> None:
    task = EXTENSION.format('<zeebe:formDefinition formId="survey"/>')
    rule = EXTENSION.format('<zeebe:calledDecision decisionId="rout" resultVariable="way"/>')
    data = draw("s > a1 > d1 > e", a1=task, d1=f'<!<businessRuleTask id="d1">{rule}</businessRuleTask>')
    assert codes(data) == []
    found = findings(data, review_form_json=b'{"key": "review"}', route_dmn=DECISION)
    assert [(f.code, f.element_id) for f in found] == [("unknown-form", "a1"), ("unknown-decision", "d1")]
    assert "'route'" in found[1].message


def test_broken_decisions_do_not_hide_what_is_wrong_with_the_diagram() -> None:
    files = {"f.bpmn": BROKEN["condition that nobody looks at"][0], "d.dmn": DECISION.replace(b"1 + 1", b"1 +")}
    found = {(f.code, f.file) for f in check_deployment(files)}
    assert ("ignored-condition", "f.bpmn") in found
    assert [file for _, file in found if file == "d.dmn"]


def test_a_task_that_nobody_can_see() -> None:
    data = draw("s > a1 > a2 > e", a2=EXTENSION.format('<zeebe:assignmentDefinition candidateGroups="surveyor"/>'))
    assert codes(data) == []
    assert codes(data, known=Known(candidate_groups={"surveyor"})) == [("nobody-assigned", "a1")]
    lanes = '<laneSet id="l"><lane id="l1" name="surveyor"><flowNodeRef>a1</flowNodeRef></lane></laneSet>'
    inside = data.replace(b'isExecutable="true">', b'isExecutable="true">' + lanes.encode())
    assert codes(inside, known=Known(candidate_groups={"surveyor"})) == []


def test_what_runs_is_drawn() -> None:
    shape = '<di:BPMNShape id="{0}_di" bpmnElement="{0}"><dc:Bounds x="0" y="0" width="1" height="1"/></di:BPMNShape>'
    edge = (
        '<di:BPMNEdge id="{0}_di" bpmnElement="{0}"><dd:waypoint x="0" y="0"/><dd:waypoint x="1" y="1"/></di:BPMNEdge>'
    )
    plane = "".join((*(shape.format(n) for n in ("s", "a1", "gone")), edge.format("f_s_a1"), edge.format("f_a1_e")))
    drawing = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
        f'<di:BPMNPlane bpmnElement="main">{plane}</di:BPMNPlane></di:BPMNDiagram></definitions>'
    )
    data = draw("s > a1 > e").replace(b"</definitions>", drawing.encode())
    assert sorted(codes(data)) == [("dangling-shape", "gone"), ("not-drawn", "e")]


@pytest.mark.parametrize(
    ("node", "content", "expected"),
    [
        ("a1", '<zeebe:assignmentDefinition candidateGroup="x"/>', [("unknown-extension", "a1")]),
        ("a1", '<zeebe:taskShedule dueDate="x"/>', [("unknown-extension", "a1")]),
        ("a1", "<zeebe:taskListeners><zeebe:taskListener/></zeebe:taskListeners>", [("unknown-extension", "a1")]),
        ("a1", '<zeebe:taskDefinition type="x"/>', [("misplaced-extension", "a1")]),
        ("w1", '<zeebe:taskDefinition type="x" retries="3"/>', []),
        ("w1", '<zeebe:properties><zeebe:property name="a" value="b"/></zeebe:properties>', []),
    ],
)
def test_an_extension_that_nothing_reads(node: str, content: str, expected: list[tuple[str, str]]) -> None:
    assert codes(draw(f"s > {node} > e", **{node: EXTENSION.format(content)})) == expected


def test_an_attribute_of_ours_that_nothing_reads() -> None:
    misspelled = TIMER.replace("<timerEventDefinition", '<timerEventDefinition gas:calender="x"')
    found = findings(draw("s > c1 > e", c1=misspelled))
    assert [(f.code, f.element_id) for f in found] == [("unknown-extension", "c1")]
    assert "'calendar'" in found[0].message


def test_what_the_designer_offers_of_ours_is_read() -> None:
    moddle = json.loads((Path(__file__).parents[2] / "web/src/design/gas.moddle.json").read_bytes())
    assert {p["name"] for t in moddle["types"] for p in t["properties"]} <= OURS


def test_two_processes_of_one_name_in_a_deployment() -> None:
    assert codes(draw("s > a1 > e"), draw("s > a1 > e")) == [("duplicate-process", "main")]


def test_messages_with_one_end_are_hints() -> None:
    data = draw("s > c1 > e", before=MESSAGE, c1='<messageEventDefinition messageRef="paid"/>')
    assert [(f.code, f.element_id, f.severity) for f in findings(data)] == [("message-without-sender", "paid", "info")]
    assert findings(data, known=Known(messages={"paid"})) == []
    sender = draw("s > i1 > e", before=MESSAGE, i1='<messageEventDefinition messageRef="paid"/>', process="other")
    assert findings(data, sender) == []


def test_the_compiler_and_the_rules_say_a_thing_once() -> None:
    data, _ = BROKEN["exclusive gateway without condition"]
    found = [(f.code, f.element_id) for f in check_deployment({"f.bpmn": data})]
    assert found == [("missing-condition", "f_x1_a1"), ("missing-condition", "f_x1_a2")]
