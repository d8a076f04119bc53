"""Workbooks of bulk changes: the template of a register, and what a filled one asks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from registers.bulk.cells import is_blank
from registers.bulk.checking import FIRST_ROW, AskedRow
from registers.bulk.columns import KEYS, RECORD_NO, BulkColumn, bulk_columns, key_labels
from registers.bulk.problems import RowProblem, SheetRefused
from registers.catalogue import title
from registers.lists import Listed

MOST_ROWS = 5_000
_MOST_COLUMNS = 60
_KINDS = {
    "text": ("文字", "text"),
    "choice": ("可选值", "one of"),
    "number": ("数字", "number"),
    "date": ("日期 2026-11-22", "date 2026-11-22"),
    "moment": ("时间 2026-11-22 09:30", "time 2026-11-22 09:30"),
    "boolean": ("是 / 否", "yes / no"),
}
_HELP = {
    "zh": (
        "填写说明",
        ("列", "类型", "可选值", "须审批人数"),
        (
            "每行一条记录；首列用来找到记录，不能改。",
            "空白单元格表示不变；要清空一项，请填（清空）。",
            "号码类的列请保持文本格式；可删除不用的列，不要改列名。",
            f"一个文件最多 {MOST_ROWS} 行。上传后先检查，有问题的行列会逐一列出。",
        ),
    ),
    "en": (
        "How to fill in",
        ("Column", "Kind", "Allowed", "Approvals"),
        (
            "One record a row; the first column finds it and cannot be changed.",
            "A blank cell leaves the field as it is; to empty one, write (clear).",
            "Keep numbers such as phones as text; columns may be removed, headings stay.",
            f"At most {MOST_ROWS} rows a file. It is checked first; every problem is listed by row and column.",
        ),
    ),
}


def template(listed: Listed, lang: str, rows: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """The workbook to fill in; with `rows` (`id`, the key and columns by name) one line for each of these."""
    english = lang.startswith("en")
    columns = bulk_columns(listed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title(listed, lang)[:31])
    heads = [key_labels(listed)[english], *(column.label(lang) for column in columns)]
    named = KEYS.get(listed.key) is not None
    if named:
        heads.append(RECORD_NO[english])
    for position in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(position)].width = 20
    sheet.freeze_panes = "B2"
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        first = row[KEYS[listed.key]] if named else row["id"]
        cells = [first, *(_written(column, row.get(column.name), lang) for column in columns)]
        sheet.append([_text(sheet, cell) for cell in [*cells, row["id"]][: len(heads)]])
    _help(book, columns, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _help(book: Workbook, columns: Sequence[BulkColumn], lang: str) -> None:
    name, heads, sentences = _HELP["en" if lang.startswith("en") else "zh"]
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 24, 60
    for sentence in sentences:
        sheet.append([sentence])
    sheet.append([])
    sheet.append([_head(sheet, head) for head in heads])
    for column in columns:
        kind = _KINDS[column.kind][lang.startswith("en")]
        sheet.append([column.label(lang), kind, "、".join(word for _, word in column.choices(lang)), column.needed])


def _written(column: BulkColumn, value: Any, lang: str) -> Any:
    if value is None or column.rule.see:  # what some see only masked never leaves the house here
        return None
    return dict(column.choices(lang)).get(str(value), value) if column.kind == "choice" else value


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    return cell


def _text(sheet: Any, value: Any) -> Any:
    if hasattr(value, "tzinfo") and value is not None:
        value = f"{value:%Y-%m-%d %H:%M}"
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = "@"
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    return cell


def read_sheet(content: bytes, listed: Listed, lang: str) -> tuple[list[AskedRow], list[RowProblem]]:
    """What each row asks and what is wrong with headings and keys; raises `SheetRefused` for the file as a whole."""
    grid = _grid(content)
    if len(grid) < FIRST_ROW:
        raise SheetRefused(RowProblem(0, "", "empty"))
    places, problems = _places(grid[0], listed, lang)
    asked = []
    for number, cells in enumerate(grid[1:], start=FIRST_ROW):
        if all(is_blank(cell) for cell in cells):
            continue
        row = AskedRow(
            number,
            _plain(cells[places.key]) if places.key is not None else "",
            _number(cells[places.record]) if places.record is not None else None,
            {name: cells[place] for name, place in places.columns.items()},
        )
        if not row.key and row.record_id is None:
            problems.append(
                RowProblem(number, KEYS.get(listed.key, "id"), "key_missing", hint=_key_label(listed, lang))
            )
            continue
        asked.append(row)
    if not asked and not problems:
        raise SheetRefused(RowProblem(0, "", "empty"))
    if len(asked) > MOST_ROWS:
        raise SheetRefused(RowProblem(0, "", "too_many", hint=str(MOST_ROWS)))
    return asked, problems


def _grid(content: bytes) -> list[tuple[Any, ...]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=_MOST_COLUMNS, values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, EOFError):
        raise SheetRefused(RowProblem(0, "", "unreadable")) from None
    width = max((len(row) for row in rows), default=0)
    return [tuple(row) + (None,) * (width - len(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each column stands: those to change, the key's, the record number's."""

    columns: dict[str, int]
    key: int | None
    record: int | None


def _places(heads: Sequence[Any], listed: Listed, lang: str) -> tuple[_Places, list[RowProblem]]:
    columns = bulk_columns(listed)
    offered = "、".join(column.label(lang) for column in columns)
    known = {text.lower(): c.name for c in columns for text in (c.name, c.zh, c.en)}
    known |= {text.lower(): _KEY for text in (*key_labels(listed), KEYS.get(listed.key, _RECORD))}
    known |= {text.lower(): _RECORD for text in (*RECORD_NO, _RECORD)}
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(heads):
        head = _plain(cell)
        name = known.get(head.lower(), "")
        if head and not name:
            problems.append(RowProblem(1, head, "unknown_heading", head, offered))
        elif name in places:
            problems.append(RowProblem(1, name, "heading_twice", head))
        elif head:
            places[name] = place
    key, record = places.pop(_KEY, None), places.pop(_RECORD, None)
    if key is None and record is None:
        raise SheetRefused(RowProblem(1, "", "no_key", hint=_key_label(listed, lang)))
    if not places:
        raise SheetRefused(RowProblem(1, "", "no_column", hint=offered))
    return _Places(places, key, record), problems


_KEY, _RECORD = "key", "id"


def _key_label(listed: Listed, lang: str) -> str:
    return key_labels(listed)[lang.startswith("en")]


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _number(cell: Any) -> int | None:
    text = _plain(cell)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
