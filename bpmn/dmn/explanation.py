"""How a decision came about, as JSON that a trace can keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bpmn.dmn.hits import Hit
from bpmn.dmn.linking import Linked
from bpmn.dmn.tables import Table
from bpmn.feel.numbers import write_number
from bpmn.feel.run import Run
from bpmn.feel.text import write

_DEPTH = 6
_ITEMS = 1_000
_TEXT = 2_000
_CUT = "…"


def json_value(value: Any) -> Any:
    """A value as JSON: numbers as int where exact, else as text; temporal values as text; cut where it is huge."""
    return _json(value, 0, [_ITEMS])


def _json(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        return value[:_TEXT]
    if type(value) is Decimal:
        return int(value) if abs(value) < 2**53 and value == int(value) else write_number(value)[:_TEXT]
    if depth >= _DEPTH or left[0] <= 0:
        return _CUT
    if type(value) is list:
        return [_json(item, depth + 1, left) for item in _some(value, left)]
    if type(value) is dict:
        return {str(key)[:_TEXT]: _json(item, depth + 1, left) for key, item in _some(value.items(), left)}
    return write(value, Run())[:_TEXT]


def _some(items: Iterable[Any], left: list[int]) -> Iterator[Any]:
    """The items, until what may be told of one value is used up."""
    for item in items:
        if left[0] <= 0:
            return
        yield item


def step(linked: Linked, scope: Mapping[str, Any], tables: list[Any], value: Any) -> dict[str, Any]:
    """What one decision of the graph took, which rules matched, and what came out."""
    return {
        "decision": linked.part.id,
        "name": linked.part.name,
        "inputs": {name: json_value(scope[name]) for name in _told(linked, scope)},
        "tables": [_table(*entry) for entry in tables],
        "value": json_value(value),
    }


def _told(linked: Linked, scope: Mapping[str, Any]) -> Iterator[str]:
    """The names of the values that a decision took; functions are no values, and ids are only another name."""
    known = {requirement.prefix or name for requirement, name in linked.requires} | linked.free_reads
    return (name for name in scope if name in known and not callable(getattr(scope[name], "call", None)))


def _table(table: Table, values: list[Any], hits: list[Hit]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "table": table.id,
        "hit_policy": table.policy,
        "inputs": [
            {"column": column, "label": clause.label, "value": json_value(value)}
            for column, (clause, value) in enumerate(zip(table.inputs, values, strict=True), 1)
        ],
        "matched": [_hit(hit) for hit in hits],
    }
    if table.citation:
        told["citation"] = table.citation
    return told


def _hit(hit: Hit) -> dict[str, Any]:
    rule = hit.rule
    told: dict[str, Any] = {"rule": rule.id, "row": rule.row, "outputs": [json_value(value) for value in hit.outputs]}
    if rule.citation:
        told["citation"] = rule.citation
    if rule.valid_from or rule.valid_until:
        told["valid"] = [day.isoformat() if day else None for day in (rule.valid_from, rule.valid_until)]
    return told
