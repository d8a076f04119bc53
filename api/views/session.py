"""Logging in and out, and who I am."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import CSRFCheck
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.people import demo_log_ins, profile, role_name
from api.refusals import CsrfFailed
from api.shapes import people as shapes
from engine import queries
from people import rights, sessions
from people.actors import Actor, actor_for
from people.commands import choose_language
from people.models import User
from people.session_store import FROM, UNFINISHED

BACKEND = "people.light_sessions.Backend"


def me(user: User) -> dict[str, Any]:
    """The person behind the session: roles, rights, counts."""
    actor = actor_for(user)
    return profile(user, lang()) | {
        "demo_mode": settings.DEMO,
        "counts": queries.counts_for(actor),
        "stands_in": [{"username": s.username, "full_name": s.full_name} for s in actor.stands_in],
        "emergencies": _alarms(actor),
    }


def _alarms(actor: Actor) -> list[dict[str, Any]]:
    """The emergencies in force: those of this person, all of them for administrators and auditors."""
    watches = actor.may("administer") or actor.may("audit")
    if not (watches or actor.emergency):
        return []
    seen = [e for e in rights.open_emergencies() if watches or e.user_id == actor.user_id]
    return [
        {
            "id": str(e.pk),
            "user": {"username": e.user.username, "full_name": e.user.full_name},
            "role": role_name(e.role_id or "", lang()),
            "ends_at": e.ends_at,
        }
        for e in seen
    ]


def _csrf_checked(request: Request) -> None:
    """Log-in is checked too: a stranger's page must not log a browser in."""
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]
    check.process_request(request._request)
    if check.process_view(request._request, None, (), {}):  # type: ignore[arg-type]
        raise CsrfFailed


def enter(request: HttpRequest, user: User) -> None:
    """The browser is the user's from now on; until what is unfinished is done, it may do that and nothing else."""
    login(request, user, backend=BACKEND)
    agent = request.headers.get("User-Agent", "")[:200]
    request.session[FROM] = [request.META.get("REMOTE_ADDR", ""), agent, timezone.now().isoformat()]
    if left := sessions.unfinished(user):
        request.session[UNFINISHED] = left


def finish(request: Request) -> None:
    """Lets the session go on to what is left, or to everything."""
    assert isinstance(request.user, User)
    left = sessions.unfinished(request.user)
    if left:
        request.session[UNFINISHED] = left
    else:
        request.session.pop(UNFINISHED, None)


class SessionView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=shapes.SessionState, summary="CSRF token and whether somebody is logged in")
    def get(self, request: Request) -> Response:
        state: dict[str, Any] = {
            "csrf_token": get_token(request._request),
            "authenticated": request.user.is_authenticated,
            "demo_mode": settings.DEMO,
            "single_sign_on": bool(settings.OIDC["client_id"]),
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
        enter(request._request, user)
        return Response(me(user) | {"unfinished": request.session.get(UNFINISHED, "")})

    @extend_schema(responses={204: None}, summary="Log out")
    def delete(self, request: Request) -> Response:
        if request.user.is_authenticated:
            sessions.log_out(user=request.user)
        logout(request._request)
        return Response(status=204)


class MeView(APIView):
    @extend_schema(responses=shapes.Me, summary="Who I am")
    def get(self, request: Request) -> Response:
        body = me(request.user)  # type: ignore[arg-type]
        return Response(body | {"unfinished": request.session.get(UNFINISHED, "")})

    @extend_schema(request=shapes.Language, responses=shapes.Me, summary="Choose my language")
    def patch(self, request: Request) -> Response:
        body = shapes.Language(data=request.data)
        body.is_valid(raise_exception=True)
        chosen = choose_language(language=body.validated_data["language"], actor=actor_of(request))
        return Response(me(chosen) | {"unfinished": request.session.get(UNFINISHED, "")})
