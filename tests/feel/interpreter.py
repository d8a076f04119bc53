"""A second, slow and plain evaluation of the syntax tree, to hold the compiled one against."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bpmn.feel import tree as t
from bpmn.feel.arithmetic import calculate
from bpmn.feel.problems import Null
from bpmn.feel.run import Run
from bpmn.feel.values import Range, at_most, equal, in_range, less

Names = dict[str, Any]


def interpret(node: t.Node, names: Names) -> Any:
    """The value of a tree of the kinds below in which no built-in function is called."""
    return globals()[f"_{type(node).__name__.lower()}"](node, names)


def _literal(node: t.Literal, names: Names) -> Any:
    return node.value


def _name(node: t.Name, names: Names) -> Any:
    for item in reversed(names.get("%items", ())):
        if isinstance(item, dict) and node.name in item:
            return item[node.name]
    return names.get(node.name)


def _path(node: t.Path, names: Names) -> Any:
    return _entry(interpret(node.source, names), node.name)


def _entry(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [_entry(item, name) for item in value]
    return value.get(name) if isinstance(value, dict) else None


def _arithmetic(node: t.Arithmetic, names: Names) -> Any:
    try:
        return calculate(Run(), node.op, interpret(node.left, names), interpret(node.right, names))
    except Null:
        return None


def _negate(node: t.Negate, names: Names) -> Any:
    value = interpret(node.operand, names)
    return 0 - value if isinstance(value, Decimal) else None


def _compare(node: t.Compare, names: Names) -> Any:
    left, right = interpret(node.left, names), interpret(node.right, names)
    if node.op in ("=", "!="):
        same = equal(left, right)
        return same if same is None else same == (node.op == "=")
    if node.op in (">", ">="):
        left, right = right, left
    return (at_most if "=" in node.op else less)(left, right)


def _logic(node: t.Logic, names: Names) -> Any:
    values = [interpret(part, names) for part in node.parts]
    decisive = node.op == "or"
    if any(value is decisive for value in values):
        return decisive
    return (not decisive) if all(isinstance(value, bool) for value in values) else None


def _if(node: t.If, names: Names) -> Any:
    return interpret(node.then if interpret(node.condition, names) is True else node.otherwise, names)


def _listof(node: t.ListOf, names: Names) -> Any:
    return [interpret(item, names) for item in node.items]


def _contextof(node: t.ContextOf, names: Names) -> Any:
    made: dict[str, Any] = {}
    for key, value in node.entries:
        made[key] = interpret(value, {**names, **made})
    return made


def _between(node: t.Between, names: Names) -> Any:
    value, low, high = (interpret(part, names) for part in (node.value, node.low, node.high))
    above, below = at_most(low, value), at_most(value, high)
    return None if above is None or below is None else above and below


def _rounds(iterations: tuple[t.Iteration, ...], names: Names) -> list[Names] | None:
    rounds = [names]
    for iteration in iterations:
        following = []
        for outer in rounds:
            source = interpret(iteration.source, outer)
            if source is None or isinstance(source, Range):
                return None
            items = source if isinstance(source, list) else [source]
            following += [{**outer, iteration.name: item} for item in items]
        rounds = following
    return rounds


def _for(node: t.For, names: Names) -> Any:
    rounds = _rounds(node.iterations, names)
    return None if rounds is None else [interpret(node.body, each) for each in rounds]


def _quantified(node: t.Quantified, names: Names) -> Any:
    rounds = _rounds(node.iterations, names)
    if rounds is None:
        return None
    values = [interpret(node.condition, each) for each in rounds]
    decisive = node.kind == "some"
    if any(value is decisive for value in values):
        return decisive
    return None if any(not isinstance(value, bool) for value in values) else not decisive


def _filter(node: t.Filter, names: Names) -> Any:
    source = interpret(node.source, names)
    items = source if isinstance(source, list) else [] if source is None else [source]
    kept = []
    for item in items:
        inner = {**names, "%items": (*names.get("%items", ()), item)}
        verdict = interpret(node.condition, inner)
        if verdict is not None and not isinstance(verdict, bool):
            return None
        if verdict is True:
            kept.append(item)
    return kept


def _in(node: t.In, names: Names) -> Any:
    value = interpret(node.value, names)
    verdicts = []
    for test in node.tests:
        assert isinstance(test, t.RangeOf)
        low, high = (None if end is None else interpret(end, names) for end in (test.low, test.high))
        if low is None and high is None:
            verdicts.append(None)
            continue
        span = Range(low, high, test.low_closed, test.high_closed, test.unary)
        verdicts.append(in_range(span, value))
    if True in verdicts:
        return True
    return None if None in verdicts else False
