"""The inbox: lists, forms, drafts and the verbs of a user task."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import guarded, lang, problem_response, unparsed, unreadable
from api.refusals import ApiRefusal, NoIdempotencyKey
from api.rendering import dumps, loads
from api.shapes import definitions as form_shapes
from api.shapes import user_tasks as shapes
from api.shapes.pages import page_body
from api.views.instances import list_arguments, whole_number
from engine import commands, queries

VIEWS = ("mine", "group", "done")
ORDERINGS = ["due_at", "-due_at", "created_at", "-created_at", "priority", "-priority"]
NAMES = ("definition", "element", "unit", "due", "kind", "q", "instance", "priority")
FILTERS = [
    OpenApiParameter("view", str, enum=list(VIEWS)),
    *(OpenApiParameter(name, str) for name in NAMES[:-1]),
    OpenApiParameter("priority", int, description="at least"),
    OpenApiParameter("ordering", str, enum=ORDERINGS[:5]),
    OpenApiParameter("cursor", str),
    OpenApiParameter("page_size", int),
    OpenApiParameter("with_counts", bool),
]


class UserTaskList(APIView):
    @extend_schema(parameters=FILTERS, responses=shapes.UserTaskPage, summary="My inbox, my groups' or what I did")
    def get(self, request: Request) -> Response:
        view = request.query_params.get("view", "mine")
        if view not in VIEWS:
            raise ApiRefusal([unreadable("/view", view)])
        ordering = request.query_params.get("ordering", "due_at")
        if ordering not in ORDERINGS:
            raise ApiRefusal([unreadable("/ordering", ordering)])
        whole_number(request, "priority", 0)
        actor = actor_of(request)
        default = "-created_at" if view == "done" else "due_at"
        page = queries.user_tasks_for(actor, view=view, lang=lang(), **list_arguments(request, NAMES, default))
        body = page_body(request, page)
        if request.query_params.get("with_counts") == "true":
            body["counts"] = queries.counts_for(actor)
        return Response(body)


class UserTaskDetail(APIView):
    @extend_schema(responses=shapes.UserTaskDetail, summary="One user task")
    def get(self, request: Request, user_task_id: str) -> Response:
        actor = actor_of(request)
        body = queries.user_task(user_task_id, actor, lang=lang())
        return Response(body | {"may": body["may"] | queries.offers_of(user_task_id, actor)})


class UserTaskForm(APIView):
    @extend_schema(responses=form_shapes.Form, summary="Its form: schema, data and my rights on each field")
    def get(self, request: Request, user_task_id: str) -> Response:
        return Response(queries.form_for(user_task_id, actor_of(request), lang=lang()))


class UserTaskDraft(APIView):
    @extend_schema(request=shapes.Draft, responses=form_shapes.DraftState, summary="Keep what is typed, unchecked")
    def put(self, request: Request, user_task_id: str) -> Response:
        body = shapes.Draft(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data["data"]
        saved_at = commands.save_draft(user_task_id=user_task_id, actor=actor_of(request), data=data)
        return Response({"saved_at": saved_at})

    @extend_schema(responses={204: None}, summary="Throw the draft away")
    def delete(self, request: Request, user_task_id: str) -> Response:
        commands.discard_draft(user_task_id=user_task_id, actor=actor_of(request))
        return Response(status=204)


class ClaimUserTask(APIView):
    @extend_schema(request=None, responses=shapes.UserTask, summary="Take it from the group")
    def post(self, request: Request, user_task_id: str) -> Response:
        actor = actor_of(request)
        commands.claim_user_task(user_task_id=user_task_id, actor=actor)
        return Response(queries.user_task(user_task_id, actor, lang=lang()))


class UnclaimUserTask(APIView):
    @extend_schema(request=None, responses=shapes.UserTask, summary="Give it back to the group")
    def post(self, request: Request, user_task_id: str) -> Response:
        actor = actor_of(request)
        commands.unclaim_user_task(user_task_id=user_task_id, actor=actor)
        return Response(queries.user_task(user_task_id, actor, lang=lang()))


class AssignUserTask(APIView):
    @extend_schema(request=shapes.Assign, responses=shapes.UserTask, summary="Give it to a candidate")
    def post(self, request: Request, user_task_id: str) -> Response:
        body = shapes.Assign(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        to = body.validated_data["username"]
        commands.assign_user_task(user_task_id=user_task_id, to_username=to, actor=actor)
        return Response(queries.user_task(user_task_id, actor, lang=lang()))


class CompleteUserTask(APIView):
    """Only the schema of the plain view below; the hot path goes past DRF."""

    @extend_schema(
        request=shapes.Complete,
        responses=shapes.Completed,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)],
        summary="Complete with the form's variables; the same key gives the same answer again",
    )
    def post(self, request: Request, user_task_id: str) -> Response:
        raise NotImplementedError


@csrf_protect
@guarded
def complete_user_task(request: HttpRequest, user_task_id: str) -> HttpResponse:
    """Completes a user task: one transaction, then the answer."""
    if request.method != "POST":
        return _only_posted()
    if not request.user.is_authenticated:
        return problem_response("not_authenticated")
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 200:
        raise NoIdempotencyKey
    actor = actor_of(request)
    completed = commands.complete_user_task(
        user_task_id=user_task_id, actor=actor, variables=_variables(request.body), idempotency_key=key
    )
    body = queries.completion(completed, actor, lang=lang())
    return HttpResponse(dumps(body), content_type="application/json")


def _only_posted() -> HttpResponse:
    response = problem_response("method_not_allowed")
    response["Allow"] = "POST"
    return response


def _variables(body: bytes) -> dict[str, Any]:
    try:
        data = loads(body or b"{}")
    except (ValueError, RecursionError) as e:
        raise ApiRefusal([unparsed(str(e))]) from e
    variables = data.get("variables", {}) if isinstance(data, dict) else None
    if not isinstance(variables, dict):
        raise ApiRefusal([unreadable("/variables", str(variables))])
    return variables
