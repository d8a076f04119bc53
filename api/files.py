"""Lists as files: CSV and Excel, in which no value is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from api.exporting import harmless, printable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str) -> HttpResponse:
    """The rows as `name`.csv or, for the kind "xlsx", as an Excel book."""
    table = [list(heads), *([str(cell) for cell in row] for row in rows)]
    content, content_type = (_xlsx(name, table), XLSX) if kind == "xlsx" else (_csv(table), "text/csv; charset=utf-8")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if kind == "xlsx" else "csv"}"'
    return response


def _csv(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in table)
    return ("\ufeff" + text.getvalue()).encode()


def _xlsx(name: str, table: list[list[str]]) -> bytes:
    from openpyxl import Workbook  # a large package: only those who make a book pay for it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for row in table:
        cells = [WriteOnlyCell(sheet, value=printable(value)) for value in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class FileView(APIView):
    """A view whose `format` is the file's, not the renderer's."""

    def get_format_suffix(self, **kwargs: Any) -> None:
        return

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return self.get_renderers()[0], "application/json"
