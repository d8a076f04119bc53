"""Compiles ranges, `in` and the cells of decision tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bpmn.feel.lexical import Code, Lexical, code, compiles
from bpmn.feel.run import Env
from bpmn.feel.tree import EqualTest, In, Literal, Name, Node, RangeOf, UnaryTests, walk
from bpmn.feel.values import Range, at_most, equal, in_range, kind

_ORDERED = frozenset(
    ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")
)
INPUT = "?"


@compiles(RangeOf)
def range_of(node: RangeOf, lexical: Lexical) -> Code:
    low = code(node.low, lexical) if node.low is not None else None
    high = code(node.high, lexical) if node.high is not None else None
    low_closed, high_closed, unary, at = node.low_closed, node.high_closed, node.unary, node.at
    if all(end is None or isinstance(end, Literal) for end in (node.low, node.high)):
        ends = [end.value if isinstance(end, Literal) else None for end in (node.low, node.high)]
        if _fit(node, *ends):
            constant = Range(ends[0], ends[1], low_closed, high_closed, unary)
            return lambda env: constant

    def build(env: Env) -> Any:
        bottom, top = low(env) if low else None, high(env) if high else None
        if not _fit(node, bottom, top):
            return env.run.null("bad_range", at)
        return Range(bottom, top, low_closed, high_closed, unary)

    return build


def _fit(node: RangeOf, low: Any, high: Any) -> bool:
    if node.low is None or node.high is None:
        return kind(high if node.low is None else low) in _ORDERED
    if low is None or high is None:
        return low is not high and kind(high if low is None else low) in _ORDERED
    return at_most(low, high) is not None


def passes(test: Any, value: Any, env: Env) -> bool | None:
    """Whether a value passes a test's value: a range holds it, a list contains it, else they are equal."""
    of = type(test)
    if of is Range:
        return in_range(test, value)
    if of is list:
        if type(value) is list and equal(test, value, env.run) is True:
            return True
        env.run.charge(len(test))
        return any(_item_passes(item, value, env) for item in test)
    return equal(test, value, env.run)


def _item_passes(item: Any, value: Any, env: Env) -> bool:
    if type(item) is Range and type(value) is not Range:
        return in_range(item, value) is True
    return equal(item, value, env.run) is True


@compiles(EqualTest)
def equal_test(node: EqualTest, lexical: Lexical) -> Code:
    return code(node.operand, lexical)


@compiles(In)
def in_code(node: In, lexical: Lexical) -> Code:
    value, at = code(node.value, lexical), node.at
    tests = [_test(test, lexical.with_place(INPUT)) for test in node.tests]

    def run(env: Env) -> Any:
        tested = value(env)
        inner = Env(env.scope, (*env.locals, tested), env.run)
        result: bool | None = False
        for test in tests:
            passed = test(tested, inner)
            if passed is True:
                return True
            if passed is None:
                result = None
        if result is None:
            env.run.null("not_comparable", at, left=kind(tested), right="the tests")
        return result

    return run


def _test(node: Node, lexical: Lexical) -> Any:
    """A closure (value, env whose last place is the value) -> bool | None."""
    made = code(node, lexical)
    if isinstance(node, EqualTest):
        return _equality(made, node.op)
    if isinstance(node, RangeOf):
        return lambda value, env: _in(made(env), value)
    if any(isinstance(part, Name) and part.name == INPUT for part in walk(node)):
        return lambda value, env: _truth(made(env), value, env)
    if isinstance(node, Literal):
        constant = node.value
        of = type(constant)
        return lambda value, env: constant == value if type(value) is of else equal(constant, value, env.run)
    return lambda value, env: _loose(made(env), value, env)


def _in(span: Any, value: Any) -> bool | None:
    return in_range(span, value) if type(span) is Range else None


def _equality(made: Code, op: str) -> Any:
    def test(value: Any, env: Env) -> bool | None:
        same = equal(made(env), value, env.run)
        return same if same is None or op == "=" else not same

    return test


def _truth(result: Any, value: Any, env: Env) -> bool | None:
    """A test that mentions "?" says itself whether it holds."""
    return result if result is None or type(result) is bool else passes(result, value, env)


def _loose(result: Any, value: Any, env: Env) -> bool | None:
    if result is True and type(value) is not bool:
        return True
    return passes(result, value, env)


Test = Callable[[Any, Env], bool | None]


def compile_cell(node: UnaryTests, lexical: Lexical) -> Test | None:
    """A closure (value, env) of a whole cell; the env's last place is the value. None for "-"."""
    if not node.tests:
        return None
    inner = lexical.with_place(INPUT)
    tests = [_test(test, inner) for test in node.tests]
    negated = node.negated
    if len(tests) == 1 and not negated:
        only: Test = tests[0]
        return only

    def run(value: Any, env: Env) -> bool | None:
        result: bool | None = False
        for test in tests:
            passed = test(value, env)
            if passed is True:
                return not negated
            if passed is None:
                result = None
        return result if result is None else negated

    return run
