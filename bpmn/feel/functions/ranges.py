"""Relations of points and ranges (Allen's interval algebra as the standard's table 78 has it)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bpmn.feel.functions.signature import builtin
from bpmn.feel.problems import Null
from bpmn.feel.values import Range, equal, kind, less

Ends = tuple[Any, bool]


def _lt(left: Any, right: Any) -> bool:
    verdict = less(left, right)
    if verdict is None:
        raise Null("not_comparable", left=kind(left), right=kind(right))
    return verdict


def _eq(left: Any, right: Any) -> bool:
    if left is None or right is None:
        raise Null("not_comparable", left=kind(left), right=kind(right))
    verdict = equal(left, right)
    if verdict is None:
        raise Null("not_comparable", left=kind(left), right=kind(right))
    return verdict


def _le(left: Any, right: Any) -> bool:
    return not _lt(right, left)


def _relation(name: str, *signatures: str) -> Callable[[Any], Any]:
    def register(implementation: Callable[[Any, Any], bool]) -> Any:
        builtin(name, *signatures)(lambda run, first, second: implementation(first, second))
        return implementation

    return register


_POINT_POINT = "point1:ordered, point2:ordered"
_POINT_RANGE = "point:ordered, range:range"
_RANGE_POINT = "range:range, point:ordered"
_RANGE_RANGE = "range1:range, range2:range"


def _ends_before(first: Any, second: Any) -> bool:
    """Whether all of first lies before all of second."""
    left, left_closed = (first.high, first.high_closed) if type(first) is Range else (first, True)
    right, right_closed = (second.low, second.low_closed) if type(second) is Range else (second, True)
    return _lt(left, right) or ((not left_closed or not right_closed) and _eq(left, right))


@_relation("before", _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGE_RANGE)
def before(first: Any, second: Any) -> bool:
    return _ends_before(first, second)


@_relation("after", _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGE_RANGE)
def after(first: Any, second: Any) -> bool:
    return _ends_before(second, first)


@_relation("meets", _RANGE_RANGE)
def meets(first: Range, second: Range) -> bool:
    return first.high_closed and second.low_closed and _eq(first.high, second.low)


@_relation("met by", _RANGE_RANGE)
def met_by(first: Range, second: Range) -> bool:
    return meets(second, first)


def _starts_before_end(first: Range, second: Range) -> bool:
    return _lt(first.low, second.high) or (first.low_closed and second.high_closed and _eq(first.low, second.high))


@_relation("overlaps", _RANGE_RANGE)
def overlaps(first: Range, second: Range) -> bool:
    return _starts_before_end(first, second) and _starts_before_end(second, first)


def _low_not_after(first: Range, second: Range) -> bool:
    return _lt(first.low, second.low) or (_eq(first.low, second.low) and (first.low_closed or not second.low_closed))


def _low_before(first: Range, second: Range) -> bool:
    return _lt(first.low, second.low) or (first.low_closed and not second.low_closed and _eq(first.low, second.low))


def _high_not_after(first: Range, second: Range) -> bool:
    return _lt(first.high, second.high) or (
        _eq(first.high, second.high) and (not first.high_closed or second.high_closed)
    )


@_relation("overlaps before", _RANGE_RANGE)
def overlaps_before(first: Range, second: Range) -> bool:
    return _low_before(first, second) and _starts_before_end(second, first) and _high_not_after(first, second)


@_relation("overlaps after", _RANGE_RANGE)
def overlaps_after(first: Range, second: Range) -> bool:
    return overlaps_before(second, first)


@_relation("finishes", _POINT_RANGE)
def point_finishes(point: Any, span: Range) -> bool:
    return span.high_closed and _eq(span.high, point)


@_relation("finishes", _RANGE_RANGE)
def finishes(first: Range, second: Range) -> bool:
    same_end = first.high_closed == second.high_closed and _eq(first.high, second.high)
    return same_end and _low_not_after(second, first)


@_relation("finished by", _RANGE_POINT)
def finished_by_point(span: Range, point: Any) -> bool:
    return point_finishes(point, span)


@_relation("finished by", _RANGE_RANGE)
def finished_by(first: Range, second: Range) -> bool:
    return finishes(second, first)


@_relation("includes", _RANGE_POINT)
def includes_point(span: Range, point: Any) -> bool:
    above = _lt(span.low, point) or (span.low_closed and _eq(span.low, point))
    return above and (_lt(point, span.high) or (span.high_closed and _eq(span.high, point)))


@_relation("includes", _RANGE_RANGE)
def includes(first: Range, second: Range) -> bool:
    return _low_not_after(first, second) and _high_not_after(second, first)


@_relation("during", _POINT_RANGE)
def point_during(point: Any, span: Range) -> bool:
    return includes_point(span, point)


@_relation("during", _RANGE_RANGE)
def during(first: Range, second: Range) -> bool:
    return includes(second, first)


@_relation("starts", _POINT_RANGE)
def point_starts(point: Any, span: Range) -> bool:
    return span.low_closed and _eq(span.low, point)


@_relation("starts", _RANGE_RANGE)
def starts(first: Range, second: Range) -> bool:
    same_start = first.low_closed == second.low_closed and _eq(first.low, second.low)
    return same_start and _high_not_after(first, second)


@_relation("started by", _RANGE_POINT)
def started_by_point(span: Range, point: Any) -> bool:
    return point_starts(point, span)


@_relation("started by", _RANGE_RANGE)
def started_by(first: Range, second: Range) -> bool:
    return starts(second, first)


@_relation("coincides", _POINT_POINT)
def points_coincide(first: Any, second: Any) -> bool:
    return _eq(first, second)


@_relation("coincides", _RANGE_RANGE)
def coincides(first: Range, second: Range) -> bool:
    same_closure = first.low_closed == second.low_closed and first.high_closed == second.high_closed
    return _eq(first.low, second.low) and _eq(first.high, second.high) and same_closure


@builtin("range", "from:string")
def to_range(run: Any, source: str) -> Range:
    from bpmn.feel.range_text import read_range

    return read_range(source)
