"""Return, withdraw, rewind, move, skip: what each would do, and doing it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.refusals import NoIdempotencyKey
from api.shapes import movement as shapes
from engine import commands, queries

KEY = [OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)]


def asked_body(request: Request, shape: type[Serializer]) -> dict[str, Any]:
    """The request's body as the shape reads it; a body that does not fit is refused with its fields."""
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def idempotency_key(request: Request) -> str:
    """The Idempotency-Key that the request must carry."""
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 200:
        raise NoIdempotencyKey
    return key


def _answer(moved: commands.Moved) -> Response:
    return Response({"instance": {"id": str(moved.instance_id), "state": moved.state}, "event_id": str(moved.event_id)})


class ReturnUserTask(APIView):
    @extend_schema(responses=shapes.MoveTargets, summary="Where it may be returned to, and what that would do")
    def get(self, request: Request, user_task_id: str) -> Response:
        return Response(queries.returns_of(user_task_id, actor_of(request), lang=lang()))

    @extend_schema(request=shapes.GoBack, responses=shapes.MovedAnswer, parameters=KEY, summary="Return it")
    def post(self, request: Request, user_task_id: str) -> Response:
        asked, key = asked_body(request, shapes.GoBack), idempotency_key(request)
        return _answer(
            commands.return_user_task(user_task_id=user_task_id, actor=actor_of(request), idempotency_key=key, **asked)
        )


class WithdrawCompletion(APIView):
    @extend_schema(responses=shapes.MovePreview, summary="What withdrawing my completion would do")
    def get(self, request: Request, user_task_id: str) -> Response:
        return Response(queries.withdrawal_of(user_task_id, actor_of(request), lang=lang()))

    @extend_schema(request=shapes.WithReason, responses=shapes.MovedAnswer, parameters=KEY, summary="Withdraw it")
    def post(self, request: Request, user_task_id: str) -> Response:
        asked, key = asked_body(request, shapes.WithReason), idempotency_key(request)
        return _answer(
            commands.withdraw_completion(
                user_task_id=user_task_id, actor=actor_of(request), idempotency_key=key, **asked
            )
        )


class RewindInstance(APIView):
    @extend_schema(responses=shapes.MoveTargets, summary="Where an operator may rewind it to")
    def get(self, request: Request, instance_id: str) -> Response:
        return Response(queries.rewinds_of(instance_id, actor_of(request), lang=lang()))

    @extend_schema(request=shapes.GoBack, responses=shapes.MovedAnswer, parameters=KEY, summary="Rewind it")
    def post(self, request: Request, instance_id: str) -> Response:
        asked, key = asked_body(request, shapes.GoBack), idempotency_key(request)
        return _answer(
            commands.rewind_process_instance(
                instance_id=instance_id, actor=actor_of(request), idempotency_key=key, **asked
            )
        )


class MoveTokens(APIView):
    @extend_schema(
        request=shapes.MoveRequest, responses=shapes.MoveAnswer, parameters=KEY, summary="Move tokens, or preview it"
    )
    def post(self, request: Request, instance_id: str) -> Response:
        asked = asked_body(request, shapes.MoveRequest)
        if asked.pop("preview"):
            where = {name: asked[name] for name in ("cancel", "enter")}
            return Response({"preview": queries.moves_of(instance_id, actor_of(request), lang=lang(), **where)})
        key = idempotency_key(request)
        return _answer(
            commands.move_tokens(instance_id=instance_id, actor=actor_of(request), idempotency_key=key, **asked)
        )


class SkipWork(APIView):
    @extend_schema(request=shapes.SkipRequest, responses=shapes.MovedAnswer, parameters=KEY, summary="Skip open work")
    def post(self, request: Request, instance_id: str) -> Response:
        asked, key = asked_body(request, shapes.SkipRequest), idempotency_key(request)
        return _answer(commands.skip(instance_id=instance_id, actor=actor_of(request), idempotency_key=key, **asked))
