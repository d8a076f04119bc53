"""What exists, for pickers: units, groups, forms, service tasks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.people import role_name
from api.shapes import definitions, people
from api.shapes.pages import page_of, whole
from engine import queries, service_tasks
from people import queries as people_queries
from people.roles import ROLES


class UnitList(APIView):
    @extend_schema(responses=page_of(people.Unit), summary="The organisation")
    def get(self, request: Request) -> Response:
        return Response(whole([_unit(node) for node in people_queries.units()]))


def _unit(node: people_queries.UnitNode) -> dict[str, Any]:
    parent = str(node.parent) if node.parent else None
    return {"id": str(node.id), "code": node.code, "name": node.name, "kind": node.kind, "parent": parent}


class GroupList(APIView):
    @extend_schema(responses=page_of(people.Group), summary="Candidate groups: the roles")
    def get(self, request: Request) -> Response:
        return Response(whole([{"key": key, "name": role_name(key, lang())} for key in ROLES]))


class FormList(APIView):
    @extend_schema(responses=page_of(definitions.FormRef), summary="Forms of the newest definitions")
    def get(self, request: Request) -> Response:
        return Response(whole(queries.forms(actor_of(request), lang=lang())))


class ServiceTaskList(APIView):
    @extend_schema(responses=page_of(definitions.ServiceTask), summary="Functions that a service task may name")
    def get(self, request: Request) -> Response:
        return Response(whole(service_tasks.catalogue(lang())))
