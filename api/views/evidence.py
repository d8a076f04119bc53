"""The evidence behind the audit: proofs, the seal's state, and any record or instance as of any moment."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.changes import moment_from
from api.column_names import column_name
from api.errors import is_number, lang, unreadable
from api.record_values import record_values
from api.refusals import ApiRefusal, NotFound
from api.shapes import evidence as shapes
from api.views.audit import auditor
from engine.queries.readings import Reading, readings_of
from engine.queries.references import business_keys
from ledger import audited, queries, record
from ledger.changes import Change, FieldChange
from ledger.folding import watched
from ledger.labels import field_label, table_label
from ledger.sealing import verify, witness
from ledger.sealing.notes import root_in
from ledger.sealing.proofs import consistency, receipt
from ledger.status import status
from ledger.words import action_label

AT = OpenApiParameter("at", str, description="a moment or a day (its end); now without it")


class ChangeProof(APIView):
    @extend_schema(responses=shapes.Proof, summary="Where the event stands under the newest signed root")
    def get(self, request: Request, event_id: str) -> Response:
        auditor(request)
        found = receipt(_number("event_id", event_id))
        root = root_in(found.note)
        under = verify.Checkpoint(found.size, root)
        holds = found.body is not None and witness.inclusion_holds(
            found.body.encode(), found.index, under, list(found.proof)
        )
        body = {"id": event_id, "index": found.index, "size": found.size, "leaf": _text(found.leaf)}
        body |= {"proof": [_text(part) for part in found.proof], "root": _text(root), "checkpoint": found.note}
        return Response(body | {"body": found.body, "holds": holds})


class ConsistencyProof(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("old", int, required=True), OpenApiParameter("size", int)],
        responses=shapes.Consistency,
        summary="That the newer checkpoint continues the older one",
    )
    def get(self, request: Request) -> Response:
        auditor(request)
        given = request.query_params
        size = _number("size", given["size"]) if given.get("size") else None
        found = consistency(_number("old", given.get("old", "")), size)
        proof = [_text(part) for part in found.proof]
        return Response({"old": found.old, "size": found.size, "proof": proof, "checkpoint": found.note})


class EvidenceStatus(APIView):
    @extend_schema(responses=shapes.Evidence, summary="The seal, the witnesses, what is missing, and the walls")
    def get(self, request: Request) -> Response:
        auditor(request)
        found = status(timezone.now())
        gaps = [asdict(gap) | {"event_id": str(gap.event_id), "stream": str(gap.stream)} for gap in found.gaps]
        root = root_in(found.note).hex() if found.note else ""
        return Response(asdict(found) | {"gaps": gaps, "root": root})


class RecordState(APIView):
    @extend_schema(parameters=[AT], responses=shapes.PastRecord, summary="A record as of a moment")
    def get(self, request: Request, table: str, record: str) -> Response:
        moment = _at(request)
        state = queries.state_at(table, record, moment) if watched(table) else None
        if state is None and not watched(table):
            raise NotFound
        _viewed(request, table=table, record_id=record, at=moment)
        shown = _shown(table, record, moment, state or {})
        (named,) = queries.with_record_labels([shown])
        values = record_values([shown], lang())
        fields = [
            {
                "field": one.field,
                "label": column_name(one.label, one.field, english=values.english),
                "value": one.new,
                "text": values.text(table, one.field, one.new),
            }
            for one in shown.changes
        ]
        body = {"table": table, "table_label": shown.table_label, "record": record, "at": moment}
        return Response(body | {"record_label": named.record_label, "existed": state is not None, "fields": fields})


class InstanceStateView(APIView):
    @extend_schema(parameters=[AT], responses=shapes.PastInstance, summary="An instance's data as of a moment")
    def get(self, request: Request, instance_id: str) -> Response:
        moment = _at(request)
        _number("instance_id", instance_id)
        state = queries.instance_at(instance_id, moment)
        _viewed(request, instance_id=instance_id, at=moment)
        reading = readings_of([instance_id], lang()).get(instance_id) or Reading(False)
        variables = [
            {
                "field": name,
                "scope_id": scope,
                "label": reading.label(name),
                "value": value,
                "text": reading.text(name, value),
            }
            for (scope, name), value in sorted((state.variables if state else {}).items())
        ]
        body: dict[str, Any] = {"id": instance_id, "at": moment, "existed": state is not None, "variables": variables}
        body["business_key"] = business_keys([instance_id]).get(instance_id, "")
        body["last_action"] = action_label(state.action, lang()) if state else ""
        body |= {"last_actor": state.actor if state else "", "last_at": state.at if state else None}
        return Response(body)


def _shown(table: str, record: str, moment: dt.datetime, state: dict[str, Any]) -> Change:
    """The state as if it were one change, so that its values read like those of the list."""
    fields = tuple(FieldChange(n, field_label(table, n, lang()), None, value) for n, value in sorted(state.items()))
    return Change(
        id=0, at=moment, kind="row", action="", actor=None, on_behalf_of=None, instance="", user_task="",
        change_request="", table=table, table_label=table_label(table, lang()), record=record, changes=fields,
    )  # fmt: skip


def _at(request: Request) -> dt.datetime:
    auditor(request)
    return moment_from("at", request.query_params.get("at", ""), end=True) or timezone.now()


def _viewed(request: Request, *, at: dt.datetime, table: str = "", record_id: str = "", instance_id: str = "") -> None:
    with audited(actor=auditor(request)):
        record(
            kind="read", action="state_viewed", table=table, record=record_id, instance_id=instance_id, body={"at": at}
        )


def _number(name: str, given: str) -> int:
    if not is_number(given):
        raise ApiRefusal([unreadable(f"/{name}", given)])
    return int(given)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
