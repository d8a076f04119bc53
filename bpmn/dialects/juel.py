"""The simple part of JUEL (`${amount > 1000 && !urgent}`) as FEEL; whatever is more than that is not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<name>[^\W\d]\w*)
    |(?P<operator>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:().,\[\]])
    )""",
    re.VERBOSE,
)
_PIECE = re.compile(r"[$#]\{([^{}]*)\}")
_WORDS = {
    "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||", "not": "!",
    "div": "/", "mod": "%",
}  # fmt: skip
_LEVELS: tuple[dict[str, str], ...] = (
    {"||": "or"},
    {"&&": "and"},
    {"==": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="},
    {"+": "+", "-": "-"},
    {"*": "*", "/": "/", "%": "%"},
)
_DEPTH = 60


class Untranslatable(Exception):
    """The expression uses something that has no plain counterpart in FEEL."""


def is_juel(text: str) -> bool:
    """Whether the text holds a JUEL expression."""
    return bool(_PIECE.search(text)) or text.strip().startswith(("${", "#{"))


def juel_to_feel(text: str) -> str:
    """The FEEL of a JUEL text: one expression, or a text with expressions in it; raises Untranslatable."""
    text = text.strip()
    whole = _PIECE.fullmatch(text)
    if whole:
        return _Parser(whole[1]).parse()
    if not _PIECE.search(text):
        raise Untranslatable(text)
    return " + ".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    position = 0
    for match in _PIECE.finditer(text):
        if match.start() > position:
            yield quoted(text[position : match.start()])
        yield f"string({_Parser(match[1]).parse()})"
        position = match.end()
    if position < len(text):
        yield quoted(text[position:])


def quoted(text: str) -> str:
    """A FEEL string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def parse(self) -> str:
        answer = self.ternary()
        if self.at != len(self.tokens):
            raise Untranslatable(self.tokens[self.at][1])
        return answer

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise Untranslatable(token or "end")
        self.at += 1
        return token

    def ternary(self) -> str:
        self.depth += 1
        if self.depth > _DEPTH:
            raise Untranslatable("nested too deep")
        condition = self.binary(0)
        if self.peek() == "?":
            self.take()
            yes = self.ternary()
            self.take(":")
            condition = f"if {condition} then {yes} else {self.ternary()}"
        self.depth -= 1
        return condition

    def binary(self, level: int) -> str:
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in _LEVELS[level]:
            operator = _LEVELS[level][self.take()]
            right = self.binary(level + 1)
            left = f"modulo({left}, {right})" if operator == "%" else f"{left} {operator} {right}"
        return left

    def unary(self) -> str:
        self.depth += 1
        if self.depth > _DEPTH:
            raise Untranslatable("nested too deep")
        token = self.peek()
        if token == "!":
            self.take()
            answer = f"not({self.unary()})"
        elif token == "-":
            self.take()
            answer = f"-{self.unary()}"
        elif token == "empty":
            self.take()
            answer = self._empty(self.unary())
        else:
            answer = self.primary()
        self.depth -= 1
        return answer

    def _empty(self, operand: str) -> str:
        return f'({operand} = null or {operand} = "" or {operand} = [])'

    def primary(self) -> str:
        if self.at >= len(self.tokens):
            raise Untranslatable("end")
        kind, token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            inner = self.ternary()
            self.take(")")
            return self.path(f"({inner})")
        if kind == "number":
            return token
        if kind == "string":
            return quoted(re.sub(r"\\(.)", r"\1", token[1:-1]))
        if kind == "name":
            return token if token in ("true", "false", "null") else self.path(token)
        raise Untranslatable(token)

    def path(self, value: str) -> str:
        while self.peek() in (".", "[", "("):
            token = self.take()
            if token == "(":
                raise Untranslatable(f"{value}(…)")
            value = self.member(value) if token == "." else self.index(value)
        return value

    def index(self, value: str) -> str:
        kind, token = self.tokens[self.at] if self.at < len(self.tokens) else ("", "end")
        if kind != "string":
            raise Untranslatable(f"{value}[{token}]")
        self.at += 1
        self.take("]")
        if not re.fullmatch(r"[^\W\d]\w*", token[1:-1]):
            raise Untranslatable(token)
        return f"{value}.{token[1:-1]}"

    def member(self, value: str) -> str:
        kind, name = self.tokens[self.at] if self.at < len(self.tokens) else ("", "end")
        self.at += 1
        if kind != "name":
            raise Untranslatable(name)
        if self.peek() != "(":
            return f"{value}.{name}"
        return self.method(value, name)

    def method(self, value: str, name: str) -> str:
        self.take("(")
        arguments = [] if self.peek() == ")" else [self.ternary()]
        self.take(")")
        if value == "execution" and name in ("getVariable", "getVariableLocal") and len(arguments) == 1:
            variable = arguments[0].strip('"')
            if re.fullmatch(r"[^\W\d]\w*", variable):
                return variable
        if name == "equals" and len(arguments) == 1:
            return f"({value} = {arguments[0]})"
        if name in ("size", "length") and not arguments:
            return f"count({value})" if name == "size" else f"string length({value})"
        if name in ("isEmpty",) and not arguments:
            return self._empty(value)
        if name == "contains" and len(arguments) == 1:
            return f"list contains({value}, {arguments[0]})"
        raise Untranslatable(f"{value}.{name}(…)")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text) and text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise Untranslatable(text[position : position + 10])
        position = match.end()
        kind = match.lastgroup or ""
        word = match[kind]
        if kind == "name" and word in _WORDS:
            yield "operator", _WORDS[word]
        else:
            yield kind, word
