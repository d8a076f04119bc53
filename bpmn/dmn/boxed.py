"""Boxed expressions of a DMN file → FEEL syntax trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpmn.dmn.nodes import BoxedContext, Broken, Typed, Within
from bpmn.dmn.reading import DMN
from bpmn.document import Element, Finding
from bpmn.feel.cursor import Names
from bpmn.feel.grammar import parse, parse_tests
from bpmn.feel.problems import FeelSyntax
from bpmn.feel.tree import (
    Call,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    If,
    Iteration,
    ListOf,
    Literal,
    Node,
    Quantified,
    TypeRef,
    UnaryTests,
)
from bpmn.feel.types import Type, resolve_type


@dataclass(slots=True)
class Author:
    """What is needed to read the expressions of one decision or function, and what was found wrong."""

    file: str
    names: Names
    types: Mapping[str, Type]
    findings: list[Finding] = field(default_factory=list)
    owner: str | None = None  # the decision or function, for elements without an id
    place: str = ""  # row and column inside a table
    place_zh: str = ""

    def stand(self, place: str = "", place_zh: str = "") -> None:
        """Where in a table the reading is; nowhere without arguments."""
        self.place, self.place_zh = place, place_zh

    def wrong(self, code: str, element: Element, message: str, message_zh: str, severity: str = "error") -> None:
        found = Finding(
            code,
            severity,
            element.id or self.owner,
            element.line,
            self.place + message,
            self.place_zh + message_zh,
            self.file,
        )
        self.findings.append(found)

    def type_of(self, element: Element | None) -> Type | None:
        """The type that an element's typeRef names; None without one."""
        name = _type_name(element)
        if element is None or not name:
            return None
        of = resolve_type(TypeRef(name), self.types)
        if of is None:
            self.wrong("unknown_type", element, f'There is no type "{name}".', f"没有类型“{name}”。", "warning")
        return of


def _type_name(element: Element | None) -> str:
    if element is None:
        return ""
    written = element.attributes.get("typeRef", "")
    if not written:
        child = element.find("typeRef", DMN)  # DMN 1.1 writes it as an element
        written = child.text.strip() if child else ""
    return plain_type(written)


def plain_type(written: str) -> str:
    """A type's name without an XML prefix (DMN 1.1) or the one that says it is FEEL's."""
    return " ".join(written.rpartition(":")[2].removeprefix("feel.").split())


def text_of(element: Element | None) -> str:
    """The text child of an element."""
    text = element.find("text", DMN) if element is not None else None
    return text.text.strip() if text is not None else ""


def expression_in(element: Element | None, author: Author) -> Node | None:
    """The one expression that is a child of an element, or None."""
    if element is None:
        return None
    for child in element.children:
        if child.namespace == DMN and child.tag in BOXES:
            return boxed(child, author)
    return None


def boxed(element: Element, author: Author) -> Node:
    """The tree of a boxed expression; its typeRef holds for its value."""
    node = BOXES[element.tag](element, author)
    of = author.type_of(element)
    if of is not None and element.tag != "functionDefinition":
        node = Typed(0, node, of)
    return Within(0, node, element.id) if element.id else node


def literal(element: Element, author: Author) -> Node:
    source = text_of(element)
    if not source:
        return Literal(0, None)
    return source_node(source, element, author)


def source_node(source: str, element: Element, author: Author) -> Node:
    """The tree of a written expression; what cannot be read is a finding."""
    _check_language(element, author)
    try:
        return parse(source, author.names)
    except FeelSyntax as refusal:
        _tell(refusal, source, element, author)
        return Broken(0, source[:60])


def _check_language(element: Element, author: Author) -> None:
    language = element.attributes.get("expressionLanguage", "")
    if not is_feel(language):
        author.wrong(
            "expression_language",
            element,
            f'Only FEEL is executed, not "{language}".',
            f"只执行FEEL，不支持“{language}”。",
        )


def is_feel(language: str) -> bool:
    """Whether an expressionLanguage attribute says FEEL, or nothing."""
    return not language or "feel" in language.lower()


def _tell(refusal: FeelSyntax, source: str, element: Element, author: Author) -> None:
    where = f"{source[:60]!r}, {refusal.position}"
    author.wrong("feel_syntax", element, f"{refusal.message} ({where})", f"{refusal.message_zh}（{where}）")


def tests_node(source: str, element: Element, author: Author) -> UnaryTests:
    """The tree of a cell; what cannot be read is a finding and matches nothing."""
    _check_language(element, author)
    try:
        return parse_tests(source, author.names)
    except FeelSyntax as refusal:
        _tell(refusal, source, element, author)
        return UnaryTests(0, (Broken(0, source[:60]),))


def _context(element: Element, author: Author) -> Node:
    entries: list[tuple[str, Node]] = []
    result = None
    for entry in element.all("contextEntry", DMN):
        variable = entry.find("variable", DMN)
        if variable is not None:
            author.names.add(variable.name)
        node = expression_in(entry, author) or Literal(0, None)
        if variable is None:
            result = node
            continue
        of = author.type_of(variable)
        entries.append((clean(variable.name), _function_of(node) or (Typed(0, node, of) if of else node)))
    return BoxedContext(0, tuple(entries), result)


def _function_of(node: Node) -> FunctionOf | None:
    while isinstance(node, (Within, Typed)):
        node = node.inner
    return node if isinstance(node, FunctionOf) else None


def clean(name: str) -> str:
    """A name with its white space made single."""
    return " ".join(name.split())


def _invocation(element: Element, author: Author) -> Node:
    function = expression_in(element, author) or Literal(0, None)
    while isinstance(function, (Within, Typed)):
        function = function.inner
    named = []
    for binding in element.all("binding", DMN):
        parameter = binding.find("parameter", DMN)
        if parameter is not None:
            value = expression_in(binding, author) or Literal(0, None)
            of = author.type_of(parameter)
            named.append((clean(parameter.name), Typed(0, value, of) if of else value))
    return Call(0, function, (), tuple(named))


def _list(element: Element, author: Author) -> Node:
    return ListOf(0, tuple(boxed(child, author) for child in element.children if child.tag in BOXES))


def _relation(element: Element, author: Author) -> Node:
    columns = list(element.all("column", DMN))
    for column in columns:
        author.names.add(column.name)
    rows = []
    for row in element.all("row", DMN):
        cells = [boxed(child, author) for child in row.children if child.tag in BOXES]
        entries = []
        for column, cell in zip(columns, cells, strict=False):
            of = author.type_of(column)
            entries.append((clean(column.name), Typed(0, cell, of) if of else cell))
        rows.append(ContextOf(0, tuple(entries)))
    return ListOf(0, tuple(rows))


def function(element: Element, author: Author) -> FunctionOf:
    """The tree of a function definition."""
    parameters = []
    for parameter in element.all("formalParameter", DMN):
        author.names.add(parameter.name)
        name = plain_type(parameter.attributes.get("typeRef", ""))
        known = name and author.type_of(parameter) is not None
        parameters.append((clean(parameter.name), TypeRef(name) if known else None))
    external = element.attributes.get("kind", "FEEL") not in ("FEEL", "")
    if external:
        author.wrong(
            "external_function", element, "Only FEEL functions are executed.", "只执行FEEL函数，不支持外部函数。"
        )
    body = expression_in(element, author) or Literal(0, None)
    of = author.type_of(element)
    return FunctionOf(0, tuple(parameters), Typed(0, body, of) if of else body, external)


def _part(element: Element, tag: str, author: Author) -> Node:
    return expression_in(element.find(tag, DMN), author) or Literal(0, None)


def _conditional(element: Element, author: Author) -> Node:
    return If(0, _part(element, "if", author), _part(element, "then", author), _part(element, "else", author))


def _filter(element: Element, author: Author) -> Node:
    return Filter(0, _part(element, "in", author), _part(element, "match", author))


def _iteration(element: Element, author: Author) -> tuple[Iteration, ...]:
    name = element.attributes.get("iteratorVariable", "")
    author.names.add(name)
    return (Iteration(0, clean(name), _part(element, "in", author), None),)


def _for(element: Element, author: Author) -> Node:
    return For(0, _iteration(element, author), _part(element, "return", author))


def _quantified(element: Element, author: Author) -> Node:
    return Quantified(0, element.tag, _iteration(element, author), _part(element, "satisfies", author))


def _table(element: Element, author: Author) -> Node:
    from bpmn.dmn.table_reading import table

    return table(element, author)


BOXES: dict[str, Callable[[Element, Author], Node]] = {
    "literalExpression": literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "every": _quantified,
    "some": _quantified,
}
