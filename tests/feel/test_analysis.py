"""What is said of an expression before it runs."""

from __future__ import annotations

import pytest

from bpmn.feel import compile_expression
from bpmn.feel.analysis import analyze
from bpmn.feel.functions import BUILTINS
from bpmn.feel.functions.results import RESULTS
from bpmn.feel.values import kind

KINDS = {"amount": "number", "name": "string", "day": "date"}


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("amount * 2 > 3", "boolean"),
        ("amount + 1", "number"),
        ('name + "x"', "string"),
        ('day + @"P1D"', "date"),
        ("day - day", "days and time duration"),
        ("if amount > 1 then 1 else 2", "number"),
        ("if amount > 1 then 1 else name", None),
        ("[1][1]", None),
        ("for x in [1] return x", "list"),
        ("string length(name)", "number"),
        ("unknown", None),
        ("{a: 1}", "context"),
    ],
)
def test_result(source: str, result: str | None) -> None:
    assert analyze(source, kinds=KINDS).result == result


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("name - 1", "operand_types", 5),
        ("amount = name", "not_comparable", 7),
        ("nope(1)", "unknown_function", 0),
        ("count()", "arguments", 0),
        ("substring(text: name)", "arguments", 0),
        ("day.hour", "no_property", 3),
        ("if name then 1 else 2", "not_boolean", 3),
        ('[1][name - 1 > amount - "x"]', None, 0),
        ("for name in [1] return name - 1", None, 0),
        ("{name: 1, b: name - 1}", None, 0),
    ],
)
def test_what_can_never_work(source: str, code: str | None, position: int) -> None:
    told = [(problem.code, problem.position) for problem in analyze(source, kinds=KINDS).problems]
    assert told == ([] if code is None else [(code, position)])


def test_syntax_is_told_not_raised() -> None:
    analysis = analyze("1 +")
    assert analysis.syntax is not None
    assert analysis.syntax.position == 3


EXAMPLES = {
    "number": ["count([1])", "modulo(5, 2)", "median(1)", 'week of year(@"2020-01-01")', "round up(1.5, 0)"],
    "string": ["string(1)", 'day of week(@"2020-01-01")', 'replace("a", "a", "b")'],
    "boolean": ["not(true)", "odd(1)", "is(1, 1)", "coincides(1, 1)"],
    "list": ["sort([1])", "get entries({a: 1})", "mode([1])", 'split("a", "b")'],
    "date": ["date(2020, 1, 1)"],
}


@pytest.mark.parametrize(("of", "source"), [(of, source) for of, sources in EXAMPLES.items() for source in sources])
def test_results_are_what_functions_give(of: str, source: str) -> None:
    assert kind(compile_expression(source).evaluate({})) == of == analyze(source).result


def test_every_result_is_of_a_known_function() -> None:
    known = set(BUILTINS) | {
        "is defined",
        "is empty",
        "is blank",
        "trim",
        "duplicate values",
        "partition",
        "extract",
        "cycle",
    }
    assert set(RESULTS) - known == {"last day of month"}
