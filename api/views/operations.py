"""For operators: incidents."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import Forbidden
from api.shapes import instances as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from engine import commands, queries
from people.actors import Actor

NAMES = ("definition", "state", "q")


def operator(request: Request) -> Actor:
    """Somebody who may repair."""
    actor = actor_of(request)
    if not actor.may("retry_incidents"):
        raise Forbidden
    return actor


class IncidentList(APIView):
    @extend_schema(
        parameters=[*(OpenApiParameter(n, str) for n in NAMES), OpenApiParameter("cursor", str)],
        responses=page_of(shapes.Incident),
        summary="Open incidents, the newest first",
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, NAMES, "-created_at")
        return Response(page_body(request, queries.incidents(operator(request), lang=lang(), **arguments)))


class RetryIncident(APIView):
    @extend_schema(request=shapes.RetryIncident, responses=shapes.Incident, summary="Try again, with the reason")
    def post(self, request: Request, incident_id: str) -> Response:
        actor = operator(request)
        body = shapes.RetryIncident(data=request.data)
        body.is_valid(raise_exception=True)
        commands.retry_incident(
            incident_id=incident_id,
            actor=actor,
            reason=body.validated_data["reason"],
            variables=body.validated_data.get("variables"),
        )
        return Response(queries.incident(incident_id, actor, lang=lang()))
