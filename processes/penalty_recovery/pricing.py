"""What a volume costs over a period: spread by its days, each year's part priced by the steps that it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from processes.penalty_recovery.methods import LITRE, Step, text

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which the same prices held within one calendar year; `rows` are its steps, the lowest first."""

    first: str
    last: str
    days: int
    rows: tuple[Row, ...]


class NoPrice(Exception):
    """The prices do not cover the whole period, or one of them is not above zero."""


def priced(
    *, volume: Decimal, prices: Sequence[Row], days: int, used: Mapping[str, Decimal]
) -> tuple[Decimal, list[Step]]:
    """The fee, not rounded, and a line for each step of each span; `used` is what was billed in a year before it."""
    spans = _spans(prices)
    if sum(span.days for span in spans) != days or any(_number(row["price"]) <= 0 for row in prices):
        raise NoPrice
    fee, steps, reached = Decimal(0), [], dict(used)
    for span in spans:
        year = span.first[:4]
        start = reached.get(year, Decimal(0))
        part = volume * span.days / days
        reached[year] = start + part
        for row, share in _shares(span.rows, start, start + part):
            fee += share * _number(row["price"])
            steps.append(_step(span, row, share, volume=volume, days=days))
    return fee, steps


def _spans(prices: Sequence[Row]) -> list[Span]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in prices:
        found.setdefault((str(row["from"]), str(row["until"])), []).append(row)
    return [
        Span(first, last, int(rows[0]["days"]), tuple(sorted(rows, key=_above)))
        for (first, last), rows in sorted(found.items())
    ]


def _shares(rows: Sequence[Row], start: Decimal, end: Decimal) -> Iterator[tuple[Row, Decimal]]:
    """How much of the year's volume from `start` to `end` lies in each step."""
    limits = [Decimal(0), *(_above(row) for row in rows[1:]), end.max(start)]
    for row, (low, high) in zip(rows, pairwise(limits), strict=True):
        share = min(end, high) - max(start, low)
        if share > 0 or len(rows) == 1:
            yield row, share


def _step(span: Span, row: Row, share: Decimal, *, volume: Decimal, days: int) -> Step:
    only = len(span.rows) == 1
    given = f"{text(volume)} × {span.days}/{days}" if only else text(share.quantize(LITRE))
    which = "" if only else f" 第 {row['step']} 阶"
    return Step(
        f"气费 {span.first} 至 {span.last}{which} 元",
        f"{given} × {text(_number(row['price']))} 元/m³",
        text((share * _number(row["price"])).quantize(LITRE)),
        str(row["citation"]),
        str(row.get("link") or ""),
    )


def _above(row: Row) -> Decimal:
    return _number(row.get("above") or 0)


def _number(value: object) -> Decimal:
    return Decimal(str(value))
