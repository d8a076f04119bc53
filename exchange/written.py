"""The bytes of files of records: a header, details, a trailer with count and sum; fixed width or separated."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exchange.cells import text_of
from exchange.layouts import COLLECTION_CSV, COLLECTION_FIXED
from exchange.layouts.columns import Column, Layout

LAYOUTS = {"fixed": COLLECTION_FIXED, "csv": COLLECTION_CSV}


def written(layout: Layout, header: dict[str, object], rows: Iterable[dict[str, object]]) -> bytes:
    """The bytes of a file of records; the inverse of reading it."""
    rows = list(rows)
    total = sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))
    lines = [_line(layout, layout.header, {"record": "H", **header})]
    lines += [_line(layout, layout.detail, {"record": "D", **row}) for row in rows]
    lines.append(_line(layout, layout.trailer, {"record": "T", "count": len(rows), "total": total}))
    text = b"\r\n".join(lines) + b"\r\n"
    return text if layout.fixed else b"\xef\xbb\xbf" + text


def _line(layout: Layout, columns: Iterable[Column], values: dict[str, object]) -> bytes:
    cells = [(column, text_of(column, values.get(column.name))) for column in columns]
    if not layout.fixed:
        return ",".join(_quoted(text) for _, text in cells).encode()
    return b"".join(_padded(column, text, layout.encodings[0]) for column, text in cells)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def _padded(column: Column, text: str, encoding: str) -> bytes:
    raw = text.encode(encoding, errors="replace")
    if column.kind in ("fen", "number"):
        return raw.rjust(column.width, b"0")
    while len(raw) > column.width:
        text = text[:-1]
        raw = text.encode(encoding, errors="replace")
    return raw.ljust(column.width)
