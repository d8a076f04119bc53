"""Decision tables: compiled rules and what the hit policies make of those that match."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from bpmn.dmn.hits import HIT_POLICIES, Hit
from bpmn.dmn.spaces import Column, NotConstant, cell, column
from bpmn.feel.compile_calls import coerced
from bpmn.feel.compile_tests import Test, compile_cell
from bpmn.feel.lexical import Code, Lexical, code, compiles
from bpmn.feel.run import Env
from bpmn.feel.tree import Node, UnaryTests
from bpmn.feel.types import Type

INDEXED_FROM = 12
"""Tables of fewer rules are faster without an index."""
INDEXED_TO = 4_000
"""Tables of more rules would need too much memory for one."""


@dataclass(frozen=True, slots=True)
class Input:
    label: str
    expression: Node
    of: Type | None
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Output:
    name: str
    of: Type | None
    values: tuple[Node, ...]  # the allowed values in order of priority
    default: Node | None


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    row: int
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Node, ...]
    valid_from: date | None
    valid_until: date | None
    citation: str
    line: int
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Node):
    id: str
    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    citation: str = ""

    @property
    def is_dated(self) -> bool:
        ends = [self.valid_from, self.valid_until]
        return any([*ends, *(end for rule in self.rules for end in (rule.valid_from, rule.valid_until))])


@dataclass(frozen=True, slots=True)
class _Row:
    rule: Rule
    tests: tuple[Test | None, ...]
    outputs: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    input: Input
    code: Code
    allowed: Test | None
    index: Column | None


@compiles(Table)
def table_code(node: Table, lexical: Lexical) -> Code:
    columns = tuple(
        _Column(clause, code(clause.expression, lexical), _allowed(clause, lexical), _index(node, at))
        for at, clause in enumerate(node.inputs)
    )
    rows = tuple(_row(rule, lexical) for rule in node.rules)
    decide = HIT_POLICIES[node.policy]
    ranks = [_codes(output.values, lexical) for output in node.outputs]
    defaults = [code(output.default, lexical) if output.default else None for output in node.outputs]
    first_only = node.policy == "FIRST"
    dated = node.is_dated
    everything = (1 << len(rows)) - 1

    def run(env: Env) -> Any:
        as_of = env.run.as_of
        if dated and as_of is None:
            return env.run.null("no_date", node.at, name=node.id)
        values = _input_values(columns, env)
        places = [Env(env.scope, (*env.locals, value), env.run) for value in values]
        hits = []
        if not dated or _in_force(node, as_of):
            candidates, open_columns = _narrowed(columns, values, everything)
            env.run.charge(candidates.bit_count() + 1)
            found = _hits(rows, places, env, candidates, open_columns, as_of if dated else None)
            hits = list(islice(found, 1)) if first_only else list(found)
        result = decide(node, hits, env, ranks) if hits else _default(node, defaults, env)
        if env.run.tables is not None:
            env.run.tables.append((node, values, hits))
        return result

    return run


def _codes(nodes: tuple[Node, ...], lexical: Lexical) -> list[Code]:
    return [code(node, lexical) for node in nodes]


def _allowed(column: Input, lexical: Lexical) -> Test | None:
    return compile_cell(column.allowed, lexical) if column.allowed is not None else None


def _index(table: Table, at: int) -> Column | None:
    """The column's cells by the values that pass them, where the cells are constant."""
    if not INDEXED_FROM <= len(table.rules) <= INDEXED_TO:
        return None
    try:
        return column(table.inputs[at].label, [cell(rule.tests[at]) for rule in table.rules], None, "")
    except NotConstant:
        return None


def _row(rule: Rule, lexical: Lexical) -> _Row:
    tests = tuple(compile_cell(tests, lexical) for tests in rule.tests)
    return _Row(rule, tests, tuple(code(output, lexical) for output in rule.outputs))


def _input_values(columns: tuple[_Column, ...], env: Env) -> list[Any]:
    values = []
    for clause in columns:
        value = clause.code(env)
        if clause.input.of is not None:
            value = coerced(env.run, value, clause.input.of, 0)
        if clause.allowed is not None and value is not None:
            inner = Env(env.scope, (*env.locals, value), env.run)
            if clause.allowed(value, inner) is not True:
                value = env.run.null("not_allowed", 0, value=_short(value), name=clause.input.label)
        values.append(value)
    return values


def _short(value: Any) -> str:
    return str(value)[:60]


def _in_force(row: Table | Rule, as_of: date | None) -> bool:
    if as_of is None:
        return True
    after_start = row.valid_from is None or row.valid_from <= as_of
    return after_start and (row.valid_until is None or as_of <= row.valid_until)


def _hits(
    rows: tuple[_Row, ...], places: list[Env], env: Env, candidates: int, open_columns: list[int], as_of: date | None
) -> Iterator[Hit]:
    """The rules that match among candidates whose other columns fit already."""
    while candidates:
        lowest = candidates & -candidates
        candidates ^= lowest
        row = rows[lowest.bit_length() - 1]
        for index in open_columns:
            test = row.tests[index]
            if test is not None and test(places[index].locals[-1], places[index]) is not True:
                break
        else:
            if as_of is None or _in_force(row.rule, as_of):
                yield Hit(row.rule, _outputs(row, env))


def _narrowed(columns: tuple[_Column, ...], values: list[Any], everything: int) -> tuple[int, list[int]]:
    """The rules that the indexed columns leave, and the columns whose cells must be asked."""
    open_columns = []
    candidates = everything
    for index, (clause, value) in enumerate(zip(columns, values, strict=True)):
        rows = clause.index.matching(value) if clause.index is not None else None
        if rows is None:
            open_columns.append(index)
        else:
            candidates &= rows
    return candidates, open_columns


def _outputs(row: _Row, env: Env) -> Callable[[], list[Any]]:
    return lambda: [output(env) for output in row.outputs]


def _default(node: Table, defaults: list[Code | None], env: Env) -> Any:
    if not any(defaults):
        return env.run.null("no_match", node.at, name=node.id)
    values = [default(env) if default else None for default in defaults]
    if len(values) == 1:
        return values[0]
    return dict(zip((output.name for output in node.outputs), values, strict=True))
