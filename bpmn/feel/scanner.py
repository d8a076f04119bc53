"""Characters of an expression → tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bpmn.feel.problems import FeelSyntax

SOURCE_LIMIT = 60_000

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_SPACE = r"[\s\u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]"
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:{_SPACE}|//[^\n\r]*|/\*.*?\*/)+)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<name>[{_START}][{_START}0-9\u00B7\u0300-\u036F\u203F-\u2040]*)
  | (?P<symbol>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>(){{}}\[\],.:@'])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, string, name, symbol or end; `text` is as written (a string already unescaped)."""

    kind: str
    text: str
    at: int
    end: int


def scan(source: str) -> list[Token]:
    """The tokens of a source, closed by one of kind "end"; raises FeelSyntax."""
    if len(source) > SOURCE_LIMIT:
        raise FeelSyntax(SOURCE_LIMIT, "The expression is too long.", "表达式过长。")
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise _unreadable(source, at)
        kind = match.lastgroup or ""
        if kind != "space":
            text = match.group()
            tokens.append(Token(kind, unescape(text[1:-1]) if kind == "string" else text, at, match.end()))
        at = match.end()
    tokens.append(Token("end", "", len(source), len(source)))
    return tokens


def _unreadable(source: str, at: int) -> FeelSyntax:
    if source[at] == '"':
        return FeelSyntax(at, "This string is never closed.", "字符串没有结束引号。")
    return FeelSyntax(at, f"Unexpected character {source[at]!r}.", f"意外的字符 {source[at]!r}。")


def unescape(text: str) -> str:
    """A string's content with its escapes resolved; unknown escapes stay as written."""
    if "\\" not in text:
        return text
    resolved = _ESCAPE.sub(_resolve, text)
    if any("\ud800" <= char <= "\udfff" for char in resolved):
        return resolved.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return resolved


def _resolve(match: re.Match[str]) -> str:
    body = match.group(1)
    if len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code <= 0x10FFFF else match.group()
    return _PLAIN_ESCAPES.get(body, match.group())


def words(name: str) -> tuple[str, ...]:
    """The token texts that a name consists of; () where it cannot be written in an expression."""
    try:
        tokens = scan(name)
    except FeelSyntax:
        return ()
    if any(token.kind == "string" for token in tokens):
        return ()
    return tuple(token.text for token in tokens[:-1])
