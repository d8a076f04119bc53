"""The hit policies: which value the matching rules of a table make."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bpmn.feel.compile_calls import coerced
from bpmn.feel.functions import BUILTINS
from bpmn.feel.lexical import Code
from bpmn.feel.problems import Null
from bpmn.feel.run import Env
from bpmn.feel.values import equal

if TYPE_CHECKING:
    from bpmn.dmn.tables import Rule, Table

Ranks = list[list[Code]]


class Hit:
    """A rule that matched; its outputs are computed when they are asked for."""

    __slots__ = ("_compute", "_outputs", "rule")

    def __init__(self, rule: Rule, compute: Callable[[], list[Any]]) -> None:
        self.rule = rule
        self._compute = compute
        self._outputs: list[Any] | None = None

    @property
    def outputs(self) -> list[Any]:
        if self._outputs is None:
            self._outputs = self._compute()
        return self._outputs


def value_of(table: Table, hit: Hit, env: Env) -> Any:
    """What one rule says: the value of its output, or a context of several."""
    values = [
        coerced(env.run, value, output.of, 0) if output.of is not None else value
        for output, value in zip(table.outputs, hit.outputs, strict=True)
    ]
    if len(values) == 1:
        return values[0]
    return {output.name: value for output, value in zip(table.outputs, values, strict=True)}


def _rows(hits: list[Hit]) -> str:
    return ", ".join(str(hit.rule.row) for hit in hits)


def _unique(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    if len(hits) > 1:
        return env.run.null("no_rule", table.at, rows=_rows(hits))
    return value_of(table, hits[0], env)


def _any(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    values = [value_of(table, hit, env) for hit in hits]
    if any(value != values[0] and equal(value, values[0], env.run) is not True for value in values[1:]):
        return env.run.null("any_differs", table.at, rows=_rows(hits))
    return values[0]


def _first(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    return value_of(table, hits[0], env)


def _rule_order(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    return [value_of(table, hit, env) for hit in hits]


def _by_rank(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> list[Any]:
    orders = [[rank(env) for rank in column] for column in ranks]

    def place(hit: Hit) -> list[int]:
        return [
            next((at for at, rank in enumerate(order) if equal(rank, value, env.run) is True), len(order))
            for order, value in zip(orders, hit.outputs, strict=True)
        ]

    return [value_of(table, hit, env) for hit in sorted(hits, key=place)]


def _priority(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    return _by_rank(table, hits, env, ranks)[0]


def _collect(table: Table, hits: list[Hit], env: Env, ranks: Ranks) -> Any:
    values = [value_of(table, hit, env) for hit in hits]
    if not table.aggregation:
        return values
    if table.aggregation == "COUNT":
        return Decimal(len(values))
    if len(table.outputs) > 1:
        return {
            output.name: _aggregated(table, [value[output.name] for value in values], env) for output in table.outputs
        }
    return _aggregated(table, values, env)


def _aggregated(table: Table, values: list[Any], env: Env) -> Any:
    try:
        return BUILTINS[table.aggregation.lower()].call(env.run, [values])
    except Null as refusal:
        return env.run.null(refusal.code, table.at, **refusal.facts)


HIT_POLICIES: dict[str, Callable[[Table, list[Hit], Env, Ranks], Any]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _by_rank,
    "COLLECT": _collect,
}
AGGREGATIONS = frozenset(("SUM", "MIN", "MAX", "COUNT"))
