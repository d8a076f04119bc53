"""Item definitions of DMN files → types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bpmn.dmn.boxed import plain_type, text_of
from bpmn.dmn.reading import DMN
from bpmn.document import Element
from bpmn.feel.compile_tests import compile_cell
from bpmn.feel.cursor import Names
from bpmn.feel.functions import BUILTINS
from bpmn.feel.grammar import parse_tests
from bpmn.feel.lexical import Compilation, Lexical
from bpmn.feel.problems import FeelSyntax
from bpmn.feel.run import Env
from bpmn.feel.tree import TypeRef
from bpmn.feel.types import ANY, Type, resolve_type

Allows = Callable[[Any, Any], bool]


class ItemTypes(Mapping[str, Type]):
    """Types by name, made when they are first asked for; `imported` holds those of other files by prefix."""

    def __init__(self, definitions: Element, imported: Mapping[str, Mapping[str, Type]], names: Names) -> None:
        self._elements = {" ".join(item.name.split()): item for item in definitions.all("itemDefinition", DMN)}
        self._imported = imported
        self._made: dict[str, Type] = {}
        self._making: set[str] = set()
        self._names = names

    def __getitem__(self, name: str) -> Type:
        if name in self._made:
            return self._made[name]
        if name in self._elements:
            if name in self._making:
                return ANY  # a type that contains itself is not checked below that point
            self._making.add(name)
            self._made[name] = made = self._item(self._elements[name])
            self._making.discard(name)
            return made
        prefix, dot, rest = name.partition(".")
        if dot and prefix in self._imported:
            return self._imported[prefix][rest]
        return self._imported[""][name] if "" in self._imported else _missing(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def __contains__(self, name: object) -> bool:
        try:
            self[str(name)]
        except KeyError:
            return False
        return True

    def _item(self, element: Element) -> Type:
        components = list(element.all("itemComponent", DMN))
        function = element.find("functionItem", DMN)
        if components:
            keys = tuple(" ".join(component.name.split()) for component in components)
            of = Type("context", tuple(self._item(component) for component in components), keys)
        elif function is not None:
            of = self._function(function)
        else:
            reference = element.attributes.get("typeRef", "") or _text(element, "typeRef")
            of = self._named(plain_type(reference))
        of = self._constrained(of, element, "allowedValues")
        if element.attributes.get("isCollection") == "true":
            of = Type("list", (of,))
        return self._constrained(of, element, "typeConstraint")

    def _named(self, name: str) -> Type:
        return resolve_type(TypeRef(name), self) or ANY

    def _function(self, element: Element) -> Type:
        parameters = [
            self._named(plain_type(parameter.attributes.get("typeRef", "Any")))
            for parameter in element.all("parameters", DMN)
        ]
        result = self._named(plain_type(element.attributes.get("outputTypeRef", "Any")))
        return Type("function", (*parameters, result))

    def _constrained(self, of: Type, element: Element, tag: str) -> Type:
        source = text_of(element.find(tag, DMN))
        if not source:
            return of
        allows = allows_of(source, self._names)
        return of if allows is None else replace(of, allows=_both(of.allows, allows))


def _missing(name: str) -> Type:
    raise KeyError(name)


def _text(element: Element, tag: str) -> str:
    child = element.find(tag, DMN)
    return child.text.strip() if child is not None else ""


def allows_of(source: str, names: Names) -> Allows | None:
    """A test (run, value) of allowed values; None where they cannot be read."""
    try:
        tree = parse_tests(source, names)
    except FeelSyntax:
        return None
    test = compile_cell(tree, Lexical(Compilation(builtins=BUILTINS, trusted=True)))
    if test is None:
        return None
    return lambda run, value: test(value, Env({}, (value,), run)) is True


def _both(first: Allows | None, second: Allows) -> Allows:
    if first is None:
        return second
    return lambda run, value: first(run, value) and second(run, value)
