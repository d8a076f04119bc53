"""Suspected faults out of readings, alarms and the calendar: looked for, started as replacements, dismissed."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.exchanged import suspicion_view, wish_of
from api.exporting import csv_file
from api.files import FileView
from api.people import unit_id_of
from api.shapes import exchange as shapes
from api.shapes.pages import page_body, page_of
from exchange import listing, suspicions
from exchange.finding import order_search
from ledger.context import audited
from ledger.recording import record
from people.models import Unit

FILTERS = [
    OpenApiParameter(name, str)
    for name in ("q", "rule", "state", "unit", "category", "seen_at_from", "seen_at_until", "sort", "cursor")
]
HEADS = {
    "zh": "疑点,表号,客户,地址,单位,依据,现象时间,状态,换表流程,处理人,处理说明",
    "en": "Suspicion,Meter,Customer,Address,Unit,Figures,Seen at,State,Replacement,Decided by,Note",
}


class SuspicionList(APIView):
    @extend_schema(
        parameters=FILTERS, responses=page_of(shapes.Suspicion), summary="Meters that may be faulty or are due"
    )
    def get(self, request: Request) -> Response:
        page = listing.suspicions(actor_of(request), wish_of(request))
        page.results[:] = [suspicion_view(row) for row in page.results]
        return Response(page_body(request, page))


class SuspicionExport(FileView):
    @extend_schema(parameters=FILTERS, responses={(200, "text/csv"): bytes}, summary="The list as a file")
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of(request)
        found = [suspicion_view(row) for row in listing.all_suspicions(actor, wish_of(request))]
        with audited(actor=actor):
            body = {"asked": request.query_params.dict(), "rows": len(found)}
            record(kind="read", action="suspicions_exported", table="exchange_suspicion", body=body)
        rows = [
            [
                row["rule_label"], row["serial"], row["customer_name"], row["address"], row["unit"]["name"],
                row["figures"], row["seen_at"].isoformat(), row["state"], row["instance_id"],
                (row["decided_by"] or {}).get("full_name"), row["note"],
            ]
            for row in found
        ]  # fmt: skip
        return csv_file("suspicions", HEADS[lang()].split(","), rows)


class StartReplacements(APIView):
    @extend_schema(
        request=shapes.StartReplacements,
        responses=shapes.StartedReplacements,
        summary="Start a meter replacement for each; not twice for a meter with an open one",
    )
    def post(self, request: Request) -> Response:
        body = shapes.StartReplacements(data=request.data)
        body.is_valid(raise_exception=True)
        ids = [int(pk) for pk in body.validated_data["ids"]]
        reason = body.validated_data.get("reason") or ""
        done = suspicions.start_replacements(ids=ids, actor=actor_of(request), reason=reason)
        return Response({"results": [_result(one) for one in done]})


def _result(one: suspicions.Result) -> dict[str, object]:
    return {
        "id": str(one.suspicion_id),
        "state": one.state,
        "instance_id": one.instance_id or None,
        "business_key": one.business_key,
        "code": one.code,
        "message": one.en if lang() == "en" else one.zh,
    }


class DismissSuspicions(APIView):
    @extend_schema(
        request=shapes.IdsWithNote, responses=shapes.Handled, summary="No fault: they come back with a newer sign only"
    )
    def post(self, request: Request) -> Response:
        body = shapes.IdsWithNote(data=request.data)
        body.is_valid(raise_exception=True)
        ids = [int(pk) for pk in body.validated_data["ids"]]
        count = suspicions.dismiss(ids=ids, actor=actor_of(request), note=body.validated_data["note"])
        return Response({"count": count})


class SearchSuspicions(APIView):
    @extend_schema(
        request=shapes.SearchSuspicions,
        responses={202: shapes.Handled},
        summary="Let a worker look through the readings of a unit",
    )
    def post(self, request: Request) -> Response:
        body = shapes.SearchSuspicions(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        asked = body.validated_data.get("unit", "")
        if asked:
            units = [unit_id_of(asked)]
        else:
            units = list(Unit.objects.filter(path__in=actor.paths(suspicions.PERMISSION)).values_list("pk", flat=True))
        if not units:
            raise listing.MayNotHandle
        for unit in units:
            order_search(unit_id=unit, actor=actor)
        return Response({"count": len(units)}, status=202)
