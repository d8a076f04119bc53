"""The audit side: every change, filtered, paged and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.changes import as_changes, filters_from
from api.errors import lang
from api.exporting import harmless, printable
from api.refusals import Forbidden
from api.shapes import registers as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from engine.queries import Page
from ledger import audited, queries, record
from people.actors import Actor

NAMES = ("kind", "instance", "table", "record", "field", "actor", "from", "to", "q", "action")
ORDERING = OpenApiParameter("ordering", str, enum=["at", "-at"], description="-at: the newest first, as without it")
FILTERS = [*(OpenApiParameter(n, str) for n in NAMES), OpenApiParameter("cursor", str), ORDERING]
EXPORT_LIMIT = 100_000
COLUMNS = {
    "zh": "时间,类别代码,类别,动作代码,动作,操作人,代理,流程实例,任务,对象,记录,字段,原值,新值,原因,IP",
    "en": "time,kind_code,kind,action_code,action,actor,on_behalf_of,instance,user_task,table,record,field,old,new,"
    "reason,ip",
}


def auditor(request: Request) -> Actor:
    """Somebody who may see the audit side."""
    actor = actor_of(request)
    if not actor.may("audit"):
        raise Forbidden
    return actor


def _page(request: Request, actor: Actor, **fixed: str) -> Response:
    arguments = list_arguments(request, NAMES, "-at")
    given = {**arguments["filters"], **fixed}
    filters = filters_from(given, request.query_params.get("cursor"))
    if arguments["ordering"] == "at":
        filters = replace(filters, oldest_first=True, above=filters.below, below=None)
    found = queries.changes(filters, actor, page_size=arguments["page_size"], lang=lang())
    if given:
        with audited(actor=actor):
            record(kind="read", action="changes_viewed", body={"filters": given, "rows": len(found.results)})
    page = Page(
        results=as_changes(found.results, lang()),
        next=str(found.next_below) if found.next_below else None,
        count=found.count,
        count_capped=found.count_capped,
    )
    return Response(page_body(request, page))


class ChangeList(APIView):
    @extend_schema(parameters=FILTERS, responses=page_of(shapes.Change), summary="Every change, the newest first")
    def get(self, request: Request) -> Response:
        return _page(request, auditor(request))


class InstanceChanges(APIView):
    @extend_schema(parameters=[OpenApiParameter("cursor", str)], responses=page_of(shapes.Change))
    def get(self, request: Request, instance_id: str) -> Response:
        return _page(request, auditor(request), instance=instance_id)


class ChangeExport(APIView):
    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The filtered list as a file; the export itself is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = auditor(request)
        given = {n: request.query_params[n] for n in NAMES if request.query_params.get(n)}
        found = list(islice(queries.every(filters_from(given, None), lang=lang()), EXPORT_LIMIT))
        with audited(actor=actor, reason="export"):
            record(kind="read", action="changes_exported", body={"filters": given, "rows": len(found)})
        rows = [line for change in as_changes(found, lang()) for line in _lines(change)]
        return _xlsx(rows) if request.query_params.get("format") == "xlsx" else _csv(rows)

    def get_format_suffix(self, **kwargs: Any) -> None:
        """`format` is the file's format here, not the renderer's."""
        return

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return self.get_renderers()[0], "application/json"


def _lines(change: dict[str, Any]) -> Iterator[list[str]]:
    def name(person: dict[str, str] | None) -> str:
        return f"{person['full_name']} ({person['username']})" if person else ""

    head = [
        localtime(change["at"]).isoformat(sep=" ", timespec="seconds"),
        change["kind"],
        change["kind_label"],
        change["action"],
        change["action_label"],
        name(change["actor"]),
        name(change["on_behalf_of"]),
        (change["instance"] or {}).get("business_key", ""),
        (change["user_task"] or {}).get("name", ""),
        change["table_label"] or change["table"] or "",
        change["record_label"] or change["record"] or "",
    ]
    tail = [change["reason"] or "", change["ip"] or ""]
    for c in change["changes"] or [{"label": "", "field": "", "old_text": None, "new_text": None}]:
        yield [*head, c["label"] or c["field"], c["old_text"] or "", c["new_text"] or "", *tail]


def _csv(rows: list[list[str]]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS[lang()].split(","))
    writer.writerows([harmless(c) for c in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="changes.csv"'
    return response


def _xlsx(rows: list[list[str]]) -> HttpResponse:
    from openpyxl import Workbook  # a large package: only those who make a book pay for it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("changes")
    for row in [COLUMNS[lang()].split(","), *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=printable(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(out.getvalue(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="changes.xlsx"'
    return response
