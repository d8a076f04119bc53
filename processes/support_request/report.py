"""The month's table as a CSV that a spreadsheet opens, and as a PDF on the company's letterhead."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.documents.rendering import render_pdf
from processes.support_request.monthly import Asked, Line, by_department, still_overdue, total

HEADS = ("部门", "请求数", "按时答复", "逾期答复", "转交", "未答复", "逾期")


def as_csv(requests: Sequence[Asked], *, now: dt.datetime) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads the Chinese."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEADS)
    lines = by_department(requests, now=now)
    rows.writerows(_cells(line) for line in [*lines, total(lines)])
    return out.getvalue().encode("utf-8-sig")


def as_pdf(requests: Sequence[Asked], *, month: str, company: str, link: str, now: dt.datetime) -> bytes:
    """The table, and what is still overdue with the department where it stands."""
    lines = by_department(requests, now=now)
    context = {
        "kind": "支撑响应月报",
        "number": f"ZCY-{month}",
        "business_key": month,
        "month": month,
        "company": company,
        "handler": company,
        "today": now.astimezone(ZoneInfo("Asia/Shanghai")).date(),
        "heads": HEADS,
        "rows": [_cells(line) for line in lines],
        "total": _cells(total(lines)),
        "overdue": still_overdue(requests, now=now),
    }
    folder = Path(__file__).with_name("documents")
    return render_pdf(folder=folder, template="monthly_report", context=context, link=link)


def _cells(line: Line) -> tuple[str, int, int, int, int, int, int]:
    return (
        line.department, line.requests, line.in_time, line.answered_late, line.forwarded, line.pending, line.overdue,
    )  # fmt: skip
