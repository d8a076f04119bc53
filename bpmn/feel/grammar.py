"""Source text → syntax tree: operators, keywords and unary tests."""

from __future__ import annotations

from collections.abc import Callable

from bpmn.feel.cursor import Names
from bpmn.feel.grammar_terms import Terms
from bpmn.feel.problems import FeelSyntax
from bpmn.feel.tree import (
    Arithmetic,
    Between,
    Compare,
    EqualTest,
    For,
    FunctionOf,
    If,
    In,
    Iteration,
    Logic,
    Negate,
    Node,
    Quantified,
    RangeOf,
    UnaryTests,
)

HEIGHT_LIMIT = 150
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_ORDERS = frozenset(("<", "<=", ">", ">="))


def parse(source: str, names: Names) -> Node:
    """The tree of one expression; raises FeelSyntax."""
    parser = Parser(source, names)
    node = parser.expression()
    if parser.token.kind != "end":
        raise parser.unexpected()
    _check_height(node)
    return node


def parse_tests(source: str, names: Names) -> UnaryTests:
    """The tree of a decision table's cell; raises FeelSyntax."""
    parser = Parser(source, names)
    node = parser.unary_tests()
    _check_height(node)
    return node


def _check_height(root: Node) -> None:
    stack = [(root, 1)]
    while stack:
        node, height = stack.pop()
        if height > HEIGHT_LIMIT:
            raise FeelSyntax(node.at, "The expression is nested too deeply.", "表达式嵌套过深。")
        stack.extend((child, height + 1) for child in node.children())


class Parser(Terms):
    """One parse of one source."""

    def expression(self) -> Node:
        self.deeper()
        node = self._logic("or")
        self.nesting -= 1
        return node

    def _keyword(self) -> Node | None:
        token = self.token
        if token.kind != "name":
            return None
        following = self.ahead()
        if token.text == "if":
            return self._if()
        if token.text == "for":
            return self._for()
        if token.text in ("some", "every") and following.kind == "name":
            return self._quantified()
        if token.text == "function" and following.text == "(":
            return self._function()
        return None

    def _logic(self, op: str) -> Node:
        start = self.token.at
        parts = [self._logic("and") if op == "or" else self._comparison()]
        while self.is_word(op):
            self.take()
            parts.append(self._logic("and") if op == "or" else self._comparison())
        return parts[0] if len(parts) == 1 else Logic(start, op, tuple(parts))

    def _comparison(self) -> Node:
        node = self._sum()
        while True:
            token = self.token
            if token.kind == "symbol" and token.text in _COMPARISONS:
                self.take()
                node = Compare(token.at, token.text, node, self._sum())
            elif self.is_word("between"):
                self.take()
                low = self._sum()
                self.expect("and")
                node = Between(token.at, node, low, self._sum())
            elif self.is_word("in"):
                self.take()
                node = In(token.at, node, self._in_tests())
            else:
                return node

    def _in_tests(self) -> tuple[Node, ...]:
        if not self.is_symbol("("):
            return (self._simple_test(self._sum),)
        start = self.take().at
        tests = [self.test()]
        if self.skip(".."):
            return (self.range_end(start, tests[0], low_closed=False),)
        while self.skip(","):
            tests.append(self.test())
        self.expect(")")
        return tuple(tests)

    def test(self) -> Node:
        return self._simple_test(self.expression)

    def _simple_test(self, otherwise: Callable[[], Node]) -> Node:
        token = self.token
        if token.kind == "symbol" and token.text in _ORDERS:
            self.take()
            operand = self._sum()
            closed = token.text.endswith("=")
            if token.text[0] == "<":
                return RangeOf(token.at, None, operand, False, closed, unary=True)
            return RangeOf(token.at, operand, None, closed, False, unary=True)
        if token.kind == "symbol" and token.text in ("=", "!="):
            self.take()
            return EqualTest(token.at, token.text, self._sum())
        return otherwise()

    def _sum(self) -> Node:
        node = self._product()
        while self.token.kind == "symbol" and self.token.text in "+-":
            token = self.take()
            node = Arithmetic(token.at, token.text, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._power()
        while self.token.kind == "symbol" and self.token.text in ("*", "/"):
            token = self.take()
            node = Arithmetic(token.at, token.text, node, self._power())
        return node

    def _power(self) -> Node:
        node = self._signed()
        while self.is_symbol("**"):
            token = self.take()
            node = Arithmetic(token.at, "**", node, self._signed())
        return node

    def _signed(self) -> Node:
        if self.is_symbol("-"):
            self.deeper()
            token = self.take()
            node: Node = Negate(token.at, self._signed())
            self.nesting -= 1
            return node
        return self._keyword() or self.postfix()

    def _if(self) -> Node:
        start = self.take().at
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(start, condition, then, self.expression())

    def _iterations(self) -> tuple[Iteration, ...]:
        iterations = []
        while True:
            at = self.token.at
            name = self.key("in")
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.skip("..") else None
            iterations.append(Iteration(at, name, source, end))
            if not self.skip(","):
                return tuple(iterations)

    def _for(self) -> Node:
        start = self.take().at
        iterations = self._iterations()
        self.expect("return")
        return For(start, iterations, self.expression())

    def _quantified(self) -> Node:
        token = self.take()
        iterations = self._iterations()
        self.expect("satisfies")
        return Quantified(token.at, token.text, iterations, self.expression())

    def _function(self) -> Node:
        start = self.take().at
        self.expect("(")
        parameters = []
        while not self.is_symbol(")"):
            name = self.key(": , )")
            parameters.append((name, self.type_ref() if self.skip(":") else None))
            if not self.skip(","):
                break
        self.expect(")")
        external = self.skip("external")
        return FunctionOf(start, tuple(parameters), self.expression(), external)

    def unary_tests(self) -> UnaryTests:
        start = self.token.at
        if self.token.kind == "end" or (self.is_symbol("-") and self.ahead().kind == "end"):
            return UnaryTests(start, ())
        negated = self.is_word("not") and self.ahead().text == "(" and self._closes_at_end()
        if negated:
            self.index += 2
        tests = [self.test()]
        while self.skip(","):
            tests.append(self.test())
        if negated:
            self.expect(")")
        if self.token.kind != "end":
            raise self.unexpected()
        return UnaryTests(start, tuple(tests), negated)

    def _closes_at_end(self) -> bool:
        depth = 0
        for index in range(self.index + 1, len(self.tokens) - 1):
            token = self.tokens[index]
            if token.kind == "symbol" and token.text in "()":
                depth += 1 if token.text == "(" else -1
                if depth == 0:
                    return self.tokens[index + 1].kind == "end"
        return False
