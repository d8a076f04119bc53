"""Compiles arithmetic, comparison and logic."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from bpmn.feel.arithmetic import calculate
from bpmn.feel.lexical import Code, Lexical, code, compiles
from bpmn.feel.numbers import DIGITS
from bpmn.feel.problems import Null
from bpmn.feel.run import Env
from bpmn.feel.temporal import DaysDuration, MonthsDuration
from bpmn.feel.text import write
from bpmn.feel.tree import Arithmetic, Between, Compare, InstanceOf, Literal, Logic, Negate
from bpmn.feel.types import conforms, resolve_type
from bpmn.feel.values import at_most, equal, kind, less

_FAST: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": DIGITS.add,
    "-": DIGITS.subtract,
    "*": DIGITS.multiply,
    "/": DIGITS.divide,
}


@compiles(Arithmetic)
def arithmetic(node: Arithmetic, lexical: Lexical) -> Code:
    left, right, op, at = code(node.left, lexical), code(node.right, lexical), node.op, node.at
    fast = _FAST.get(op)
    joins = lexical.shared.camunda and op == "+"

    def slow(env: Env, a: Any, b: Any) -> Any:
        if joins and type(a) is not type(b) and (type(a) is str or type(b) is str) and None not in (a, b):
            a, b = write(a, env.run), write(b, env.run)
        try:
            return calculate(env.run, op, a, b)
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)

    if fast is None:
        return lambda env: slow(env, left(env), right(env))

    def run(env: Env) -> Any:
        a = left(env)
        b = right(env)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return fast(a, b)
            except DecimalException:
                return slow(env, a, b)
        return slow(env, a, b)

    return run


@compiles(Negate)
def negate(node: Negate, lexical: Lexical) -> Code:
    operand, at = code(node.operand, lexical), node.at

    def run(env: Env) -> Any:
        value = operand(env)
        if type(value) is Decimal:
            return -value if value else value
        if type(value) is DaysDuration:
            return DaysDuration(-value.nanos)
        if type(value) is MonthsDuration:
            return MonthsDuration(-value.months)
        return env.run.null("operand_type", at, op="-", type=kind(value))

    return run


_NUMBER_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def _slow_compare(op: str, left: Any, right: Any, env: Env, at: int) -> bool | None:
    if op in ("=", "!="):
        same = equal(left, right, env.run)
        result = same if op == "=" or same is None else not same
    elif op in ("<", "<="):
        result = (less if op == "<" else at_most)(left, right)
    else:
        result = (less if op == ">" else at_most)(right, left)
    if result is None:
        env.run.null("not_comparable", at, left=kind(left), right=kind(right))
    return result


@compiles(Compare)
def compare(node: Compare, lexical: Lexical) -> Code:
    left, right, op, at = code(node.left, lexical), code(node.right, lexical), node.op, node.at
    test = _NUMBER_TESTS[op]
    if isinstance(node.right, Literal) and type(node.right.value) in (Decimal, str):
        constant = node.right.value
        of = type(constant)

        def against_constant(env: Env) -> Any:
            value = left(env)
            if type(value) is of:
                return test(value, constant)
            return _slow_compare(op, value, constant, env, at)

        return against_constant

    def run(env: Env) -> Any:
        a = left(env)
        b = right(env)
        if type(a) is Decimal and type(b) is Decimal:
            return test(a, b)
        return _slow_compare(op, a, b, env, at)

    return run


@compiles(Logic)
def logic(node: Logic, lexical: Lexical) -> Code:
    parts = [code(part, lexical) for part in node.parts]
    decisive = node.op == "or"  # one such part decides
    return _two(parts[0], parts[1], decisive) if len(parts) == 2 else _many(parts, decisive)


def _two(first: Code, second: Code, decisive: bool) -> Code:
    neutral = not decisive

    def run(env: Env) -> Any:
        a = first(env)
        if a is decisive:
            return decisive
        b = second(env)
        if b is decisive:
            return decisive
        return neutral if a is neutral and b is neutral else None

    return run


def _many(parts: list[Code], decisive: bool) -> Code:
    neutral = not decisive

    def run(env: Env) -> Any:
        result: bool | None = neutral
        for part in parts:
            value = part(env)
            if value is decisive:
                return decisive
            if value is not neutral:
                result = None
        return result

    return run


@compiles(Between)
def between(node: Between, lexical: Lexical) -> Code:
    value, low, high = (code(part, lexical) for part in (node.value, node.low, node.high))
    at = node.at

    def run(env: Env) -> Any:
        tested = value(env)
        bottom, top = low(env), high(env)
        above, below = at_most(bottom, tested), at_most(tested, top)
        if above is None or below is None:
            return env.run.null("not_comparable", at, left=kind(tested), right=kind(bottom if above is None else top))
        return above and below

    return run


@compiles(InstanceOf)
def instance_of(node: InstanceOf, lexical: Lexical) -> Code:
    value, at = code(node.value, lexical), node.at
    wanted = resolve_type(node.type, lexical.shared.types)
    if wanted is None:
        name = node.type.name
        return lambda env: env.run.null("invalid_text", at, text=name, type="type")
    return lambda env: conforms(value(env), wanted, env.run)
