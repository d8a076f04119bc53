"""One act on many: order it, look how far it is, stop it; suspension of instances and definitions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.exporting import csv_file
from api.shapes import operations as shapes
from api.shapes.instances import ProcessInstance, Reason
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments, shown_instance
from engine import commands, queries
from engine.commands.batches import KINDS, MOST
from people.actors import Actor

COLUMNS = {
    "zh": "序号,对象,业务编号,标题,结果,代码,说明,时间",
    "en": "No.,Target,Business key,Title,Result,Code,Message,Time",
}


class BatchList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("cursor", str)], responses=page_of(shapes.Batch), summary="Batches, newest first"
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, (), "")
        page = queries.batches(actor_of(request), cursor=arguments["cursor"], page_size=arguments["page_size"])
        return Response(page_body(request, page))

    @extend_schema(
        request=shapes.StartBatch,
        responses={202: shapes.BatchDetail},
        summary="Order one act on many; the workers carry it out row by row",
    )
    def post(self, request: Request) -> Response:
        body = shapes.StartBatch(data=request.data)
        body.is_valid(raise_exception=True)
        actor, data = actor_of(request), body.validated_data
        pk = commands.start_batch(
            kind=data["kind"],
            targets=_targets(data, actor),
            actor=actor,
            reason=data["reason"],
            parameters=data.get("parameters"),
        )
        return Response(queries.batch(pk, actor), status=202)


def _targets(data: dict[str, Any], actor: Actor) -> list[int]:
    if "ids" in data:
        return [int(pk) for pk in data["ids"]]
    if "filter" not in data:
        return []
    find = queries.incident_ids if KINDS[data["kind"]].of == "incident" else queries.instance_ids
    return find(actor, filters=data["filter"], most=MOST)


class BatchDetail(APIView):
    @extend_schema(responses=shapes.BatchDetail, summary="How far a batch is")
    def get(self, request: Request, batch_id: str) -> Response:
        return Response(queries.batch(batch_id, actor_of(request)))


class BatchRows(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=queries.ROW_STATES), OpenApiParameter("cursor", str)],
        responses=page_of(shapes.BatchRow),
        summary="What came of each row",
    )
    def get(self, request: Request, batch_id: str) -> Response:
        arguments = list_arguments(request, ("state",), "")
        page = queries.batch_rows(
            batch_id,
            actor_of(request),
            state=arguments["filters"].get("state", ""),
            cursor=arguments["cursor"],
            page_size=arguments["page_size"],
            lang=lang(),
        )
        return Response(page_body(request, page))


class BatchExport(APIView):
    @extend_schema(responses={(200, "text/csv"): bytes}, summary="Every row with its result as a file")
    def get(self, request: Request, batch_id: str) -> HttpResponse:
        rows = queries.batch_rows(batch_id, actor_of(request), page_size=MOST, lang=lang()).results
        names = ("position", "target", "business_key", "title", "state", "code", "message", "done_at")
        return csv_file(f"batch-{batch_id}", COLUMNS[lang()].split(","), [[row[n] for n in names] for row in rows])


class StopBatch(APIView):
    @extend_schema(request=Reason, responses=shapes.BatchDetail, summary="Do not carry out the rows that still wait")
    def post(self, request: Request, batch_id: str) -> Response:
        actor = actor_of(request)
        commands.stop_batch(batch_id=batch_id, actor=actor, reason=_reason(request))
        return Response(queries.batch(batch_id, actor))


class SuspendInstance(APIView):
    @extend_schema(request=Reason, responses=ProcessInstance, summary="Let an instance stand still")
    def post(self, request: Request, instance_id: str) -> Response:
        actor = actor_of(request)
        commands.suspend_process_instance(instance_id=instance_id, actor=actor, reason=_reason(request))
        return Response(shown_instance(instance_id, actor))


class ResumeInstance(APIView):
    @extend_schema(request=Reason, responses=ProcessInstance, summary="Let a suspended instance go on")
    def post(self, request: Request, instance_id: str) -> Response:
        actor = actor_of(request)
        commands.resume_process_instance(instance_id=instance_id, actor=actor, reason=_reason(request))
        return Response(shown_instance(instance_id, actor))


class HoldInstance(APIView):
    @extend_schema(request=Reason, responses=ProcessInstance, summary="Put under legal hold: retention leaves it alone")
    def post(self, request: Request, instance_id: str) -> Response:
        actor = actor_of(request)
        commands.place_legal_hold(instance_id=instance_id, actor=actor, reason=_reason(request))
        return Response(shown_instance(instance_id, actor))


class LiftHold(APIView):
    @extend_schema(request=Reason, responses=ProcessInstance, summary="Lift the legal hold")
    def post(self, request: Request, instance_id: str) -> Response:
        actor = actor_of(request)
        commands.lift_legal_hold(instance_id=instance_id, actor=actor, reason=_reason(request))
        return Response(shown_instance(instance_id, actor))


class SuspendDefinition(APIView):
    @extend_schema(
        request=shapes.SuspendDefinition,
        responses=shapes.DefinitionChanged,
        summary="No new starts, and what runs stands still",
    )
    def post(self, request: Request, key: str) -> Response:
        return _changed(request, key, commands.suspend_definition)


class ResumeDefinition(APIView):
    @extend_schema(
        request=shapes.SuspendDefinition, responses=shapes.DefinitionChanged, summary="It starts and goes on again"
    )
    def post(self, request: Request, key: str) -> Response:
        return _changed(request, key, commands.resume_definition)


def _changed(request: Request, key: str, command: Any) -> Response:
    body = shapes.SuspendDefinition(data=request.data)
    body.is_valid(raise_exception=True)
    data = body.validated_data
    changed = command(key=key, actor=actor_of(request), reason=data["reason"], version=data.get("version"))
    return Response(
        {"versions": list(changed.versions), "batch": None if changed.batch_id is None else str(changed.batch_id)}
    )


def _reason(request: Request) -> str:
    body = Reason(data=request.data)
    body.is_valid(raise_exception=True)
    return str(body.validated_data["reason"])
