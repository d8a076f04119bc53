"""Files of a header, details, and a trailer that says how many and how much; right as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from exchange.layouts.columns import Column, Layout
from exchange.problems import FileRefused, Problem
from exchange.reading import Line, Parsed, decoded, separated, values_in

_PARTS = {"H": "header", "D": "detail", "T": "trailer"}


def read_records(content: bytes, layout: Layout) -> Parsed:
    """The details of the file; whatever is wrong with any line refuses it, for its sums can hold no more."""
    found: dict[str, list[Line]] = {"header": [], "detail": [], "trailer": []}
    problems: list[Problem] = []
    for number, cells in _lines(content, layout, problems):
        part = _PARTS.get(cells[0][:1] if cells else "")
        if part is None or found["trailer"]:
            problems.append(Problem(number, "record", "unknown_record", cells[0][:1] if cells else ""))
            continue
        columns = getattr(layout, part)
        if len(cells) != len(columns):
            problems.append(Problem(number, "", "wrong_columns", str(len(columns))))
            continue
        values, wrong = values_in(columns, cells, number)
        problems += wrong
        found[part].append(Line(number, values))
    problems += _ends(found, layout)
    if problems:
        raise FileRefused(*problems)
    return _whole(found, layout)


def is_fixed(content: bytes) -> bool:
    """Whether the first line is one of a fixed-width file."""
    return content[:1] == b"H" and content[1:2] != b","


def _lines(content: bytes, layout: Layout, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    text = decoded(content, layout.encodings)
    if not layout.fixed:
        yield from ((n, cells) for n, cells in enumerate(separated(text), start=1) if cells)
        return
    encoding = layout.encodings[0]
    for number, line in enumerate(text.replace("\r\n", "\n").rstrip("\n").split("\n"), start=1):
        raw = line.encode(encoding)
        part = _PARTS.get(line[:1])
        columns: tuple[Column, ...] = getattr(layout, part) if part else ()
        width = sum(column.width for column in columns)
        if columns and len(raw) != width:
            problems.append(Problem(number, "", "wrong_width", str(width)))
            continue
        yield number, _cut(raw, columns, encoding) if columns else [line]


def _cut(raw: bytes, columns: tuple[Column, ...], encoding: str) -> list[str]:
    cells, at = [], 0
    for column in columns:
        cells.append(raw[at : at + column.width].decode(encoding, errors="replace"))
        at += column.width
    return cells


def _ends(found: dict[str, list[Line]], layout: Layout) -> list[Problem]:
    if len(found["header"]) != 1:
        return [Problem(1, "record", "unknown_layout", "H")]
    if not found["trailer"]:
        return [Problem(0, "", "truncated")]
    trailer = found["trailer"][0]
    count, total = len(found["detail"]), _sum(found["detail"])
    problems = []
    if trailer.values.get("count") not in (None, count):
        problems.append(Problem(trailer.number, "count", "wrong_count", f"{count} ≠ {trailer.values['count']}"))
    if trailer.values.get("total") not in (None, total):
        problems.append(Problem(trailer.number, "total", "wrong_total", f"{total} ≠ {trailer.values['total']}"))
    return problems


def _sum(lines: list[Line]) -> Decimal:
    amounts: list[Any] = [line.values.get("amount") for line in lines]
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _whole(found: dict[str, list[Line]], layout: Layout) -> Parsed:
    header, details = found["header"][0].values, tuple(found["detail"])
    return Parsed(layout, details, count=len(details), total=_sum(found["detail"]), header=header)
