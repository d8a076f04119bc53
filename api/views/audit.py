"""The audit side: every change, filtered, paged and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import Forbidden
from api.shapes import registers as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from ledger import audited, queries, record
from people.actors import Actor

NAMES = ("kind", "instance", "table", "record", "field", "actor", "from", "to", "q", "action")
FILTERS = [*(OpenApiParameter(n, str) for n in NAMES), OpenApiParameter("cursor", str)]
EXPORT_LIMIT = 100_000
COLUMNS = {
    "zh": "时间,类别,动作,操作人,代理,流程实例,任务,对象,记录,字段,原值,新值,原因,IP",
    "en": "time,kind,action,actor,on_behalf_of,instance,user_task,table,record,field,old,new,reason,ip",
}


def auditor(request: Request) -> Actor:
    """Somebody who may see the audit side."""
    actor = actor_of(request)
    if not actor.may("audit"):
        raise Forbidden
    return actor


class ChangeList(APIView):
    @extend_schema(parameters=FILTERS, responses=page_of(shapes.Change), summary="Every change, the newest first")
    def get(self, request: Request) -> Response:
        actor = auditor(request)
        page = queries.changes(actor, lang=lang(), **list_arguments(request, NAMES, "-at"))
        return Response(page_body(request, page))


class InstanceChanges(APIView):
    @extend_schema(parameters=[OpenApiParameter("cursor", str)], responses=page_of(shapes.Change))
    def get(self, request: Request, instance_id: str) -> Response:
        actor = auditor(request)
        arguments = list_arguments(request, NAMES, "-at")
        filters = {**arguments.pop("filters"), "instance": instance_id}  # type: ignore[dict-item]
        page = queries.changes(actor, lang=lang(), filters=filters, **arguments)
        return Response(page_body(request, page))


class ChangeExport(APIView):
    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The filtered list as a file; the export itself is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = auditor(request)
        arguments = list_arguments(request, NAMES, "-at")
        rows = list(_rows(actor, arguments["filters"]))
        with audited(actor=actor, request=request, reason="export"):
            body = {"filters": arguments["filters"], "rows": len(rows)}
            record(kind="read", action="ChangesExported", body=body)
        if request.query_params.get("format") == "xlsx":
            return _xlsx(rows)
        return _csv(rows)

    def get_format_suffix(self, **kwargs: Any) -> None:
        """`format` is the file's format here, not the renderer's."""
        return

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return self.get_renderers()[0], "application/json"


def _rows(actor: Actor, filters: Any) -> Iterator[list[str]]:
    cursor, written = None, 0
    while written < EXPORT_LIMIT:
        page = queries.changes(actor, lang=lang(), filters=filters, ordering="-at", cursor=cursor, page_size=200)
        for change in page.results:
            yield from _lines(change)
        written, cursor = written + len(page.results), page.next
        if not cursor:
            return


def _lines(change: dict[str, Any]) -> Iterator[list[str]]:
    def name(person: dict[str, str] | None) -> str:
        return f"{person['full_name']} ({person['username']})" if person else ""

    head = [
        change["at"].isoformat() if hasattr(change["at"], "isoformat") else str(change["at"]),
        change["kind"],
        change["action"],
        name(change["actor"]),
        name(change["on_behalf_of"]),
        (change["instance"] or {}).get("business_key", ""),
        (change["user_task"] or {}).get("name", ""),
        change["table_label"] or change["table"] or "",
        change["record_label"] or change["record"] or "",
    ]
    tail = [change["reason"] or "", change["ip"] or ""]
    for c in change["changes"] or [{"label": "", "field": "", "old": None, "new": None}]:
        values = [c["label"] or c["field"], _shown(c["old"]), _shown(c["new"])]
        yield [*head, *values, *tail]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """A spreadsheet must never take a value for a formula."""
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _csv(rows: list[list[str]]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS[lang()].split(","))
    writer.writerows([_harmless(c) for c in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="changes.csv"'
    return response


def _xlsx(rows: list[list[str]]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("changes")
    for row in [COLUMNS[lang()].split(","), *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(out.getvalue(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="changes.xlsx"'
    return response
