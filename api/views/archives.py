"""Bundles of months that left the database, for auditors."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes import archives as shapes
from api.shapes.pages import page_body, page_of, whole
from api.views.instances import list_arguments
from engine import queries


class ArchiveList(APIView):
    @extend_schema(responses=page_of(shapes.ArchiveBundle), summary="Bundles in the server's archive folder")
    def get(self, request: Request) -> Response:
        return Response(whole(queries.archives(actor_of(request))))


class ArchiveInstances(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("q", "cursor")] + [OpenApiParameter("page_size", int)],
        responses=shapes.OpenedBundle,
        summary="Open a bundle: its digests are proven first, then its instances are listed",
    )
    def get(self, request: Request, name: str) -> Response:
        given = list_arguments(request, ("q",), "")
        found, page = queries.archive_instances(
            name, actor_of(request), q=given["filters"].get("q", ""), cursor=given["cursor"],
            page_size=given["page_size"], lang=lang(),
        )  # fmt: skip
        return Response(page_body(request, page) | {"bundle": found})


class ArchiveInstance(APIView):
    @extend_schema(responses=shapes.ArchivedInstance, summary="One instance of a bundle, with trace and variables")
    def get(self, request: Request, name: str, instance_id: str) -> Response:
        return Response(queries.archive_instance(name, instance_id, actor_of(request), lang=lang()))
