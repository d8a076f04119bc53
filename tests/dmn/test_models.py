"""Requirement graphs, functions, services, imports, types, and files that are refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bpmn.dmn import load_decisions
from bpmn.document import Refused
from bpmn.feel import FeelBudget
from tests.dmn.files import decision, definitions, given, literal, table

VERSIONS = [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read(version: str) -> None:
    file = definitions(given("x"), decision(literal("x + 1"), requires=("input:#x",)), model=version)
    assert load_decisions({"f.dmn": file}).evaluate("d1", {"x": 1}).value == 2


def test_a_graph_is_walked_and_told() -> None:
    file = definitions(
        given("x", "number"),
        decision(literal("x * 2"), id="doubled", requires=("input:#x",)),
        decision(literal("doubled + 1"), id="last", requires=("decision:#doubled",)),
    )
    loaded = load_decisions({"f.dmn": file})
    assert loaded.decisions["last"].inputs == ("x",)
    decided = loaded.evaluate("last", {"x": 4})
    assert decided.value == 9
    assert [step["decision"] for step in decided.explanation["decisions"]] == ["doubled", "last"]
    assert decided.explanation["decisions"][1]["inputs"] == {"doubled": 8}


def test_a_decision_sees_only_what_it_requires() -> None:
    file = definitions(
        decision(literal("1"), id="hidden"), decision(literal("hidden"), id="last"), given("x"), decision(literal("x"))
    )
    loaded = load_decisions({"f.dmn": file})
    assert loaded.evaluate("last", {}).value is None
    assert {finding.code for finding in loaded.findings} == {"missing_requirement"}


def test_variables_of_the_process_reach_tables_that_require_nothing() -> None:
    loaded = load_decisions({"f.dmn": definitions(decision(table(["flow"], [("> 5", '"a"')])))})
    assert loaded.decisions["d1"].inputs == ("flow",)
    assert loaded.evaluate("d1", {"flow": 6}).value == "a"


BKM = (
    '<businessKnowledgeModel id="fact" name="fact"><variable name="fact"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/>{}</encapsulatedLogic>{}</businessKnowledgeModel>'
)
SELF = '<knowledgeRequirement><requiredKnowledge href="#fact"/></knowledgeRequirement>'


def test_a_function_may_call_itself() -> None:
    body = literal("if n <= 1 then 1 else n * fact(n - 1)")
    file = definitions(BKM.format(body, SELF), decision(literal("fact(10)"), knows=("#fact",)))
    assert load_decisions({"f.dmn": file}).evaluate("d1", {}).value == 3628800


def test_a_function_that_never_ends_is_stopped() -> None:
    file = definitions(BKM.format(literal("fact(n + 1)"), SELF), decision(literal("fact(1)"), knows=("#fact",)))
    with pytest.raises(FeelBudget):
        load_decisions({"f.dmn": file}).evaluate("d1", {})


def test_an_argument_of_another_type_makes_null() -> None:
    file = definitions(BKM.format(literal("n"), ""), decision(literal('fact("x")'), knows=("#fact",)))
    decided = load_decisions({"f.dmn": file}).evaluate("d1", {})
    assert decided.value is None
    assert decided.problems[0].code == "conformance"
    assert decided.problems[0].element_id == "d1"


SERVICE = (
    '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#last"/>'
    '<encapsulatedDecision href="#middle"/><inputData href="#x"/></decisionService>'
)


def test_a_service_is_a_function_and_can_be_called_alone() -> None:
    file = definitions(
        given("x"),
        decision(literal("x + 1"), id="middle", requires=("input:#x",)),
        decision(literal("middle * 2"), id="last", requires=("decision:#middle",)),
        SERVICE,
        decision(literal("s(4) + s(x: 0)"), id="caller", knows=("#s",)),
    )
    loaded = load_decisions({"f.dmn": file})
    assert loaded.evaluate("caller", {"x": 100}).value == 12
    assert loaded.invoke("s", {"x": 1}).value == 4


def test_imports_are_known_by_their_name() -> None:
    other = definitions(
        '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>&gt;= 0</text></allowedValues>'
        "</itemDefinition>",
        given("age", "tAge"),
        decision(literal("age + 1"), id="next", requires=("input:#age",)),
        namespace="urn:other",
    )
    own = definitions(
        '<import name="their things" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        decision(literal("their things.next * 2"), requires=("decision:urn:other#next",), of="their things.tAge"),
    )
    loaded = load_decisions({"own.dmn": own, "other.dmn": other})
    assert loaded.evaluate("d1", {"age": 4}).value == 10
    assert loaded.evaluate("d1", {"age": -4}).value is None


BOXES: list[tuple[str, Any]] = [
    (f"<list>{literal('1')}{literal('x')}</list>", [1, 2]),
    (
        f'<context><contextEntry><variable name="a"/>{literal("x")}</contextEntry>'
        f'<contextEntry><variable name="b c"/>{literal("a + 1")}</contextEntry></context>',
        {"a": 2, "b c": 3},
    ),
    (
        f'<context><contextEntry><variable name="a"/>{literal("x")}</contextEntry>'
        f"<contextEntry>{literal('a * 10')}</contextEntry></context>",
        20,
    ),
    (
        f'<relation><column name="k"/><row>{literal("1")}</row><row>{literal("x")}</row></relation>',
        [{"k": 1}, {"k": 2}],
    ),
    (
        f"<conditional><if>{literal('x > 1')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>",
        1,
    ),
    (f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal('item >= x')}</match></filter>", [2, 3]),
    (f'<for iteratorVariable="i"><in>{literal("[1, x]")}</in><return>{literal("i * i")}</return></for>', [1, 4]),
    (f'<some iteratorVariable="i"><in>{literal("[1, 3]")}</in><satisfies>{literal("i > x")}</satisfies></some>', True),
    (
        f'<every iteratorVariable="i"><in>{literal("[1, 3]")}</in><satisfies>{literal("i > x")}</satisfies></every>',
        False,
    ),
    (
        f'<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="n"/>{literal("n + x")}'
        f'</functionDefinition></contextEntry><contextEntry><invocation>{literal("f")}<binding><parameter name="n"/>'
        f"{literal('40')}</binding></invocation></contextEntry></context>",
        42,
    ),
]


@pytest.mark.parametrize(("logic", "expected"), BOXES)
def test_boxed_expressions(logic: str, expected: Any) -> None:
    file = definitions(given("x"), decision(logic, requires=("input:#x",)))
    assert load_decisions({"f.dmn": file}).evaluate("d1", {"x": 2}).value == expected


TYPES = """
<itemDefinition name="tColor"><typeRef>string</typeRef>
<allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
<itemDefinition name="tColors" isCollection="true"><typeRef>tColor</typeRef></itemDefinition>
<itemDefinition name="tCar"><itemComponent name="color"><typeRef>tColor</typeRef></itemComponent>
<itemComponent name="doors"><typeRef>number</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tNode"><itemComponent name="value"><typeRef>number</typeRef></itemComponent>
<itemComponent name="next"><typeRef>tNode</typeRef></itemComponent></itemDefinition>
"""


@pytest.mark.parametrize(
    ("of", "value", "fits"),
    [
        ("tColor", "red", True),
        ("tColor", "blue", False),
        ("tColor", 1, False),
        ("tColors", ["red", "green"], True),
        ("tColors", ["red", "blue"], False),
        ("tCar", {"color": "red", "doors": 3}, True),
        ("tCar", {"color": "red", "doors": "three"}, False),
        ("tCar", {"color": "red"}, False),
        ("tNode", {"value": 1, "next": {"value": 2, "next": None}}, True),
        ("number", [Decimal(5)], True),
        ("date and time", __import__("datetime").date(2020, 1, 1), True),
    ],
)
def test_inputs_are_of_their_type(of: str, value: Any, fits: bool) -> None:
    file = definitions(TYPES, given("x", of), decision(literal("x != null"), requires=("input:#x",)))
    decided = load_decisions({"f.dmn": file}).evaluate("d1", {"x": value})
    assert decided.value is fits
    assert ("input_type" in {problem.code for problem in decided.problems}) is not fits


@pytest.mark.parametrize(
    ("inside", "code", "element_id"),
    [
        (decision(literal("1 +")), "feel_syntax", "d1"),
        (decision(literal("x"), requires=("input:#nowhere",)), "missing_requirement", "d1"),
        (decision(literal("1")) + decision(literal("2")), "duplicate_id", "d1"),
        (decision(literal("d1"), requires=("decision:#d1",)), "requirement_cycle", "d1"),
        (decision(table(["x"], [("-", "1")], policy="BEST")), "hit_policy", "t"),
        (decision(table(["x"], [("-", "1")], policy="COLLECT", extra='aggregation="AVG"')), "aggregation", "t"),
        (decision(table(["x"], [("-",)])), "rule_shape", "r1"),
        (decision(table(["x"], [("[1..", "1")])), "feel_syntax", None),
        (decision(table(["x"], [("-", "1")], dates=['gas:validFrom="soon"'])), "effective_dates", "r1"),
        (decision(table([], [("1",)], outputs=())), "no_output", "t"),
        (decision(literal("1").replace("sion>", 'sion expressionLanguage="juel">', 1)), "expression_language", "d1"),
        (
            '<import name="a" namespace="urn:none" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
            "missing_import",
            None,
        ),
    ],
)
def test_what_cannot_run_is_refused_with_a_place(inside: str, code: str, element_id: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        load_decisions({"f.dmn": definitions(inside)})
    found = next(finding for finding in refusal.value.findings if finding.code == code)
    assert found.element_id == element_id or element_id is None
    assert found.line
    assert found.file == "f.dmn"
    assert any("\u4e00" <= char <= "\u9fff" for char in found.message_zh)


def test_a_draft_is_told_instead() -> None:
    loaded = load_decisions({"f.dmn": definitions(decision(literal("1 +")))}, draft=True)
    assert [finding.code for finding in loaded.findings] == ["feel_syntax"]
    assert loaded.evaluate("d1", {}).value is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<definitions/>",
        b'<!DOCTYPE d [<!ENTITY a "b">]>' + definitions(),
        b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + definitions()[38:],
        definitions("<a>" * 500 + "</a>" * 500),
    ],
)
def test_hostile_files_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        load_decisions({"f.dmn": data})


def test_an_unknown_decision_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_decisions({"f.dmn": definitions()}).evaluate("nope", {})
