"""Collection files for the bank: chosen, written, downloaded again, canceled, and what the bank answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang, unreadable
from api.exchanged import attachment_file, collection_row_view, collection_view, wish_of
from api.exporting import csv_file
from api.files import FileView
from api.refusals import ApiRefusal
from api.shapes import exchange as shapes
from api.shapes.instances import Reason
from api.shapes.pages import page_body, page_of, whole
from api.views.imports import number
from exchange import collecting, listing
from exchange.models import Collection, CollectionRow
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.models import today

FILTERS = [
    OpenApiParameter(name, str) for name in ("q", "bank", "state", "made_on_from", "made_on_until", "sort", "cursor")
]
HEADS = {
    "zh": "批次号,开户银行,文件日期,笔数,金额,已扣款,已扣笔数,失败笔数,待回盘,状态,SHA-256,制作人,制作时间",
    "en": "Batch,Bank,Date,Rows,Total,Collected,Rows collected,Rows failed,Rows waiting,State,SHA-256,Made by,Made at",
}


class DueAtBanks(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("due_from", str), OpenApiParameter("due_until", str)],
        responses=page_of(shapes.DueAtBank),
        summary="What could be collected at each bank in a period",
    )
    def get(self, request: Request) -> Response:
        period = {name: _day(request, name) for name in ("due_from", "due_until")}
        found = collecting.banks(actor=actor_of(request), **period)
        return Response(whole([{"bank": one.bank, "count": one.count, "total": f"{one.total:.2f}"} for one in found]))


def _day(request: Request, name: str) -> Any:
    from django.utils.dateparse import parse_date

    given = request.query_params.get(name, "")
    try:
        day = parse_date(given) if given else None
    except ValueError:
        day = None
    if given and day is None:
        raise ApiRefusal([unreadable(f"/{name}", given)])
    return day


class CollectionList(APIView):
    @extend_schema(parameters=FILTERS, responses=page_of(shapes.Collection), summary="Collection files")
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        page = listing.collections(actor, wish_of(request))
        page.results[:] = _views(page.results, actor)
        return Response(page_body(request, page))

    @extend_schema(
        request=shapes.NewCollection,
        responses={201: shapes.Collection},
        summary="A new file of what one bank shall collect; a charge that another file waits for is left out",
    )
    def post(self, request: Request) -> Response:
        body = shapes.NewCollection(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        batch = collecting.choose(**body.validated_data, made_on=today(), actor=actor)
        batch = collecting.write(collection_id=batch.pk, actor=actor)
        return Response(_views([batch], actor)[0], status=201)


def _views(batches: list[Collection], actor: Actor) -> list[dict[str, Any]]:
    rows = CollectionRow.objects.filter(collection__in=[batch.pk for batch in batches]).values("collection")
    counted = rows.annotate(
        collected=Sum("collected"),
        done=Count("pk", filter=Q(result="00")),
        failed=Count("pk", filter=~Q(result="") & ~Q(result="00")),
        waiting=Count("pk", filter=Q(waiting=True)),
    )
    counts: dict[int, dict[str, Any]] = {row["collection"]: {**row} for row in counted}
    return [collection_view(batch, counts.get(batch.pk, {}), actor) for batch in batches]


class CollectionExport(FileView):
    @extend_schema(parameters=FILTERS, responses={(200, "text/csv"): bytes}, summary="The list as a file")
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of(request)
        found = _views(listing.all_collections(actor, wish_of(request)), actor)
        with audited(actor=actor):
            body = {"asked": request.query_params.dict(), "rows": len(found)}
            record(kind="read", action="collections_exported", table="exchange_collection", body=body)
        names = ("batch_no", "bank", "made_on", "row_count", "total", "collected", "collected_count", "failed_count",
                 "waiting_count", "state", "digest", "made_by", "made_at")  # fmt: skip
        rows = [[_plain(one[name]) for name in names] for one in found]
        return csv_file("collections", HEADS[lang()].split(","), rows)


def _plain(value: Any) -> Any:
    return value["full_name"] if isinstance(value, dict) else value


class CollectionDetail(APIView):
    @extend_schema(responses=shapes.Collection, summary="One collection file")
    def get(self, request: Request, collection_id: str) -> Response:
        actor = actor_of(request)
        return Response(_views([listing.visible_collection(number(collection_id), actor)], actor)[0])


class CollectionRows(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("q", "result", "cursor")],
        responses=page_of(shapes.CollectionRow),
        summary="What the bank was asked for and what it answered",
    )
    def get(self, request: Request, collection_id: str) -> Response:
        actor = actor_of(request)
        page = listing.collection_rows(number(collection_id), actor, wish_of(request))
        page.results[:] = [collection_row_view(row, actor) for row in page.results]
        return Response(page_body(request, page))


class CollectionContent(APIView):
    @extend_schema(responses={(200, "application/octet-stream"): bytes}, summary="The file for the bank, again")
    def get(self, request: Request, collection_id: str) -> HttpResponse:
        name, content = collecting.download(collection_id=number(collection_id), actor=actor_of(request))
        return attachment_file(name, content, "application/octet-stream")


class CancelCollection(APIView):
    @extend_schema(request=Reason, responses=shapes.Collection, summary="The file is not sent; its charges are free")
    def post(self, request: Request, collection_id: str) -> Response:
        body = Reason(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        reason = body.validated_data["reason"]
        batch = collecting.cancel(collection_id=number(collection_id), actor=actor, reason=reason)
        return Response(_views([batch], actor)[0])
