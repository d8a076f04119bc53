"""A register's list as a workbook: for a reason, marked with who took it and when, recorded row by row."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang, unreadable
from api.exporting import harmless, printable
from api.refusals import ApiRefusal
from api.shapes import register_lists as shapes
from api.views.register_lists import asked_of, rows_of
from ledger import audited, record
from people.actors import Actor
from registers import listing
from registers.access_refusals import ExportNeedsAccess
from registers.catalogue import ListColumn, columns, title
from registers.lifting import export_grant

EXPORT_LIMIT = 10_000
FREE_ROWS = 1_000
"""So many rows are taken out without a grant, sensitive columns masked."""
_WORDS = {
    "zh": (
        "{name}（{username}）于 {at} 导出，用途：{reason}。内部资料，请勿外传。",
        "最多导出 {limit} 行，其余未包含。",
    ),
    "en": (
        "Exported by {name} ({username}) at {at} for: {reason}. Internal; do not pass on.",
        "At most {limit} rows are exported; the rest is not in this file.",
    ),
}


class RecordExport(APIView):
    @extend_schema(
        request=shapes.ExportRequest,
        responses={(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"): bytes},
        summary="The filtered list as a workbook; what is masked for the reader is masked there",
    )
    def post(self, request: Request, register: str) -> HttpResponse:
        actor = actor_of(request)
        listed = listing.listed_for(actor, register)
        body_given = request.data if isinstance(request.data, dict) else {}
        reason = str(body_given.get("reason", "")).strip()
        if not reason:
            raise ApiRefusal([unreadable("/reason", "")])
        grant = export_grant(actor, register, {name: str(text) for name, text in request.query_params.items()})
        clear = frozenset(grant.fields if grant else ()) & set(listed.columns)
        most = EXPORT_LIMIT if grant else FREE_ROWS
        found = listing.everything(
            actor, register, asked_of(request, 0), most=most + 1, clear=frozenset(clear), lang=lang()
        )
        if grant is None and len(found) > FREE_ROWS:
            raise ExportNeedsAccess(str(FREE_ROWS))
        taken = found[:EXPORT_LIMIT]
        with audited(actor=actor, reason=reason, instance_id=grant.instance if grant else None):
            body = {"asked": request.query_params.dict(), "rows": len(taken), "records": [row["id"] for row in taken]}
            if grant:
                body |= {"grant": grant.pk, "fields": sorted(clear)}
            record(kind="read", action="register_exported", table=listed.model._meta.db_table, body=body)
        marks = _marks(actor, reason, capped=len(found) > EXPORT_LIMIT)
        rows = rows_of(listed, taken)
        return _workbook(title(listed, lang()), columns(listed, lang()), rows, marks, f"{register}.xlsx")


def _marks(actor: Actor, reason: str, *, capped: bool) -> list[str]:
    mark, limit = _WORDS["en" if lang() == "en" else "zh"]
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M:%S")
    said = [printable(mark.format(name=actor.full_name, username=actor.username, at=at, reason=reason))]
    return [*said, limit.format(limit=EXPORT_LIMIT)] if capped else said


def _workbook(
    name: str, heads: Iterable[ListColumn], rows: Iterable[dict[str, Any]], marks: list[str], filename: str
) -> HttpResponse:
    from openpyxl import Workbook  # a large package: only those who make a book pay for it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = marks[0].replace("&", "&&")
    for mark in marks:
        sheet.append([WriteOnlyCell(sheet, value=harmless(mark))])
    shown = list(heads)
    sheet.append([_bold(sheet, column.label) for column in shown])
    for row in rows:
        sheet.append([WriteOnlyCell(sheet, value=_cell(row, column.name)) for column in shown])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(
        out.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(row: dict[str, Any], name: str) -> Any:
    value = row["texts"].get(name, row["values"].get(name))
    if hasattr(value, "tzinfo") and value is not None:
        return timezone.localtime(value).replace(tzinfo=None)
    return harmless(value) if isinstance(value, str) else value
