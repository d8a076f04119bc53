"""The finance system and the hand-held readers: writers of the files that they send.

`python -m tests.standins.finance FOLDER` serves the files of a folder over HTTP on a port that it prints, as the
finance system's exchange does. It knows the layouts by itself and nothing of ours.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from openpyxl import Workbook

READINGS = ["表号", "生产厂家", "抄表时间", "机械读数", "电子读数", "抄表员"]
METERS = [
    "单据号", "单据类型", "表号", "生产厂家", "表型", "规格", "额定流量", "单位编码", "生产日期", "检定日期",
    "检定有效期", "初始读数",
]  # fmt: skip
Row = Sequence[object]


def as_csv(heads: Sequence[str], rows: Sequence[Row], *, encoding: str = "gbk", count: int | None = None) -> bytes:
    """The rows under their headings, ended by the line 合计."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(heads)
    table.writerows(rows)
    table.writerow(["合计", len(rows) if count is None else count])
    return text.getvalue().encode(encoding)


def as_excel(heads: Sequence[str], rows: Sequence[Row], *, count: int | None = None) -> bytes:
    """The same as an Excel book, with dates and numbers as such."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    for row in (heads, *rows, ["合计", len(rows) if count is None else count]):
        sheet.append([_plain(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: object) -> object:
    return cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell


def main() -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
