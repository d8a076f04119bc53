"""Laws that hold for every expression and every value."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn.feel import FeelBudget, FeelSyntax, compile_expression, compile_unary_tests
from bpmn.feel.cursor import Names
from bpmn.feel.grammar import parse
from bpmn.feel.printing import source_of
from bpmn.feel.temporal import days, from_days
from bpmn.feel.temporal_text import read_temporal, write_temporal
from bpmn.feel.text import write
from bpmn.feel.tree import Node
from tests.feel.interpreter import interpret
from tests.feel.strategies import NAMES, numbers, scopes, trees

often = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shape(node: Any) -> Any:
    """A tree without its positions."""
    if isinstance(node, Node):
        parts = (shape(getattr(node, name)) for name in node.__dataclass_fields__ if name != "at")
        return (type(node).__name__, *parts)
    if isinstance(node, tuple):
        return tuple(map(shape, node))
    return (type(node).__name__, node)


@often
@given(trees)
def test_what_is_printed_reads_back(tree: Node) -> None:
    printed = source_of(tree)
    again = parse(printed, Names(NAMES))
    assert source_of(again) == printed
    assert shape(again) == shape(tree)


@often
@given(trees, scopes)
def test_compiled_is_interpreted(tree: Node, scope: dict[str, Any]) -> None:
    compiled = compile_expression(source_of(tree), names=NAMES).evaluate(scope)
    assert write(compiled, _Unlimited()) == write(interpret(tree, scope), _Unlimited())


class _Unlimited:
    def charge(self, count: int) -> None:
        """Costs nothing."""


@often
@given(trees, scopes)
def test_nothing_raises(tree: Node, scope: dict[str, Any]) -> None:
    outcome = compile_expression(source_of(tree), names=NAMES).explain(scope)
    assert all(problem.message and problem.message_zh for problem in outcome.problems)


signed = numbers.flatmap(lambda number: st.sampled_from((number, -number)))


def ev(source: str, **scope: Any) -> Any:
    return compile_expression(source).evaluate(scope)


@often
@given(signed, signed, signed)
def test_decimals(a: Decimal, b: Decimal, c: Decimal) -> None:
    assert ev("a + b = b + a", a=a, b=b) is True
    assert ev("a * b = b * a", a=a, b=b) is True
    assert ev("(a + b) + c = a + (b + c)", a=a, b=b, c=c) is True
    assert ev("a - b = -(b - a)", a=a, b=b) is True
    assert [ev(f"a {op} b", a=a, b=b) for op in ("<", "=", ">")].count(True) == 1
    assert ev("if b = 0 then true else abs(a - (floor(a / b) * b + modulo(a, b))) < 0.000001", a=a, b=b) is True
    assert ev("number(string(a)) = a", a=a) is True


dates = st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30))
moments = st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9000, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
spans = st.timedeltas(dt.timedelta(days=-10_000), dt.timedelta(days=10_000)).map(
    lambda span: dt.timedelta(days=span.days, seconds=span.seconds)
)


@often
@given(moments, moments, spans, st.integers(-1000, 1000))
def test_temporal(a: dt.datetime, b: dt.datetime, span: dt.timedelta, months: int) -> None:
    assert ev("a + (b - a) = b", a=a, b=b) is True
    assert ev("(a + d) - d = a", a=a, d=span) is True
    assert ev("(a + d) - a = d", a=a, d=span) is True
    assert ev("d + d = d * 2", d=span) is True
    assert ev('(a < b) = (b - a > @"PT0S")', a=a, b=b) is True
    assert ev("(a + m).day <= a.day", a=a, m=read_temporal(f"{'-' if months < 0 else ''}P{abs(months)}M")) is True


@often
@given(st.one_of(dates, moments, st.times().map(lambda time: time.replace(fold=0))))
def test_temporal_text_reads_back(value: Any) -> None:
    assert read_temporal(write_temporal(value)) == value


@often
@given(st.integers(-(10**11), 10**11))
def test_days_and_dates_beyond_python(number: int) -> None:
    day = from_days(number)
    assert day is not None
    assert days(day) == number
    assert read_temporal(write_temporal(day)) == day


SEEDS = (
    'if a > 1 then "x" else {b: [1..5], c: @"P1D"}',
    "for i in 1..3, j in [i, 2] return i * j + partial[-1]",
    'some x in a satisfies x.b = null or matches(x.c, "^a+$", "i")',
    "[1, 2, 3][item > 1 and count(a) < 3][1]",
    'date and time("2024-02-29T10:00:00@Europe/Paris") + duration("P1Y") - now()',
    "sort(a, function(x, y) x < y) instance of list<number>",
    'replace(string(a), "(.)b*", "$1") in ("a", not(b), ]1..2[, >= 3)',
    "decimal(a ** 2.5 / -b, 3) between 1e3 and .5",
    "{f: function(n: number) if n < 1 then 0 else f(n - 1), r: f(a)}.r",
    'context put({a b: 1}, ["x", "y"], get entries({k: a}))[key = "x"].value',
    '- , < 5, [a..b), not(1, "2"), ? > 3',
    'split(a, "[a-z-[aeiou]]|\\\\d{1,3}") = years and months duration(b, today())',
    'overlaps before([1..5], (3..8]) and string join(a, ",") != "客户"',
)
PIECES = (
    *"()[]{}.,:+-*/<>=!\"@'? \n\\",
    *(" and ", " or ", " in ", " instance of ", " not(", "null", "..", "**", "1", "999999999", "1e6000", '"x"'),
    *("function(x) ", " return ", " for ", " if ", " then ", " else ", "item", "partial", "date(", "string("),
    *('@"P1Y"', "\U0001f40e", "<>", "list<", "`", "\x00"),
)
SCOPES: tuple[dict[str, Any], ...] = (
    {},
    {"a": 3, "b": "text"},
    {"a": [1, None, "x", {"b": 1}], "b": dt.date(2024, 2, 29)},
    {"a": {"b": {"c": [1.5]}}, "b": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)},
)


def mutated(chance: random.Random) -> str:
    """A seed with pieces put in, taken out, doubled and swapped."""
    source = chance.choice(SEEDS)
    for _ in range(chance.randint(0, 4)):
        at, to = sorted((chance.randint(0, len(source)), chance.randint(0, len(source))))
        change = chance.randint(0, 3)
        if change == 0:
            source = source[:at] + chance.choice(PIECES) + source[at:]
        elif change == 1:
            source = source[:at] + source[min(to, at + 6) :]
        elif change == 2:
            source = source[:to] + source[at:to][:12] + source[to:]
        else:
            other = chance.choice(SEEDS)
            cut = chance.randint(0, len(other))
            source = source[:at] + other[cut : cut + 15] + source[to:]
    return source


def try_many(count: int, seed: int) -> int:
    """How many of so many mutated expressions could be read; raises what is not one of our own refusals."""
    chance = random.Random(seed)
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    read = 0
    for number in range(count):
        source = mutated(chance)
        scope = SCOPES[number % len(SCOPES)]
        try:
            if number % 4:
                dialect = "camunda" if number % 3 else "feel"
                compile_expression(source, dialect=dialect).explain(scope, now=now)
            else:
                compile_unary_tests(source).matches(scope.get("a"), scope, now=now)
            read += 1
        except (FeelSyntax, FeelBudget):
            pass
        except Exception as other:
            raise AssertionError(f"{source!r} raised {other!r}") from other
    return read


def test_mutated_expressions_raise_only_refusals() -> None:
    assert try_many(8_000, seed=1) > 800


@pytest.mark.slow
def test_a_hundred_thousand_mutated_expressions_raise_only_refusals() -> None:
    assert try_many(100_000, seed=2) > 10_000
