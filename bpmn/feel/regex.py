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
_FLAGS = frozenset("smixq")


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
        code, size, width = self.code, len(text), len(self.code)
        stack: list[tuple[int, int, Spans]] = [(0, start, (-1,) * (2 * self.groups + 2))]
        steps = 0
        while stack:
            at, position, spans = stack.pop()
            while True:
                steps += 1
                if steps & 127 == 0:
                    run.charge(128)
                key = position * width + at if self.remembers else (at, position, spans)
                if key in seen:
                    break
                seen.add(key)
                op, argument, target = code[at]
                if op == ONE:
                    if position >= size or not argument(text[position]):
                        break
                    position += 1
                elif op == SPLIT:
                    stack.append((argument, position, spans))
                elif op == SAVE:
                    spans = (*spans[:argument], position, *spans[argument + 1 :])
                elif op == MATCH:
                    run.charge(steps & 127)
                    return (start, position, *spans[2:])
                elif op == ANCHOR:
                    if not self._anchored(argument, text, position):
                        break
                elif op == BACK:
                    moved = self._repeats(text, position, spans, argument)
                    if moved is None:
                        break
                    position = moved
                at = target
        run.charge((steps & 127) + 1)
        return None

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


def compile_pattern(pattern: str, flags: str) -> Pattern:
    """The compiled pattern; raises Null for one that is not valid."""
    made = _compiled(pattern, flags)
    if made is None:
        raise Null("bad_regex", text=pattern[:80])
    return made
