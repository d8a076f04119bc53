"""Diagrams of other tools say the same in our dialect, and what they cannot say is reported."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from bpmn.compiling import compile_program
from bpmn.dialects import convert
from bpmn.dialects.juel import Untranslatable, juel_to_feel
from bpmn.dialects.python_expressions import python_assignments, python_duration, python_to_feel
from bpmn.dialects.xpath import xpath_to_feel
from bpmn.document import BPMN, CAMUNDA, FLOWABLE, SPIFF, ZEEBE, Element
from bpmn.feel import compile_expression
from bpmn.lint import check_deployment
from bpmn.reading import read_document

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def camunda(body: str, uri: str = CAMUNDA) -> bytes:
    return (
        f'<definitions xmlns="{BPMN}" xmlns:c="{uri}" xmlns:xsi="{XSI}" targetNamespace="urn:t">\n'
        f'<process id="main" isExecutable="true">\n{body}\n</process></definitions>'
    ).encode()


def spiff(body: str) -> bytes:
    return camunda(f'<task id="mark"><extensionElements><c:unitTests/></extensionElements></task>{body}', SPIFF)


def element(data: bytes, element_id: str) -> Element:
    return next(e for e in read_document(convert(data).xml).walk() if e.id == element_id)


def zeebe(data: bytes, element_id: str) -> dict[str, object]:
    """The zeebe: extensions of an element: {tag: attributes} or, with children, {tag: [(tag, attributes)]}."""
    extensions = element(data, element_id).find("extensionElements")
    assert extensions is not None
    return {
        e.tag: [(c.tag, dict(c.attributes)) for c in e.children] if e.children else dict(e.attributes)
        for e in extensions.children
        if e.namespace == ZEEBE
    }


def lost(data: bytes) -> list[tuple[str, str | None]]:
    return [(f.severity, f.element_id) for f in convert(data, file="f.bpmn").findings if f.code == "not-converted"]


@pytest.mark.parametrize("uri", [CAMUNDA, FLOWABLE, "http://activiti.org/bpmn"])
def test_a_user_task_keeps_its_people_dates_and_form(uri: str) -> None:
    data = camunda(
        '<userTask id="a" c:assignee="${owner}" c:candidateGroups="surveyor, designer" c:dueDate="${due}" '
        'c:priority="70" c:formKey="embedded:app:forms/survey.html"/>',
        uri,
    )
    assert zeebe(data, "a") == {
        "assignmentDefinition": {"assignee": "=owner", "candidateGroups": "surveyor, designer"},
        "taskSchedule": {"dueDate": "=due"},
        "priorityDefinition": {"priority": "70"},
        "formDefinition": {"formId": "survey"},
    }
    assert lost(data) == []


def test_service_tasks_become_jobs_and_code_is_pointed_out() -> None:
    data = camunda(
        '<serviceTask id="a" c:type="external" c:topic="pay"/><serviceTask id="b" c:delegateExpression="${payer}"/>'
        '<serviceTask id="c" c:type="mail"/>'
    )
    assert zeebe(data, "a") == {"taskDefinition": {"type": "pay"}}
    assert zeebe(data, "b") == {"taskDefinition": {"type": "payer"}}
    assert lost(data) == [("error", "c")]
    assert [f.element_id for f in convert(data).findings if f.code == "converted"] == ["b"]


def test_decisions_calls_and_mappings() -> None:
    data = camunda(
        '<businessRuleTask id="d" c:decisionRef="route" c:resultVariable="way" c:mapDecisionResult="singleEntry"/>'
        '<callActivity id="k" calledElement="rectification" c:calledElementBinding="deployment"><extensionElements>'
        '<c:in source="hazard" target="subject"/><c:in businessKey="#{execution.processBusinessKey}"/>'
        '<c:out variables="all"/></extensionElements></callActivity>'
        '<serviceTask id="s" c:type="external" c:topic="t"><extensionElements><c:inputOutput>'
        '<c:inputParameter name="sum">${price * 2}</c:inputParameter>'
        '<c:inputParameter name="kind">large</c:inputParameter>'
        '<c:outputParameter name="done">${ok}</c:outputParameter></c:inputOutput></extensionElements></serviceTask>'
    )
    assert zeebe(data, "d") == {"calledDecision": {"decisionId": "route", "resultVariable": "way"}}
    assert zeebe(data, "k") == {
        "calledElement": {
            "processId": "rectification", "bindingType": "deployment", "propagateAllParentVariables": "false",
            "propagateAllChildVariables": "true",
        },
        "ioMapping": [("input", {"source": "=hazard", "target": "subject"})],
    }  # fmt: skip
    assert zeebe(data, "s")["ioMapping"] == [
        ("input", {"source": "=price * 2", "target": "sum"}),
        ("input", {"source": "large", "target": "kind"}),
        ("output", {"source": "=ok", "target": "done"}),
    ]
    assert lost(data) == []


def test_conditions_collections_and_properties() -> None:
    data = camunda(
        '<userTask id="m"><extensionElements><c:properties><c:property name="n" value="v"/></c:properties>'
        '</extensionElements><multiInstanceLoopCharacteristics id="mi" c:collection="people" c:elementVariable="who"/>'
        '</userTask><task id="b"/><sequenceFlow id="f" sourceRef="m" targetRef="b"><conditionExpression '
        'xsi:type="tFormalExpression" language="juel">${amount &gt;= 1000 &amp;&amp; !urgent}</conditionExpression>'
        "</sequenceFlow>"
    )
    assert zeebe(data, "m") == {"properties": [("property", {"name": "n", "value": "v"})]}
    assert zeebe(data, "mi") == {"loopCharacteristics": {"inputCollection": "=people", "inputElement": "who"}}
    condition = element(data, "f").find("conditionExpression")
    assert condition is not None
    assert condition.text == "=amount >= 1000 and not(urgent)"
    assert "language" not in condition.attributes
    assert lost(data) == []


def test_what_has_no_counterpart_is_reported_with_its_place() -> None:
    data = camunda(
        '<userTask id="a" c:assignee="${bean.next(1)}" c:strange="x"><extensionElements>'
        '<c:taskListener event="create" class="X"/></extensionElements></userTask>'
        '<scriptTask id="s" scriptFormat="groovy"><script>x = 1</script></scriptTask>'
    )
    assert lost(data) == [("error", "a")] * 3
    assert {f.line for f in convert(data).findings} == {3}
    codes = {f.code for f in check_deployment({"f.bpmn": data})}
    assert {"not-converted", "script-language"} <= codes


def test_a_spiff_diagram_in_our_words() -> None:
    data = spiff(
        '<serviceTask id="s"><extensionElements><c:serviceTaskOperator id="http/Get" resultVariable="r"><c:parameters>'
        '<c:parameter id="url" type="str" value="base + \'/x\'"/></c:parameters></c:serviceTaskOperator>'
        "<c:preScript>n = 1</c:preScript></extensionElements></serviceTask>"
        '<businessRuleTask id="d"><extensionElements><c:calledDecisionId>route</c:calledDecisionId></extensionElements>'
        '</businessRuleTask><userTask id="u"><extensionElements><c:properties>'
        '<c:property name="formJsonSchemaFilename" '
        'value="survey-schema.json"/></c:properties></extensionElements></userTask>'
        '<scriptTask id="t"><script>total = price * count</script></scriptTask>'
        '<scriptTask id="bad"><script>import os</script></scriptTask>'
        '<intermediateCatchEvent id="e"><timerEventDefinition><timeDuration>timedelta(hours=2)</timeDuration>'
        '</timerEventDefinition></intermediateCatchEvent><sequenceFlow id="f" sourceRef="u" targetRef="t">'
        "<conditionExpression>kind == 'large' and not done</conditionExpression></sequenceFlow>"
    )
    assert zeebe(data, "s") == {
        "taskDefinition": {"type": "http/Get"},
        "ioMapping": [
            ("input", {"source": '=(base + "/x")', "target": "url"}),
            ("input", {"source": "=1", "target": "n"}),
            ("output", {"source": "=result", "target": "r"}),
        ],
    }
    assert zeebe(data, "d")["calledDecision"] == {"decisionId": "route", "resultVariable": "result"}
    assert zeebe(data, "u") == {"formDefinition": {"formId": "survey"}}
    assert zeebe(data, "t") == {"script": {"expression": "=(price * count)", "resultVariable": "total"}}
    text = convert(data).xml.decode()
    assert "<timeDuration>PT7200S</timeDuration>" in text
    assert '=(kind = "large") and (not(done))' in text
    assert [element_id for severity, element_id in lost(data) if severity == "error"] == ["bad"]


def test_the_compiler_reads_every_dialect() -> None:
    data = camunda(
        '<startEvent id="s"/><userTask id="a" c:candidateGroups="surveyor" c:formKey="survey"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="a"/>'
    )
    program = compile_program({"f.bpmn": data})
    assert program.candidate_groups == ("surveyor",)
    assert program.forms == ("survey",)


def test_our_own_dialect_is_left_byte_for_byte() -> None:
    data = camunda('<userTask id="a"/>')
    converted = convert(data)
    assert converted.xml is data
    assert converted.findings == ()
    twice = convert(convert(camunda('<userTask id="a" c:assignee="x"/>')).xml)
    assert twice.xml == convert(camunda('<userTask id="a" c:assignee="x"/>')).xml


def test_lines_are_those_of_the_file_as_written() -> None:
    data = camunda('<userTask\n id="a"\n c:assignee="x"/>\n\n<sequenceFlow id="f" sourceRef="a" targetRef="gone"/>')
    assert [f.line for f in check_deployment({"f.bpmn": data}) if f.code == "dangling-flow"] == [7]


@pytest.mark.parametrize(
    ("juel", "feel"),
    [
        ("${a > 1 && !b}", "a > 1 and not(b)"),
        ("#{kind == 'large' or empty note}", 'kind = "large" or (note = null or note = "" or note = [])'),
        ("${execution.getVariable('k') eq 3}", "k = 3"),
        ("${name.equals('x') ? 1 : 2}", 'if (name = "x") then 1 else 2'),
        ("Dear ${name}!", '"Dear " + string(name) + "!"'),
        ("${(a + b) * 2 % 3}", "modulo((a + b) * 2, 3)"),
        ("${order['total']}", "order.total"),
    ],
)
def test_juel(juel: str, feel: str) -> None:
    assert juel_to_feel(juel) == feel
    compile_expression(feel, dialect="camunda")


TOO_MUCH_JUEL = ["${bean.call(1, 2)}", "${f(x)}", "${a +}", "${a ? b}", "${" + "(" * 500 + "}", "${'}"]
TOO_MUCH_PYTHON = ["__import__('os')", "open('x')", "[x for x in y]", "lambda: 1", "-" * 1900 + "1", "a b"]


@pytest.mark.parametrize("juel", TOO_MUCH_JUEL)
def test_juel_that_is_more_than_that(juel: str) -> None:
    with pytest.raises(Untranslatable):
        juel_to_feel(juel)


@pytest.mark.parametrize(
    ("python", "feel"),
    [
        ("a == 1 and not b", "(a = 1) and (not(b))"),
        ("x['k'] in ['a', 'b']", 'list contains(["a", "b"], x.k)'),
        ("len(q) > 0 or d.get('z') is None", "(count(q) > 0) or (d.z = null)"),
        ("1 < x <= 3", "1 < x and x <= 3"),
        ("xs[0] if xs else {'a': True}", 'if xs then xs[1] else {"a": true}'),
    ],
)
def test_python(python: str, feel: str) -> None:
    assert python_to_feel(python) == feel
    compile_expression(feel, dialect="camunda")


@pytest.mark.parametrize("python", TOO_MUCH_PYTHON)
def test_python_that_is_more_than_that(python: str) -> None:
    with pytest.raises(Untranslatable):
        python_to_feel(python)


@pytest.mark.parametrize(
    ("xpath", "feel"),
    [
        ("bpmn:getDataObject('approved')", "approved"),
        ("not(bpmn:getDataObject('approved'))", "not(approved)"),
        ("getDataObject('kind') = 'yes' and bpmn:getDataInput('n') >= 3", 'kind = "yes" and n >= 3'),
        ("bpmn:getDataObject('done') = true()", "done = true"),
    ],
)
def test_xpath(xpath: str, feel: str) -> None:
    assert xpath_to_feel(xpath) == feel
    compile_expression(feel, dialect="camunda")
    body = f"<conditionExpression>{escape(xpath)}</conditionExpression>"
    flow = element(camunda(f'<sequenceFlow id="f" sourceRef="a" targetRef="b">{body}</sequenceFlow>'), "f")
    assert [c.text for c in flow.children] == [f"={feel}"]


def test_xpath_that_is_more_than_that() -> None:
    with pytest.raises(Untranslatable):
        xpath_to_feel("bpmn:getDataObject('order')/item[1]/@price > 3")


def test_python_timers_and_scripts() -> None:
    assert python_duration('"PT1H"') == "PT1H"
    assert python_duration("timedelta(days=1, minutes=1.5)") == "PT86490S"
    assert python_assignments("a = 1\nb = a + 2") == [("a", "1"), ("b", "(a + 2)")]
    with pytest.raises(Untranslatable):
        python_assignments("a = 1\nprint(a)")
