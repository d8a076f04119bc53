"""Names with spaces and symbols, what an expression reads, and what it says when something is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bpmn.feel import FeelSyntax, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("source", "names", "reads"),
    [
        ("Monthly Salary * 12", (), {"Monthly Salary"}),
        ("a-b + c", ("a-b",), {"a-b", "c"}),
        ("a-b + c", (), {"a", "b", "c"}),
        ("customer's name = x", ("customer's name",), {"customer's name", "x"}),
        ("for x in orders return x.total + rate", (), {"orders", "rate"}),
        ("orders[total > limit]", (), {"orders", "total", "limit"}),
        ("function(a) a + b", (), {"b"}),
        ("{a: 1, b: a + c}", (), {"c"}),
        ("string length(用户名) > 2", (), {"用户名"}),
        ("date and time(x)", (), {"x"}),
    ],
)
def test_reads(source: str, names: tuple[str, ...], reads: set[str]) -> None:
    assert compile_expression(source, names=names).reads == reads


def test_unary_tests_do_not_read_their_input() -> None:
    assert compile_unary_tests("? > limit").reads == {"limit"}


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("1 +", 3),
        ("(1", 2),
        ('"abc', 0),
        ("a b c)", 5),
        ("if x then 1", 11),
        ("1 $ 2", 2),
        ("{a: 1, a: 2}", 7),
        ("", 0),
    ],
)
def test_a_syntax_error_says_where(source: str, position: int) -> None:
    with pytest.raises(FeelSyntax) as refusal:
        compile_expression(source)
    assert refusal.value.position == position
    assert refusal.value.message
    assert refusal.value.message_zh


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("missing + 1", "unknown_variable", 0),
        ("1 / 0", "division_by_zero", 2),
        ("{a: 1}.b", "unknown_entry", 6),
        ('1 + "a"', "operand_types", 2),
        ('1 < "a"', "not_comparable", 2),
        ("1 + nope(2)", "unknown_function", 4),
        ("substring(1, 2)", "argument", 0),
        ("substring()", "arguments", 0),
        ('date("2020-13-01")', "invalid_text", 0),
        ("[1][5]", "index", 3),
        ('if "x" then 1 else 2', "not_boolean", 3),
        ('matches("a", "[")', "bad_regex", 0),
        ("for i in true..2 return i", "not_iterable", 0),
        ("{a: 1}.a(2)", "not_a_function", 8),
    ],
)
def test_every_null_has_a_reason(source: str, code: str, position: int) -> None:
    problems = compile_expression(source).explain({}).problems
    told = [problem for problem in problems if problem.code == code]
    assert told, problems
    assert told[0].position == position
    assert told[0].message
    assert any("\u4e00" <= char <= "\u9fff" for char in told[0].message_zh)


def test_kinds_are_told_in_the_language_of_the_message() -> None:
    told = compile_expression('1 + "a"').explain({}).problems[0]
    assert told.message == '"+" does not work on number and string.'
    assert told.message_zh == "“+”不能用于数字和字符串。"


def test_instance_is_a_name_unless_of_follows() -> None:
    expression = compile_expression("instance.id = 1 and instance instance of context")
    assert expression.evaluate({"instance": {"id": 1}}) is True


def test_unknown_functions_are_known_before_running() -> None:
    assert compile_expression("nope(1) + count([1])").unknown_functions == (("nope", 0),)


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", None, True),
        ("[1..5], > 100", 3, True),
        ("[1..5], > 100", 50, False),
        ("[1..5]", "a", None),
        ('"工业", "商业"', "商业", True),
        ('not("工业", "商业")', "商业", False),
        ("not(null)", 1, True),
        ("null", None, True),
        ("? > 3 and ? < 10", 5, True),
        ("count(?) > 1", [1, 2], True),
        ('["a", "b"]', "a", True),
        ("true", True, True),
        ("false", True, False),
        ('starts with(?, "a")', "abc", True),
        ("< limit", 3, True),
        ('date("2020-01-01")', None, False),
        ("= 5", 5, True),
        ("!= 5", 5, False),
    ],
)
def test_unary_tests(cell: str, value: Any, expected: bool | None) -> None:
    assert compile_unary_tests(cell).matches(value, {"limit": 5}) is expected


@pytest.mark.parametrize(
    ("source", "scope", "expected"),
    [
        ("get or else(x, 5)", {}, 5),
        ("get or else(x, 5)", {"x": 1}, 1),
        ("is defined(a.b)", {"a": {}}, False),
        ("is defined(a.b)", {"a": {"b": 0}}, True),
        ("assert(x, x > 1)", {"x": 1}, None),
        ("assert(x, x > 1)", {"x": 2}, 2),
        ('"no. " + 1', {}, "no. 1"),
        ('"until " + @"2020-01-01"', {}, "until 2020-01-01"),
        ('cycle(3, @"PT1H")', {}, "R3/PT1H"),
        ('cycle(@"P1M")', {}, "R/P1M"),
        ('cycle(null, @"P1D")', {}, "R/P1D"),
        ('cycle(0, @"P1D")', {}, None),
        ('cycle(repetitions: 2, interval: @"P1D")', {}, "R2/P1D"),
        ("partition([1, 2, 3], 2)", {}, [[1, 2], [3]]),
        ('extract("a1b22", "[0-9]+")', {}, ["1", "22"]),
        ('last day of month(@"2024-02-03")', {}, __import__("datetime").date(2024, 2, 29)),
    ],
)
def test_the_camunda_dialect(source: str, scope: dict[str, Any], expected: Any) -> None:
    assert compile_expression(source, dialect="camunda").evaluate(scope) == expected


def test_the_standard_dialect_does_not_know_them() -> None:
    assert compile_expression("is defined(x)").unknown_functions == (("is defined", 0),)
    assert compile_expression('"a" + 1').evaluate({}) is None
