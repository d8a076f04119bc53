"""A person's notifications; for administrators the outbox and the machines' credentials."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.shapes import outside as shapes
from api.shapes.instances import Reason
from api.shapes.pages import page_body, page_of, whole
from api.views.instances import list_arguments
from engine.outside import credentials, queries
from engine.outside.reading import read_notifications

DISPATCH_NAMES = ("channel", "state", "q", "instance")


class NotificationList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("unread", bool), OpenApiParameter("cursor", str)],
        responses=page_of(shapes.Notification),
        summary="My notifications, the newest first",
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, ("unread",), "-created_at")
        return Response(page_body(request, queries.notifications_for(actor_of(request), **arguments)))


class UnreadNotifications(APIView):
    @extend_schema(responses=shapes.UnreadNotifications, summary="How many of my notifications are unread")
    def get(self, request: Request) -> Response:
        return Response(queries.unread_notifications(actor_of(request)))


class ReadNotifications(APIView):
    @extend_schema(
        request=shapes.ReadNotifications,
        responses=shapes.UnreadNotifications,
        summary="Mark notifications as read: those named, or all of mine",
    )
    def post(self, request: Request) -> Response:
        body = shapes.ReadNotifications(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        read_notifications(ids=body.validated_data.get("ids"), actor=actor)
        return Response(queries.unread_notifications(actor))


class DispatchList(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("channel", str, enum=["email", "sms", "wecom", "http"]),
            OpenApiParameter("state", str, enum=["TRYING", "SENT", "KEPT"]),
            OpenApiParameter("q", str, description="in subject, business key"),
            OpenApiParameter("instance", str),
            OpenApiParameter("ordering", str, enum=["-begun_at", "begun_at"]),
            OpenApiParameter("cursor", str),
        ],
        responses=page_of(shapes.Dispatch),
        summary="What left the house, or waits in the outbox",
    )
    def get(self, request: Request) -> Response:
        arguments = list_arguments(request, DISPATCH_NAMES, "-begun_at")
        return Response(page_body(request, queries.dispatches(actor_of(request), **arguments)))


class CredentialList(APIView):
    @extend_schema(responses=page_of(shapes.Credential), summary="Credentials of workers outside")
    def get(self, request: Request) -> Response:
        return Response(whole(credentials.credentials(actor_of(request))))

    @extend_schema(
        request=shapes.MakeCredential,
        responses={201: shapes.MadeCredential},
        summary="Make a credential; its token once",
    )
    def post(self, request: Request) -> Response:
        body = shapes.MakeCredential(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        made, token = credentials.make_credential(
            name=data["name"],
            topics=data["topics"],
            days=data.get("days"),
            reason=data["reason"],
            actor=actor_of(request),
        )
        return Response({**made, "token": token}, status=201)


class RevokeCredential(APIView):
    @extend_schema(request=Reason, responses=shapes.Credential, summary="The credential opens nothing any more")
    def post(self, request: Request, credential_id: str) -> Response:
        body = Reason(data=request.data)
        body.is_valid(raise_exception=True)
        revoked = credentials.revoke_credential(
            credential_id=credential_id, actor=actor_of(request), reason=body.validated_data["reason"]
        )
        return Response(revoked)
