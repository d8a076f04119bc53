"""Proposed changes of register data: what may be proposed, what is open, proposing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, lang, unreadable
from api.refusals import ApiRefusal
from api.shapes import changes as shapes
from processes.data_change.proposing import Overlay, propose
from registers import proposals

RECORD = [OpenApiParameter(name, str, required=True) for name in ("table", "record")]


def _record(request: Request) -> tuple[str, int]:
    table, record = (request.query_params.get(name, "") for name in ("table", "record"))
    if not is_number(record):
        raise ApiRefusal([unreadable("/record", record)])
    return table, int(record)


def _shown(view: proposals.ChangeView) -> dict[str, Any]:
    return asdict(view)


class ChangeRequestList(APIView):
    @extend_schema(
        parameters=RECORD, responses=shapes.ChangeRequestShape(many=True), summary="The open proposals for a record"
    )
    def get(self, request: Request) -> Response:
        table, record = _record(request)
        found = proposals.open_requests_of(table, record, actor_of(request), lang=lang())
        return Response([_shown(view) for view in found])

    @extend_schema(
        request=shapes.Proposal,
        responses={201: shapes.ProposedShape},
        summary="Propose changes; starts the process that decides",
    )
    def post(self, request: Request) -> Response:
        body = shapes.Proposal(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        proposed = propose(
            overlays=[Overlay(one["table"], one["record_id"], one["changes"]) for one in data["overlays"]],
            kind=data["kind"],
            reason=data["reason"],
            effective_on=data.get("effective_on"),
            papers=data.get("papers") or (),
            actor=actor_of(request),
        )
        return Response(
            {
                "request_ids": list(proposed.request_ids),
                "instance_id": str(proposed.instance_id),
                "business_key": proposed.business_key,
            },
            status=201,
        )


class ChangeRequestDetail(APIView):
    @extend_schema(responses=shapes.ChangeRequestShape, summary="One proposal, each field old and new")
    def get(self, request: Request, request_id: str) -> Response:
        if not is_number(request_id):
            raise ApiRefusal([unreadable("/request_id", request_id)])
        return Response(_shown(proposals.change_request(int(request_id), actor_of(request), lang=lang())))


class ProposableFields(APIView):
    @extend_schema(
        parameters=RECORD,
        responses=shapes.ProposableFieldShape(many=True),
        summary="The fields of a record that I may propose to change",
    )
    def get(self, request: Request) -> Response:
        table, record = _record(request)
        found = proposals.proposable_fields(table, record, actor_of(request), lang=lang())
        return Response(
            [
                {**asdict(field), "choices": [{"value": value, "label": label} for value, label in field.choices]}
                for field in found
            ]
        )
