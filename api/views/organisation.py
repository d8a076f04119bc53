"""The organisation tree for administrators: units opened, renamed, closed and opened again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import lang
from api.files import FileView, list_file
from api.shapes import organisation as shapes
from api.shapes.pages import page_of, whole
from api.shapes.rights import GivenReason
from api.views.accounts import administrator
from ledger import audited, record
from people import organisation
from people.models import Unit
from people.organisation import UnitLine

COLUMNS = {
    "zh": "编码,名称,类别,上级编码,在用,人员,岗位",
    "en": "code,name,kind,code above,open,people,positions",
}
KINDS = {
    "company": ("公司", "company"),
    "branch": ("分公司", "branch office"),
    "station": ("片区", "station"),
    "community": ("社区/抄表册", "community"),
}


class Organisation(APIView):
    @extend_schema(responses=page_of(shapes.UnitLine), summary="The units that one administers, open and closed")
    def get(self, request: Request) -> Response:
        return Response(whole([_line(one) for one in organisation.tree(administrator(request))]))

    @extend_schema(request=shapes.OpenUnit, responses={201: shapes.UnitLine}, summary="Open a unit below another")
    def post(self, request: Request) -> Response:
        actor = administrator(request)
        body = shapes.OpenUnit(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        unit = organisation.open_unit(actor=actor, parent_code=given.pop("parent"), **given)
        return Response(_line(UnitLine(unit=unit, staff=0, positions=0)), status=201)


class OrganisationUnit(APIView):
    @extend_schema(request=shapes.RenameUnit, responses=shapes.UnitLine, summary="Give a unit another name")
    def put(self, request: Request, code: str) -> Response:
        actor = administrator(request)
        body = shapes.RenameUnit(data=request.data)
        body.is_valid(raise_exception=True)
        return _answer(organisation.rename_unit(code=code, actor=actor, **body.validated_data))


class CloseUnit(APIView):
    @extend_schema(request=GivenReason, responses=shapes.UnitLine, summary="Close a unit that nobody uses any more")
    def post(self, request: Request, code: str) -> Response:
        actor = administrator(request)
        return _answer(organisation.close_unit(code=code, actor=actor, reason=_reason(request)))


class ReopenUnit(APIView):
    @extend_schema(request=GivenReason, responses=shapes.UnitLine, summary="Open a closed unit again")
    def post(self, request: Request, code: str) -> Response:
        actor = administrator(request)
        return _answer(organisation.reopen_unit(code=code, actor=actor, reason=_reason(request)))


class OrganisationExport(FileView):
    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The organisation as a file; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = administrator(request)
        lines = organisation.tree(actor)
        with audited(actor=actor, reason="export"):
            record(kind="read", action="organisation_exported", body={"rows": len(lines)})
        rows = [_cells(line) for line in lines]
        return list_file("organisation", COLUMNS[lang()].split(","), rows, kind=request.query_params.get("format", ""))


def _answer(unit: Unit) -> Response:
    return Response(_line(organisation.line_of(unit)))


def _reason(request: Request) -> str:
    body = GivenReason(data=request.data)
    body.is_valid(raise_exception=True)
    return str(body.validated_data["reason"])


def _line(one: UnitLine) -> dict[str, Any]:
    unit = one.unit
    above = unit.parent.code if unit.parent else None
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": above, "is_open": unit.is_open,
            "staff": one.staff, "positions": one.positions}  # fmt: skip


def _cells(one: UnitLine) -> list[str]:
    unit = one.unit
    kind = KINDS[unit.kind][lang() == "en"]
    yes = ("是", "yes")[lang() == "en"]
    above = unit.parent.code if unit.parent else ""
    return [unit.code, unit.name, kind, above, yes if unit.is_open else "", str(one.staff), str(one.positions)]
