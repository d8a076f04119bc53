"""Source text → syntax tree: literals, paths, filters, calls, ranges, types."""

from __future__ import annotations

from decimal import Decimal, DecimalException

from bpmn.feel.cursor import KEYWORDS, NAME_SYMBOLS, Cursor
from bpmn.feel.numbers import DIGITS
from bpmn.feel.problems import FeelSyntax
from bpmn.feel.tree import (
    AtLiteral,
    Call,
    ContextOf,
    EqualTest,
    Filter,
    InstanceOf,
    ListOf,
    Literal,
    Name,
    Node,
    Path,
    RangeOf,
    TypeRef,
)

_CONSTANTS = {"true": True, "false": False, "null": None}
_NOT_CALLED = (Literal, AtLiteral, ListOf, ContextOf, RangeOf)
_ORDERS = ("<", "<=", ">", ">=", "=", "!=")


class Terms(Cursor):
    """The part of the grammar that binds tightest."""

    def postfix(self) -> Node:
        node = self._primary()
        while True:
            token = self.token
            if token.kind == "symbol" and token.text == ".":
                self.take()
                node = Path(token.at, node, self.name(after_dot=True))
            elif token.kind == "symbol" and token.text == "[" and not self._bracket_closes():
                self.take()
                node = Filter(token.at, node, self.expression())
                self.expect("]")
            elif token.kind == "symbol" and token.text == "(" and not isinstance(node, _NOT_CALLED):
                node = self._call(node)
            elif token.kind == "name" and token.text == "instance" and self.ahead().text == "of":
                self.index += 2
                node = InstanceOf(token.at, node, self.type_ref())
            else:
                return node

    def _bracket_closes(self) -> bool:
        """A "[" after the end of "]a..b" closes the range unless an expression follows it."""
        if not self._open_range:
            return False
        following = self.ahead()
        if following.kind == "end":
            return True
        if following.kind == "name":
            return following.text in KEYWORDS - {"true", "false", "null", "if", "for", "some", "every", "function"}
        return following.kind == "symbol" and following.text not in ("(", "[", "-", "{", "@")

    _open_range = 0

    def range_end(self, start: int, low: Node, *, low_closed: bool) -> Node:
        self._open_range += 1
        high = self.expression()
        self._open_range -= 1
        token = self.take()
        if token.kind != "symbol" or token.text not in ("]", ")", "["):
            self.index -= 1
            raise self.unexpected('"]"')
        return RangeOf(start, low, high, low_closed, token.text == "]")

    def _primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return Literal(token.at, _number(token.text, token.at))
        if token.kind == "string":
            self.take()
            return Literal(token.at, token.text)
        if token.kind == "name":
            if token.text in _CONSTANTS:
                self.take()
                return Literal(token.at, _CONSTANTS[token.text])
            return Name(token.at, self.name())
        opened = {"(": self._parenthesis, "[": self._bracket, "{": self._context, "]": self._outward, "@": self._at}
        if token.kind == "symbol" and token.text in opened:
            self.deeper()
            node = opened[token.text]()
            self.nesting -= 1
            return node
        raise self.unexpected("a value", "一个值")

    def _parenthesis(self) -> Node:
        start = self.take().at
        outer, self._open_range = self._open_range, 0
        if self.token.kind == "symbol" and self.token.text in _ORDERS:
            node = self.test()
            if isinstance(node, EqualTest) and node.op == "=":
                node = RangeOf(node.at, node.operand, node.operand, True, True, unary=True)
        else:
            node = self.expression()
            if self.skip(".."):
                self._open_range = outer
                return self.range_end(start, node, low_closed=False)
        self.expect(")")
        self._open_range = outer
        return node

    def _outward(self) -> Node:
        start = self.take().at
        low = self.expression()
        self.expect("..")
        return self.range_end(start, low, low_closed=False)

    def _bracket(self) -> Node:
        start = self.take().at
        outer, self._open_range = self._open_range, 0
        items: list[Node] = []
        if not self.is_symbol("]"):
            items.append(self.expression())
            if self.skip(".."):
                self._open_range = outer
                return self.range_end(start, items[0], low_closed=True)
            while self.skip(","):
                items.append(self.expression())
        self.expect("]")
        self._open_range = outer
        return ListOf(start, tuple(items))

    def _context(self) -> Node:
        start = self.take().at
        entries: dict[str, Node] = {}
        while not self.is_symbol("}"):
            at = self.token.at
            key = self.key(":")
            if key in entries:
                raise FeelSyntax(at, f'The entry "{key}" appears twice.', f"“{key}”重复出现。")
            self.expect(":")
            entries[key] = self.expression()
            if not self.skip(","):
                break
        self.expect("}")
        return ContextOf(start, tuple(entries.items()))

    def _at(self) -> Node:
        start = self.take().at
        if self.token.kind != "string":
            raise self.unexpected("a string", "字符串")
        return AtLiteral(start, self.take().text)

    def _call(self, function: Node) -> Node:
        self.deeper()
        at = function.at if isinstance(function, Name) else self.token.at
        self.take()
        outer, self._open_range = self._open_range, 0
        positional: list[Node] = []
        named: list[tuple[str, Node]] = []
        while not self.is_symbol(")"):
            if self._names_argument():
                key = self.key(":")
                self.expect(":")
                named.append((key, self.expression()))
            elif named:
                raise self.unexpected("a named argument", "命名参数")
            else:
                positional.append(self.expression())
            if not self.skip(","):
                break
        if positional and named:
            raise self.unexpected()
        self.expect(")")
        self._open_range = outer
        self.nesting -= 1
        return Call(at, function, tuple(positional), tuple(named))

    def _names_argument(self) -> bool:
        index = self.index
        if self.tokens[index].kind not in ("name", "string"):
            return False
        while True:
            index += 1
            token = self.tokens[index]
            if token.kind == "symbol" and token.text == ":":
                return True
            if token.kind not in ("name", "number") and token.text not in NAME_SYMBOLS:
                return False

    def type_ref(self) -> TypeRef:
        """A type as written after "instance of" or a parameter's colon."""
        self.deeper()
        name = self.name(after_dot=True)
        while self.skip("."):
            name += "." + self.name(after_dot=True)
        parts: list[TypeRef] = []
        keys: list[str] = []
        if name in ("list", "range", "context", "function") and self.skip("<"):
            while not self.is_symbol(">"):
                if name == "context":
                    keys.append(self.key(":"))
                    self.expect(":")
                parts.append(self.type_ref())
                if not self.skip(","):
                    break
            self.expect(">")
            if name == "function":
                self.expect("->")
                parts.append(self.type_ref())
        self.nesting -= 1
        return TypeRef(name, tuple(parts), tuple(keys))


def _number(text: str, at: int) -> Decimal:
    try:
        number = DIGITS.create_decimal(text)
    except DecimalException:
        raise FeelSyntax(at, "The number is out of range.", "数字超出范围。") from None
    return number
