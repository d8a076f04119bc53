"""Files with headings, as CSV or as the first sheet of an Excel book; a row that is wrong keeps only itself out."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from zipfile import BadZipFile

from exchange.layouts.columns import Column, Layout
from exchange.problems import FileRefused, Problem
from exchange.reading import Line, Parsed, decoded, separated, values_in

MOST_ROWS, MOST_COLUMNS = 200_000, 60


def read_table(content: bytes, layout: Layout, summed: str) -> Parsed:
    """The rows under the headings, in whatever order these stand, and the sum of one column."""
    grid = cells_of(content, layout)
    if not grid:
        raise FileRefused(Problem(0, "", "empty_file"))
    places = _places([cell.strip() for cell in grid[0]], layout)
    lines, problems, trailer, count = [], [], None, 0
    for number, cells in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if cells[0].strip().lower() in {"合计", "total"}:
            trailer = (number, cells)
            break
        count += 1
        if len(cells) > len(grid[0]) and any(cells[len(grid[0]) :]):
            problems.append(Problem(number, "", "wrong_columns", str(len(grid[0]))))
            continue
        values, wrong = values_in(layout.detail, [_cell(cells, places.get(c.name)) for c in layout.detail], number)
        problems += wrong
        if not wrong:
            lines.append(Line(number, values))
    _require_count(trailer, count)
    return Parsed(layout, tuple(lines), tuple(problems), count, _sum(lines, summed))


def cells_of(content: bytes, layout: Layout) -> list[list[str]]:
    """Every cell as text, row by row."""
    return _excel(content) if content[:2] == b"PK" else separated(decoded(content, layout.encodings))


def _sum(lines: Sequence[Line], summed: str) -> Decimal:
    return sum((Decimal(line.values.get(summed) or 0) for line in lines), Decimal(0))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return "" if place is None or place >= len(cells) else cells[place]


def _places(heads: Sequence[str], layout: Layout) -> dict[str, int]:
    places, problems = {}, []
    for column in layout.detail:
        place = next((n for n, head in enumerate(heads) if _is_called(column, head)), None)
        if place is not None:
            places[column.name] = place
        elif column.required:
            problems.append(Problem(1, column.name, "missing_column", column.zh))
    if problems:
        raise FileRefused(*problems)
    return places


def _is_called(column: Column, head: str) -> bool:
    return head.lower() in (column.name, column.zh, column.en.lower())


def _require_count(trailer: tuple[int, list[str]] | None, count: int) -> None:
    """The line 合计 with the number of rows ends the file, so that a part of it is not taken for the whole."""
    if trailer is None:
        raise FileRefused(Problem(0, "", "truncated"))
    number, cells = trailer
    said = _cell(cells, 1).strip()
    if said != str(count):
        raise FileRefused(Problem(number, "count", "wrong_count", f"{count} ≠ {said[:20]}"))


def _excel(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # a large package: only those who read a book pay for it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return [[_shown(cell) for cell in row] for row in rows]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, EOFError):
        raise FileRefused(Problem(0, "", "truncated")) from None


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 6))
    return str(cell)
