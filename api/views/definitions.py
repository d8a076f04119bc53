"""Process definitions: the catalogue, their files, deployment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import finding, lang, unreadable
from api.refusals import ApiRefusal, Forbidden, TooLarge
from api.rendering import JSONParser
from api.shapes import definitions as shapes
from api.shapes.pages import page_of, whole
from api.shapes.problems import Problem
from api.views.instances import whole_number
from engine import commands, queries

VERSION = OpenApiParameter("version", int, description="a version number; the newest when absent")


def version_of(request: Request) -> int | None:
    """The version asked for, None for the newest."""
    return whole_number(request, "version", 0) or None


class DefinitionList(APIView):
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(
        parameters=[OpenApiParameter("may_start", bool)],
        responses=page_of(shapes.ProcessDefinition),
        summary="The newest version of every definition",
    )
    def get(self, request: Request) -> Response:
        rows = queries.definitions(actor_of(request), lang=lang())
        if request.query_params.get("may_start") == "true":
            rows = [r for r in rows if r["may_start"]]
        return Response(whole(rows))

    @extend_schema(
        request={"application/json": shapes.Deployment, "multipart/form-data": shapes.Deployment},
        responses={201: shapes.Deployed, 200: shapes.Deployed, 422: OpenApiResponse(Problem)},
        summary="Deploy a definition with its decisions and forms, or try it with dry_run",
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        if not actor.may("deploy"):
            raise Forbidden
        files, comment, dry_run = _uploaded(request) if request.FILES else _posted(request)
        deployed = commands.deploy_definition(files=files, actor=actor, comment=comment, dry_run=dry_run)
        body = {
            "key": deployed.key,
            "version": deployed.version,
            "digest": deployed.digest,
            "findings": [finding(f) for f in deployed.findings],
            "unchanged": deployed.unchanged,
        }
        return Response(body, status=200 if dry_run or deployed.unchanged else 201)


def _posted(request: Request) -> tuple[dict[str, bytes], str, bool]:
    body = shapes.Deployment(data=request.data)
    body.is_valid(raise_exception=True)
    files = {name: text.encode() for name, text in body.validated_data["files"].items()}
    return files, body.validated_data["comment"], body.validated_data["dry_run"]


def _uploaded(request: Request) -> tuple[dict[str, bytes], str, bool]:
    uploads = [*request.FILES.getlist("file"), *request.FILES.getlist("files")]
    if sum(u.size or 0 for u in uploads) > 10_000_000:
        raise TooLarge([{"field": "/files", "code": "too_large", "message": "≤ 10 MB"}])
    if not uploads:
        raise ApiRefusal([unreadable("/file", ", ".join(request.FILES))])
    files = {str(u.name): u.read() for u in uploads}
    dry_run = str(request.POST.get("dry_run", "")).lower() in {"1", "true"}
    return files, str(request.POST.get("comment", "")).replace("\0", ""), dry_run


class DefinitionDetail(APIView):
    @extend_schema(parameters=[VERSION], responses=shapes.ProcessDefinitionDetail, summary="One definition")
    def get(self, request: Request, key: str) -> Response:
        body: dict[str, Any] = queries.definition(key, actor_of(request), version=version_of(request), lang=lang())
        body["findings"] = [finding(f) for f in body.get("findings", ())]
        return Response(body)


class DefinitionVersions(APIView):
    @extend_schema(responses=page_of(shapes.DefinitionVersion), summary="All versions, the newest first")
    def get(self, request: Request, key: str) -> Response:
        return Response(whole(queries.versions(key, actor_of(request))))


class DefinitionBpmn(APIView):
    @extend_schema(parameters=[VERSION], responses={(200, "application/xml"): str}, summary="The diagram's XML")
    def get(self, request: Request, key: str) -> HttpResponse:
        xml = queries.bpmn_xml(key, actor_of(request), version=version_of(request))
        return HttpResponse(xml, content_type="application/xml")


class DefinitionFiles(APIView):
    @extend_schema(parameters=[VERSION], responses=shapes.Files, summary="Every file of a version as text")
    def get(self, request: Request, key: str) -> Response:
        files = queries.files(key, actor_of(request), version=version_of(request))
        return Response({"files": {name: _text(data) for name, data in files.items()}})


def _text(data: bytes | str) -> str:
    return data if isinstance(data, str) else data.decode("utf-8", "replace")


class DefinitionStartForm(APIView):
    @extend_schema(responses=shapes.Form, summary="The form that starts an instance")
    def get(self, request: Request, key: str) -> Response:
        return Response(queries.start_form(key, actor_of(request), lang=lang()))
