"""Patterns of matches(), replace() and split(), matched in bounded time.

Python's own `re` cannot be stopped once a pattern explodes. Here a backtracking matcher remembers every
(instruction, position) that failed and never tries it again, so that time grows with pattern times text;
each step is paid from the evaluation's budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bpmn.feel.problems import Null
from bpmn.feel.regex_program import ANCHOR, BACK, MATCH, ONE, SAVE, SPLIT, Instruction, program
from bpmn.feel.regex_sets import variants
from bpmn.feel.regex_syntax import BadPattern, PatternParser

Spans = tuple[int, ...]
Place = tuple[int, int, Spans]
"""An instruction, a position in the text, the groups so far."""
_FLAGS = frozenset("smixq")
_INVALID_COST = 2_000  # as much as it may have cost to find that out


class _Budget:
    """Pays the matcher's steps in handfuls."""

    __slots__ = ("_run", "_steps")

    def __init__(self, run: Any) -> None:
        self._run = run
        self._steps = 0

    def step(self) -> None:
        self._steps += 1
        if self._steps == 128:
            self.settle()

    def settle(self) -> None:
        self._run.charge(self._steps)
        self._steps = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A compiled pattern; spans hold start and end of the match and of each group (-1: took no part)."""

    source: str
    code: tuple[Instruction, ...]
    groups: int
    multiline: bool
    ignore_case: bool
    literal: bool
    remembers: bool  # no back-references: what failed once fails always

    def search(self, run: Any, text: str, start: int, seen: set[Any] | None = None) -> Spans | None:
        """The first match at or after a position, or None; raises FeelBudget."""
        seen = set() if seen is None else seen
        for at in range(start, len(text) + 1):
            spans = self._match(run, text, at, seen)
            if spans is not None:
                return spans
        return None

    def _match(self, run: Any, text: str, start: int, seen: set[Any]) -> Spans | None:
        stack: list[Place] = [(0, start, (-1,) * (2 * self.groups + 2))]
        budget = _Budget(run)
        while stack:
            end = self._follow(stack.pop(), text, stack, seen, budget)
            if end is not None:
                budget.settle()
                return (start, *end)
        budget.settle()
        return None

    def _follow(
        self, place: Place, text: str, stack: list[Place], seen: set[Any], budget: _Budget
    ) -> tuple[int, ...] | None:
        """Where a match ends that goes on from a place, and its groups; None where none does."""
        at, position, spans = place
        code, width = self.code, len(self.code)
        while True:
            budget.step()
            key = position * width + at if self.remembers else (at, position, spans)
            if key in seen:
                return None
            seen.add(key)
            op, argument, target = code[at]
            if op == MATCH:
                return (position, *spans[2:])
            if op == SPLIT:
                stack.append((argument, position, spans))
            elif op == SAVE:
                spans = (*spans[:argument], position, *spans[argument + 1 :])
            else:
                moved = self._moved(op, argument, text, position, spans)
                if moved is None:
                    return None
                position = moved
            at = target

    def _moved(self, op: int, argument: Any, text: str, position: int, spans: Spans) -> int | None:
        """The position after an instruction that looks at the text; None where it does not fit."""
        if op == ONE:
            return position + 1 if position < len(text) and argument(text[position]) else None
        if op == ANCHOR:
            return position if self._anchored(argument, text, position) else None
        return self._repeats(text, position, spans, argument) if op == BACK else position

    def _anchored(self, kind: str, text: str, position: int) -> bool:
        if kind == "^":
            return position == 0 or (self.multiline and position < len(text) and text[position - 1] == "\n")
        return position == len(text) or (self.multiline and text[position] == "\n")

    def _repeats(self, text: str, position: int, spans: Spans, group: int) -> int | None:
        first, last = spans[2 * group], spans[2 * group + 1]
        if first < 0 or last < 0:
            return position
        end = position + last - first
        again, before = text[position:end], text[first:last]
        if again == before:
            return end
        if not self.ignore_case or len(again) != len(before):
            return None
        return end if all(b in variants(a) or a in variants(b) for a, b in zip(again, before, strict=True)) else None

    def _matches(self, run: Any, text: str) -> Iterator[Spans]:
        position = 0
        while position <= len(text):
            spans = self.search(run, text, position)
            if spans is None:
                return
            yield spans
            position = spans[1] if spans[1] > spans[0] else spans[1] + 1

    def all(self, run: Any, text: str) -> list[tuple[int, int]]:
        """Start and end of every match; raises FeelBudget."""
        return [(spans[0], spans[1]) for spans in self._matches(run, text)]

    def replace(self, run: Any, text: str, replacement: str) -> str:
        """The text with every match replaced; raises Null for a pattern that matches nothing at all, and FeelBudget."""
        pieces = [replacement] if self.literal else _replacement(replacement, self.groups)
        if self.search(run, "", 0) is not None:
            raise Null("bad_regex", text=self.source[:80])
        result: list[str] = []
        last = 0
        for spans in self._matches(run, text):
            result.append(text[last : spans[0]])
            for piece in pieces:
                made = piece if isinstance(piece, str) else text[spans[2 * piece] : spans[2 * piece + 1]]
                run.charge((len(made) >> 4) + 1)
                result.append(made)
            last = spans[1]
        return "".join([*result, text[last:]])

    def split(self, run: Any, text: str) -> list[str]:
        """The texts between the matches; raises FeelBudget."""
        parts: list[str] = []
        last = 0
        for start, end, *_ in self._matches(run, text):
            if end == start and start in (0, len(text)):
                continue
            run.charge(1)
            parts.append(text[last:start])
            last = end
        return [*parts, text[last:]]


def _replacement(text: str, groups: int) -> list[str | int]:
    """A replacement as literal texts and group numbers; raises Null for a stray "$" or backslash."""
    pieces: list[str | int] = []
    at = 0
    while at < len(text):
        char = text[at]
        following = text[at + 1 : at + 2]
        at += 1
        if char == "\\":
            if following not in ("\\", "$"):
                raise Null("bad_regex", text=text[:80])
            pieces.append(following)
            at += 1
        elif char == "$":
            if not ("0" <= following <= "9"):
                raise Null("bad_regex", text=text[:80])
            number, at = _group_number(text, at, groups)
            pieces.append(number if number <= groups else "")
        else:
            pieces.append(char)
    return pieces


def _group_number(text: str, at: int, groups: int) -> tuple[int, int]:
    number = int(text[at])
    at += 1
    while at < len(text) and "0" <= text[at] <= "9" and number * 10 + int(text[at]) <= groups:
        number = number * 10 + int(text[at])
        at += 1
    return number, at


@lru_cache(maxsize=256)
def _compiled(source: str, flags: str) -> Pattern | None:
    if not set(flags) <= _FLAGS or len(source) > 2_000:
        return None
    literal, ignore_case = "q" in flags, "i" in flags
    try:
        parser = PatternParser(
            "".join(f"\\{char}" if char in "\\|.?*+(){}-[]^$" else char for char in source) if literal else source,
            ignore_case=ignore_case,
            dot_all="s" in flags,
            spaced="x" in flags and not literal,
        )
        tree = parser.parse()
        code, remembers = program(tree)
    except BadPattern:
        return None
    return Pattern(source, code, parser.groups, "m" in flags, ignore_case, literal, remembers)


def compile_pattern(run: Any, pattern: str, flags: str) -> Pattern:
    """The compiled pattern; raises Null for one that is not valid, and FeelBudget."""
    made = _compiled(pattern, flags)
    run.charge(_INVALID_COST if made is None else len(made.code) >> 2)
    if made is None:
        raise Null("bad_regex", text=pattern[:80])
    return made
