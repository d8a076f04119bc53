"""Compiles literals, names, paths, lists, contexts, conditions and functions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel.lexical import Code, Lexical, code, compiles, weight
from bpmn.feel.properties import property_of
from bpmn.feel.run import Env
from bpmn.feel.temporal_text import read_temporal
from bpmn.feel.tree import (
    AtLiteral,
    ContextOf,
    FunctionOf,
    If,
    ListOf,
    Literal,
    Name,
    Node,
    Path,
)
from bpmn.feel.types import resolve_type
from bpmn.feel.user_functions import user_function
from bpmn.feel.values import PLAIN, kind

_SMALL = 10**34


@compiles(Literal)
def literal(node: Literal, lexical: Lexical) -> Code:
    value = node.value
    return lambda env: value


@compiles(AtLiteral)
def at_literal(node: AtLiteral, lexical: Lexical) -> Code:
    value = read_temporal(node.text)
    if value is None:
        at, text = node.at, node.text
        return lambda env: env.run.null("invalid_text", at, text=text, type="date, time or duration")
    return lambda env: value


@compiles(Name)
def name_code(node: Name, lexical: Lexical) -> Code:
    index, items = lexical.resolve(node.name)
    if index is None:
        (lexical.shared.maybe_reads if items else lexical.shared.reads).add(node.name)
        outer = _variable(node, lexical)
    else:
        outer = _partial(index) if node.name == "partial" else _local(index)
    return _from_items(node.name, items, outer) if items else outer


def _local(index: int) -> Code:
    return lambda env: env.locals[index]


def _partial(index: int) -> Code:
    """The results of a `for` so far: a copy, because the loop goes on filling its own list."""

    def read(env: Env) -> Any:
        value = env.locals[index]
        if type(value) is not list:
            return value
        env.run.charge(len(value) >> 3)
        return list(value)

    return read


def _from_items(name: str, items: tuple[int, ...], outer: Code) -> Code:
    def read(env: Env) -> Any:
        for index in items:
            item = env.locals[index]
            if type(item) is dict and name in item:
                return item[name]
        return outer(env)

    return read


def _variable(node: Name, lexical: Lexical) -> Code:
    name, at = node.name, node.at
    builtin = lexical.shared.builtins.get(name)

    def missing(env: Env) -> Any:
        return builtin if builtin is not None else env.run.null("unknown_variable", at, name=name)

    return (_trusted if lexical.shared.trusted else _converted)(name, at, missing)


def _trusted(name: str, at: int, missing: Code) -> Code:
    def read(env: Env) -> Any:
        try:
            return env.scope[name]
        except KeyError:
            return missing(env)

    return read


def _converted(name: str, at: int, missing: Code) -> Code:
    def read(env: Env) -> Any:
        try:
            value = env.scope[name]
        except KeyError:
            return missing(env)
        of = type(value)
        if of in PLAIN:
            return value
        if of is int and -_SMALL < value < _SMALL:
            return Decimal(value)
        if of is Decimal and value.is_finite():
            return value
        return env.run.normalized(name, value, at)

    return read


@compiles(Path)
def path(node: Path, lexical: Lexical) -> Code:
    dotted = _dotted(node)
    if dotted is not None and dotted in lexical.shared.declared:
        return name_code(Name(node.at, dotted), lexical)
    source, name, at = code(node.source, lexical), node.name, node.at

    def read(env: Env) -> Any:
        value = source(env)
        if type(value) is dict:
            try:
                return value[name]
            except KeyError:
                return env.run.null("unknown_entry", at, name=name)
        return property_of(env.run, value, name, at)

    return read


def _dotted(node: Path) -> str | None:
    """ "a.b.c" of a path of names only: a decision table may name an import's variable so."""
    parts = [node.name]
    source = node.source
    while isinstance(source, Path):
        parts.append(source.name)
        source = source.source
    return ".".join([source.name, *reversed(parts)]) if isinstance(source, Name) else None


@compiles(If)
def condition(node: If, lexical: Lexical) -> Code:
    test, then, otherwise = (code(part, lexical) for part in (node.condition, node.then, node.otherwise))
    at = node.condition.at

    def choose(env: Env) -> Any:
        chosen = test(env)
        if chosen is True:
            return then(env)
        if chosen is not False and chosen is not None:
            env.run.null("not_boolean", at, type=kind(chosen))
        return otherwise(env)

    return choose


@compiles(ListOf)
def list_of(node: ListOf, lexical: Lexical) -> Code:
    items = [code(item, lexical) for item in node.items]
    return lambda env: [item(env) for item in items]


@compiles(ContextOf)
def context_of(node: ContextOf, lexical: Lexical) -> Code:
    fill, _ = entries_code(node.entries, lexical)

    def build(env: Env) -> Any:
        result: dict[str, Any] = {}
        fill(env, result)
        return result

    return build


def entries_code(
    nodes: tuple[tuple[str, Node], ...], lexical: Lexical
) -> tuple[Callable[[Env, dict[str, Any]], Env], Lexical]:
    """A closure that fills a context entry by entry, each seeing those before; and the names after the last."""
    entries: list[tuple[str, Code, bool]] = []
    for key, value in nodes:
        own = isinstance(value, FunctionOf)  # a function sees itself
        inner = lexical.with_place(key)
        compiled = (
            function_code(value, inner, own=len(lexical.places))
            if isinstance(value, FunctionOf)
            else code(value, lexical)
        )
        entries.append((key, compiled, own))
        lexical = inner

    def fill(env: Env, result: dict[str, Any]) -> Env:
        places = env.locals
        for key, value, own in entries:
            result[key] = made = value(Env(env.scope, (*places, None) if own else places, env.run))
            places = (*places, made)
        return Env(env.scope, places, env.run)

    return fill, lexical


@compiles(FunctionOf)
def function_of(node: FunctionOf, lexical: Lexical) -> Code:
    return function_code(node, lexical, own=None)


def function_code(node: FunctionOf, lexical: Lexical, *, own: int | None) -> Code:
    """The closure that makes a function; `own` is the place at which the function finds itself."""
    types = tuple(resolve_type(of, lexical.shared.types) if of else None for _, of in node.parameters)
    inner = lexical
    for name, _ in node.parameters:
        inner = inner.with_place(name)
    body = code(node.body, inner)
    names = tuple(name for name, _ in node.parameters)
    at = node.at
    if node.external:
        return lambda env: env.run.null("external", at)
    cost = weight(node.body)
    return lambda env: user_function(env, names=names, types=types, body=body, own=own, cost=cost)
