"""No expression of a designer can hold a worker: each limit is tried."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bpmn.feel import FeelBudget, FeelSyntax, compile_expression, compile_unary_tests

TOO_MUCH = [
    "for i in 1..1000000000 return i",
    "some i in 1..100000, j in 1..100000 satisfies i + j < 0",
    "count([1..10][item > 0]) + count(for i in 1..900000 return i)",
    "{f: function(n) f(n + 1), r: f(0)}.r",
    "{f: function(n) f(n - 1) + f(n - 2), r: f(40)}.r",
    "{a: for i in 1..100 return 1, b: for i in a return a, c: for i in b return b, d: flatten(c)}.d",
    "sort(for i in 1..150000 return modulo(i * 7919, 10007))",
    "sort(for i in 1..2000 return i, function(a, b) count(for k in 1..1000 return k) > 0)",
    "{a: [1, 2], b: [a, a], c: [b, b], d: [c, c], e: [d, d], f: [e, e], g: [f, f], h: [g, g], i: [h, h], "
    "j: [i, i], k: [j, j], l: [k, k], m: [l, l], n: [m, m], o: [n, n], p: [o, o], q: [p, p], r: [q, q], s: [r, r]}",
    '{a: string join(for i in 1..10000 return "0123456789"), b: a + a, c: b + b, d: c + c, e: d + d, f: e + e, '
    "g: f + f, h: g + g, i: h + h, j: i + i, k: j + j}.k",
    'matches(text, "(a+)+\\\\1b")',
    "distinct values(for i in 1..5000 return [i])",
    "for i in 1..100000 return partial",
    "for i in 1..100000 return string(1e6000)",
    "for i in 1..100000 return substring(text, 2)",
    "for i in 1..100000 return [" + "1, " * 10_000 + "1]",
    'for i in 1..100000 return matches("a", string(i) + "{1000}")',
    'for i in 1..100000 return matches("a", "((a{1000}){1000}){" + string(i) + "}")',
    'for i in 1..100000 return time("10:00:00@Zone" + string(i))',
]


@pytest.mark.parametrize("source", TOO_MUCH)
def test_it_is_stopped(source: str) -> None:
    expression = compile_expression(source)
    began = time.process_time()
    with pytest.raises(FeelBudget):
        expression.evaluate({"text": "a" * 5000})
    assert time.process_time() - began < 20  # not a measurement: far beyond what the budget allows


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "(a|aa)*$b", "(a*)*b", "(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]([a-z])+$"]
)
def test_patterns_that_explode_elsewhere_are_answered(pattern: str) -> None:
    assert compile_expression("matches(t, p)").evaluate({"t": "a" * 3000 + "!", "p": pattern}) is False


@pytest.mark.parametrize("pattern", ["(((a{1000}){1000}){1000})", "a{99999999}", "(" * 5000, "[a-" * 500])
def test_patterns_too_large_are_null(pattern: str) -> None:
    assert compile_expression("matches(t, p)").evaluate({"t": "a", "p": pattern}) is None


@pytest.mark.parametrize(
    "source",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "[" * 500 + "]" * 500,
        "-" * 5_000 + "1",
        "1" + "+1" * 5_000,
        "if true then " * 300 + "1" + " else 2" * 300,
        "x in (" * 300 + "1" + ")" * 300,
        "a" + ".b" * 1_000,
        "function(x) " * 300 + "x",
        "1" * 100_000,
        "not(" * 300 + "true" + ")" * 300,
        "1e999999",
    ],
)
def test_sources_too_deep_or_long_are_refused(source: str) -> None:
    with pytest.raises(FeelSyntax):
        compile_expression(source)
    with pytest.raises(FeelSyntax):
        compile_unary_tests(source)


def test_many_long_names_are_read_in_time() -> None:
    entries = ", ".join(f"a b{at}: a b{max(at - 1, 0)}" for at in range(2_500))
    assert len(compile_expression("{" + entries + "}").evaluate({})) == 2_500


def test_deep_values_are_refused_not_crashed_on() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(FeelBudget):
        compile_expression("x").evaluate({"x": deep})


def test_a_list_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(FeelBudget):
        compile_expression("count(x)").evaluate({"x": loop})


def test_nothing_of_python_can_be_reached() -> None:
    scope = {"x": "text", "y": [1], "z": {"a": 1}}
    for name in ("__class__", "__dict__", "upper", "append", "keys", "real"):
        for variable in scope:
            found = compile_expression(f"{variable}.{name}").evaluate(scope)
            assert found is None or found == [None]


def test_a_huge_integer_costs_nothing() -> None:
    assert compile_expression("x + 1").evaluate({"x": 10**100_000}) is None
