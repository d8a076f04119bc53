"""For administrators: who may what and why, the log of log-ins, the working calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, lang, unreadable
from api.files import FileView, list_file
from api.log_ins import log_in_events
from api.people import role_name
from api.refusals import ApiRefusal, Forbidden, NotFound
from api.shapes import rights as shapes
from api.shapes.pages import page_body, page_of, whole
from api.views.accounts import administrator
from engine.queries import form_rights
from ledger import audited, record
from ledger.labels import field_label, table_label
from people.actors import Actor, actor_for
from people.calendar_files import import_calendar
from people.calendars import calendar
from people.explaining import explain, matrix, path_of_row, row_of
from people.models import User, WorkingCalendar, today
from people.permissions import fields

MATRIX = [OpenApiParameter(n, str) for n in ("role", "thing", "task", "right", "q")] + [
    OpenApiParameter("kind", str, enum=["register", "form"])
]
HEADS = {
    "zh": "类别,对象,环节,字段,角色,权限",
    "en": "kind,thing,task,field,role,right",
}
RIGHTS = {
    "hidden": ("隐藏", "hidden"),
    "masked": ("脱敏", "masked"),
    "read": ("只读", "read"),
    "edit": ("可编辑", "edit"),
    "required": ("必填", "required"),
}


def _reviewer(request: Request) -> Actor:
    """Administrators and auditors look at the rules."""
    actor = actor_of(request)
    if not (actor.may("administer") or actor.may("audit")):
        raise Forbidden
    return actor


def _cells() -> Iterator[dict[str, str]]:
    for cell in matrix(lang=lang()):
        table = cell.thing.replace(".", "_")
        yield {
            "kind": "register", "thing": cell.thing, "thing_name": table_label(table, lang()),
            "task": "", "task_name": "", "field": cell.column, "field_name": field_label(table, cell.column, lang()),
            "role": cell.role, "role_name": cell.role_name, "right": cell.right,
        }  # fmt: skip
    for line in form_rights(lang=lang()):
        yield {
            "kind": "form", "thing": line.definition, "thing_name": line.definition_name,
            "task": line.element, "task_name": line.element_name, "field": line.field, "field_name": line.field_name,
            "role": line.role, "role_name": role_name(line.role, lang()), "right": line.right,
        }  # fmt: skip


def _wanted(request: Request) -> list[dict[str, str]]:
    names = ("kind", "role", "thing", "task", "right")
    given = {n: request.query_params[n] for n in names if request.query_params.get(n)}
    q = request.query_params.get("q", "").strip().lower()
    return [
        cell
        for cell in _cells()
        if all(cell[name] == value for name, value in given.items())
        and (not q or any(q in cell[n].lower() for n in ("thing_name", "task_name", "field", "field_name")))
    ]


class RightsMatrix(APIView):
    @extend_schema(
        parameters=[*MATRIX, OpenApiParameter("cursor", str)],
        responses=page_of(shapes.MatrixRow),
        summary="Role × field × task: who may do what with which field",
    )
    def get(self, request: Request) -> Response:
        _reviewer(request)
        start = request.query_params.get("cursor") or "0"
        if not is_number(start):
            raise ApiRefusal([unreadable("/cursor", start)])
        cells, size = _wanted(request), 5_000
        body = whole(cells[int(start) : int(start) + size])
        return Response(body | {"count": len(cells)})


class RightsMatrixExport(FileView):
    @extend_schema(
        parameters=[*MATRIX, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The matrix as a file; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor, cells = _reviewer(request), _wanted(request)
        with audited(actor=actor, reason="export"):
            record(kind="read", action="rights_exported", body={"rows": len(cells)})
        rows = [
            [
                c["kind"],
                *(c[f"{n}_name"] for n in ("thing", "task", "field", "role")),
                RIGHTS[c["right"]][lang() == "en"],
            ]
            for c in cells
        ]
        return list_file("rights", HEADS[lang()].split(","), rows, kind=request.query_params.get("format", "csv"))


class Explain(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("username", str, required=True),
            OpenApiParameter("verb", str, enum=["see", "propose"]),
            OpenApiParameter("thing", str, required=True),
            OpenApiParameter("record", str, required=True),
        ],
        responses=shapes.Explanation,
        summary="Why somebody may or may not do this with a record, and what they see of it",
    )
    def get(self, request: Request) -> Response:
        _reviewer(request)
        given = {n: request.query_params.get(n, "") for n in ("username", "thing", "record")}
        user = User.objects.filter(username=given["username"]).first()
        row = row_of(given["thing"], given["record"])
        if user is None or row is None:
            raise NotFound
        actor = actor_for(user)
        decision = explain(actor, request.query_params.get("verb", "see"), row, lang=lang())
        seen = fields(actor, row, unit_path=path_of_row(row))
        return Response({"allowed": decision.allowed, "because": decision.because, "fields": seen})


class LogInList(APIView):
    @extend_schema(
        parameters=[
            *(OpenApiParameter(n, str) for n in ("q", "action", "from", "to", "cursor")),
            OpenApiParameter("scope", str, enum=["mine", "all"]),
        ],
        responses=page_of(shapes.LogInEvent),
        summary="Log-ins, log-outs, refusals and from where: one's own; all for administrators and auditors",
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        everybody = request.query_params.get("scope") == "all" and (actor.may("administer") or actor.may("audit"))
        return Response(page_body(request, log_in_events(request, None if everybody else actor)))


class CalendarDetail(APIView):
    @extend_schema(parameters=[OpenApiParameter("year", int)], responses=shapes.Calendar, summary="A calendar's year")
    def get(self, request: Request) -> Response:
        given = request.query_params.get("year") or str(today().year)
        if not is_number(given) or not 1990 <= int(given) <= 2200:
            raise ApiRefusal([unreadable("/year", given)])
        return Response(_calendar(int(given)))


def _calendar(year: int) -> dict[str, Any]:
    row = WorkingCalendar.objects.get(name="")
    days = row.days.filter(day__year=year).order_by("day")
    whole_year = (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366))
    working = calendar("")
    return {
        "name": row.name,
        "title": row.title,
        "hours": row.hours,
        "source": row.source,
        "years": sorted({day.year for day in row.days.values_list("day", flat=True)}),
        "year": year,
        "days": [{"day": d.day, "is_working": d.is_working, "name": d.name} for d in days],
        "working_days": sum(working.is_working_day(day) for day in whole_year if day.year == year),
    }


class CalendarImport(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": shapes.ImportCalendar},
        responses=shapes.CalendarImported,
        summary="Import a year from CSV or Excel: every problem by row; a dry run changes nothing",
    )
    def post(self, request: Request) -> Response:
        actor = administrator(request)
        body = shapes.ImportCalendar(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        done = import_calendar(
            name="", content=given["file"].read(), dry_run=given["dry_run"], source=given["source"], actor=actor
        )
        problems = [
            {"row": p.row, "column": p.column, "message": p.en if lang() == "en" else p.zh} for p in done.problems
        ]
        counts = {"year": done.year, "added": done.added, "changed": done.changed, "removed": done.removed}
        return Response({"dry_run": given["dry_run"], **counts, "problems": problems})
