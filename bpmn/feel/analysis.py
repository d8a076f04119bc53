"""What can be said of an expression before it runs: for the linter and the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.feel import tree as t
from bpmn.feel.arithmetic import operand_kinds
from bpmn.feel.expressions import Expression, compile_expression
from bpmn.feel.functions import CAMUNDA
from bpmn.feel.functions.results import RESULTS
from bpmn.feel.functions.signature import Signature
from bpmn.feel.problems import FeelSyntax, Problem, problem
from bpmn.feel.properties import PROPERTIES
from bpmn.feel.temporal_text import read_temporal
from bpmn.feel.values import kind

Kinds = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """`result` is the kind of the value where it is certain; `problems` is what can never work."""

    syntax: FeelSyntax | None
    reads: frozenset[str]
    result: str | None
    problems: tuple[Problem, ...]


def analyze(
    source: str, *, dialect: str = "feel", names: Iterable[str] = (), kinds: Mapping[str, str] | None = None
) -> Analysis:
    """What is known of an expression; `kinds` are the kinds of variables, such as {"amount": "number"}."""
    try:
        expression = compile_expression(source, dialect=dialect, names=names)
    except FeelSyntax as refusal:
        return Analysis(refusal, frozenset(), None, ())
    found = _Found(dict(kinds or {}), dialect == "camunda")
    result = found.kind(expression.tree)
    return Analysis(None, expression.reads, result, (*_unknown(expression), *found.problems))


def _unknown(expression: Expression) -> tuple[Problem, ...]:
    return tuple(problem("unknown_function", at, {"name": name}) for name, at in expression.unknown_functions)


class _Found:
    """One walk: the kinds of names in force and the problems met."""

    def __init__(self, kinds: dict[str, str], camunda: bool) -> None:
        self.kinds = kinds
        self.camunda = camunda
        self.problems: list[Problem] = []

    def kind(self, node: t.Node) -> str | None:
        """The kind of a node's value, or None where it is not certain."""
        rule = _RULES.get(type(node))
        if rule is not None:
            return rule(self, node)
        for child in node.children():
            self.kind(child)
        return _ALWAYS.get(type(node))

    def without(self, names: Iterable[str], node: t.Node) -> str | None:
        """The kind of a node in which some names mean something else."""
        kept, self.kinds = self.kinds, {key: value for key, value in self.kinds.items() if key not in set(names)}
        found = self.kind(node)
        self.kinds = kept
        return found

    def tell(self, code: str, at: int, **facts: object) -> None:
        self.problems.append(problem(code, at, facts))


_ALWAYS: dict[type[t.Node], str] = {
    t.Logic: "boolean",
    t.Between: "boolean",
    t.In: "boolean",
    t.InstanceOf: "boolean",
    t.ListOf: "list",
    t.RangeOf: "range",
}


def _arithmetic(found: _Found, node: t.Arithmetic) -> str | None:
    left, right = found.kind(node.left), found.kind(node.right)
    if left is None or right is None:
        return None
    if found.camunda and node.op == "+" and "string" in (left, right):
        return "string"
    result = operand_kinds(node.op, left, right)
    if result is None:
        found.tell("operand_types", node.at, op=node.op, left=left, right=right)
    return result


def _compare(found: _Found, node: t.Compare) -> str:
    left, right = found.kind(node.left), found.kind(node.right)
    if left and right and left != right and "null" not in (left, right):
        found.tell("not_comparable", node.at, left=left, right=right)
    return "boolean"


def _if(found: _Found, node: t.If) -> str | None:
    condition = found.kind(node.condition)
    if condition not in (None, "boolean", "null"):
        found.tell("not_boolean", node.condition.at, type=condition)
    then, otherwise = found.kind(node.then), found.kind(node.otherwise)
    return then if then == otherwise else None


def _takes(signature: Signature, node: t.Call, count: int) -> bool:
    return signature.for_names([key for key, _ in node.named]) if node.named else signature.takes(count)


def _call(found: _Found, node: t.Call) -> str | None:
    given = [*node.positional, *(value for _, value in node.named)]
    for argument in given:
        found.kind(argument)
    name = node.function.name if isinstance(node.function, t.Name) else ""
    builtin = CAMUNDA.get(name)
    if builtin is None or name in found.kinds:
        return None
    if not any(_takes(signature, node, len(given)) for signature in builtin.signatures):
        found.tell("arguments", node.at, name=name)
    return RESULTS.get(name)


def _iterated(found: _Found, node: t.For | t.Quantified, body: t.Node) -> None:
    names = [iteration.name for iteration in node.iterations]
    for iteration in node.iterations:
        for part in (iteration.source, iteration.end):
            if part is not None:
                found.without(names, part)
    found.without([*names, "partial"], body)


def _for(found: _Found, node: t.For) -> str:
    _iterated(found, node, node.body)
    return "list"


def _quantified(found: _Found, node: t.Quantified) -> str:
    _iterated(found, node, node.condition)
    return "boolean"


def _filter(found: _Found, node: t.Filter) -> None:
    found.kind(node.source)
    kept, found.kinds = found.kinds, {}  # an item's entries may hide any variable
    found.kind(node.condition)
    found.kinds = kept


def _context(found: _Found, node: t.ContextOf) -> str:
    for _, value in node.entries:
        found.without([key for key, _ in node.entries], value)
    return "context"


def _function(found: _Found, node: t.FunctionOf) -> str:
    found.without([name for name, _ in node.parameters], node.body)
    return "function"


def _path(found: _Found, node: t.Path) -> str | None:
    source = found.kind(node.source)
    if source in PROPERTIES and node.name not in PROPERTIES[source]:
        found.tell("no_property", node.at, type=source, name=node.name)
    return None


_RULES: dict[type[t.Node], Callable[[_Found, Any], str | None]] = {
    t.Literal: lambda found, node: kind(node.value),
    t.AtLiteral: lambda found, node: kind(read_temporal(node.text)),
    t.Name: lambda found, node: found.kinds.get(node.name),
    t.Negate: lambda found, node: found.kind(node.operand),
    t.Arithmetic: _arithmetic,
    t.Compare: _compare,
    t.If: _if,
    t.Call: _call,
    t.For: _for,
    t.Quantified: _quantified,
    t.Filter: _filter,
    t.ContextOf: _context,
    t.FunctionOf: _function,
    t.Path: _path,
}
