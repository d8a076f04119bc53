"""Messages and signals from outside."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.refusals import Forbidden
from api.shapes import outside
from api.shapes import user_tasks as shapes
from api.shapes.pages import page_body, page_of
from api.views.instances import list_arguments
from engine import commands
from engine.outside.queries import received_messages
from people.actors import Actor


def _sender(request: Request) -> Actor:
    actor = actor_of(request)
    if not actor.may("send_messages"):
        raise Forbidden
    return actor


class MessageList(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("status", str, enum=outside.MESSAGE_STATES),
            OpenApiParameter("q", str, description="in name, correlation key"),
            OpenApiParameter("cursor", str),
        ],
        responses=page_of(outside.ReceivedMessage),
        summary="Messages received: what became of each, those that nobody fetched in time too",
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, ("status", "q"), "-received_at")
        return Response(page_body(request, received_messages(_sender(request), **arguments)))

    @extend_schema(request=shapes.Message, responses=shapes.Delivered, summary="Deliver a message by name and key")
    def post(self, request: Request) -> Response:
        actor = _sender(request)
        body = shapes.Message(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        delivered = commands.deliver_message(
            name=data["name"],
            correlation_key=data["correlation_key"],
            variables=data["variables"],
            message_id=data.get("message_id"),
            keep_seconds=data.get("keep_seconds"),
            actor=actor,
        )
        return Response({"status": delivered.status, "instance": delivered.instance_id})


class SignalList(APIView):
    @extend_schema(request=shapes.Signal, responses={202: shapes.Queued}, summary="Broadcast a signal")
    def post(self, request: Request) -> Response:
        actor = _sender(request)
        body = shapes.Signal(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        queued = commands.broadcast_signal(name=data["name"], variables=data["variables"], actor=actor)
        return Response({"queued": queued}, status=202)
