"""One record of a register with everything that hangs on it, masked for its reader; every look is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Model

from ledger.changes import Change
from ledger.context import audited
from ledger.labels import field_label, labels_of
from ledger.queries import history_of, state_at
from ledger.recording import record
from people.actors import Actor
from people.models import Unit
from people.permissions import FieldRight, fields, masked_row, path_of, thing_named
from registers.catalogue import ListColumn, columns, parts, title, word
from registers.declared import DERIVED, governed_fields
from registers.lifting import lifted
from registers.listing import listed_for, may_list, rows_shown, visible
from registers.lists import LISTS, Listed
from registers.models import ChangeRequest
from registers.queries import masked_change
from registers.refusals import NoSuchRecord
from registers.views import FieldView

MOST_RELATED = 100
RELATED: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "customers": (
            ("contacts", "customer"), ("sites", "customer"), ("supply-points", "site__customer"),
            ("appliances", "site__customer"), ("meters", "installations__supply_point__site__customer"),
            ("contracts", "customer"), ("accounts", "customer"), ("charges", "customer"),
            ("payments", "charge__customer"), ("volumes", "customer"), ("hazards", "customer"),
            ("theft-cases", "customer"),
        ),
        "sites": (("supply-points", "site"), ("appliances", "site"), ("hazards", "site"), ("theft-cases", "site")),
        "supply-points": (
            ("installations", "supply_point"), ("meters", "installations__supply_point"),
            ("contracts", "supply_point"), ("charges", "supply_point"),
        ),
        "meters": (
            ("installations", "meter"), ("readings", "installation__meter"), ("meter-tests", "meter"),
            ("terminals", "meter"), ("supply-points", "installations__meter"),
        ),
        "installations": (("readings", "installation"),),
        "charges": (("payments", "charge"), ("entries", "charge")),
        "risers": (("supply-points", "riser=number"),),
        "regulators": (("risers", "regulator"),),
        "terminals": (("meters", "terminal"),),
        "theft-cases": (("evidence", "case"),),
        "volumes": (("papers", "volume"), ("loans", "volume")),
    }
)  # fmt: skip
"""Which other lists show what belongs to a record, by the lookup from there; "=" names another column than the id."""


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """What belongs to the record in another register, newest first; at most `MOST_RELATED`."""

    key: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[dict[str, Any], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A record that this one points to."""

    key: str
    id: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class RecordPageView:
    """A record with its fields, what it points to and what belongs to it."""

    key: str
    id: int
    title: str
    name: str
    fields: tuple[FieldView, ...]
    links: tuple[Link, ...]
    related: tuple[RelatedRows, ...]
    at: dt.datetime | None = None
    """The moment that the fields are of; None for now."""
    existed: bool = True


def register_record(
    key: str, record_id: int, actor: Actor, *, at: dt.datetime | None = None, lang: str = "zh"
) -> RecordPageView:
    """The record's page, as of a moment its own fields alone; raises `NoSuchRecord` outside the reader's units, as
    for one that is not."""
    listed = listed_for(actor, key)
    row = _row(actor, listed, record_id)
    with audited(actor=actor):
        body = {"at": at} if at else None
        record(kind="read", action="view", table=row._meta.db_table, record=record_id, body=body)
    if at is not None:
        return _past(listed, row, actor, at, lang)
    name = labels_of(row._meta.db_table).record_column
    return RecordPageView(
        key=key,
        id=record_id,
        title=title(listed, lang),
        name=str(getattr(row, name, "") or record_id) if name else str(record_id),
        fields=_fields(row, lifted(actor, key, row, _rights(actor, row)), lang),
        links=tuple(_links(row, actor, lang)),
        related=tuple(
            _related(LISTS[other], lookup, row, actor, lang)
            for other, lookup in RELATED.get(key, ())
            if may_list(actor, LISTS[other])
        ),
    )


def _past(listed: Listed, row: Model, actor: Actor, at: dt.datetime, lang: str) -> RecordPageView:
    """The fields as they were, masked as they are now, unchanged by what is proposed now."""
    table = row._meta.db_table
    known = state_at(table, row.pk, at)
    state = None if known is None else {f.attname: known.get(f.attname) for f in row._meta.concrete_fields}
    rights, governed = _rights(actor, row), governed_fields(row._meta.model_name or "")
    pointing = {field.attname for field in parts(type(row))}
    fields_then = tuple(
        FieldView(
            name=name,
            label=field_label(table, name, lang),
            value=_past_word(row, name, value, lang),
            right="masked" if rights[name] == "masked" else "read",
            governed=name in governed,
        )
        for name, value in masked_row(state or {}, rights, row._meta.label_lower).items()
        if name not in pointing and name not in _HIDDEN
    )
    name = labels_of(table).record_column
    return RecordPageView(
        key=listed.key, id=row.pk, title=title(listed, lang), name=str((state or {}).get(name, "") or row.pk),
        fields=fields_then, links=(), related=(), at=at, existed=state is not None,
    )  # fmt: skip


def _past_word(row: Model, name: str, value: Any, lang: str) -> Any:
    field = next((f for f in row._meta.concrete_fields if f.attname == name), None)
    if name == "unit_id":
        return Unit.objects.filter(pk=value).values_list("name", flat=True).first()
    return word(field, value, lang) if field is not None and field.flatchoices and value else value


def register_history(key: str, record_id: int, actor: Actor, *, lang: str = "zh") -> list[Change]:
    """The changes of the record's fields, newest first, masked as the live record is."""
    row = _row(actor, listed_for(actor, key), record_id)
    with audited(actor=actor):
        record(kind="read", action="view_history", table=row._meta.db_table, record=record_id)
    rights = _rights(actor, row)
    found = history_of(row._meta.db_table, record_id, lang=lang)
    return [masked_change(change, rights, row._meta.label_lower) for change in found]


def _row(actor: Actor, listed: Listed, record_id: int) -> Model:
    row: Model | None = visible(actor, listed).filter(pk=record_id).first()
    if row is None:
        raise NoSuchRecord(str(record_id))
    return row


def _rights(actor: Actor, row: Model) -> dict[str, FieldRight]:
    """The reader's rights to the row's columns; who sees meters without customers reads all of a meter."""
    thing = thing_named(row)
    found = fields(actor, row, unit_path=path_of(row, thing.unit_path) if thing else None)
    return found or ({name: "read" for name in thing.columns} if thing else {})


def _fields(row: Model, rights: Mapping[str, FieldRight], lang: str) -> tuple[FieldView, ...]:
    table = row._meta.db_table
    governed = governed_fields(row._meta.model_name or "")
    proposed = _proposed(table, row.pk)
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in _HIDDEN}
    pointing = {field.attname for field in parts(type(row))}
    return tuple(
        FieldView(
            name=name,
            label=field_label(table, name, lang),
            value=_word(row, name, value, lang),
            right="masked" if rights[name] == "masked" else "read",
            governed=name in governed,
            proposed=proposed.get(name) if rights[name] in ("read", "edit") else None,
        )
        for name, value in masked_row(values, rights, row._meta.label_lower).items()
        if name not in pointing
    )


_HIDDEN = {*DERIVED, "id"}


def _word(row: Model, name: str, value: Any, lang: str) -> Any:
    field: Any = next(f for f in row._meta.concrete_fields if f.attname == name)
    if name == "unit_id":
        return getattr(row, "unit").name  # noqa: B009 - not every register has one
    if field.flatchoices and value:
        return word(field, value, lang)
    return value


def _proposed(table: str, record_id: int) -> dict[str, Any]:
    found = ChangeRequest.objects.filter(table_name=table, record=record_id, state=ChangeRequest.State.PROPOSED)
    return {name: change["new"] for request in found.order_by("pk") for name, change in request.changes.items()}


def _links(row: Model, actor: Actor, lang: str) -> list[Link]:
    keys = {listed.model: listed for listed in LISTS.values()}
    found = []
    for field in parts(type(row)):
        target = getattr(row, field.name)
        listed = keys.get(field.related_model)
        if target is None or listed is None or not visible(actor, listed).filter(pk=target.pk).exists():
            continue
        name = labels_of(target._meta.db_table).record_column
        label = field_label(row._meta.db_table, field.attname, lang)
        found.append(Link(key=listed.key, id=target.pk, label=label, name=str(getattr(target, name, target.pk))))
    return found


def _related(listed: Listed, lookup: str, row: Model, actor: Actor, lang: str) -> RelatedRows:
    theirs, _, column = lookup.partition("=")
    found = listed.model._default_manager.filter(**{theirs: getattr(row, column or "pk")}).values("pk")
    seen = visible(actor, listed).filter(pk__in=found).order_by("-pk").values_list("pk", flat=True)
    ids = list(seen[: MOST_RELATED + 1])
    return RelatedRows(
        key=listed.key,
        title=title(listed, lang),
        columns=columns(listed, lang),
        rows=tuple(rows_shown(actor, listed, ids[:MOST_RELATED])),
        more=len(ids) > MOST_RELATED,
    )
