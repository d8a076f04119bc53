"""Asking for access to what is masked, the reader's own grants, and ending one early."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes import access as shapes
from engine.commands import start_process_instance
from ledger.labels import field_label
from people.actors import Actor
from people.models import today
from registers.access_ending import end_access, endable
from registers.catalogue import title
from registers.lists import LISTS
from registers.models import AccessGrant
from registers.proposals import row_of
from registers.refusals import NoSuchRecord

_KINDS = {"fields": "See masked fields", "export": "Take a list out", "borrow": "Borrow a volume"}
MOST = 200
_LONGEST = 18
"""Digits of an id."""


class AccessGrantList(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("whose", str, enum=["mine", "others"])],
        responses=shapes.AccessGrantShape(many=True),
        summary="My own requests for access, newest first; or others' grants in force that I may end",
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        found = AccessGrant.objects.filter(user_id=actor.user_id or 0)
        if request.query_params.get("whose") == "others":
            found = endable(actor).exclude(user_id=actor.user_id or 0).filter(valid_until__gte=today())
        return Response(_all_shown(actor, found.select_related("user").order_by("-pk")[:MOST]))

    @extend_schema(
        request=shapes.AccessAsked,
        responses={201: shapes.AccessAskedAnswer},
        summary="Ask for access; starts the process that decides",
    )
    def post(self, request: Request) -> Response:
        body = shapes.AccessAsked(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        variables: dict[str, Any] = {
            "access_kind": data["kind"],
            "access_register": data["register"],
            "access_records": data.get("records") or [],
            "access_fields": data.get("names") or [],
            "access_filter": data.get("list_filter") or "",
            "access_purpose": data["purpose"],
            "access_until": data["valid_until"].isoformat(),
        }
        started = start_process_instance(definition="data_access", variables=variables, actor=actor_of(request))
        return Response({"instance_id": str(started.id), "business_key": started.business_key}, status=201)


class EndAccess(APIView):
    @extend_schema(
        request=shapes.AccessEnding,
        responses=shapes.AccessGrantShape,
        summary="End a grant before its last day, for a reason; it counts no more from now on",
    )
    def post(self, request: Request, grant_id: str) -> Response:
        body = shapes.AccessEnding(data=request.data)
        body.is_valid(raise_exception=True)
        if not grant_id.isascii() or not grant_id.isdigit() or len(grant_id) > _LONGEST:
            raise NoSuchRecord(grant_id)
        with transaction.atomic():
            ended = end_access(grant_id=int(grant_id), reason=body.validated_data["reason"], actor=actor_of(request))
        return Response(_shown(ended, may_end=False))


def _all_shown(actor: Actor, grants: Iterable[AccessGrant]) -> list[dict[str, Any]]:
    ending = set(endable(actor).exclude(kind=AccessGrant.Kind.BORROW).values_list("pk", flat=True))
    return [_shown(grant, may_end=grant.pk in ending) for grant in grants]


def _shown(grant: AccessGrant, *, may_end: bool) -> dict[str, Any]:
    over = grant.state == AccessGrant.State.GRANTED and grant.valid_until < today()
    return {
        "id": grant.pk,
        "holder": grant.user.full_name,
        "may_end": may_end and not over,
        "kind": grant.kind,
        "kind_label": _KINDS[grant.kind] if lang() == "en" else grant.get_kind_display(),
        "register": grant.register,
        "register_title": title(LISTS[grant.register], lang()),
        "records": [str(pk) for pk in grant.records],
        "record_names": [str(row_of(grant.table_name, pk) or pk) for pk in grant.records[:3]],
        "field_labels": [field_label(grant.table_name, name, lang()) for name in grant.fields],
        "list_filter": grant.list_filter,
        "purpose": grant.purpose,
        "valid_until": grant.valid_until.isoformat(),
        "state": "ENDED" if over else grant.state,
        "instance_id": grant.instance,
        "asked_at": grant.asked_at,
    }
