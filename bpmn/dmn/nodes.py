"""What boxed expressions need beyond FEEL's own syntax tree, and how it compiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bpmn.feel.compile_calls import coerced
from bpmn.feel.compile_names import entries_code
from bpmn.feel.lexical import Code, Lexical, code, compiles
from bpmn.feel.run import Env
from bpmn.feel.tree import Node
from bpmn.feel.types import Type


@dataclass(frozen=True, slots=True)
class Typed(Node):
    """An expression whose value must be of a type."""

    inner: Node
    of: Type


@dataclass(frozen=True, slots=True)
class BoxedContext(Node):
    """Entries, and the expression whose value the whole has (None: the context itself)."""

    entries: tuple[tuple[str, Node], ...]
    result: Node | None


@dataclass(frozen=True, slots=True)
class Broken(Node):
    """An expression that could not be read, in a draft."""

    message: str


@dataclass(frozen=True, slots=True)
class Within(Node):
    """An expression of a file: problems inside it are told with the element's id."""

    inner: Node
    element_id: str


@compiles(Typed)
def typed(node: Typed, lexical: Lexical) -> Code:
    inner, of, at = code(node.inner, lexical), node.of, node.at
    return lambda env: coerced(env.run, inner(env), of, at)


@compiles(BoxedContext)
def boxed_context(node: BoxedContext, lexical: Lexical) -> Code:
    fill, names = entries_code(node.entries, lexical)
    result = code(node.result, names) if node.result is not None else None

    def build(env: Env) -> Any:
        context: dict[str, Any] = {}
        last = fill(env, context)
        return context if result is None else result(last)

    return build


@compiles(Broken)
def broken(node: Broken, lexical: Lexical) -> Code:
    text, at = node.message, node.at
    return lambda env: env.run.null("invalid_text", at, text=text, type="expression")


@compiles(Within)
def within(node: Within, lexical: Lexical) -> Code:
    inner, element_id = code(node.inner, lexical), node.element_id

    def run(env: Env) -> Any:
        outer, env.run.element_id = env.run.element_id, element_id
        value = inner(env)
        env.run.element_id = outer
        return value

    return run
