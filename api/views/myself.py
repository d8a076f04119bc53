"""What everybody may see to themselves: password, log-ins, authenticator, substitutes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.accounts import substitute
from api.authentication import actor_of
from api.errors import is_number, lang
from api.people import unit_ref
from api.refusals import NotFound
from api.shapes import rights as shapes
from api.shapes.pages import page_of, whole
from api.views.session import finish
from people import commands, second_factor, sessions
from people.models import RecoveryCode, Substitute, User, today
from people.refusals import NotWhole
from people.roles import ROLES


def _user(request: Request) -> User:
    return cast(User, request.user)


class MyPassword(APIView):
    @extend_schema(request=shapes.ChangePassword, responses={204: None}, summary="Change my password")
    def post(self, request: Request) -> Response:
        body = shapes.ChangePassword(data=request.data)
        body.is_valid(raise_exception=True)
        user = _user(request)
        sessions.change_password(user=user, keep=request.session.session_key or "", **body.validated_data)
        update_session_auth_hash(request._request, user)
        finish(request)
        return Response(status=204)


class MySessions(APIView):
    @extend_schema(responses=page_of(shapes.OpenSession), summary="Where I am logged in")
    def get(self, request: Request) -> Response:
        found = sessions.sessions_of(_user(request), current_key=request.session.session_key or "")
        return Response(whole([asdict(one) for one in found]))

    @extend_schema(responses={204: None}, summary="End all my other log-ins")
    def delete(self, request: Request) -> Response:
        sessions.end_sessions(
            username=_user(request).username, actor=actor_of(request), keep=request.session.session_key or ""
        )
        return Response(status=204)


class MySession(APIView):
    @extend_schema(responses={204: None}, summary="End one of my log-ins")
    def delete(self, request: Request, session_id: str) -> Response:
        user = _user(request)
        if not sessions.end_sessions(username=user.username, actor=actor_of(request), session_id=session_id):
            raise NotFound
        return Response(status=204)


class MySecondFactor(APIView):
    @extend_schema(responses=shapes.SecondFactorState, summary="Whether I have an authenticator")
    def get(self, request: Request) -> Response:
        user = _user(request)
        return Response(
            {
                "confirmed": second_factor.has_one(user),
                "needed": second_factor.is_needed(user),
                "recovery_codes_left": RecoveryCode.objects.filter(user=user).count(),
            }
        )

    @extend_schema(request=None, responses={201: shapes.Enrolment}, summary="A secret for a new authenticator")
    def post(self, request: Request) -> Response:
        return Response(asdict(second_factor.begin(_user(request))), status=201)

    @extend_schema(request=shapes.Code, responses=shapes.RecoveryCodes, summary="Confirm it with its first code")
    def put(self, request: Request) -> Response:
        body = shapes.Code(data=request.data)
        body.is_valid(raise_exception=True)
        codes = second_factor.confirm(_user(request), body.validated_data["code"])
        finish(request)
        return Response({"codes": codes})


class SubstituteList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("scope", str, enum=["mine", "all"])],
        responses=page_of(shapes.Substitute),
        summary="Who stands in for me and for whom I stand in; all of them for administrators",
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = Substitute.objects.select_related("absent", "substitute").order_by("-valid_until", "-pk")
        if request.query_params.get("scope") != "all" or not actor.may("administer"):
            rows = rows.filter(Q(absent_id=actor.user_id) | Q(substitute_id=actor.user_id))
        return Response(whole([substitute(row, actor, lang()) for row in rows[:500]]))

    @extend_schema(request=shapes.AppointSubstitute, responses={201: shapes.Substitute}, summary="Appoint one")
    def post(self, request: Request) -> Response:
        body = shapes.AppointSubstitute(data=request.data)
        body.is_valid(raise_exception=True)
        actor, given = actor_of(request), dict(body.validated_data)
        given["absent"] = given["absent"] or actor.username
        _check(given)
        row = commands.appoint_substitute(actor=actor, **given)
        return Response(substitute(row, actor, lang()), status=201)


def _check(given: dict[str, Any]) -> None:
    for name in ("absent", "substitute"):
        if not User.objects.filter(username=given[name], is_active=True).exists():
            raise NotWhole(name)
    if given["absent"] == given["substitute"]:
        raise NotWhole("substitute")
    if given["valid_until"] < max(today(), given["valid_from"]):
        raise NotWhole("valid_until")
    if set(given["roles"]) - set(ROLES):
        raise NotWhole("roles")


class SubstituteDetail(APIView):
    @extend_schema(responses={204: None}, summary="End a substitution at once")
    def delete(self, request: Request, substitute_id: str) -> Response:
        actor = actor_of(request)
        mine = Q(absent_id=actor.user_id) | Q(substitute_id=actor.user_id)
        rows = Substitute.objects.all() if actor.may("administer") else Substitute.objects.filter(mine)
        row = rows.filter(pk=int(substitute_id)).first() if is_number(substitute_id) else None
        if row is None:
            raise NotFound
        commands.end_substitute(substitute_id=row.pk, actor=actor)
        return Response(status=204)


class PersonList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("q", str)],
        responses=page_of(shapes.Person),
        summary="Colleagues by name: the first twenty",
    )
    def get(self, request: Request) -> Response:
        q = request.query_params.get("q", "").strip()
        rows = User.objects.filter(is_active=True).filter(Q(username__icontains=q) | Q(full_name__icontains=q))
        found = rows.select_related("unit").order_by("username")[:20]
        people = [{"username": u.username, "full_name": u.full_name, "unit": unit_ref(u.unit)} for u in found]
        return Response(whole(people))
