"""A table's columns cut into atoms: the smallest pieces that its cells tell apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpmn.feel.compile_tests import INPUT
from bpmn.feel.functions import BUILTINS
from bpmn.feel.lexical import Compilation, Lexical, code
from bpmn.feel.problems import FeelBudget
from bpmn.feel.run import Env, Run
from bpmn.feel.text import write
from bpmn.feel.tree import Call, EqualTest, FunctionOf, Name, Node, RangeOf, UnaryTests, walk
from bpmn.feel.values import Range, kind, order_key

_MOVING = frozenset(("now", "today"))


class NotConstant(Exception):
    """A cell that depends on more than its column's value."""


@dataclass(frozen=True, slots=True)
class Column:
    """`masks` are sets of atoms, one per rule; `rows` sets of rules, one per atom; `texts` says what each atom is."""

    label: str
    masks: tuple[int, ...]
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    whole: int  # the atoms that can occur at all
    atoms: Atoms

    def matching(self, value: Any) -> int | None:
        """The rules whose cell a value passes; None where the cells must be asked themselves."""
        at = self.atoms.locate(value)
        return None if at is None else self.rows[at]


def constant(node: Node) -> Any:
    """The value of an expression that reads nothing; raises NotConstant."""
    called = {id(part.function) for part in walk(node) if isinstance(part, Call)}
    for part in walk(node):
        moving = isinstance(part, Name) and (
            id(part) not in called or part.name in _MOVING or part.name not in BUILTINS or part.name == INPUT
        )
        if moving or isinstance(part, FunctionOf):
            raise NotConstant
    try:
        return code(node, Lexical(Compilation(builtins=BUILTINS, trusted=True)))(Env({}, (), Run()))
    except FeelBudget:
        raise NotConstant from None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell lets through: some constants and ranges, or all others."""

    points: tuple[Any, ...]
    ranges: tuple[Range, ...]
    negated: bool
    everything: bool = False


def cell(tests: UnaryTests) -> Cell:
    """A cell as constants and ranges; raises NotConstant."""
    if not tests.tests:
        return Cell((), (), negated=False, everything=True)
    points: list[Any] = []
    ranges: list[Range] = []
    for test in tests.tests:
        if isinstance(test, EqualTest):
            if test.op == "!=":
                raise NotConstant
            points.append(constant(test.operand))
            continue
        value = constant(test)
        if type(value) is Range:
            ranges.append(value)
        elif type(value) is list:
            points.extend(value)
        elif isinstance(test, RangeOf):
            raise NotConstant
        else:
            points.append(value)
    return Cell(tuple(points), tuple(ranges), tests.negated)


def column(label: str, cells: Sequence[Cell], allowed: Cell | None, of: str) -> Column:
    """The column cut by all its cells; raises NotConstant where they cannot be compared."""
    known = [*cells, allowed] if allowed is not None else list(cells)
    points = [point for one in known for point in one.points]
    ranges = [span for one in known for span in one.ranges]
    kinds = {kind(value) for value in points} | {kind(end) for span in ranges for end in (span.low, span.high)}
    kinds.discard("null")
    if len(kinds) > 1:
        raise NotConstant
    if kinds == {"boolean"} or of == "boolean":
        return _column(label, cells, allowed, _Names([True, False], others=False))
    if ranges or kinds & _ORDERED:
        return _column(label, cells, allowed, _Line(points, ranges))
    return _column(label, cells, allowed, _Names(points, others=True))


_ORDERED = {"number", "date", "time", "date and time", "days and time duration", "years and months duration"}


def _text(value: Any) -> str:
    return write(value, Run(), nested=True)


def same(left: Any, right: Any) -> bool:
    """Whether two constants are equal, with no word about kinds that differ."""
    return kind(left) == kind(right) and bool(left == right)


class _Names:
    """Atoms of a column without order: each constant, and perhaps all others together."""

    empty = 0

    def __init__(self, points: Sequence[Any], *, others: bool) -> None:
        texts = dict.fromkeys(map(_text, points))
        self._places = {text: at for at, text in enumerate(texts)}
        self.texts = (*texts, "…") if others else tuple(texts)
        plain = [point for point in points if type(point) in (str, bool)]
        self._by_value = {(type(point), point): self._places[_text(point)] for point in plain}
        alike = len({type(point) for point in points}) == 1 and len(plain) == len(points)
        self._others = len(texts) if others and alike else None
        if not alike:
            self._by_value = {}

    def point(self, value: Any) -> int:
        at = self._places.get(_text(value))
        return 0 if at is None else 1 << at

    def span(self, span: Range) -> int:
        return 0

    def locate(self, value: Any) -> int | None:
        """The atom of a value; None for kinds that are not compared by their text."""
        if type(value) not in (str, bool):
            return None
        return self._by_value.get((type(value), value), self._others)


class _Line:
    """Atoms of an ordered column: each boundary, and the open intervals around them."""

    def __init__(self, points: Sequence[Any], ranges: Sequence[Range]) -> None:
        ends = [*points, *(end for span in ranges for end in (span.low, span.high))]
        by_key = {order_key(end): end for end in ends if end is not None}
        self._keys = keys = sorted(by_key)
        self._kind = kind(by_key[keys[0]]) if keys else ""
        # no day lies between two that follow each other
        following = [at for at in range(1, len(keys)) if self._kind == "date" and keys[at] == keys[at - 1] + 1]
        self.empty = sum(1 << 2 * at for at in following)
        self._places = {key: 2 * at + 1 for at, key in enumerate(keys)}
        self._size = 2 * len(keys) + 1
        shown = [_text(by_key[key]) for key in keys]
        texts = [f"< {shown[0]}" if shown else "…"]
        for low, high in zip(shown, [*shown[1:], None], strict=True):
            texts += [low, f"> {low}" if high is None else f"({low}..{high})"]
        self.texts = tuple(texts)

    def point(self, value: Any) -> int:
        return 0 if value is None else 1 << self._places[order_key(value)]

    def span(self, span: Range) -> int:
        first, last = 0, self._size - 1
        if span.low is not None:
            first = self._places[order_key(span.low)] + (not span.low_closed)
        if span.high is not None:
            last = self._places[order_key(span.high)] - (not span.high_closed)
        return ((1 << last - first + 1) - 1) << first if first <= last else 0

    def locate(self, value: Any) -> int | None:
        """The atom of a value; None for other kinds than the column's, and for those that a zone may tell apart."""
        if kind(value) != self._kind or self._kind in ("time", "date and time"):
            return None
        key = order_key(value)
        at = bisect_left(self._keys, key)
        return 2 * at + (at < len(self._keys) and self._keys[at] == key)


Atoms = _Names | _Line


def _column(label: str, cells: Sequence[Cell], allowed: Cell | None, atoms: Atoms) -> Column:
    everything = (1 << len(atoms.texts)) - 1 & ~atoms.empty
    whole = _mask(allowed, atoms, everything) & everything if allowed is not None else everything
    masks = tuple(_mask(one, atoms, everything) & whole for one in cells)
    return Column(label, masks, _rows(masks, whole, len(atoms.texts)), atoms.texts, whole, atoms)


def _rows(masks: Sequence[int], whole: int, size: int) -> tuple[int, ...]:
    always = 0
    rows = [0] * size
    for row, mask in enumerate(masks):
        if mask == whole:
            always |= 1 << row
            continue
        while mask:
            low = mask & -mask
            rows[low.bit_length() - 1] |= 1 << row
            mask ^= low
    return tuple(row | always for row in rows)


def _mask(one: Cell, atoms: Atoms, everything: int) -> int:
    if one.everything:
        return everything
    mask = 0
    for point in one.points:
        mask |= atoms.point(point)
    for span in one.ranges:
        mask |= atoms.span(span)
    return everything & ~mask if one.negated else mask
