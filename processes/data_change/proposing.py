"""Proposes changes and starts the instance that decides on them, both or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from engine.commands import start_process_instance
from people.actors import Actor
from processes.data_change.looking import instances_hanging
from registers import openings
from registers.bulk.checking import Checked
from registers.bulk.proposing import Paper, propose_bulk
from registers.catalogue import title
from registers.change_refusals import BalanceIsOpen, FieldMissing, PapersMissing
from registers.change_requests import propose_change
from registers.impact import open_charges_of
from registers.models import ChangeRequest
from registers.proposals import row_of

_CUSTOMER = "registers_customer"


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one record shall become."""

    table: str
    record_id: int
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every proposal says beside its fields."""

    reason: str
    effective_on: dt.date | None = None
    papers: Sequence[str] = ()
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """The requests, and the instance that decides on them."""

    request_ids: tuple[int, ...]
    instance_id: int
    business_key: str
    bulk_id: int | None = None


def propose(
    *,
    overlays: Sequence[Overlay],
    kind: str,
    reason: str,
    actor: Actor,
    effective_on: dt.date | None = None,
    papers: Sequence[str] = (),
    idempotency_key: str | None = None,
) -> Proposed:
    """One request for each record, and one instance for all of them; raises the first refusal of a record."""
    asking = Asking(reason, effective_on, papers, idempotency_key)
    with transaction.atomic():
        requests = [_change(overlay, asking, actor, ChangeRequest.Kind.UPDATE) for overlay in overlays]
        named = str(row_of(overlays[0].table, overlays[0].record_id))
        return _started(asking, actor, requests=requests, kind=kind, named=named)


def propose_table(*, checked: Checked, paper: Paper, asking: Asking, actor: Actor) -> Proposed:
    """One bulk change for all rows, and the instance that decides on it."""
    with transaction.atomic():
        bulk = propose_bulk(
            checked=checked, reason=asking.reason, effective_on=asking.effective_on, paper=paper, actor=actor
        )
        named = f"{title(checked.listed, 'zh')} {bulk.row_count} 条"
        more = {"bulk_file": [paper.attachment]} if paper.attachment else {}
        return _started(asking, actor, kind="bulk", named=named, bulk_id=bulk.pk, more=more)


def propose_new_customer(*, values: Mapping[str, Any], unit_id: int, asking: Asking, actor: Actor) -> Proposed:
    """The request to open a customer, with papers, and its instance."""
    with transaction.atomic():
        request = openings.propose_opening(
            values=values, unit_id=unit_id, reason=asking.reason, effective_on=asking.effective_on, actor=actor
        )
        _require_papers(asking)
        named = f"新增客户 {request.changes['name']['new']}"
        return _started(asking, actor, requests=[request], kind="new_customer", named=named)


def propose_closing(*, customer_id: int, asking: Asking, actor: Actor) -> Proposed:
    """The request to close a customer, refused while anything hangs there, and its instance."""
    with transaction.atomic():
        request = openings.propose_closing(
            customer_id=customer_id,
            reason=asking.reason,
            effective_on=asking.effective_on,
            instances=instances_hanging(customer_id),
            actor=actor,
        )
        return _started(asking, actor, requests=[request], kind="closing", named=str(row_of(_CUSTOMER, customer_id)))


def propose_transfer(
    *, customer_id: int, holder: Mapping[str, Any], balance: str, asking: Asking, actor: Actor
) -> Proposed:
    """The request to hand the customer's file over to a new holder (过户), with papers, and its instance.

    `balance`: "settled", refused while anything is owed, or "taken_over" by the new holder.
    """
    if not str(holder.get("name") or "").strip():
        raise FieldMissing("客户名称")
    with transaction.atomic():
        overlay = Overlay(_CUSTOMER, customer_id, holder)
        request = _change(overlay, asking, actor, ChangeRequest.Kind.TRANSFER)
        _require_papers(asking)
        owed = open_charges_of(customer_id) if balance == "settled" else []
        if owed:
            raise BalanceIsOpen("、".join(f"{charge.number} {charge.amount} 元" for charge in owed[:10]))
        named = f"{row_of(_CUSTOMER, customer_id)} 过户"
        return _started(
            asking, actor, requests=[request], kind="transfer", named=named, more={"transfer_balance": balance}
        )


def propose_reversal(*, request_id: int, asking: Asking, actor: Actor) -> Proposed:
    """The request for the opposite of an applied one, and its instance: the whole road of approvals again."""
    with transaction.atomic():
        request = openings.propose_opposite(request_id=request_id, reason=asking.reason, actor=actor)
        kind = "closing" if request.kind == ChangeRequest.Kind.CLOSE else "correction"
        named = str(row_of(request.table_name, request.record))
        return _started(asking, actor, requests=[request], kind=kind, named=named)


def _change(overlay: Overlay, asking: Asking, actor: Actor, kind: str) -> ChangeRequest:
    return propose_change(
        table=overlay.table,
        record_id=overlay.record_id,
        changes=overlay.changes,
        reason=asking.reason,
        effective_on=asking.effective_on,
        kind=kind,
        actor=actor,
    )


def _require_papers(asking: Asking) -> None:
    if not asking.papers:
        raise PapersMissing


def _started(
    asking: Asking,
    actor: Actor,
    *,
    kind: str,
    named: str,
    requests: Sequence[ChangeRequest] = (),
    bulk_id: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> Proposed:
    variables: dict[str, Any] = {
        "request_ids": [request.pk for request in requests],
        "change_kind": kind,
        "change_reason": asking.reason,
        "change_title": named,
        **(more or {}),
    }
    if bulk_id:
        variables["bulk_id"] = bulk_id
    if asking.papers:
        variables["change_papers"] = list(asking.papers)
    started = start_process_instance(
        definition="data_change", variables=variables, actor=actor, idempotency_key=asking.idempotency_key
    )
    return Proposed(tuple(request.pk for request in requests), started.id, started.business_key, bulk_id)
