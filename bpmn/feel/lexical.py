"""What the compiler knows while it compiles: which name is which place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bpmn.feel.run import Env
from bpmn.feel.tree import Node, walk

Code = Callable[[Env], Any]
Compiler = Callable[[Any, "Lexical"], Code]

COMPILERS: dict[type[Node], Compiler] = {}


def compiles(kind: type[Node]) -> Callable[[Compiler], Compiler]:
    """Registers the compiler of a kind of node."""

    def register(compiler: Compiler) -> Compiler:
        COMPILERS[kind] = compiler
        return compiler

    return register


def code(node: Node, lexical: Lexical) -> Code:
    """The closure of a node."""
    return COMPILERS[type(node)](node, lexical)


def weight(node: Node) -> int:
    """What one more evaluation of a node costs in steps, loops inside it aside."""
    return 1 + sum(1 for _ in walk(node)) // 8


@dataclass(slots=True)
class Compilation:
    """What one compilation collects and may use."""

    builtins: Mapping[str, Any]
    camunda: bool = False
    trusted: bool = False  # the scope holds FEEL values already
    declared: frozenset[str] = frozenset()
    types: Mapping[str, Any] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    maybe_reads: set[str] = field(default_factory=set)
    unknown_functions: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lexical:
    """The names in force at a node; a place without a name is a filter's item, whose entries count as names."""

    shared: Compilation
    places: tuple[str | None, ...] = ()

    def with_place(self, name: str | None) -> Lexical:
        return replace(self, places=(*self.places, name))

    def resolve(self, name: str) -> tuple[int | None, tuple[int, ...]]:
        """The place of a name (None: a variable), and the items to be asked first, innermost first."""
        items = []
        for index in range(len(self.places) - 1, -1, -1):
            place = self.places[index]
            if place is None:
                items.append(index)
                if name == "item":
                    return index, tuple(items)
            elif place == name:
                return index, tuple(items)
        return None, tuple(items)
