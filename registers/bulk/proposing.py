"""Proposes, decides, applies and takes back a bulk change, in statements over all of its rows; the database checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from ledger.context import audited
from people.actors import Actor
from people.models import today
from registers.bulk.checking import AskedRow, Checked, CheckedRow, check_rows
from registers.bulk.columns import bulk_register
from registers.bulk.problems import SheetHasProblems
from registers.commands.finding import refresh_search_of_many
from registers.models import BulkChange, ChangeApproval, ChangeRequest
from registers.refusals import NoSuchRecord, NothingChanges, OnlyOwnName, told_by_the_database

State = ChangeRequest.State


@dataclass(frozen=True, slots=True)
class Paper:
    """The file that the rows came from."""

    attachment: str = ""
    sha256: str = ""


def propose_bulk(
    *, checked: Checked, reason: str, actor: Actor, effective_on: dt.date | None = None, paper: Paper | None = None
) -> BulkChange:
    """The proposal with one request for each row; refused while any row has a problem."""
    if checked.problems:
        raise SheetHasProblems(str(len(checked.problems)))
    if not checked.rows or actor.user_id is None:
        raise NothingChanges
    day, paper = effective_on or today(), paper or Paper()
    table = checked.listed.model._meta.db_table
    with audited(actor=actor, reason=reason), told_by_the_database(table):
        bulk = BulkChange.objects.create(
            table_name=table,
            register=checked.listed.key,
            source=BulkChange.Source.SHEET if paper.attachment else BulkChange.Source.LIST,
            attachment=paper.attachment,
            file_sha256=paper.sha256,
            row_count=len(checked.rows),
            fields=[column.name for column in checked.columns],
            reason=reason,
            requester_id=actor.user_id,
            effective_on=day,
        )
        ChangeRequest.objects.bulk_create(_request(bulk, row, actor.user_id) for row in checked.rows)
    return bulk


def _request(bulk: BulkChange, row: CheckedRow, requester_id: int) -> ChangeRequest:
    return ChangeRequest(
        bulk=bulk,
        table_name=bulk.table_name,
        record=row.record_id,
        changes=dict(row.changes),
        reason=bulk.reason,
        requester_id=requester_id,
        effective_on=bulk.effective_on,
    )


def bind_bulk(*, bulk_id: int, instance_id: str, actor: Actor) -> BulkChange:
    """The actor's own bulk change, from now on decided in this process instance; no row is added to it any more."""
    bulk = BulkChange.objects.select_for_update().filter(pk=bulk_id, requester_id=actor.user_id).first()
    if bulk is None or bulk.instance not in ("", instance_id):
        raise NoSuchRecord(f"bulk change {bulk_id}")
    if not bulk.instance:
        with audited(actor=actor, instance_id=instance_id), told_by_the_database():
            bulk.instance = instance_id
            bulk.save(update_fields=["instance"])
            bulk.requests.filter(instance="").update(instance=instance_id)
    return bulk


def bulk_fields_to_decide(*, bulk_id: int, actor: Actor) -> frozenset[str]:
    """The fields that need an approval and that the actor may decide on in at least one open row."""
    behalf = actor.on_behalf_of[0] if actor.on_behalf_of else None
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [bulk_id, bulk_id, bulk_id, actor.user_id, behalf, today()])
        return frozenset(field for (field,) in cursor.fetchall())


_MINE = """
WITH bulk AS (SELECT table_name, fields FROM registers_bulkchange WHERE id = %s),
paths AS MATERIALIZED (
    SELECT DISTINCT registers_request_path(r.kind, r.table_name, r.record, r.changes) AS path
      FROM registers_changerequest r WHERE r.bulk_id = %s AND r.state = 'PROPOSED')
SELECT f FROM bulk, unnest(bulk.fields) AS f
 WHERE registers_field_needs(bulk.table_name, f) > 0
   AND EXISTS (SELECT FROM registers_changerequest r WHERE r.bulk_id = %s AND r.state = 'PROPOSED' AND r.changes ? f)
   AND EXISTS (SELECT FROM paths WHERE registers_has_authority_at(%s, %s, bulk.table_name, paths.path, f, %s))
"""


def decide_bulk(
    *,
    bulk_id: int,
    approved: bool,
    actor: Actor,
    refused_fields: Collection[str] = (),
    refused_records: Collection[int] = (),
    comment: str = "",
) -> None:
    """The decision on every field and row that is the actor's to decide; refused columns and rows are left out."""
    bulk = BulkChange.objects.get(pk=bulk_id)
    mine = bulk_fields_to_decide(bulk_id=bulk_id, actor=actor)
    no = mine & set(refused_fields) if approved else mine
    with audited(actor=actor, instance_id=bulk.instance or None, reason=comment), told_by_the_database(str(bulk_id)):
        # who may decide nothing is refused by the database, which records the attempt
        told = ((True, mine - no), (False, no)) if mine else ((approved, frozenset(bulk.fields)),)
        for yes, names in told:
            if names:
                _decision(actor, bulk=bulk, approved=yes, fields=sorted(names), comment=comment).save(force_insert=True)
        rows = ChangeRequest.objects.filter(bulk=bulk, state=State.PROPOSED, record__in=list(refused_records))
        ChangeApproval.objects.bulk_create(
            _decision(actor, request=row, approved=False, fields=named, comment=comment)
            for row in rows
            if (named := sorted(mine & set(row.changes)))
        )


def _decision(actor: Actor, **more: Any) -> ChangeApproval:
    behalf = actor.on_behalf_of[0] if actor.on_behalf_of else None
    return ChangeApproval(approver_id=actor.user_id or 0, on_behalf_of_id=behalf, **more)


def is_all_refused(bulk_id: int) -> bool:
    """Whether of no open row any field is left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registers_bulk_standing(%s) AS s WHERE s.agreed <> '{}' OR s.short <> '{}'", [bulk_id]
        )
        return int(cursor.fetchone()[0]) == 0


def apply_bulk(*, bulk_id: int, actor: Actor) -> int:
    """How many rows were written; those in conflict, refused or short of approvals are told by their state."""
    bulk = BulkChange.objects.get(pk=bulk_id)
    with audited(actor=actor, instance_id=bulk.instance or None, change_request=f"B{bulk_id}", reason=bulk.reason):
        with told_by_the_database(str(bulk_id)), connection.cursor() as cursor:
            cursor.execute("SELECT registers_apply_bulk(%s)", [bulk_id])
            written = int(cursor.fetchone()[0])
        applied = bulk.requests.filter(state=State.APPLIED)
        if written and set(bulk.fields) & _FOUND_BY:
            refresh_search_of_many(table=bulk.table_name, records=list(applied.values_list("record", flat=True)))
    return written


_FOUND_BY = frozenset({"number", "name", "billing_title", "address", "serial", "customer_id", "site_id"})


def close_bulk(*, bulk_id: int, actor: Actor, reason: str) -> int:
    """How many open rows were withdrawn (by the proposer) or refused (in anybody else's name)."""
    bulk = BulkChange.objects.get(pk=bulk_id)
    state = State.WITHDRAWN if bulk.requester_id == actor.user_id else State.REFUSED
    with audited(actor=actor, instance_id=bulk.instance or None, reason=reason), told_by_the_database():
        return bulk.requests.filter(state=State.PROPOSED).update(state=state, decided_at=timezone.now())


def propose_bulk_again(*, bulk_id: int, actor: Actor) -> BulkChange:
    """A new bulk change of the rows that did not get through, against the records as they are now."""
    bulk = BulkChange.objects.get(pk=bulk_id)
    if bulk.requester_id != actor.user_id:
        raise OnlyOwnName
    left = list(bulk.requests.filter(state__in=[State.PROPOSED, State.CONFLICT]).order_by("pk"))
    close_bulk(bulk_id=bulk_id, actor=actor, reason="按现值重新提出")
    wanted = {request.record: {name: change["new"] for name, change in request.changes.items()} for request in left}
    day = max(bulk.effective_on, today())
    return propose_values(register=bulk.register, wanted=wanted, reason=bulk.reason, actor=actor, effective_on=day)


def revert_bulk(*, bulk_id: int, reason: str, actor: Actor) -> BulkChange:
    """A new bulk change that asks for the opposite of every applied row; it needs its own approvals."""
    bulk = BulkChange.objects.get(pk=bulk_id)
    wanted = {
        request.record: {name: change["old"] for name, change in request.changes.items()}
        for request in bulk.requests.filter(state=State.APPLIED)
    }
    return propose_values(register=bulk.register, wanted=wanted, reason=reason, actor=actor)


def propose_values(
    *,
    register: str,
    wanted: Mapping[int, Mapping[str, Any]],
    reason: str,
    actor: Actor,
    effective_on: dt.date | None = None,
) -> BulkChange:
    """A bulk change that asks for these values as the database holds them."""
    listed = bulk_register(register, actor)
    asked: Sequence[AskedRow] = [
        AskedRow(row=n, key="", record_id=pk, cells={name: _cell(value) for name, value in values.items()})
        for n, (pk, values) in enumerate(wanted.items(), start=1)
    ]
    checked = check_rows(listed, asked, actor, "zh")
    return propose_bulk(checked=checked, reason=reason, actor=actor, effective_on=effective_on)


def _cell(value: Any) -> Any:
    return "(clear)" if value in (None, "") else value
