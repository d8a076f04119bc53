"""The registers: lists, records, their history and consumption."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.changes import as_changes, moment_from
from api.errors import is_number, lang
from api.people import unit_id_of
from api.record_values import RecordValues
from api.refusals import NotFound
from api.shapes import register_lists as shapes
from api.shapes.pages import page_body, page_of, whole
from api.shapes.registers import Change
from api.views.instances import list_arguments
from engine.queries import Page
from engine.queries.references import business_keys
from people.models import Unit
from registers import consumption, listing, lives, record_pages
from registers.catalogue import ListColumn, columns, field_at, title, word
from registers.listing import Asked
from registers.lists import LISTS, Listed

_OWN = frozenset({"q", "unit", "sort", "cursor", "page_size", "lang"})


class RegisterCatalogue(APIView):
    @extend_schema(responses=page_of(shapes.RegisterRef), summary="The registers that the reader may list")
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        found = [listed for listed in LISTS.values() if listing.may_list(actor, listed)]
        body = [
            {"key": one.key, "title": title(one, lang()), "group": one.group, "columns": _columns(columns(one, lang()))}
            for one in found
        ]
        return Response(whole(body))


def asked_of(request: Request, page_size: int, others: Collection[str] = ()) -> Asked:
    """What the address asks of a list: every parameter but the list's own and the `others` is a filter."""
    given = {name: str(text) for name, text in request.query_params.items() if name not in others}
    return asked_by(given, page_size)


def asked_by(given: Mapping[str, str], page_size: int = 0) -> Asked:
    """The same of parameters that do not stand in the address."""
    unit = given.get("unit", "")
    return Asked(
        q=given.get("q", "").strip(),
        filters={name: str(text) for name, text in given.items() if name not in _OWN and text},
        unit_path=Unit.objects.get(pk=unit_id_of(unit)).path if unit else "",
        sort=given.get("sort", ""),
        cursor=given.get("cursor", ""),
        page_size=page_size,
    )


class RecordList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("q", "unit", "sort", "cursor")],
        responses=page_of(shapes.RecordRow),
        summary="A register's records; each filterable column is a parameter of its own",
    )
    def get(self, request: Request, register: str) -> Response:
        asked = asked_of(request, list_arguments(request, (), "")["page_size"])
        found = listing.records(actor_of(request), register, asked, lang=lang())
        page = Page(
            results=rows_of(LISTS[register], found.results),
            next=found.next,
            count=found.count,
            count_capped=found.count_capped,
        )
        return Response(page_body(request, page))


def rows_of(listed: Listed, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the words of their choices and the customer they belong to."""
    choosing = {name: field for name in listed.columns if (field := field_at(listed.model, name)).flatchoices}
    return [
        {
            "id": str(row["id"]),
            "values": {name: row[name] for name in listed.columns if name in row},
            "texts": {n: word(field, row[n], lang()) for n, field in choosing.items() if row.get(n)},
            "customer_id": next((str(row[name]) for name in row if name.endswith("customer_id")), None),
        }
        for row in rows
    ]


def _columns(found: Iterable[ListColumn]) -> list[dict[str, Any]]:
    return [
        {**asdict(column), "choices": [{"value": value, "label": label} for value, label in column.choices]}
        for column in found
    ]


class RecordDetail(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("at", str, description="a day (its end) or a moment: the fields as of then")],
        responses=shapes.RecordDetail,
        summary="One record with everything that hangs on it; as of a moment its own fields alone",
    )
    def get(self, request: Request, register: str, record_id: str) -> Response:
        at = moment_from("at", request.query_params.get("at", ""), end=True)
        found = record_pages.register_record(register, _number(record_id), actor_of(request), at=at, lang=lang())
        table = LISTS[register].model._meta.db_table
        opened = [str(f.value) for f in found.fields if f.name.endswith("_in") and f.value]
        words = RecordValues(lang() == "en", {}, business_keys(opened))
        related = [
            {
                **{f.name: getattr(one, f.name) for f in fields(one)},
                "columns": _columns(one.columns),
                "rows": rows_of(LISTS[one.key], one.rows),
            }
            for one in found.related
        ]
        return Response(
            {
                "key": found.key,
                "id": str(found.id),
                "title": found.title,
                "name": found.name,
                "fields": [asdict(f) | {"text": words.text(table, f.name, f.value)} for f in found.fields],
                "links": [asdict(link) | {"id": str(link.id)} for link in found.links],
                "related": related,
                "at": found.at,
                "existed": found.existed,
            }
        )


class RecordHistory(APIView):
    @extend_schema(responses=page_of(Change), summary="Every change of the record's fields")
    def get(self, request: Request, register: str, record_id: str) -> Response:
        found = record_pages.register_history(register, _number(record_id), actor_of(request), lang=lang())
        return Response(whole(as_changes(found, lang())))


class RecordConsumption(APIView):
    @extend_schema(responses=page_of(shapes.MonthUsed), summary="Gas used month by month, in m³")
    def get(self, request: Request, register: str, record_id: str) -> Response:
        found = consumption.consumption(register, _number(record_id), actor_of(request))
        return Response(whole([asdict(month) for month in found]))


class MeterLife(APIView):
    @extend_schema(responses=page_of(shapes.LifeStage), summary="What befell a meter, oldest first")
    def get(self, request: Request, record_id: str) -> Response:
        found = lives.life_of(_number(record_id), actor_of(request))
        known = business_keys(one.instance_id for one in found)
        return Response(whole([_stage(one, known.get(one.instance_id, "")) for one in found]))


def _stage(stage: lives.Stage, business_key: str) -> dict[str, Any]:
    return asdict(stage) | {"supply_point_id": _text(stage.supply_point_id), "business_key": business_key}


def _text(key: int | None) -> str | None:
    return None if key is None else str(key)


def _number(text: str) -> int:
    if not is_number(text):
        raise NotFound
    return int(text)
