"""Several files together, names that tools write, and what is told of them."""

from __future__ import annotations

import json

from bpmn.dmn import load_decisions
from tests.dmn.files import decision, definitions, given, literal


def test_functions_that_nobody_has_are_told() -> None:
    loaded = load_decisions({"f.dmn": definitions(decision(literal("nope(1)")))})
    assert [(finding.code, finding.severity) for finding in loaded.findings] == [("unknown_function", "warning")]


def test_imports_without_a_name_are_known_directly() -> None:
    files = {
        f"{name}.dmn": definitions(
            f'<itemDefinition name="t{name}"><typeRef>number</typeRef></itemDefinition>',
            decision(literal(value), id=name, of=f"t{name}"),
            namespace=f"urn:{name}",
        )
        for name, value in (("a", "1"), ("b", "2"))
    }
    own = definitions(
        '<import name="" namespace="urn:a"/><import name="" namespace="urn:b"/>',
        decision(literal("a + b"), requires=("decision:urn:a#a", "decision:urn:b#b"), of="ta"),
        decision(literal("a"), id="d2", requires=("decision:urn:a#a",), of="tb"),
    )
    loaded = load_decisions({"own.dmn": own, **files})
    assert loaded.findings == ()
    assert (loaded.evaluate("d1", {}).value, loaded.evaluate("d2", {}).value) == (3, 1)


def test_a_type_may_be_written_with_an_xml_prefix() -> None:
    file = definitions(decision(literal('"x"'), of="feel:string"), decision(literal("1"), id="d2", of="own:string"))
    loaded = load_decisions({"f.dmn": file})
    assert loaded.evaluate("d1", {}).value == "x"
    assert loaded.evaluate("d2", {}).value is None


def test_a_required_decision_is_known_by_its_id_too() -> None:
    season = '<decision id="season" name="Season of the year">' + literal('"winter"') + "</decision>"
    file = definitions(
        season,
        decision(literal("season + Season of the year"), requires=("decision:#season",)),
    )
    loaded = load_decisions({"f.dmn": file})
    assert loaded.evaluate("d1", {}).value == "winterwinter"
    assert loaded.findings == ()


def test_an_explanation_stays_small() -> None:
    doubled = ", ".join(f"x{at}: [x{at - 1}, x{at - 1}]" for at in range(1, 18))
    file = definitions(
        decision(literal("{x0: [1, 2], " + doubled + "}.x17"), id="big"),
        decision(literal("count(big)"), requires=("decision:#big",)),
    )
    decided = load_decisions({"f.dmn": file}).evaluate("d1", {})
    assert decided.value == 2
    assert len(json.dumps(decided.explanation)) < 50_000


def test_the_importing_file_wins_where_names_are_the_same() -> None:
    other = definitions(decision(literal("1")), namespace="urn:other")
    own = definitions('<import name="o" namespace="urn:other"/>', decision(literal("2")))
    assert load_decisions({"a.dmn": other, "b.dmn": own}).evaluate("d1", {}).value == 2


def test_files_of_one_namespace_do_not_mix() -> None:
    first = definitions(given("x", "number"), decision(literal("x"), requires=("input:#x",)))
    second = definitions(given("x", "string"), decision(literal("x"), id="d2", requires=("input:#x",)))
    loaded = load_decisions({"a.dmn": first, "b.dmn": second})
    assert loaded.findings == ()
    assert loaded.evaluate("d1", {"x": 1}).value == 1
    assert loaded.evaluate("d2", {"x": "one"}).value == "one"


def test_a_decision_in_two_files_is_told() -> None:
    loaded = load_decisions(
        {"a.dmn": definitions(decision(literal("1"))), "b.dmn": definitions(decision(literal("2")))}
    )
    assert loaded.evaluate("d1", {}).value == 1
    assert [(finding.code, finding.file) for finding in loaded.findings] == [("duplicate_decision", "b.dmn")]
