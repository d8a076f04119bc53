"""Sealed values of one event in clear, for an auditor who says why; the look is an event itself."""

from __future__ import annotations

from dataclasses import replace

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.changes import as_changes
from api.errors import is_number, lang
from api.refusals import Forbidden, NotFound
from api.shapes.instances import Reason
from api.shapes.registers import Change
from api.views.audit import auditor
from engine.sealing import opened
from ledger import audited, queries, record


class RevealChange(APIView):
    @extend_schema(request=Reason, responses=Change, summary="The event with its sealed values in clear; recorded")
    def post(self, request: Request, event_id: str) -> Response:
        actor = auditor(request)
        body = Reason(data=request.data)
        body.is_valid(raise_exception=True)
        if not (actor.may_everywhere("see_contacts") and actor.may_everywhere("see_bank")):
            raise Forbidden
        number = int(event_id) if is_number(event_id) else 0
        found = queries.page_of(queries.Filters(above=number - 1, below=number + 1), page_size=1, lang=lang()).results
        if not found:
            raise NotFound
        with audited(actor=actor, reason=body.validated_data["reason"], instance_id=found[0].instance or None):
            clear = replace(found[0], details=opened(dict(found[0].details)))
            record(kind="read", action="sealed_opened", body={"event": number}, record=number)
        return Response(as_changes([clear], lang())[0])
