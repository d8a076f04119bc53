"""Adding a signer to a running countersign."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes import signing as shapes
from api.views.movement import KEY, asked_body, idempotency_key
from engine import commands, queries


class AddSigner(APIView):
    @extend_schema(responses=shapes.Signers, summary="Who signs this round, and whom one may add")
    def get(self, request: Request, user_task_id: str) -> Response:
        return Response(queries.signers_for(user_task_id, actor_of(request), lang=lang()))

    @extend_schema(
        request=shapes.AddSigner, responses=shapes.SignerAnswer, parameters=KEY, summary="Add a signer, or preview it"
    )
    def post(self, request: Request, user_task_id: str) -> Response:
        asked = asked_body(request, shapes.AddSigner)
        actor, who = actor_of(request), {name: asked[name] for name in ("role", "username")}
        if asked["preview"]:
            return Response({"preview": queries.signer_preview(user_task_id, actor, lang=lang(), **who)})
        added = commands.add_signer(
            user_task_id=user_task_id,
            actor=actor,
            reason=asked["reason"],
            idempotency_key=idempotency_key(request),
            **who,
        )
        task = None if added.user_task_id is None else str(added.user_task_id)
        return Response({"user_task_id": task, "event_id": str(added.event_id)})
