"""Where the parser stands: tokens, names with spaces or symbols, nesting."""

from __future__ import annotations

from collections.abc import Iterable

from bpmn.feel.problems import FeelSyntax
from bpmn.feel.scanner import Token, scan, words
from bpmn.feel.tree import Node

NESTING_LIMIT = 60
KEYWORDS = frozenset(
    [
        "and",
        "or",
        "between",
        "in",
        "instance",
        "then",
        "else",
        "return",
        "satisfies",
        "if",
        "for",
        "some",
        "every",
        "function",
        "true",
        "false",
        "null",
    ]
)
NAME_SYMBOLS = frozenset("./-'+*")


class Names:
    """Names of more than one word, found by their first word, longest first."""

    def __init__(self, names: Iterable[str] = (), *, beside: Names | None = None) -> None:
        self._beside = beside
        self._by_words: dict[tuple[str, ...], str] = {}
        self._lengths: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        parts = words(name)
        if len(parts) < 2 or not (parts[0][0].isalpha() or parts[0][0] in "_?") or parts in self._by_words:
            return
        self._by_words[parts] = " ".join(name.split())
        lengths = self._lengths.setdefault(parts[0], [])
        if len(parts) not in lengths:
            lengths.append(len(parts))
            lengths.sort(reverse=True)

    def match(self, tokens: list[Token], index: int) -> tuple[int, str]:
        """How many tokens the longest known name takes here (0: none), and that name."""
        beside = self._beside.match(tokens, index) if self._beside is not None else (0, "")
        for length in self._lengths.get(tokens[index].text, ()):
            taken = tokens[index : index + length]
            name = self._by_words.get(tuple(token.text for token in taken))
            if name is not None and all(token.kind != "string" for token in taken):
                return max((length, name), beside)
        return beside


class Cursor:
    """The parser's state; the grammar is in its subclasses."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        self.tokens = scan(source)
        self.index = 0
        self.names = Names(beside=names)
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def is_symbol(self, text: str) -> bool:
        token = self.token
        return token.kind == "symbol" and token.text == text

    def is_word(self, text: str) -> bool:
        token = self.token
        return token.kind == "name" and token.text == text

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def skip(self, text: str) -> bool:
        """Whether that symbol or keyword stood here; it is consumed."""
        if self.token.text == text and self.token.kind in ("symbol", "name"):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        if self.token.text == text and self.token.kind in ("symbol", "name"):
            return self.take()
        raise self.unexpected(f'"{text}"')

    def unexpected(self, wanted: str = "", wanted_zh: str = "") -> FeelSyntax:
        token = self.token
        found, found_zh = ("the end", "结尾") if token.kind == "end" else (f'"{token.text}"', f"“{token.text}”")
        if not wanted:
            return FeelSyntax(token.at, f"{found} does not fit here.", f"{found_zh}不应出现在此处。")
        return FeelSyntax(
            token.at, f"Expected {wanted}, found {found}.", f"此处应为{wanted_zh or wanted}，却是{found_zh}。"
        )

    def name(self, *, after_dot: bool = False) -> str:
        """The name that stands here, spaces and symbols included where the name is known; consumed."""
        start = self.token
        if start.kind != "name" or (start.text in KEYWORDS and not after_dot and not self._means_a_name()):
            raise self.unexpected("a name", "名称")
        known, name = self.names.match(self.tokens, self.index)
        greedy = 1
        while self._continues(self.index + greedy):
            greedy += 1
        if known < greedy:
            known, name = greedy, " ".join(token.text for token in self.tokens[self.index : self.index + greedy])
        self.index += known
        return name

    def _means_a_name(self) -> bool:
        """ "instance" is a keyword only before "of"."""
        return self.is_word("instance") and self.ahead().text != "of"

    def _continues(self, index: int) -> bool:
        token = self.tokens[index]
        if token.kind == "number":
            return token.text.isdigit() and self.tokens[index - 1].kind == "name"
        return token.kind == "name" and token.text not in KEYWORDS and token.text != "?"

    def key(self, stops: str) -> str:
        """A declared name, up to one of the stop tokens; it becomes known for what follows."""
        first = self.take()
        if first.kind == "string":
            self.names.add(first.text)
            return first.text
        if first.kind != "name":
            self.index -= 1
            raise self.unexpected("a name", "名称")
        last = first
        while not (self.token.kind in ("symbol", "name") and self.token.text in stops.split()):
            if self.token.kind not in ("name", "number") and self.token.text not in NAME_SYMBOLS:
                raise self.unexpected()
            last = self.take()
        name = " ".join(self.source[first.at : last.end].split())
        self.names.add(name)
        return name

    def deeper(self) -> None:
        self.nesting += 1
        if self.nesting > NESTING_LIMIT:
            raise FeelSyntax(self.token.at, "The expression is nested too deeply.", "表达式嵌套过深。")

    def expression(self) -> Node:
        raise NotImplementedError

    def test(self) -> Node:
        raise NotImplementedError
