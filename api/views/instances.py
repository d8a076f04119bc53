"""Process instances: start, look, cancel; what happened and with which values."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, lang, unreadable
from api.people import unit_id_of
from api.refusals import ApiRefusal
from api.shapes import instances as shapes
from api.shapes.pages import page_body, page_of, whole
from engine import commands, queries
from engine.documents import queries as papers
from people.actors import Actor
from registers.queries import customer_name

FILTERS = [
    OpenApiParameter("definition", str),
    OpenApiParameter("version", int, description="of the definition"),
    OpenApiParameter("state", str, enum=shapes.STATES),
    OpenApiParameter("q", str, description="in business key, title"),
    OpenApiParameter("started_by", str, description="me, or a user name"),
    OpenApiParameter("business_key", str),
    OpenApiParameter("unit", str),
    OpenApiParameter("priority", int, description="at least; instances that were given one"),
    OpenApiParameter("held", str, enum=["yes"], description="under legal hold; for who may place holds"),
    OpenApiParameter("ordering", str, enum=["-started_at", "started_at"]),
    OpenApiParameter("cursor", str),
    OpenApiParameter("page_size", int),
]
NAMES = ("definition", "version", "state", "q", "started_by", "business_key", "unit", "held", "priority")


def shown_instance(instance_id: int | str, actor: Actor) -> dict[str, Any]:
    """The instance with its customer's present name; without the customer where the actor may not see it."""
    body: dict[str, Any] = queries.process_instance(instance_id, actor, lang=lang())
    named = body["customer"]
    if named:
        name = customer_name(int(named["id"]), actor) if named["id"].isdecimal() else None
        body["customer"] = {"id": named["id"], "name": name} if name else None
    return body


class InstanceList(APIView):
    @extend_schema(
        parameters=FILTERS, responses=page_of(shapes.ProcessInstanceLine), summary="Instances that I may see"
    )
    def get(self, request: Request) -> Response:
        whole_number(request, "priority", 0)
        page = queries.process_instances(
            actor_of(request), lang=lang(), **list_arguments(request, NAMES, "-started_at")
        )
        return Response(page_body(request, page))

    @extend_schema(request=shapes.StartInstance, responses={201: shapes.ProcessInstance}, summary="Start an instance")
    def post(self, request: Request) -> Response:
        body = shapes.StartInstance(data=request.data)
        body.is_valid(raise_exception=True)
        actor, data = actor_of(request), body.validated_data
        started = commands.start_process_instance(
            definition=data["definition"],
            variables=data["variables"],
            business_key=data.get("business_key") or None,
            unit_id=unit_id_of(data["unit"]) if data.get("unit") else None,
            idempotency_key=request.headers.get("Idempotency-Key"),
            actor=actor,
        )
        return Response(shown_instance(started.id, actor), status=201)


def list_arguments(request: Request, names: tuple[str, ...], ordering: str) -> dict[str, Any]:
    """Filters, ordering, cursor and page size as the queries take them."""
    given = request.query_params
    size = whole_number(request, "page_size", 50)
    return {
        "filters": {n: given[n] for n in names if given.get(n)},
        "ordering": given.get("ordering") or ordering,
        "cursor": given.get("cursor") or None,
        "page_size": min(max(size, 1), 200),
    }


def whole_number(request: Request, name: str, default: int) -> int:
    """A number of the query string; raises `ApiRefusal` that names what cannot be read."""
    value = request.query_params.get(name, "")
    if value and not is_number(value):
        raise ApiRefusal([unreadable(f"/{name}", value)])
    return int(value) if value else default


class InstanceDetail(APIView):
    @extend_schema(responses=shapes.ProcessInstance, summary="One instance: where it is, what waits, its clocks")
    def get(self, request: Request, instance_id: str) -> Response:
        return Response(shown_instance(instance_id, actor_of(request)))


class InstanceTrace(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=page_of(shapes.TraceLine),
        summary="What happened, in order, with old and new values",
    )
    def get(self, request: Request, instance_id: str) -> Response:
        arguments = list_arguments(request, (), "seq")
        page = queries.trace_of(
            instance_id,
            actor_of(request),
            lang=lang(),
            cursor=arguments["cursor"],
            page_size=arguments["page_size"],
        )
        return Response(page_body(request, page))


class InstanceVariables(APIView):
    @extend_schema(responses=shapes.VariableList, summary="The variables that I may see")
    def get(self, request: Request, instance_id: str) -> Response:
        return Response({"variables": queries.variables_of(instance_id, actor_of(request), lang=lang())})


class VariableHistory(APIView):
    @extend_schema(responses=page_of(shapes.VariableVersion), summary="Every value that a variable had")
    def get(self, request: Request, instance_id: str, name: str) -> Response:
        return Response(whole(queries.variable_history(instance_id, name, actor_of(request), lang=lang())))


class InstanceBpmn(APIView):
    @extend_schema(responses={(200, "application/xml"): str}, summary="The diagram of the instance's version")
    def get(self, request: Request, instance_id: str) -> HttpResponse:
        xml = queries.instance_bpmn_xml(instance_id, actor_of(request))
        return HttpResponse(xml, content_type="application/xml")


class InstanceDocuments(APIView):
    @extend_schema(responses=page_of(shapes.Document), summary="The printed documents")
    def get(self, request: Request, instance_id: str) -> Response:
        queries.process_instance(instance_id, actor_of(request), lang=lang())
        return Response(whole(papers.documents_of(instance_id)))


class InstanceAttachments(APIView):
    @extend_schema(responses=page_of(shapes.Attachment), summary="The files that people added")
    def get(self, request: Request, instance_id: str) -> Response:
        queries.process_instance(instance_id, actor_of(request), lang=lang())
        return Response(whole(papers.attachments_of(instance_id)))


class CancelInstance(APIView):
    @extend_schema(request=shapes.Reason, responses=shapes.ProcessInstance, summary="Cancel, with the reason")
    def post(self, request: Request, instance_id: str) -> Response:
        body = shapes.Reason(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        commands.cancel_process_instance(instance_id=instance_id, actor=actor, reason=body.validated_data["reason"])
        return Response(shown_instance(instance_id, actor))
