"""Lists of instances and of done tasks as files; each export is recorded as a read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from api.authentication import actor_of
from api.errors import lang
from api.files import FileView, list_file
from api.refusals import Forbidden
from api.views import instances, user_tasks
from api.views.instances import list_arguments, whole_number
from engine import queries
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

EXPORT_LIMIT = 10_000
FORMAT = OpenApiParameter("format", str, enum=["csv", "xlsx"])
INSTANCE_COLUMNS = {
    "zh": "编号,业务编号,标题,流程,版本,状态,优先级,单位,发起人,发起时间,结束时间",
    "en": "Id,Business key,Title,Process,Version,State,Priority,Unit,Started by,Started at,Ended at",
}
DONE_COLUMNS = {
    "zh": "任务编号,任务,客户/项目,业务编号,流程,单位,结果,办理人,代,到达时间,到期时间,办结时间,轮次",
    "en": "Task,Name,Subject,Business key,Process,Unit,Outcome,Done by,For,Created at,Due at,Completed at,Round",
}


def recorded(actor: Actor, action: str, filters: dict[str, Any], rows: int) -> None:
    """The ledger has who took which list out, with how many rows."""
    with audited(actor=actor, reason="export"):
        record(kind="read", action=action, body={"filters": filters, "rows": rows})


class InstanceExport(FileView):
    @extend_schema(
        parameters=[*instances.FILTERS[:-2], FORMAT],
        responses={(200, "text/csv"): bytes},
        summary="The filtered instances as a file, 10,000 at the most; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of(request)
        if not any(actor.may(right) for right in ("see_instances", "audit", "administer")):
            raise Forbidden
        whole_number(request, "priority", 0)
        given = list_arguments(request, instances.NAMES, "-started_at") | {"page_size": EXPORT_LIMIT, "cursor": None}
        found = queries.process_instances(actor, lang=lang(), **given).results
        recorded(actor, "instances_exported", given["filters"], len(found))
        rows = [_instance(row) for row in found]
        return list_file("instances", INSTANCE_COLUMNS[lang()].split(","), rows, kind=_kind(request))


class DoneExport(FileView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in user_tasks.NAMES[:-1]] + [FORMAT],
        responses={(200, "text/csv"): bytes},
        summary="What I did as a file, 10,000 at the most; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = actor_of(request)
        whole_number(request, "priority", 0)
        given = list_arguments(request, user_tasks.NAMES, "-created_at") | {"page_size": EXPORT_LIMIT, "cursor": None}
        found = queries.user_tasks_for(actor, view="done", lang=lang(), **given).results
        recorded(actor, "done_tasks_exported", given["filters"], len(found))
        rows = [_done(row) for row in found]
        return list_file("done", DONE_COLUMNS[lang()].split(","), rows, kind=_kind(request))


def _kind(request: Request) -> str:
    return str(request.query_params.get("format", "csv"))


def _instance(row: dict[str, Any]) -> list[str]:
    return _texts(
        row["id"], row["business_key"], row["title"], row["definition"]["name"], row["definition"]["version"],
        row["state"], row["priority"], (row["unit"] or {}).get("name"), (row["started_by"] or {}).get("full_name"),
        row["started_at"], row["ended_at"],
    )  # fmt: skip


def _done(row: dict[str, Any]) -> list[str]:
    return _texts(
        row["id"], row["name"], row["subject"] or row["instance"]["title"], row["instance"]["business_key"],
        row["definition"]["name"], (row["unit"] or {}).get("name"), row["outcome"],
        (row["completed_by"] or {}).get("full_name"), (row["behalf"] or {}).get("full_name"), row["created_at"],
        row["due_at"], row["completed_at"], row["round"],
    )  # fmt: skip


def _texts(*cells: Any) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]
