"""Calls from other systems."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.shapes import outside as shapes
from engine.outside.webhooks import receive_webhook


class ReceiveWebhook(APIView):
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        parameters=[
            OpenApiParameter("X-Timestamp", str, OpenApiParameter.HEADER, description="seconds since 1970"),
            OpenApiParameter(
                "X-Signature", str, OpenApiParameter.HEADER,
                description='hexadecimal HMAC-SHA256 of timestamp + "." + body with the shared secret',
            ),
        ],
        request=OpenApiTypes.OBJECT,
        responses=shapes.WebhookTaken,
        summary="A signed call that becomes a message",
    )  # fmt: skip
    def post(self, request: Request, name: str) -> Response:
        taken = receive_webhook(
            name=name,
            timestamp=request.headers.get("X-Timestamp", ""),
            signature=request.headers.get("X-Signature", ""),
            body=request._request.body,
        )
        return Response({"status": taken.status})
