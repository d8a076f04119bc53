"""Customers and the history of their fields."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import Forbidden
from api.shapes import registers as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from engine import queries as engine_queries
from engine.documents import queries as papers
from people.actors import Actor
from registers import queries

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
        actor = reader(request)
        page = queries.customers(actor, lang=lang(), **list_arguments(request, NAMES, "number"))
        return Response(page_body(request, page))


class CustomerDetail(APIView):
    @extend_schema(responses=shapes.CustomerDetail, summary="One customer with everything that belongs to it")
    def get(self, request: Request, customer_id: str) -> Response:
        actor = reader(request)
        body = queries.customer(customer_id, actor, lang=lang())
        instances = engine_queries.instances_of_customer(customer_id, actor, lang=lang())
        documents = [d for i in instances for d in papers.documents_of(i["id"])]
        return Response(body | {"instances": instances, "documents": documents})


class CustomerHistory(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("cursor", str)],
        responses=page_of(shapes.Change),
        summary="Every change of every field: old, new, who, when, in which task",
    )
    def get(self, request: Request, customer_id: str) -> Response:
        actor = reader(request)
        page = queries.customer_history(
            customer_id, actor, lang=lang(), cursor=request.query_params.get("cursor") or None
        )
        return Response(page_body(request, page))
