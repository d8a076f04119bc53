"""What is owed, paid, credited and reversed: each posting is an entry that is never changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Q, Sum

from people.models import Unit
from registers.commands.opening import instance_now
from registers.models import Charge, LedgerEntry, Payment
from registers.numbering import next_number
from registers.refusals import ChargeIsSettled, NoSuchRecord, NotAPositiveAmount, told_by_the_database

Kind = LedgerEntry.Kind


def post_charge(
    *,
    unit_id: int,
    kind: str,
    amount: Decimal,
    customer_id: int | None = None,
    due_on: dt.date | None = None,
    notice_no: str = "",
    supply_point_id: int | None = None,
    period_from: dt.date | None = None,
    period_until: dt.date | None = None,
    volume: Decimal | None = None,
) -> Charge:
    """The receivable, open, with its number and its posting: at the fee notice (`notice_no`), not at the payment.

    What the company owes the customer is a credit: `post_credit`.
    """
    instance = instance_now()
    _require_positive(amount)
    with told_by_the_database(kind):
        charge = Charge.objects.create(
            number=next_number("charge", Unit.objects.get(pk=unit_id)),
            customer_id=customer_id,
            kind=kind,
            amount=amount,
            due_on=due_on,
            notice_no=notice_no,
            supply_point_id=supply_point_id,
            period_from=period_from,
            period_until=period_until,
            volume=volume,
            charged_in=instance,
        )
        _post(Kind.CHARGE, amount, kind, charge=charge)
    return charge


def record_payment(
    *, charge_number: str, amount: Decimal, method: str, reference: str, paid_at: dt.datetime | None = None
) -> Charge:
    """The charge after the payment: PAID once the payments cover it; the same reference counts once."""
    instance = instance_now()
    charge = _locked(charge_number)
    if not Payment.objects.filter(reference=reference).exists():
        payment = Payment(charge=charge, amount=amount, method=method, reference=reference, received_in=instance)
        if paid_at is not None:
            payment.paid_at = paid_at
        with told_by_the_database(reference):
            payment.save()
            _post(Kind.PAYMENT, -amount, reference, charge=charge)
    if charge.state == Charge.State.OPEN and received_for(charge) >= charge.amount:
        charge.state = Charge.State.PAID
        charge.save(update_fields=["state"])
    return charge


def received_for(charge: Charge) -> Decimal:
    """What has been paid for the charge."""
    return charge.payments.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def reverse_charge(*, charge_number: str, text: str) -> Charge:
    """The charge, canceled, its posting reversed; one that has been paid for (even in part) is credited instead."""
    instance_now()
    charge = _locked(charge_number)
    if charge.state != Charge.State.OPEN or received_for(charge):
        raise ChargeIsSettled(charge.number)
    _cancel(charge, text)
    return charge


def cancel_charges(*, instance_id: str) -> int:
    """How many open charges of the instance were canceled; those that were paid in part stay."""
    instance_now()
    found = Charge.objects.select_for_update(of=("self",)).filter(
        charged_in=instance_id, state=Charge.State.OPEN, payments__isnull=True
    )
    charges = list(found.order_by("pk"))
    for charge in charges:
        _cancel(charge, "流程取消")
    return len(charges)


def adopt_charges(*, instance_id: str, customer_id: int) -> int:
    """How many charges of an applicant now belong to the customer that the applicant has become."""
    instance_now()
    return Charge.objects.filter(charged_in=instance_id, customer=None).update(customer_id=customer_id)


def post_credit(*, customer_id: int, amount: Decimal, text: str) -> LedgerEntry:
    """The credit (a positive amount) that the company owes the customer from now on."""
    instance_now()
    _require_positive(amount)
    return _post(Kind.CREDIT, -amount, text, customer_id=customer_id)


def pay_refund(*, customer_id: int, amount: Decimal, text: str) -> LedgerEntry:
    """The refund of a credit, paid out."""
    instance_now()
    _require_positive(amount)
    return _post(Kind.REFUND, amount, text, customer_id=customer_id)


def receivable(*, customer_id: int) -> Decimal:
    """What the customer owes now over all postings; negative when the company owes."""
    entries = LedgerEntry.objects.filter(Q(charge__customer_id=customer_id) | Q(customer_id=customer_id))
    return entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _cancel(charge: Charge, text: str) -> None:
    posted = charge.entries.filter(kind=Kind.CHARGE).first()
    if posted is not None:  # charges from before the ledger of money have none
        _post(Kind.REVERSAL, -posted.amount, text, charge=charge, reverses=posted)
    charge.state = Charge.State.CANCELED
    charge.save(update_fields=["state"])


def _post(
    kind: LedgerEntry.Kind,
    amount: Decimal,
    text: str,
    *,
    charge: Charge | None = None,
    customer_id: int | None = None,
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        kind=kind,
        charge=charge,
        customer_id=customer_id,
        amount=amount,
        text=text[:200],
        reverses=reverses,
        posted_in=instance_now(),
    )


def _require_positive(amount: Decimal) -> None:
    if amount <= 0:
        raise NotAPositiveAmount(str(amount))


def _locked(charge_number: str) -> Charge:
    charge = Charge.objects.select_for_update().filter(number=charge_number).first()
    if charge is None:
        raise NoSuchRecord(f"charge {charge_number}")
    return charge
