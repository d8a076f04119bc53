"""For operators: incidents, one by one or as a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.files import FileView, list_file
from api.refusals import Forbidden
from api.shapes import instances as instance_shapes
from api.shapes import operations as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from engine import commands, queries
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

NAMES = ("definition", "state", "q", "code", "element", "instance")
FILTERS = [
    OpenApiParameter("definition", str),
    OpenApiParameter("state", str, enum=["open", "resolved", "any"]),
    OpenApiParameter("q", str, description="in message, element, business key, title"),
    OpenApiParameter("code", str),
    OpenApiParameter("element", str),
    OpenApiParameter("instance", str),
    OpenApiParameter("ordering", str, enum=["-created_at", "created_at", "-attempts", "attempts"]),
]
EXPORT_LIMIT = 10_000
COLUMNS = {
    "zh": "编号,发生时间,代码,环节,说明,尝试次数,流程,业务编号,标题,处理时间,处理人,处理结果",
    "en": "Id,Since,Code,Element,Message,Attempts,Process,Business key,Title,Resolved at,Resolved by,Resolution",
}


def operator(request: Request) -> Actor:
    """Somebody who may repair."""
    actor = actor_of(request)
    if not actor.may("retry_incidents"):
        raise Forbidden
    return actor


class IncidentList(APIView):
    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=page_of(shapes.IncidentLine),
        summary="Open incidents, the newest first",
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, NAMES, "-created_at")
        return Response(page_body(request, queries.incidents(operator(request), lang=lang(), **arguments)))


class IncidentExport(FileView):
    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The filtered list as a file; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = operator(request)
        arguments = list_arguments(request, NAMES, "-created_at") | {"page_size": EXPORT_LIMIT, "cursor": None}
        found = queries.incidents(actor, lang=lang(), **arguments).results
        with audited(actor=actor, reason="export"):
            body = {"filters": arguments["filters"], "rows": len(found)}
            record(kind="read", action="incidents_exported", body=body)
        rows = [["" if cell is None else str(cell) for cell in _cells(incident)] for incident in found]
        return list_file("incidents", COLUMNS[lang()].split(","), rows, kind=request.query_params.get("format", "csv"))


def _cells(incident: dict[str, Any]) -> list[Any]:
    instance = incident.get("instance") or {"business_key": "", "title": "", "definition": {"name": ""}}
    return [
        incident["id"], incident["created_at"], incident["code"], incident["element_name"], incident["message"],
        incident["attempts"], instance["definition"]["name"], instance["business_key"], instance["title"],
        incident["resolved_at"], incident["resolved_by"], incident["resolution"],
    ]  # fmt: skip


class IncidentDetail(APIView):
    @extend_schema(responses=shapes.IncidentDetail, summary="One incident with its stack")
    def get(self, request: Request, incident_id: str) -> Response:
        return _shown(incident_id, operator(request))


class RetryIncident(APIView):
    @extend_schema(
        request=instance_shapes.RetryIncident, responses=shapes.IncidentDetail, summary="Try again, with the reason"
    )
    def post(self, request: Request, incident_id: str) -> Response:
        actor, data = operator(request), _given(request, instance_shapes.RetryIncident)
        commands.retry_incident(
            incident_id=incident_id, actor=actor, reason=data["reason"], variables=data.get("variables")
        )
        return _shown(incident_id, actor)


class SkipIncident(APIView):
    @extend_schema(
        request=shapes.SkipIncident,
        responses=shapes.IncidentDetail,
        summary="The element counts as done, with the given outputs",
    )
    def post(self, request: Request, incident_id: str) -> Response:
        actor, data = operator(request), _given(request, shapes.SkipIncident)
        commands.skip_incident(incident_id=incident_id, actor=actor, reason=data["reason"], outputs=data.get("outputs"))
        return _shown(incident_id, actor)


class MoveIncident(APIView):
    @extend_schema(
        request=shapes.MoveIncident, responses=shapes.IncidentDetail, summary="Its token goes on at another element"
    )
    def post(self, request: Request, incident_id: str) -> Response:
        actor, data = operator(request), _given(request, shapes.MoveIncident)
        commands.move_incident(incident_id=incident_id, actor=actor, reason=data["reason"], to=data["to"])
        return _shown(incident_id, actor)


def _given(request: Request, shape: type[instance_shapes.Reason]) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _shown(incident_id: str, actor: Actor) -> Response:
    return Response(queries.incident(incident_id, actor, lang=lang()))
