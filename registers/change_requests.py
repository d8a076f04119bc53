"""Proposes, decides and applies changes of governed fields; the database checks each step again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from ledger.context import audited
from people.actors import Actor
from people.models import today
from people.permissions import may
from registers.commands.finding import refresh_search_of
from registers.governed import GOVERNED, field_needs, request_needs
from registers.models import ChangeApproval, ChangeRequest
from registers.refusals import (
    GovernedField,
    NoSuchRecord,
    NothingChanges,
    OnlyOwnName,
    UnfitValue,
    told_by_the_database,
)

State = ChangeRequest.State


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another open proposal that touches the same field."""

    request_id: int
    field: str
    proposed: Any


def propose_change(
    *,
    table: str,
    record_id: int,
    changes: Mapping[str, Any],
    reason: str,
    actor: Actor,
    effective_on: dt.date | None = None,
    instance_id: str = "",
    kind: str = ChangeRequest.Kind.UPDATE,
) -> ChangeRequest:
    """The request with old and new of every field that differs; nothing is changed yet."""
    row = _record(table, record_id)
    if not may(actor, "propose", row) or actor.user_id is None:
        raise NoSuchRecord(f"{table} {record_id}")
    present = _as_json(table, record_id)
    ungoverned = sorted(field for field in changes if field_needs(table, field) is None)
    if ungoverned:
        raise GovernedField(", ".join(ungoverned))
    refuse_unfit(row, changes)
    overlay = {f: {"old": present[f], "new": new} for f, new in changes.items() if present[f] != new}
    if not overlay:
        raise NothingChanges
    with audited(actor=actor, instance_id=instance_id or None, reason=reason), told_by_the_database():
        return ChangeRequest.objects.create(
            kind=kind,
            table_name=table,
            record=record_id,
            changes=overlay,
            reason=reason,
            requester_id=actor.user_id,
            effective_on=effective_on or today(),
            instance=instance_id,
        )


def fields_to_decide(*, request_id: int, actor: Actor) -> frozenset[str]:
    """The request's fields that need an approval and that the actor has the authority to decide on."""
    request = _request(request_id)
    behalf = actor.on_behalf_of[0] if actor.on_behalf_of else None
    asked = [field for field, needed in approvals_needed(request).items() if needed]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f FROM registers_changerequest r, unnest(%s::text[]) AS f WHERE r.id = %s AND "
            "registers_has_authority_at(%s, %s, r.table_name, "
            "registers_request_path(r.kind, r.table_name, r.record, r.changes), f, %s)",
            [asked, request_id, actor.user_id, behalf, today()],
        )
        return frozenset(field for (field,) in cursor.fetchall())


def bind_change(*, request_id: int, instance_id: str, actor: Actor) -> ChangeRequest:
    """The actor's own open request, from now on decided in this process instance and in no other."""
    request = ChangeRequest.objects.select_for_update().filter(pk=request_id, requester_id=actor.user_id).first()
    if request is None or request.state != State.PROPOSED or request.instance not in ("", instance_id):
        raise NoSuchRecord(f"change request {request_id}")
    if not request.instance:
        with audited(actor=actor, instance_id=instance_id, change_request=request.pk), told_by_the_database():
            request.instance = instance_id
            request.save(update_fields=["instance"])
    return request


def conflicts_of(request: ChangeRequest) -> list[Conflict]:
    """Other open proposals for the same fields of the same record."""
    others = ChangeRequest.objects.filter(
        table_name=request.table_name, record=request.record, state=State.PROPOSED
    ).exclude(pk=request.pk)
    return [
        Conflict(request_id=other.pk, field=field, proposed=change["new"])
        for other in others.order_by("pk")
        for field, change in other.changes.items()
        if field in request.changes
    ]


def decide_change(
    *, request_id: int, approved: bool, actor: Actor, fields: Iterable[str] = (), comment: str = ""
) -> ChangeApproval:
    """The decision on the named fields (all when none is named); an attempt at self-approval is recorded."""
    request = _request(request_id)
    on_behalf = actor.on_behalf_of[0] if actor.on_behalf_of else None
    with _deciding(request, actor, comment), told_by_the_database(f"{request_id}"):
        return ChangeApproval.objects.create(
            request=request,
            approver_id=actor.user_id or 0,
            on_behalf_of_id=on_behalf,
            fields=sorted(fields) or sorted(request.changes),
            approved=approved,
            comment=comment,
        )


def apply_change(*, request_id: int, actor: Actor) -> str:
    """APPLIED, or CONFLICT when the record is no longer as it was proposed against; raises what is missing."""
    request = _request(request_id)
    with _deciding(request, actor, request.reason):
        with told_by_the_database(f"{request_id}"), connection.cursor() as cursor:
            cursor.execute("SELECT registers_apply_change(%s)", [request_id])
            state = str(cursor.fetchone()[0])
        if state == State.APPLIED:
            refresh_search_of(table=request.table_name, record_id=request.record)
    return state


def close_request(*, request_id: int, state: str, actor: Actor, reason: str = "") -> ChangeRequest:
    """The request, REFUSED or WITHDRAWN; a withdrawal is the requester's own."""
    with audited(actor=actor, change_request=request_id, reason=reason):
        request = ChangeRequest.objects.select_for_update().get(pk=request_id)
        if state == State.WITHDRAWN and request.requester_id != actor.user_id:
            raise OnlyOwnName
        with told_by_the_database(request.get_state_display()):
            request.state, request.decided_at = State(state), timezone.now()
            request.save(update_fields=["state", "decided_at"])
    return request


def revert_change(*, request_id: int, reason: str, actor: Actor) -> ChangeRequest:
    """A new request that asks for the opposite of an applied one; it needs its own approvals."""
    request = _request(request_id)
    if request.state != State.APPLIED:
        raise NoSuchRecord(f"applied request {request_id}")
    return propose_change(
        table=request.table_name,
        record_id=request.record,
        changes={field: change["old"] for field, change in request.changes.items()},
        reason=reason,
        actor=actor,
    )


def approvals_needed(request: ChangeRequest) -> dict[str, int]:
    """How many people must approve each field of the request."""
    return {field: request_needs(request.kind, request.table_name, field) or 0 for field in request.changes}


def _deciding(request: ChangeRequest, actor: Actor, reason: str) -> AbstractContextManager[None]:
    return audited(actor=actor, instance_id=request.instance or None, change_request=request.pk, reason=reason)


def _request(request_id: int) -> ChangeRequest:
    request = ChangeRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise NoSuchRecord(f"change request {request_id}")
    return request


def _record(table: str, record_id: int) -> Model:
    if table not in GOVERNED:
        raise GovernedField(table)
    model = next(m for m in apps.get_app_config("registers").get_models() if m._meta.db_table == table)
    row = model._default_manager.filter(pk=record_id).first()
    if row is None:
        raise NoSuchRecord(f"{table} {record_id}")
    return row


def refuse_unfit(row: Model, changes: Mapping[str, Any]) -> None:
    """Raises UnfitValue where the column could not hold the proposed value."""
    for name, value in changes.items():
        field = next(f for f in row._meta.concrete_fields if f.attname == name)
        try:
            field.clean(field.to_python(value), row)
        except ValidationError as unfit:
            raise UnfitValue(f"{field.verbose_name}：{'；'.join(unfit.messages)}") from unfit


def _as_json(table: str, record_id: int) -> dict[str, Any]:
    """The row as the database compares it at apply: its own JSON of it."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {quoted} AS t WHERE id = %s", [record_id])
        value = cursor.fetchone()[0]
    return dict(value if isinstance(value, dict) else json.loads(value))
