"""Compiles calls of built-in and user-defined functions."""

from __future__ import annotations

from datetime import time
from typing import Any

from bpmn.feel.functions.signature import Builtin, Mismatch, fit, invoke, paid
from bpmn.feel.lexical import Code, Lexical, code, compiles
from bpmn.feel.problems import Null
from bpmn.feel.run import Env, Run
from bpmn.feel.temporal import join, offset_zone
from bpmn.feel.tree import Call, Name, Node
from bpmn.feel.types import accepts
from bpmn.feel.values import Function, kind


@compiles(Call)
def call(node: Call, lexical: Lexical) -> Code:
    builtin = _static_builtin(node.function, lexical)
    if builtin is None:
        return _dynamic(node, lexical)
    if node.named:
        return _named(node, builtin, lexical)
    return _positional(node, builtin, lexical)


def _static_builtin(function: Node, lexical: Lexical) -> Builtin | None:
    if not isinstance(function, Name) or function.name in lexical.shared.declared:
        return None
    index, _ = lexical.resolve(function.name)
    return lexical.shared.builtins.get(function.name) if index is None else None


def _positional(node: Call, builtin: Builtin, lexical: Lexical) -> Code:
    arguments = [code(argument, lexical) for argument in node.positional]
    fitting = [signature for signature in builtin.signatures if signature.takes(len(arguments))]
    name, at = builtin.name, node.at
    if len(arguments) == 1 and len(fitting) == 1 and not fitting[0].parameters[0].many:
        return _single(name, at, arguments[0], fitting[0])

    def run(env: Env) -> Any:
        try:
            return invoke(name, fitting, env.run, [argument(env) for argument in arguments])
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)

    return run


def _single(name: str, at: int, argument: Code, signature: Any) -> Code:
    parameter, implementation = signature.parameters[0], signature.implementation

    def run(env: Env) -> Any:
        try:
            return paid(env.run, implementation(env.run, fit(name, parameter, argument(env))))
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)
        except Mismatch as mismatch:
            return env.run.null("argument", at, name=name, what=mismatch.parameter)

    return run


def _named(node: Call, builtin: Builtin, lexical: Lexical) -> Code:
    arguments = {name: code(argument, lexical) for name, argument in node.named}
    at = node.at

    def run(env: Env) -> Any:
        try:
            return builtin.call_named(env.run, {name: argument(env) for name, argument in arguments.items()})
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)

    return run


def _dynamic(node: Call, lexical: Lexical) -> Code:
    function = code(node.function, lexical)
    positional = [code(argument, lexical) for argument in node.positional]
    named = {name: code(argument, lexical) for name, argument in node.named}
    at = node.at
    unknown = node.function.name if isinstance(node.function, Name) else None
    if unknown is not None and lexical.resolve(unknown) == (None, ()) and unknown not in lexical.shared.declared:
        lexical.shared.unknown_functions.add((unknown, at))

    def run(env: Env) -> Any:
        target = function(env)
        if target is None and unknown is not None:
            return env.run.null("unknown_function", at, name=unknown)
        values = [argument(env) for argument in positional]
        names = {name: argument(env) for name, argument in named.items()}
        try:
            return apply(env.run, target, values, names, at)
        except Null as refusal:
            return env.run.null(refusal.code, at, **refusal.facts)

    return run


def apply(run: Run, target: Any, values: list[Any], names: dict[str, Any], at: int = 0) -> Any:
    """The value of a function for positional or named arguments; raises Null."""
    if isinstance(target, Builtin):
        return target.call_named(run, names) if names else target.call(run, values)
    if type(target) is not Function:
        raise Null("not_a_function", type=kind(target))
    parameters = target.parameters
    if names:
        if set(names) - set(parameters):
            raise Null("arguments", name=target.name)
        values = [names.get(parameter) for parameter in parameters]
    if len(values) != len(parameters):
        raise Null("arguments", name=target.name)
    if any(target.types):
        values = [argument(run, value, of) for value, of in zip(values, target.types, strict=True)]
    return target.call(run, values)


def argument(run: Run, value: Any, of: Any) -> Any:
    """An argument as its parameter's type; raises Null where it does not conform."""
    made = coerced(run, value, of)
    if made is None and value is not None:
        raise Null("conformance", value=kind(value), type=str(of))
    return made


def coerced(run: Run, value: Any, of: Any, at: int = 0) -> Any:
    """A value as a type after the standard's implicit conversions; null where it does not conform."""
    if of is None or value is None or accepts(value, of, run):
        return value
    if of.name == "list" and type(value) is not list:
        made = [value]
        if accepts(made, of, run):
            return made
    if type(value) is list and len(value) == 1 and of.name != "list" and accepts(value[0], of, run):
        return value[0]
    if of.name == "date and time" and kind(value) == "date":
        return join(value, time(0, tzinfo=offset_zone(0)))
    return run.null("conformance", at, value=kind(value), type=str(of))
