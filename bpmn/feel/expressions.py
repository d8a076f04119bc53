"""Expressions compiled once and evaluated many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn.feel import compile_loops, compile_names, compile_operators
from bpmn.feel.compile_tests import INPUT, compile_cell
from bpmn.feel.cursor import Names
from bpmn.feel.functions import BUILTINS, CAMUNDA
from bpmn.feel.grammar import parse, parse_tests
from bpmn.feel.lexical import Code, Compilation, Lexical, code
from bpmn.feel.problems import FeelBudget, Outcome
from bpmn.feel.run import Env, Run
from bpmn.feel.tree import Node, UnaryTests

DIALECTS = ("feel", "camunda")
STANDARD_NAMES = Names((*BUILTINS, "days and time duration", "years and months duration", "date and time"))
_CAMUNDA_NAMES = Names(CAMUNDA, beside=STANDARD_NAMES)
_COMPILERS = (compile_loops, compile_names, compile_operators)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression; `reads` are the variables it reads, `maybe_reads` those a filtered item may hide."""

    source: str
    tree: Node
    reads: frozenset[str]
    unknown_functions: tuple[tuple[str, int], ...]
    run_code: Code

    def evaluate(self, scope: Mapping[str, Any], *, now: datetime | None = None) -> Any:
        """The value in a scope; whatever goes wrong is null. Raises FeelBudget alone."""
        run = Run()
        if now is not None:
            run.now = now
        try:
            value = self.run_code(Env(scope, (), run))
        except RecursionError:
            raise too_deep() from None
        return value if type(value) not in (list, dict) else sized(value, run)

    def explain(self, scope: Mapping[str, Any], *, now: datetime | None = None) -> Outcome:
        """The value and why parts of it became null."""
        run = Run()
        run.now = now
        run.problems = []
        try:
            value = sized(self.run_code(Env(scope, (), run)), run)
        except RecursionError:
            raise too_deep() from None
        return Outcome(value, tuple(run.problems))


@dataclass(frozen=True, slots=True, eq=False)
class UnaryTest:
    """A compiled cell of a decision table."""

    source: str
    tree: UnaryTests
    reads: frozenset[str]
    unknown_functions: tuple[tuple[str, int], ...]
    test: Any

    def matches(self, value: Any, scope: Mapping[str, Any], *, now: datetime | None = None) -> bool | None:
        """Whether a value passes; None where they cannot be compared. Raises FeelBudget alone."""
        if self.test is None:
            return True
        run = Run()
        run.now = now
        try:
            known = run.normalized(INPUT, value, 0)
            passed: bool | None = self.test(known, Env(scope, (known,), run))
        except RecursionError:
            raise too_deep() from None
        return passed


def too_deep() -> FeelBudget:
    """The refusal of an evaluation that Python cannot nest any further."""
    return FeelBudget("The evaluation nests too deeply.", "计算嵌套过深。")


def sized(value: Any, run: Run) -> Any:
    """The value, once it is known to be of a size that its reader can bear."""
    stack = [value]
    while stack:
        current = stack.pop()
        if type(current) is list:
            run.charge(len(current))
            stack.extend(current)
        elif type(current) is dict:
            run.charge(len(current))
            stack.extend(current.values())
    return value


def compile_expression(source: str, *, dialect: str = "feel", names: Iterable[str] = ()) -> Expression:
    """The compiled expression; `names` are variables whose names hold symbols; raises FeelSyntax."""
    shared, known = _dialect(dialect, names)
    tree = parse(source, known)
    made = code(tree, Lexical(shared))
    return Expression(source, tree, _reads(shared), tuple(sorted(shared.unknown_functions)), made)


def compile_unary_tests(source: str, *, dialect: str = "feel", names: Iterable[str] = ()) -> UnaryTest:
    """The compiled unary tests of a cell; raises FeelSyntax."""
    shared, known = _dialect(dialect, names)
    tree = parse_tests(source, known)
    made = compile_cell(tree, Lexical(shared))
    return UnaryTest(source, tree, _reads(shared) - {INPUT}, tuple(sorted(shared.unknown_functions)), made)


def _reads(shared: Compilation) -> frozenset[str]:
    return frozenset((shared.reads | shared.maybe_reads) - shared.builtins.keys())


def _dialect(dialect: str, names: Iterable[str]) -> tuple[Compilation, Names]:
    if dialect not in DIALECTS:
        raise ValueError(dialect)
    camunda = dialect == "camunda"
    shared = Compilation(builtins=CAMUNDA if camunda else BUILTINS, camunda=camunda)
    return shared, Names(names, beside=_CAMUNDA_NAMES if camunda else STANDARD_NAMES)
