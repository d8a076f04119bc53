"""XPath's regular expressions (F&O 3.1, 5.6.1) → a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from bpmn.feel.regex_sets import ESCAPES, Member, char_member, property_member, range_member

_SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^$"}
REPEAT_LIMIT = 1_000
NESTING_LIMIT = 40


class BadPattern(Exception):
    """The pattern is not one of XPath's."""


@dataclass(frozen=True, slots=True)
class One:
    member: Member


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Group:
    inner: Part
    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    inner: Part
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    kind: str  # "^" | "$"


@dataclass(frozen=True, slots=True)
class Back:
    number: int


Part = One | Sequence | Choice | Group | Repeat | Anchor | Back


class PatternParser:
    """One parse; `groups` is how many groups there are in the end."""

    def __init__(self, text: str, *, ignore_case: bool, dot_all: bool, spaced: bool) -> None:
        self._text = _without_space(text) if spaced else text
        self._at = 0
        self._ignore_case = ignore_case
        self._dot_all = dot_all
        self._depth = 0
        self.groups = 0
        self._closed: set[int] = set()

    def parse(self) -> Part:
        """The tree; raises BadPattern."""
        tree = self._choice()
        if self._at < len(self._text):
            self._bad()
        return tree

    def _bad(self) -> NoReturn:
        raise BadPattern(self._text)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        char = self._peek()
        if not char:
            self._bad()
        self._at += 1
        return char

    def _skip(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > NESTING_LIMIT:
            self._bad()
        branches = [self._sequence()]
        while self._skip("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        items: list[Part] = []
        while self._peek() and self._peek() not in "|)":
            items.append(self._quantified(self._atom()))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _quantified(self, atom: Part) -> Part:
        char = self._peek()
        if not char or char not in "?*+{":
            return atom
        self._at += 1
        least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(char) or self._counts()
        greedy = not self._skip("?")
        if self._peek() and self._peek() in "?*+{":
            self._bad()
        return Repeat(atom, least, most, greedy)

    def _counts(self) -> tuple[int, int | None]:
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at : end].partition(",") if end >= 0 else ("", "", "")
        if not (low.isascii() and low.isdigit()) or (high and not (high.isascii() and high.isdigit())):
            self._bad()
        self._at = end + 1
        if len(low) > 6 or len(high) > 6:
            self._bad()
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if (most is not None and most < least) or max(least, most or 0) > REPEAT_LIMIT:
            self._bad()
        return least, most

    def _atom(self) -> Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char in "^$":
            return Anchor(char)
        if char == ".":
            return One(lambda c: True) if self._dot_all else One(lambda c: c not in "\n\r")
        if char == "[":
            return One(self._class())
        if char == "\\":
            return self._escape()
        if char in "?*+{}])":
            self._bad()
        return One(char_member(char, ignore_case=self._ignore_case))

    def _group(self) -> Part:
        capturing = not self._skip("?:")
        if capturing:
            self.groups += 1
        number = self.groups
        inner = self._choice()
        if not self._skip(")"):
            self._bad()
        if not capturing:
            return inner if isinstance(inner, (Sequence, Choice, One, Group)) else Sequence((inner,))
        self._closed.add(number)
        return Group(inner, number)

    def _escape(self) -> Part:
        char = self._next()
        if "1" <= char <= "9":
            number = int(char)
            while self._peek().isascii() and self._peek().isdigit() and number * 10 + int(self._peek()) <= self.groups:
                number = number * 10 + int(self._next())
            if number not in self._closed:
                self._bad()
            return Back(number)
        return One(self._escaped(char))

    def _escaped(self, char: str) -> Member:
        if char in _SINGLE:
            return char_member(_SINGLE[char], ignore_case=self._ignore_case)
        if char in ESCAPES:
            return ESCAPES[char]
        if char not in ("p", "P") or not self._skip("{"):
            self._bad()
        end = self._text.find("}", self._at)
        member = property_member(self._text[self._at : end]) if end >= 0 else None
        if member is None:
            self._bad()
        self._at = end + 1
        return member if char == "p" else _outside(member)

    def _class(self) -> Member:
        self._depth += 1
        if self._depth > NESTING_LIMIT:
            self._bad()
        negated = self._skip("^")
        members: list[Member] = []
        minus: Member | None = None
        while not self._skip("]"):
            if members and self._skip("-["):
                minus = self._class()
                if not self._skip("]"):
                    self._bad()
                break
            members.append(self._class_part(first=not members))
        if not members:
            self._bad()
        self._depth -= 1
        return _class_member(members, negated, minus)

    def _class_part(self, *, first: bool) -> Member:
        char = self._next()
        if char == "[" or (char == "-" and not first and self._peek() != "]"):
            self._bad()
        start = char
        if char == "\\":
            escaped = self._next()
            if escaped not in _SINGLE:
                return self._escaped(escaped)
            start = _SINGLE[escaped]
        following = self._text[self._at + 1 : self._at + 2]
        if self._peek() != "-" or following in ("]", "[", ""):
            return char_member(start, ignore_case=self._ignore_case)
        self._at += 1
        last = self._next()
        if last == "\\":
            last = _SINGLE.get(self._next(), "")
        if not last or last < start or last == "[":
            self._bad()
        return range_member(start, last, ignore_case=self._ignore_case)


def _outside(member: Member) -> Member:
    return lambda char: not member(char)


def _class_member(members: list[Member], negated: bool, minus: Member | None) -> Member:
    if minus is None:
        return lambda char: any(member(char) for member in members) != negated
    return lambda char: any(member(char) for member in members) != negated and not minus(char)


def _without_space(text: str) -> str:
    """The pattern without white space outside of character classes (flag x)."""
    kept = []
    depth = 0
    escaped = False
    for char in text:
        if not escaped and char in "[]":
            depth += 1 if char == "[" else -1
        if char in " \t\n\r" and depth <= 0:
            continue
        escaped = char == "\\" and not escaped
        kept.append(char)
    return "".join(kept)
