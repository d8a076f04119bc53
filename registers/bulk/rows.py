"""Reads a bulk change for an actor: what it asks, how it stands, and those rows and columns that the reader may see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.labels import field_label
from people.actors import Actor
from people.permissions import Column, FieldRight, fields, mask, scope, thing_named
from registers.bulk.checking import Checked
from registers.bulk.columns import KEYS, NAMES, BulkColumn, bulk_columns
from registers.bulk.proposing import bulk_fields_to_decide
from registers.catalogue import title
from registers.lists import LISTS, Listed
from registers.models import BulkChange, ChangeApproval, ChangeRequest
from registers.refusals import NoSuchRecord

PAGE = 100


@dataclass(frozen=True, slots=True)
class BulkField:
    """A column of a bulk change: how many rows name it, and how it was decided."""

    name: str
    label: str
    rows: int
    needed: int
    approved: int
    refused: int
    to_decide: bool


@dataclass(frozen=True, slots=True)
class BulkView:
    """A bulk change as its reader may see it."""

    id: int
    register: str
    register_title: str
    source: str
    reason: str
    requester: str
    effective_on: dt.date
    proposed_at: dt.datetime
    instance_id: str
    attachment: str
    file_sha256: str
    rows: int
    hidden_rows: int
    """Rows of other units, which the reader does not see."""
    states: Mapping[str, int]
    fields: tuple[BulkField, ...]


@dataclass(frozen=True, slots=True)
class BulkCell:
    """One field of one row; masked as the record itself is."""

    name: str
    label: str
    old: Any
    new: Any
    right: str
    found: Any = None
    """Of a row in conflict, what the record held instead."""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One record's difference."""

    row: int
    record_id: int
    key: str
    name: str
    state: str
    state_label: str
    refused: bool
    """Whether somebody refused this row."""
    note: str
    fields: tuple[BulkCell, ...]


def bulk_change(bulk_id: int, actor: Actor, *, lang: str = "zh") -> BulkView:
    """The bulk change; raises `NoSuchRecord` for whoever neither proposed it nor sees any of its rows."""
    bulk = _bulk(bulk_id, actor)
    states = Counter(bulk.requests.values_list("state", flat=True))
    total = sum(states.values())
    seen = total if bulk.requester_id == actor.user_id else _requests(bulk, actor).count()
    return BulkView(
        id=bulk.pk,
        register=bulk.register,
        register_title=title(LISTS[bulk.register], lang),
        source=bulk.source,
        reason=bulk.reason,
        requester=bulk.requester.full_name,
        effective_on=bulk.effective_on,
        proposed_at=bulk.proposed_at,
        instance_id=bulk.instance,
        attachment=bulk.attachment,
        file_sha256=bulk.file_sha256,
        rows=total,
        hidden_rows=total - seen,
        states=dict(states),
        fields=_columns(bulk, actor, lang),
    )


def _columns(bulk: BulkChange, actor: Actor, lang: str) -> tuple[BulkField, ...]:
    changes = bulk.requests.values_list("changes", flat=True)
    named: Counter[str] = Counter(name for one in changes for name in one)
    mine = bulk_fields_to_decide(bulk_id=bulk.pk, actor=actor) if bulk.requester_id != actor.user_id else frozenset()
    decided = list(bulk.approvals.values_list("approved", "fields"))
    return tuple(
        BulkField(
            name=column.name,
            label=column.label(lang),
            rows=named[column.name],
            needed=column.needed,
            approved=sum(yes and column.name in names for yes, names in decided),
            refused=sum(not yes and column.name in names for yes, names in decided),
            to_decide=column.name in mine,
        )
        for column in bulk_columns(LISTS[bulk.register])
        if named[column.name]
    )


def bulk_rows(
    bulk_id: int, actor: Actor, *, state: str = "", field: str = "", after: int = 0, size: int = PAGE, lang: str = "zh"
) -> tuple[list[BulkRow], int | None]:
    """A page of the rows that the reader may see, and the id after which the next one begins."""
    bulk = _bulk(bulk_id, actor)
    found = _requests(bulk, actor).filter(pk__gt=after)
    if state:
        found = found.filter(state=state)
    if field:
        found = found.filter(changes__has_key=field)
    page = list(found.order_by("pk")[: size + 1])
    rows = _shown(LISTS[bulk.register], page[:size], actor, lang)
    return rows, page[size - 1].pk if len(page) > size else None


def checked_rows(checked: Checked, actor: Actor, lang: str) -> list[dict[str, Any]]:
    """The differences of a check as the proposer may see them."""
    rights: dict[str, Mapping[str, FieldRight]] = {}
    columns = {column.name: column for column in checked.columns}
    told = []
    for row in checked.rows:
        mine = rights.setdefault(row.unit_path, fields(actor, checked.listed.model, unit_path=row.unit_path or None))
        told.append(
            {
                "row": row.row,
                "record_id": row.record_id,
                "name": row.name,
                "fields": [
                    {
                        "name": name,
                        "label": columns[name].label(lang),
                        "old": _masked(change["old"], columns[name].rule, mine.get(name, "hidden")),
                        "new": change["new"],
                        "right": mine.get(name, "hidden"),
                    }
                    for name, change in row.changes.items()
                ],
            }
        )
    return told


def labels_of_fields(listed: Listed, names: Iterable[str], lang: str) -> list[str]:
    """What the columns are called."""
    return [field_label(listed.model._meta.db_table, name, lang) for name in names]


def _bulk(bulk_id: int, actor: Actor) -> BulkChange:
    bulk = BulkChange.objects.select_related("requester").filter(pk=bulk_id).first()
    if bulk is None or (bulk.requester_id != actor.user_id and not _requests(bulk, actor).exists()):
        raise NoSuchRecord(f"bulk change {bulk_id}")
    return bulk


def _requests(bulk: BulkChange, actor: Actor) -> Any:
    """The rows that the reader may see: those of his units, and of a proposal of his own all."""
    if bulk.requester_id == actor.user_id:
        return bulk.requests.all()
    model = LISTS[bulk.register].model
    return bulk.requests.filter(record__in=model._default_manager.filter(scope(actor, model)).values("pk"))


def _shown(listed: Listed, requests: list[ChangeRequest], actor: Actor, lang: str) -> list[BulkRow]:
    thing, key, name = thing_named(listed.model), KEYS.get(listed.key, "id"), NAMES[listed.key]
    path = thing.unit_path if thing else "id"
    rows = listed.model._default_manager.filter(pk__in=[request.record for request in requests])
    about = {row["id"]: row for row in rows.values(*dict.fromkeys(["id", key, name, path]))}
    refused = {
        decision.request_id: decision.comment
        for decision in ChangeApproval.objects.filter(request__in=requests, approved=False)
    }
    rights: dict[str, Mapping[str, FieldRight]] = {}
    columns = {column.name: column for column in bulk_columns(listed)}
    found = []
    for request in requests:
        record = about.get(request.record, {})
        unit = str(record.get(path) or "")
        mine = rights.setdefault(unit, fields(actor, listed.model, unit_path=unit or None))
        found.append(
            BulkRow(
                row=request.pk,
                record_id=request.record,
                key=str(record.get(key, request.record)),
                name=str(record.get(name, "")),
                state=request.state,
                state_label=str(request.get_state_display()),
                refused=request.pk in refused,
                note=refused.get(request.pk, "") or _why(request),
                fields=tuple(_cells(request, columns, mine, lang)),
            )
        )
    return found


def _cells(
    request: ChangeRequest, columns: Mapping[str, BulkColumn], rights: Mapping[str, FieldRight], lang: str
) -> Iterable[BulkCell]:
    for name, change in sorted(request.changes.items()):
        right, rule = rights.get(name, "hidden"), columns[name].rule
        other = (request.conflict or {}).get(name, {}).get("found")
        yield BulkCell(
            name=name,
            label=columns[name].label(lang),
            old=_masked(change["old"], rule, right),
            new=_masked(change["new"], rule, right),
            right=right,
            found=_masked(other, rule, right),
        )


def _masked(value: Any, rule: Column, right: str) -> Any:
    if right in ("read", "edit"):
        return value
    return mask(value, rule.mask) if right == "masked" else None


def _why(request: ChangeRequest) -> str:
    return str((request.conflict or {}).get("", {}).get("found", ""))
