"""Syntax tree → source text that reads back as the same tree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel import tree as t
from bpmn.feel.text import quoted

Print = Callable[[Any], str]


def source_of(node: t.Node) -> str:
    """The source of an expression or of a cell's unary tests."""
    return PRINTERS[type(node)](node)


def _inner(node: t.Node) -> str:
    """The source of an operand: in parentheses unless it binds tightly by itself."""
    text = source_of(node)
    return text if isinstance(node, _TIGHT) else f"({text})"


_TIGHT = (t.Literal, t.AtLiteral, t.Name, t.Path, t.Call, t.ListOf, t.ContextOf, t.Filter)


def _literal(node: t.Literal) -> str:
    value = node.value
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    return str(value).lower().replace("e+", "e") if type(value) is Decimal else _quoted(value)


def _quoted(text: str) -> str:
    return quoted(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _named(parts: tuple[tuple[str, t.Node], ...]) -> str:
    return ", ".join(f"{_quoted(name)}: {source_of(value)}" for name, value in parts)


def _call(node: t.Call) -> str:
    arguments = _named(node.named) if node.named else ", ".join(map(source_of, node.positional))
    return f"{_inner(node.function)}({arguments})"


def _range(node: t.RangeOf) -> str:
    if node.unary:
        if node.low is None and node.high is not None:
            return f"({'<=' if node.high_closed else '<'} {_inner(node.high)})"
        assert node.low is not None
        op = "=" if node.high is not None else ">=" if node.low_closed else ">"
        return f"({op} {_inner(node.low)})"
    assert node.low is not None
    assert node.high is not None
    low, high = _inner(node.low), _inner(node.high)
    return f"{'[' if node.low_closed else '('}{low}..{high}{']' if node.high_closed else ')'}"


def _iterations(parts: tuple[t.Iteration, ...]) -> str:
    return ", ".join(
        f"{part.name} in {_inner(part.source)}{f'..{_inner(part.end)}' if part.end is not None else ''}"
        for part in parts
    )


def type_text(ref: t.TypeRef) -> str:
    """A type as written."""
    if ref.name == "function" and ref.parts:
        return f"function<{', '.join(map(type_text, ref.parts[:-1]))}> -> {type_text(ref.parts[-1])}"
    if ref.keys:
        entries = (f"{key}: {type_text(part)}" for key, part in zip(ref.keys, ref.parts, strict=True))
        return f"context<{', '.join(entries)}>"
    return f"{ref.name}<{', '.join(map(type_text, ref.parts))}>" if ref.parts else ref.name


def _function(node: t.FunctionOf) -> str:
    parameters = ", ".join(name if of is None else f"{name}: {type_text(of)}" for name, of in node.parameters)
    return f"function({parameters}) {'external ' if node.external else ''}{source_of(node.body)}"


def _tests(node: t.UnaryTests) -> str:
    if not node.tests:
        return "-"
    text = ", ".join(map(_test, node.tests))
    return f"not({text})" if node.negated else text


def _test(node: t.Node) -> str:
    text = source_of(node)
    return text[1:-1] if isinstance(node, t.RangeOf) and node.unary and not text.startswith("(=") else text


PRINTERS: dict[type[t.Node], Print] = {
    t.Literal: _literal,
    t.AtLiteral: lambda node: f"@{_quoted(node.text)}",
    t.Name: lambda node: node.name,
    t.Path: lambda node: f"{_path_source(node.source)}.{node.name}",
    t.Filter: lambda node: f"{_inner(node.source)}[{source_of(node.condition)}]",
    t.Call: _call,
    t.Negate: lambda node: f"-{_inner(node.operand)}",
    t.Arithmetic: lambda node: f"{_inner(node.left)} {node.op} {_inner(node.right)}",
    t.Compare: lambda node: f"{_inner(node.left)} {node.op} {_inner(node.right)}",
    t.Logic: lambda node: f" {node.op} ".join(map(_inner, node.parts)),
    t.Between: lambda node: f"{_inner(node.value)} between {_inner(node.low)} and {_inner(node.high)}",
    t.In: lambda node: f"{_inner(node.value)} in ({', '.join(map(_test, node.tests))})",
    t.InstanceOf: lambda node: f"{_inner(node.value)} instance of {type_text(node.type)}",
    t.If: lambda node: f"if {source_of(node.condition)} then {source_of(node.then)} else {source_of(node.otherwise)}",
    t.For: lambda node: f"for {_iterations(node.iterations)} return {source_of(node.body)}",
    t.Quantified: lambda node: f"{node.kind} {_iterations(node.iterations)} satisfies {source_of(node.condition)}",
    t.ListOf: lambda node: f"[{', '.join(map(source_of, node.items))}]",
    t.ContextOf: lambda node: "{" + _named(node.entries) + "}",
    t.RangeOf: _range,
    t.EqualTest: lambda node: f"{node.op} {_inner(node.operand)}",
    t.FunctionOf: _function,
    t.UnaryTests: _tests,
}


def _path_source(node: t.Node) -> str:
    number = isinstance(node, t.Literal) and type(node.value) is Decimal
    return f"({source_of(node)})" if number else _inner(node)
