"""Logging in and out, and who I am."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.refusals import CsrfFailed, WrongCredentials
from api.shapes import people as shapes
from engine import queries as engine_queries
from people import queries as people_queries
from people import sessions
from people.actors import actor_for
from people.commands import choose_language
from people.models import User


def me(user: User) -> dict[str, Any]:
    """The person behind the session: roles, rights, counts."""
    actor = actor_for(user)
    return people_queries.profile(user) | {
        "demo_mode": settings.DEMO,
        "counts": engine_queries.counts_for(actor),
    }


def _csrf_checked(request: Request) -> None:
    """Log-in is checked too: a stranger's page must not log a browser in."""
    from rest_framework.authentication import CSRFCheck

    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type,return-value]
    check.process_request(request._request)
    if check.process_view(request._request, None, (), {}):  # type: ignore[arg-type]
        raise CsrfFailed


class SessionView(APIView):
    authentication_classes = APIView.authentication_classes
    permission_classes = [AllowAny]

    @extend_schema(responses=shapes.SessionState, summary="CSRF token and whether somebody is logged in")
    def get(self, request: Request) -> Response:
        state: dict[str, Any] = {
            "csrf_token": get_token(request._request),
            "authenticated": request.user.is_authenticated,
            "demo_mode": settings.DEMO,
        }
        if settings.DEMO:
            state["demo_users"] = people_queries.demo_users()
        return Response(state)

    @extend_schema(request=shapes.LogIn, responses=shapes.Me, summary="Log in")
    def post(self, request: Request) -> Response:
        _csrf_checked(request)
        body = shapes.LogIn(data=request.data)
        body.is_valid(raise_exception=True)
        username, password = body.validated_data["username"], body.validated_data["password"]
        sessions.refuse_when_locked_out(username, ip=_ip(request))
        user = authenticate(request._request, username=username, password=password)
        if user is None:
            sessions.log_in_failed(username, ip=_ip(request))
            raise WrongCredentials
        login(request._request, user)
        sessions.logged_in(user, ip=_ip(request), request=request._request)
        return Response(me(user))  # type: ignore[arg-type]

    @extend_schema(responses={204: None}, summary="Log out")
    def delete(self, request: Request) -> Response:
        if request.user.is_authenticated:
            sessions.logged_out(request.user, ip=_ip(request))
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
        language = body.validated_data["language"]
        choose_language(language=language, actor=actor_of(request))
        request.user.language = language  # type: ignore[union-attr]
        return Response(me(request.user))  # type: ignore[arg-type]


def _ip(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
