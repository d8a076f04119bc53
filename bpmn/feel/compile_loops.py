"""Compiles filters, for, some and every."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bpmn.feel.lexical import Code, Lexical, code, compiles, weight
from bpmn.feel.numbers import whole
from bpmn.feel.problems import Null
from bpmn.feel.run import Env, Run
from bpmn.feel.temporal import DATE_TIMES, DATES, days, from_days
from bpmn.feel.tree import Filter, For, Iteration, Quantified
from bpmn.feel.values import Range, kind


@compiles(Filter)
def filter_code(node: Filter, lexical: Lexical) -> Code:
    source, at = code(node.source, lexical), node.at
    test = code(node.condition, lexical.with_place(None))
    cost = weight(node.condition)

    def run(env: Env) -> Any:
        value = source(env)
        if type(value) is not list:
            value = [] if value is None else [value]
        scope, places, budget = env.scope, env.locals, env.run
        budget.charge(len(value) * cost + 1)
        if not value:
            return _pick(value, test(Env(scope, (*places, None), budget)), budget, at)
        kept = []
        for item in value:
            passed = test(Env(scope, (*places, item), budget))
            if passed is True:
                kept.append(item)
            elif type(passed) is Decimal:
                return _pick(value, passed, budget, at)
            elif passed is not False and passed is not None:
                return budget.null("not_boolean", at, type=kind(passed))
        return kept

    return run


def _pick(items: list[Any], index: Any, run: Run, at: int) -> Any:
    if type(index) is not Decimal:
        return []
    number = whole(index)
    if number and 1 <= number <= len(items):
        return items[number - 1]
    if number and -len(items) <= number < 0:
        return items[number]
    return run.null("index", at, index=index, count=len(items))


def _iterated(value: Any) -> Iterator[Any]:
    """What an iteration runs over; raises Null where that is nothing to iterate."""
    if type(value) is list:
        return iter(value)
    if type(value) is Range:
        return _counted_range(value)
    if value is None:
        raise Null("not_iterable", type="null")
    return iter([value])


def _counted_range(span: Range) -> Iterator[Any]:
    low, high = _position(span.low), _position(span.high)
    if low is None or high is None or low[1] != high[1]:
        raise Null("not_iterable", type="range")
    first, last = low[0] + (not span.low_closed), high[0] - (not span.high_closed)
    if high[0] < low[0]:
        raise Null("bad_range")
    return _counted(first, last, low[1]) if first <= last else iter(())


def _position(value: Any) -> tuple[int, Any] | None:
    if type(value) is Decimal:
        number = whole(value)
        return None if number is None else (number, Decimal)
    if isinstance(value, DATES) and not isinstance(value, DATE_TIMES):
        return days(value), from_days
    return None


def _counted(first: int, last: int, make: Any) -> Iterator[Any]:
    step = 1 if first <= last else -1
    return map(make, range(first, last + step, step))


def _between(low: Any, high: Any) -> Iterator[Any]:
    first, last = _position(low), _position(high)
    if first is None or last is None or first[1] != last[1]:
        raise Null("not_iterable", type=kind(low if first is None else high))
    return _counted(first[0], last[0], first[1])


class _Loop:
    """One iteration's source, compiled."""

    def __init__(self, node: Iteration, lexical: Lexical) -> None:
        self.at = node.at
        self.cost = 1  # of one round
        self.source = code(node.source, lexical)
        self.end = code(node.end, lexical) if node.end is not None else None

    def values(self, env: Env) -> Iterator[Any]:
        if self.end is not None:
            return _between(self.source(env), self.end(env))
        return _iterated(self.source(env))


def _loops(iterations: tuple[Iteration, ...], lexical: Lexical) -> tuple[list[_Loop], Lexical]:
    loops = []
    for node in iterations:
        loops.append(_Loop(node, lexical))
        lexical = lexical.with_place(node.name)
    for loop, following in zip(loops, iterations[1:], strict=False):
        loop.cost = weight(following)
    return loops, lexical


def _rounds(loops: list[_Loop], env: Env, depth: int = 0) -> Iterator[Env]:
    """The environment of every round; raises Null where a source cannot be iterated."""
    loop = loops[depth]
    run, scope, places = env.run, env.scope, env.locals
    last = depth + 1 == len(loops)
    for value in loop.values(env):
        run.charge(loop.cost)
        inner = Env(scope, (*places, value), run)
        if last:
            yield inner
        else:
            yield from _rounds(loops, inner, depth + 1)


@compiles(For)
def for_code(node: For, lexical: Lexical) -> Code:
    at = node.at
    # `partial` lies in the first place of the loop, so that every round sees the results so far
    loops, inner = _loops(node.iterations, lexical.with_place("partial"))
    body = code(node.body, inner)
    loops[-1].cost = weight(node.body)

    def run(env: Env) -> Any:
        results: list[Any] = []
        start = Env(env.scope, (*env.locals, results), env.run)
        try:
            for round_env in _rounds(loops, start):
                results.append(body(round_env))
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)
        return results

    return run


@compiles(Quantified)
def quantified(node: Quantified, lexical: Lexical) -> Code:
    at = node.at
    loops, inner = _loops(node.iterations, lexical)
    test = code(node.condition, inner)
    loops[-1].cost = weight(node.condition)
    decisive = node.kind == "some"

    def run(env: Env) -> Any:
        result: bool | None = not decisive
        try:
            for round_env in _rounds(loops, env):
                passed = test(round_env)
                if passed is decisive:
                    return decisive
                if passed is not (not decisive):
                    result = None
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)
        return result

    return run
