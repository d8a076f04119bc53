"""Customers and the history of their fields."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.changes import as_changes
from api.errors import is_number, lang
from api.people import unit_id_of
from api.record_values import RecordValues
from api.refusals import Forbidden, NotFound
from api.shapes import registers as shapes
from api.shapes.pages import page_body, page_of, whole
from api.views.instances import list_arguments
from engine import queries as engine_queries
from engine.documents import queries as papers
from engine.queries import Page
from engine.queries.references import business_keys
from people.actors import Actor
from people.models import Unit
from registers import queries
from registers.statement import Posting, statement

NAMES = ("q", "category", "unit")


def reader(request: Request) -> Actor:
    """Somebody who may see customers."""
    actor = actor_of(request)
    if not actor.may("see_customers"):
        raise Forbidden
    return actor


class CustomerList(APIView):
    @extend_schema(
        parameters=[*(OpenApiParameter(n, str) for n in NAMES), OpenApiParameter("cursor", str)],
        responses=page_of(shapes.CustomerLine),
        summary="Search customers by name, pinyin initials, address, phone or number",
    )
    def get(self, request: Request) -> Response:
        actor, given = reader(request), request.query_params
        found = queries.customers(
            actor,
            q=given.get("q", ""),
            category=given.get("category", ""),
            unit_path=Unit.objects.get(pk=unit_id_of(given["unit"])).path if given.get("unit") else "",
            after=given.get("cursor", ""),
            page_size=list_arguments(request, (), "")["page_size"],
        )
        running = engine_queries.running_of_customers([row.id for row in found.results], actor)
        page = Page(
            results=[_line(row, running.get(str(row.id), 0)) for row in found.results],
            next=found.next_after,
            count=found.count,
            count_capped=found.count_capped,
        )
        return Response(page_body(request, page))


def _line(row: Any, running: int) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "name": row.name,
        "category": row.category_label,
        "grade": row.grade_label,
        "unit": {**row.unit, "id": str(row.unit["id"])},
        "phone": row.phone,
        "address": row.address,
        "open_instances": running,
    }


class CustomerDetail(APIView):
    @extend_schema(responses=shapes.CustomerDetail, summary="One customer with everything that belongs to it")
    def get(self, request: Request, customer_id: str) -> Response:
        actor = reader(request)
        found = queries.customer(_number(customer_id), actor, lang=lang())
        instances = engine_queries.instances_of_customer(customer_id, actor, lang=lang())
        documents = [d for i in instances for d in papers.documents_of(i["id"])]
        body = {f.name: getattr(found, f.name) for f in fields(found) if f.name != "instance_ids"}
        body |= {
            "id": str(found.id),
            "fields": _fields(found),
            "unit": {**found.unit, "id": str(found.unit["id"])},
            "meters": [_meter(m) for m in found.meters],
            "instances": instances,
            "documents": documents,
        }
        return Response(body)


def _fields(found: Any) -> list[dict[str, Any]]:
    """The customer's own fields, each also as people read it."""
    table = "registers_customer"
    opened_in = [f.value for f in found.fields if f.name == "opened_in" and f.value]
    words = RecordValues(lang() == "en", {}, business_keys(opened_in))
    return [asdict(f) | {"text": words.text(table, f.name, f.value)} for f in found.fields]


def _meter(meter: Any) -> dict[str, Any]:
    row = asdict(meter) if is_dataclass(meter) and not isinstance(meter, type) else dict(meter)
    return {**row, "id": str(row["id"]), "installation_id": str(row["installation_id"])}


def _number(text: str) -> int:
    if not is_number(text):
        raise NotFound
    return int(text)


class CustomerStatement(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(shapes.Posting),
        summary="A customer's postings, newest first, each with what is owed after it",
    )
    def get(self, request: Request, customer_id: str) -> Response:
        found = statement(
            _number(customer_id),
            reader(request),
            cursor=request.query_params.get("cursor", ""),
            page_size=list_arguments(request, (), "")["page_size"],
            lang=lang(),
        )
        known = business_keys(one.instance_id for one in found.results)
        rows = [_posting(one, known.get(one.instance_id, "")) for one in found.results]
        return Response(page_body(request, Page(results=rows, next=found.next)))


def _posting(posting: Posting, business_key: str) -> dict[str, Any]:
    return asdict(posting) | {
        "id": str(posting.id),
        "charge_id": _text(posting.charge_id),
        "business_key": business_key,
    }


def _text(key: int | None) -> str | None:
    return None if key is None else str(key)


class CustomerHistory(APIView):
    @extend_schema(
        responses=page_of(shapes.Change),
        summary="Every change of every field: old, new, who, when, in which task",
    )
    def get(self, request: Request, customer_id: str) -> Response:
        found = queries.customer_history(_number(customer_id), reader(request), lang=lang())
        return Response(whole(as_changes(found, lang())))
