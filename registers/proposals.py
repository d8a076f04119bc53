"""Reads change requests for an actor: each field old → proposed, masked as the record itself is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from ledger.labels import field_label
from people.actors import Actor
from people.models import Unit
from people.permissions import fields, mask, may, path_of, thing_named
from registers.catalogue import word
from registers.change_requests import approvals_needed, conflicts_of, fields_to_decide
from registers.governed import field_needs
from registers.lists import LISTS
from registers.models import ChangeApproval, ChangeRequest, Customer, MeterInstallation
from registers.refusals import NoSuchRecord


@dataclass(frozen=True, slots=True)
class FieldChangeView:
    """One field of a request: what it was, what it shall become, what the record says now, who has decided how."""

    name: str
    label: str
    old: Any
    new: Any
    right: str
    needed: int
    approved: int
    refused: int
    others: int
    """How many other open proposals name the field."""
    to_decide: bool
    """Whether the reader has the authority to decide on it."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change request as its reader may see it."""

    id: int
    kind: str
    kind_label: str
    bulk_id: int | None
    table: str
    register: str
    record_id: int
    record_label: str
    state: str
    state_label: str
    reason: str
    requester: str
    effective_on: dt.date
    proposed_at: dt.datetime
    instance_id: str
    fields: tuple[FieldChangeView, ...]


def change_request(request_id: int, actor: Actor, *, lang: str = "zh") -> ChangeView:
    """The request; raises `NoSuchRecord` for whoever may neither see the record nor has proposed this."""
    request = ChangeRequest.objects.select_related("requester").filter(pk=request_id).first()
    row = row_asked(request) if request else None
    if request is None or row is None or not (may(actor, "see", row) or request.requester_id == actor.user_id):
        raise NoSuchRecord(f"change request {request_id}")
    return ChangeView(
        id=request.pk,
        kind=request.kind,
        kind_label=request.kind.capitalize() if lang.startswith("en") else str(request.get_kind_display()),
        bulk_id=request.bulk_id,
        table=request.table_name,
        register=next((one.key for one in LISTS.values() if one.model._meta.db_table == request.table_name), ""),
        record_id=request.record,
        record_label=str(row),
        state=request.state,
        state_label=str(request.get_state_display()),
        reason=request.reason,
        requester=request.requester.full_name,
        effective_on=request.effective_on,
        proposed_at=request.proposed_at,
        instance_id=request.instance,
        fields=_fields(request, row, actor, lang),
    )


def open_requests_of(table: str, record_id: int, actor: Actor, *, lang: str = "zh") -> list[ChangeView]:
    """The open proposals for a record, oldest first; nothing for whoever may not see it."""
    row = row_of(table, record_id)
    if row is None or not may(actor, "see", row):
        return []
    found = ChangeRequest.objects.filter(table_name=table, record=record_id, state=ChangeRequest.State.PROPOSED)
    return [change_request(pk, actor, lang=lang) for pk in found.order_by("pk").values_list("pk", flat=True)]


def row_asked(request: ChangeRequest) -> Model | None:
    """The record that the request is about; of a customer to be opened one that is not on file."""
    if request.kind != ChangeRequest.Kind.OPEN or request.record:
        return row_of(request.table_name, request.record)
    return Customer(**{name: change["new"] for name, change in request.changes.items()})


def row_of(table: str, record_id: int) -> Model | None:
    """The record itself, whoever asks; None when there is none."""
    model = next((m for m in apps.get_app_config("registers").get_models() if m._meta.db_table == table), None)
    return None if model is None else model._default_manager.filter(pk=record_id).first()


def customer_of(row: Model) -> Customer | None:
    """The customer that a record belongs to, by way of its site or supply point; None for what is nobody's."""
    if isinstance(row, Customer):
        return row
    if isinstance(row, MeterInstallation):
        row = row.supply_point
    for way in ("customer", "site", "supply_point", "installation"):
        above = getattr(row, way, None)
        if isinstance(above, Model):
            return customer_of(above)
    return None


def unit_path_of(row: Model) -> str:
    """The path of the record's unit; "" for what is the company's own."""
    known = thing_named(row)
    return (path_of(row, known.unit_path) if known else "") or ""


def shown(row: Model, name: str, value: Any, rights: dict[str, Any]) -> Any:
    """A value of the column as the holder of these rights may see it."""
    right = rights.get(name, "hidden")
    if right == "hidden":
        return None
    if name == "unit_id":
        return str(Unit.objects.filter(pk=value).first() or "") or None
    known = thing_named(row)
    return mask(value, known.columns[name].mask) if right == "masked" and known else value


def _fields(request: ChangeRequest, row: Model, actor: Actor, lang: str) -> tuple[FieldChangeView, ...]:
    rights = dict(fields(actor, row, unit_path=unit_path_of(row) or None))
    decided = ChangeApproval.objects.filter(Q(request=request) | Q(bulk__isnull=False, bulk=request.bulk_id))
    decisions = list(decided.values_list("approved", "fields"))
    needed, mine = approvals_needed(request), fields_to_decide(request_id=request.pk, actor=actor)
    others = [conflict.field for conflict in conflicts_of(request)]
    return tuple(
        FieldChangeView(
            name=name,
            label=field_label(request.table_name, name, lang),
            old=_worded(row, name, shown(row, name, change["old"], rights), lang),
            new=_worded(row, name, shown(row, name, change["new"], rights), lang),
            right=rights.get(name, "hidden"),
            needed=needed[name],
            approved=sum(approved and name in decided for approved, decided in decisions),
            refused=sum(not approved and name in decided for approved, decided in decisions),
            others=others.count(name),
            to_decide=name in mine and request.requester_id != actor.user_id,
        )
        for name, change in sorted(request.changes.items())
        if rights.get(name, "hidden") != "hidden" or request.requester_id == actor.user_id
    )


def _worded(row: Model, name: str, value: Any, lang: str) -> Any:
    """A choice as the word that people read."""
    field: Any = next((one for one in row._meta.concrete_fields if one.attname == name), None)
    return word(field, value, lang) if value and field is not None and field.flatchoices else value


@dataclass(frozen=True, slots=True)
class ProposableField:
    """A field that a change may name: how it may be seen, what it takes, and its choices if it has any."""

    name: str
    label: str
    value: Any
    right: str
    needed: int
    kind: str
    choices: tuple[tuple[str, str], ...]


def proposable_fields(table: str, record_id: int, actor: Actor, *, lang: str = "zh") -> list[ProposableField]:
    """The record's fields that the actor may propose to change; raises `NoSuchRecord` without that right."""
    row = row_of(table, record_id)
    if row is None or not may(actor, "propose", row):
        raise NoSuchRecord(f"{table} {record_id}")
    rights = dict(fields(actor, row, unit_path=unit_path_of(row) or None))
    return [
        ProposableField(
            name=field.attname,
            label=field_label(table, field.attname, lang),
            value=shown(row, field.attname, getattr(row, field.attname), rights),
            right=rights.get(field.attname, "hidden"),
            needed=needed,
            kind=_KINDS.get(field.get_internal_type(), "text"),
            choices=tuple((str(key), str(name)) for key, name in field.choices or ()),
        )
        for field in row._meta.concrete_fields
        if (needed := field_needs(table, field.attname)) is not None and not field.is_relation
    ]


_KINDS = {"DateField": "date", "DateTimeField": "datetime", "DecimalField": "number", "IntegerField": "number",
          "BooleanField": "boolean"}  # fmt: skip
