"""For administrators: accounts, their positions and log-ins; changes of rights, proposed and decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.accounts import account, account_detail, rights_change
from api.authentication import actor_of
from api.errors import is_number, lang, unreadable
from api.files import FileView, list_file
from api.refusals import ApiRefusal, Forbidden, NotFound
from api.shapes import rights as shapes
from api.shapes.pages import page_body, page_of
from engine.queries import Page
from ledger import audited, record
from people import accounts, commands, rights, second_factor, sessions
from people.actors import Actor
from people.models import RightsChange, User

NAMES = ("q", "unit", "role", "state")
FILTERS = [
    *(OpenApiParameter(n, str) for n in ("q", "unit", "role")),
    OpenApiParameter("state", str, enum=["active", "disabled", "unused", "locked"]),
    OpenApiParameter("ordering", str, enum=[sign + name for name in accounts.ORDERINGS for sign in ("", "-")]),
]
PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)]
COLUMNS = {
    "zh": "账号,姓名,单位,角色,启用,锁定,二次验证,最近使用,创建时间,90 天未用",
    "en": "user name,full name,unit,roles,active,locked,second factor,last used,created,unused for 90 days",
}
EXPORT_LIMIT = 10_000


def administrator(request: Request) -> Actor:
    """Somebody who may administer some unit."""
    actor = actor_of(request)
    if not actor.may("administer"):
        raise Forbidden
    return actor


def _filters(request: Request) -> dict[str, str]:
    return {n: request.query_params[n] for n in NAMES if request.query_params.get(n)}


def _number(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name) or str(default)
    if not is_number(given):
        raise ApiRefusal([unreadable(f"/{name}", given)])
    return int(given)


def _account(actor: Actor, username: str) -> User:
    user = accounts.within(actor).filter(username=username).first()
    if user is None:
        raise NotFound
    return user


class AccountList(APIView):
    @extend_schema(parameters=[*FILTERS, *PAGING], responses=page_of(shapes.Account), summary="Accounts")
    def get(self, request: Request) -> Response:
        start, size = _number(request, "cursor", 0), min(200, max(1, _number(request, "page_size", 50)))
        ordering = request.query_params.get("ordering", "username")
        actor = administrator(request)
        found = accounts.accounts(actor, filters=_filters(request), ordering=ordering, start=start, size=size)
        page = Page(
            results=[account(user, lang()) for user in found.rows],
            next=str(found.next) if found.next else None,
            count=found.count,
        )
        return Response(page_body(request, page))

    @extend_schema(request=shapes.OpenAccount, responses={201: shapes.OncePassword}, summary="Open an account")
    def post(self, request: Request) -> Response:
        actor = administrator(request)
        body = shapes.OpenAccount(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        user, once = commands.open_account(actor=actor, unit_code=given.pop("unit"), **given)
        return Response({"username": user.username, "password": once}, status=201)


class AccountExport(FileView):
    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("format", str, enum=["csv", "xlsx"])],
        responses={(200, "text/csv"): bytes},
        summary="The filtered accounts as a file; the export is recorded",
    )
    def get(self, request: Request) -> HttpResponse:
        actor = administrator(request)
        ordering = request.query_params.get("ordering", "username")
        found = accounts.accounts(actor, filters=_filters(request), ordering=ordering, size=EXPORT_LIMIT)
        with audited(actor=actor, reason="export"):
            record(kind="read", action="accounts_exported", body={"filters": _filters(request), "rows": found.count})
        rows = [_line(account(user, lang())) for user in found.rows]
        return list_file("accounts", COLUMNS[lang()].split(","), rows, kind=request.query_params.get("format", "csv"))


def _line(one: dict[str, Any]) -> list[str]:
    yes = "yes" if lang() == "en" else "是"
    times = [_time(one["seen_at"]), _time(one["created_at"])]
    flags = [yes if one[n] else "" for n in ("is_active", "is_locked", "second_factor", "unused")]
    place = one["unit"]["name"] if one["unit"] else ""
    names = "、".join(role["name"] for role in one["roles"])
    return [one["username"], one["full_name"], place, names, *flags[:3], *times, flags[3]]


def _time(moment: dt.datetime | None) -> str:
    return localtime(moment).isoformat(sep=" ", timespec="minutes") if moment else ""


class AccountDetail(APIView):
    @extend_schema(responses=shapes.AccountDetail, summary="One account with its positions and log-ins")
    def get(self, request: Request, username: str) -> Response:
        return Response(account_detail(_account(administrator(request), username), lang()))


class UnlockAccount(APIView):
    @extend_schema(request=None, responses=shapes.AccountDetail, summary="Let a locked-out person try again")
    def post(self, request: Request, username: str) -> Response:
        actor = administrator(request)
        sessions.unlock(username=_account(actor, username).username, actor=actor)
        return Response(account_detail(_account(actor, username), lang()))


class ResetPassword(APIView):
    @extend_schema(request=shapes.GivenReason, responses=shapes.OncePassword, summary="A password for one log-in")
    def post(self, request: Request, username: str) -> Response:
        actor = administrator(request)
        body = shapes.GivenReason(data=request.data)
        body.is_valid(raise_exception=True)
        user = _account(actor, username)
        if user.is_demo:
            raise Forbidden
        once = sessions.reset_password(username=user.username, actor=actor, reason=body.validated_data["reason"])
        return Response({"username": user.username, "password": once})


class AccountSessions(APIView):
    @extend_schema(responses={204: None}, summary="End all log-ins of a person")
    def delete(self, request: Request, username: str) -> Response:
        actor = administrator(request)
        sessions.end_sessions(username=_account(actor, username).username, actor=actor)
        return Response(status=204)


class AccountSecondFactor(APIView):
    @extend_schema(responses={204: None}, summary="Remove a lost authenticator")
    def delete(self, request: Request, username: str) -> Response:
        actor = administrator(request)
        second_factor.remove(username=_account(actor, username).username, actor=actor, reason="lost authenticator")
        return Response(status=204)


class RightsChangeList(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("state", str, enum=["PROPOSED", "APPROVED", "REFUSED", "ENDED"]),
            OpenApiParameter("username", str),
            *PAGING,
        ],
        responses=page_of(shapes.RightsChange),
        summary="Changes of rights: all for administrators and auditors, one's own for others",
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = rights.visible_changes(actor)
        for name, column in (("state", "state"), ("username", "user__username")):
            if value := request.query_params.get(name):
                rows = rows.filter(**{column: value})
        start, size = _number(request, "cursor", 0), min(200, max(1, _number(request, "page_size", 50)))
        found = list(rows[start : start + size + 1])
        results = [rights_change(row, actor, lang()) for row in found[:size]]
        return Response(page_body(request, Page(results, next=str(start + size) if len(found) > size else None)))

    @extend_schema(request=shapes.ProposeRightsChange, responses={201: shapes.RightsChange}, summary="Propose one")
    def post(self, request: Request) -> Response:
        body = shapes.ProposeRightsChange(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        unit, place = given.pop("unit"), given.pop("position")
        actor = actor_of(request)
        change = rights.propose_rights_change(
            actor=actor, unit_code=unit, position_id=int(place) if place else None, **given
        )
        return Response(rights_change(change, actor, lang()), status=201)


def _change(actor: Actor, change_id: str) -> RightsChange:
    row = rights.visible_changes(actor).filter(pk=int(change_id)).first() if is_number(change_id) else None
    if row is None:
        raise NotFound
    return row


class DecideRightsChange(APIView):
    @extend_schema(request=shapes.DecideRightsChange, responses=shapes.RightsChange, summary="Approve or refuse it")
    def post(self, request: Request, change_id: str) -> Response:
        actor = actor_of(request)
        row = _change(actor, change_id)
        body = shapes.DecideRightsChange(data=request.data)
        body.is_valid(raise_exception=True)
        rights.decide_rights_change(change_id=row.pk, actor=actor, **body.validated_data)
        return Response(rights_change(_change(actor, change_id), actor, lang()))


class EndEmergency(APIView):
    @extend_schema(request=None, responses=shapes.RightsChange, summary="End an emergency before its time")
    def post(self, request: Request, change_id: str) -> Response:
        actor = actor_of(request)
        rights.end_emergency(change_id=_change(actor, change_id).pk, actor=actor)
        return Response(rights_change(_change(actor, change_id), actor, lang()))
