"""Migration: two versions side by side, and one instance moved or tried; many go through a batch."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes import migrations as shapes
from api.views.instances import whole_number
from engine import commands, queries


class MigrationBetween(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("from", int, required=True), OpenApiParameter("to", int, required=True)],
        responses=shapes.MigrationBetween,
        summary="Where the elements of one version are in another, as suggested",
    )
    def get(self, request: Request, key: str) -> Response:
        versions = {name: whole_number(request, name, 0) for name in ("from", "to")}
        found = queries.migration_between(
            key, actor_of(request), from_version=versions["from"], to_version=versions["to"]
        )
        return Response(found)


class MigrateInstance(APIView):
    @extend_schema(
        request=shapes.MigrateInstance,
        responses=shapes.Verdict,
        summary="Move one instance to another version, or try it with dry_run",
    )
    def post(self, request: Request, instance_id: str) -> Response:
        body = shapes.MigrateInstance(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        given = {"instance_id": instance_id, "to_version": data["to"], "mapping": data.get("mapping") or {}}
        actor = actor_of(request)
        if data.get("dry_run"):
            verdict = commands.try_migration(**given, actor=actor)
        else:
            verdict = commands.migrate_process_instance(**given, actor=actor, reason=data["reason"])
        return Response(
            {
                "state": verdict.state,
                "obstacles": [
                    {"element_id": o.element_id, "kind": o.kind, "message": o.en if lang() == "en" else o.zh}
                    for o in verdict.obstacles
                ],
                "forms": [change.text(lang()) for change in verdict.forms],
            }
        )
