"""Asking for access to what is masked, and the reader's own grants."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import lang
from api.shapes import access as shapes
from engine.commands import start_process_instance
from ledger.labels import field_label
from people.models import today
from registers.catalogue import title
from registers.lists import LISTS
from registers.models import AccessGrant
from registers.proposals import row_of

_KINDS = {"fields": "See masked fields", "export": "Take a list out", "borrow": "Borrow a volume"}
MOST = 200


class AccessGrantList(APIView):
    @extend_schema(responses=shapes.AccessGrantShape(many=True), summary="My own requests for access, newest first")
    def get(self, request: Request) -> Response:
        found = AccessGrant.objects.filter(user_id=actor_of(request).user_id or 0).order_by("-pk")[:MOST]
        return Response([_shown(grant) for grant in found])

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


def _shown(grant: AccessGrant) -> dict[str, Any]:
    over = grant.state == AccessGrant.State.GRANTED and grant.valid_until < today()
    return {
        "id": grant.pk,
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
