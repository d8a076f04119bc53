"""Logging in and out, and who I am."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import CSRFCheck
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.people import demo_log_ins, profile
from api.refusals import CsrfFailed
from api.shapes import people as shapes
from engine import queries
from people import sessions
from people.actors import actor_for
from people.commands import choose_language
from people.models import User

BACKEND = "people.light_sessions.Backend"


def me(user: User) -> dict[str, Any]:
    """The person behind the session: roles, rights, counts."""
    return profile(user, lang()) | {"demo_mode": settings.DEMO, "counts": queries.counts_for(actor_for(user))}


def _csrf_checked(request: Request) -> None:
    """Log-in is checked too: a stranger's page must not log a browser in."""
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]
    check.process_request(request._request)
    if check.process_view(request._request, None, (), {}):  # type: ignore[arg-type]
        raise CsrfFailed


class SessionView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=shapes.SessionState, summary="CSRF token and whether somebody is logged in")
    def get(self, request: Request) -> Response:
        state: dict[str, Any] = {
            "csrf_token": get_token(request._request),
            "authenticated": request.user.is_authenticated,
            "demo_mode": settings.DEMO,
        }
        if settings.DEMO:
            state["demo_users"] = demo_log_ins(lang())
        return Response(state)

    @extend_schema(request=shapes.LogIn, responses=shapes.Me, summary="Log in")
    def post(self, request: Request) -> Response:
        _csrf_checked(request)
        body = shapes.LogIn(data=request.data)
        body.is_valid(raise_exception=True)
        user = sessions.log_in(**body.validated_data)
        login(request._request, user, backend=BACKEND)
        return Response(me(user))

    @extend_schema(responses={204: None}, summary="Log out")
    def delete(self, request: Request) -> Response:
        if request.user.is_authenticated:
            sessions.log_out(user=request.user)
        logout(request._request)
        return Response(status=204)


class MeView(APIView):
    @extend_schema(responses=shapes.Me, summary="Who I am")
    def get(self, request: Request) -> Response:
        return Response(me(request.user))  # type: ignore[arg-type]

    @extend_schema(request=shapes.Language, responses=shapes.Me, summary="Choose my language")
    def patch(self, request: Request) -> Response:
        body = shapes.Language(data=request.data)
        body.is_valid(raise_exception=True)
        chosen = choose_language(language=body.validated_data["language"], actor=actor_of(request))
        return Response(me(chosen))
