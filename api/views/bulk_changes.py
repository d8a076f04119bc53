"""Bulk changes of a register: the template, the check of every row, the proposal, its rows for whoever decides."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, lang, unreadable
from api.files import XLSX, FileView, list_file
from api.refusals import ApiRefusal
from api.shapes import bulk_changes as shapes
from api.views.register_lists import asked_by, asked_of
from engine.documents import queries as papers
from ledger import audited, record
from people.actors import Actor
from processes.data_change.looking import impact_text
from processes.data_change.proposing import Asking, propose_table
from registers import listing
from registers.access_refusals import ExportNeedsAccess
from registers.bulk import rows as reading
from registers.bulk.checking import AskedRow, Checked, check_rows
from registers.bulk.columns import BulkColumn, bulk_columns, bulk_register, bulk_registers, key_labels
from registers.bulk.problems import RowProblem
from registers.bulk.proposing import Paper
from registers.bulk.sheets import MOST_ROWS, read_sheet, template
from registers.catalogue import title
from registers.impact import customers_touched
from registers.lists import Listed
from registers.models import ChangeRequest

FREE_ROWS = 1_000
"""So many rows of a list leave in a filled template without a grant; sensitive columns are never among them."""
MOST_PROBLEMS = 5_000


class BulkRegisters(APIView):
    @extend_schema(responses=shapes.BulkRegister(many=True), summary="The registers that I may change in bulk")
    def get(self, request: Request) -> Response:
        return Response(
            [
                {
                    "key": one.key,
                    "title": title(one, lang()),
                    "key_label": key_labels(one)[lang() == "en"],
                    "most_rows": MOST_ROWS,
                    "columns": [_column(column) for column in bulk_columns(one)],
                }
                for one in bulk_registers(actor_of(request))
            ]
        )


class BulkTemplate(FileView):
    @extend_schema(
        parameters=[OpenApiParameter("register", str, required=True), OpenApiParameter("filled", bool)],
        responses={(200, XLSX): bytes},
        summary="The workbook to fill in; `filled`: with the rows that the other parameters filter",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of(request)
        listed = bulk_register(request.query_params.get("register", ""), actor)
        rows: list[dict[str, Any]] = []
        if request.query_params.get("filled") == "true":
            rows = _filtered(listed, request, actor)
        response = HttpResponse(template(listed, lang(), rows), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{listed.key}-changes.xlsx"'
        return response


def _filtered(listed: Listed, request: Request, actor: Actor) -> list[dict[str, Any]]:
    ids = listing.ids_of(
        actor, listed.key, asked_of(request, 0, ("register", "filled")), most=FREE_ROWS + 1, lang=lang()
    )
    if len(ids) > FREE_ROWS:
        raise ExportNeedsAccess(str(FREE_ROWS))
    with audited(actor=actor, reason="批量变更模板"):
        body = {"asked": request.query_params.dict(), "rows": len(ids), "records": ids}
        record(kind="read", action="register_exported", table=listed.model._meta.db_table, body=body)
    return list(listed.model._default_manager.filter(pk__in=ids).order_by("pk").values())


class BulkChecks(APIView):
    @extend_schema(request=shapes.BulkAsked, responses=shapes.BulkCheck, summary="Check every row; nothing is proposed")
    def post(self, request: Request) -> Response:
        body = shapes.BulkAsked(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        checked, _ = _checked(body.validated_data, actor)
        touched = customers_touched(checked.listed.model._meta.db_table, [row.record_id for row in checked.rows])
        return Response(
            {
                "register": checked.listed.key,
                "total": checked.total,
                "changed": len(checked.rows),
                "unchanged": checked.unchanged,
                "problems": [_problem(one, checked.listed) for one in checked.problems[:MOST_PROBLEMS]],
                "warnings": [_problem(one, checked.listed) for one in checked.warnings[:MOST_PROBLEMS]],
                "columns": [_column(column) for column in checked.columns],
                "impact": impact_text(touched),
                "differences": reading.checked_rows(checked, actor, lang()),
            }
        )


class BulkChangeList(APIView):
    @extend_schema(
        request=shapes.BulkProposal,
        responses={201: shapes.BulkProposed},
        summary="Propose all rows as one change; refused while any row has a problem",
    )
    def post(self, request: Request) -> Response:
        body = shapes.BulkProposal(data=request.data)
        body.is_valid(raise_exception=True)
        data, actor = body.validated_data, actor_of(request)
        checked, paper = _checked(data, actor)
        asking = Asking(
            reason=data["reason"],
            effective_on=data.get("effective_on"),
            papers=data.get("papers") or (),
            idempotency_key=request.headers.get("Idempotency-Key"),
        )
        started = propose_table(checked=checked, paper=paper, asking=asking, actor=actor)
        told = {"bulk_id": started.bulk_id, "instance_id": str(started.instance_id)}
        return Response({**told, "business_key": started.business_key}, status=201)


class BulkChangeDetail(APIView):
    @extend_schema(responses=shapes.BulkShape, summary="One bulk change: its columns, and how many rows stand how")
    def get(self, request: Request, bulk_id: str) -> Response:
        seen = reading.bulk_change(_number(bulk_id), actor_of(request), lang=lang())
        states = [{"state": state, "label": _state(state), "rows": rows} for state, rows in sorted(seen.states.items())]
        return Response({**asdict(seen), "states": states})


class BulkChangeRows(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("state", "field", "after")],
        responses=shapes.BulkRows,
        summary="The rows that I may see, each field old and new",
    )
    def get(self, request: Request, bulk_id: str) -> Response:
        given = request.query_params
        rows, further = reading.bulk_rows(
            _number(bulk_id),
            actor_of(request),
            state=given.get("state", ""),
            field=given.get("field", ""),
            after=_number(given.get("after") or "0"),
            lang=lang(),
        )
        return Response({"results": [_row(row) for row in rows], "next": further})


class BulkChangeExport(FileView):
    @extend_schema(responses={(200, XLSX): bytes}, summary="The rows that I may see as a workbook, masked as here")
    def get(self, request: Request, bulk_id: str) -> HttpResponse:
        actor, number = actor_of(request), _number(bulk_id)
        seen = reading.bulk_change(number, actor, lang=lang())
        rows, _ = reading.bulk_rows(number, actor, size=MOST_ROWS, lang=lang())
        with audited(actor=actor, instance_id=seen.instance_id or None, reason=seen.reason):
            body = {"bulk": number, "rows": len(rows), "records": [row.record_id for row in rows]}
            record(kind="read", action="register_exported", table="registers_bulkchange", record=number, body=body)
        heads = _HEADS[lang() == "en"]
        lines = [
            [row.key, row.name, cell.label, _text(cell.old), _text(cell.new), _state(row.state), row.note]
            for row in rows
            for cell in row.fields
        ]
        return list_file(f"bulk-change-{number}", heads, lines, kind="xlsx")


_HEADS = (
    ("编号", "名称", "字段", "原值", "新值", "状态", "说明"),
    ("Number", "Name", "Field", "Old", "New", "State", "Note"),
)
_STATES = {
    "PROPOSED": "Awaiting a decision",
    "APPLIED": "Applied",
    "CONFLICT": "In conflict",
    "REFUSED": "Refused",
    "WITHDRAWN": "Withdrawn",
}


def _state(state: str) -> str:
    return _STATES[state] if lang() == "en" else str(ChangeRequest.State(state).label)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _row(row: reading.BulkRow) -> dict[str, Any]:
    return {**asdict(row), "state_label": _state(row.state)}


def _column(column: BulkColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label(lang()),
        "kind": column.kind,
        "needed": column.needed,
        "choices": [{"value": value, "label": label} for value, label in column.choices(lang())],
    }


def _problem(one: RowProblem, listed: Listed) -> dict[str, Any]:
    labels = {column.name: column.label(lang()) for column in bulk_columns(listed)}
    key = key_labels(listed)[lang() == "en"]
    label = labels.get(one.column, key if one.column in ("number", "serial", "id") else one.column)
    return {
        "row": one.row, "column": one.column, "label": label, "code": one.code, "value": one.value,
        "message": one.message(lang()),
    }  # fmt: skip


def _checked(data: dict[str, Any], actor: Actor) -> tuple[Checked, Paper]:
    listed = bulk_register(data["register"], actor)
    if data.get("attachment"):
        kept = papers.attachment_content(data["attachment"], actor)
        with kept.open() as file:
            asked, before = read_sheet(file.read(), listed, lang())
        checked = check_rows(listed, asked, actor, lang())
        problems = tuple(sorted((*before, *checked.problems), key=lambda one: one.row))
        whole = Checked(listed, checked.total, checked.rows, problems, checked.warnings, checked.columns)
        return whole, Paper(data["attachment"], kept.sha256)
    changes = {name: text for name, text in (data.get("changes") or {}).items() if text}
    unknown = sorted(set(changes) - {column.name for column in bulk_columns(listed)})
    if unknown or not changes:
        raise ApiRefusal([unreadable("/changes", "、".join(unknown))])
    records = data.get("records") or _of_list(listed, data, actor)
    asked = [AskedRow(n, "", pk, changes) for n, pk in enumerate(records, start=1)]
    return check_rows(listed, asked, actor, lang()), Paper()


def _of_list(listed: Listed, data: dict[str, Any], actor: Actor) -> list[int]:
    """Every row of the filtered list, unless there are more than one change may have."""
    asked = asked_by(dict(parse_qsl(str(data.get("list_filter") or ""))))
    ids = listing.ids_of(actor, listed.key, asked, most=MOST_ROWS + 1, lang=lang())
    if not ids or len(ids) > MOST_ROWS:
        raise ApiRefusal([unreadable("/records", str(len(ids)))])
    return ids


def _number(text: str) -> int:
    if not is_number(text):
        raise ApiRefusal([unreadable("/id", text)])
    return int(text)
