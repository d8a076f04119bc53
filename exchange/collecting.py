"""Collection files for the bank: rows are chosen in one transaction, the bytes written after its commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from engine.documents.storage import keep, open_kept
from exchange.covering import covered, unit_of
from exchange.models import Collection, CollectionRow
from exchange.refusals import (
    BatchNumberTaken,
    MayNotImport,
    NoSuchCollection,
    NotCancelable,
    NothingToCollect,
    ReasonNeeded,
)
from exchange.written import LAYOUTS, written
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from registers.models import Charge, Payment, PaymentAccount

PERMISSION = "import_settlement"
State = Collection.State
_MONEY = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Due:
    """What may be collected at one bank: how many charges and how much."""

    bank: str
    count: int
    total: Decimal


def banks(*, actor: Actor, due_from: dt.date | None = None, due_until: dt.date | None = None) -> list[Due]:
    """Every bank with something to collect in the period, largest sum first."""
    refuse_unless_collector(actor)
    found = _collectable(actor, due_from, due_until).values("bank").annotate(count=Count("pk"), total=Sum("open"))
    return [Due(row["bank"], row["count"], row["total"]) for row in found.order_by("-total", "bank")]


def choose(
    *,
    bank: str,
    bank_code: str,
    batch_no: str,
    made_on: dt.date,
    layout: str,
    actor: Actor,
    due_from: dt.date | None = None,
    due_until: dt.date | None = None,
) -> Collection:
    """The batch with its rows; a charge that another batch still waits for is left out."""
    refuse_unless_collector(actor)
    with audited(actor=actor, reason="托收送盘"):
        found = list(_collectable(actor, due_from, due_until).filter(bank=bank).order_by("number"))
        if not found:
            raise NothingToCollect(bank)
        batch = _created(
            bank=bank, bank_code=bank_code, batch_no=batch_no, made_on=made_on, layout=layout,
            due_from=due_from, due_until=due_until, made_by_id=actor.user_id, unit=unit_of(PERMISSION, actor),
            row_count=len(found), total=sum((charge.open for charge in found), Decimal(0)),
        )  # fmt: skip
        CollectionRow.objects.bulk_create(
            CollectionRow(collection=batch, charge=charge, account_id=charge.account, position=n, amount=charge.open)
            for n, charge in enumerate(found, start=1)
        )
        record(kind="admin", action="collection_chosen", table="exchange_collection", record=batch.pk,
               body={"bank": bank, "batch_no": batch_no, "count": batch.row_count, "total": batch.total})  # fmt: skip
    return batch


def write(*, collection_id: int, actor: Actor) -> Collection:
    """The batch with its file: written and synced outside of any transaction, so that no half file is ever sent."""
    batch = collection_of(collection_id, actor)
    if batch.state != State.CHOSEN:
        return batch
    kept = keep([_content(batch)])
    with audited(actor=actor, reason="托收送盘"):
        batch = Collection.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.state == State.CHOSEN:
            batch.state, batch.digest = State.WRITTEN, kept.sha256
            batch.save()
            record(kind="admin", action="collection_written", table="exchange_collection", record=batch.pk,
                   body={"batch_no": batch.batch_no, "digest": kept.sha256})  # fmt: skip
    return batch


def download(*, collection_id: int, actor: Actor) -> tuple[str, bytes]:
    """Name and bytes of the file, as often as wanted; each time is recorded."""
    batch = write(collection_id=collection_id, actor=actor)
    if not batch.digest:
        raise NoSuchCollection(batch.batch_no)
    with audited(actor=actor, reason="托收送盘"):
        record(kind="read", action="collection_exported", table="exchange_collection", record=batch.pk,
               body={"batch_no": batch.batch_no, "digest": batch.digest, "count": batch.row_count,
                     "total": batch.total})  # fmt: skip
    with open_kept(batch.digest) as file:
        return f"{batch.batch_no}.{'csv' if batch.layout == 'csv' else 'txt'}", file.read()


def cancel(*, collection_id: int, actor: Actor, reason: str) -> Collection:
    """The batch that is not sent after all: its charges may be collected by another one."""
    if not reason.strip():
        raise ReasonNeeded
    batch = collection_of(collection_id, actor)
    with audited(actor=actor, reason=reason):
        batch = Collection.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.rows.exclude(result="").exists() or batch.state == State.ANSWERED:
            raise NotCancelable(batch.batch_no)
        batch.rows.update(waiting=False)
        batch.state, batch.reason = State.CANCELED, reason.strip()[:300]
        batch.save()
        record(kind="admin", action="collection_canceled", table="exchange_collection", record=batch.pk,
               body={"batch_no": batch.batch_no, "reason": batch.reason})  # fmt: skip
    return batch


def collection_of(collection_id: int, actor: Actor) -> Collection:
    """The batch, for whoever may collect."""
    refuse_unless_collector(actor)
    found = Collection.objects.filter(covered(PERMISSION, actor, "unit__path"), pk=collection_id).first()
    if found is None:
        raise NoSuchCollection(str(collection_id))
    return found


def refuse_unless_collector(actor: Actor) -> None:
    """Raises `MayNotImport` for whoever deals with no bank."""
    if not (actor.system or actor.may(PERMISSION)):
        raise MayNotImport("collection")


def _created(**values: Any) -> Collection:
    try:
        with transaction.atomic():
            return Collection.objects.create(**values)
    except IntegrityError:
        raise BatchNumberTaken(values["batch_no"]) from None


def _collectable(actor: Actor, due_from: dt.date | None, due_until: dt.date | None) -> QuerySet[Any]:
    """Open charges of the actor's customers with a collection account in force, that no batch waits for."""
    account = PaymentAccount.objects.filter(
        Q(valid_until=None), customer=OuterRef("customer"), method=PaymentAccount.Method.COLLECTION
    )
    paid = Payment.objects.filter(charge=OuterRef("pk")).order_by().values("charge").annotate(total=Sum("amount"))
    owed = F("amount") - Coalesce(Subquery(paid.values("total")[:1]), Decimal(0), output_field=_MONEY)
    busy = CollectionRow.objects.filter(waiting=True).values("charge")
    rows = Charge.objects.filter(covered(PERMISSION, actor, "customer__unit__path"), state=Charge.State.OPEN)
    rows = rows.exclude(pk__in=busy)
    if due_from is not None:
        rows = rows.filter(due_on__gte=due_from)
    if due_until is not None:
        rows = rows.filter(due_on__lte=due_until)
    rows = rows.annotate(account=Subquery(account.values("pk")[:1]), bank=Subquery(account.values("bank")[:1]))
    return rows.annotate(open=owed).filter(account__isnull=False, open__gt=0)


def _content(batch: Collection) -> bytes:
    rows: list[dict[str, object]] = [
        {
            "notice_no": row.charge.number,
            "agreement_no": row.account.agreement_no,
            "account_no": row.account.account_no,
            "payer": row.account.account_name,
            "amount": row.amount,
            "due_on": row.charge.due_on,
        }
        for row in batch.rows.select_related("charge", "account").order_by("position")
    ]
    header = {"bank": batch.bank_code, "batch_no": batch.batch_no, "made_on": batch.made_on}
    return written(LAYOUTS[batch.layout], header, rows)
