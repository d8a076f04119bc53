"""Charges and the payments that settle them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Sum

from people.models import Unit
from registers.commands.opening import instance_now
from registers.models import Charge, Payment
from registers.numbering import next_number
from registers.refusals import NoSuchRecord


def raise_charge(
    *, unit_id: int, kind: str, amount: Decimal, customer_id: int | None = None, due_on: dt.date | None = None
) -> Charge:
    """The charge, open, with its number."""
    instance = instance_now()
    return Charge.objects.create(
        number=next_number("charge", Unit.objects.get(pk=unit_id)),
        customer_id=customer_id,
        kind=kind,
        amount=amount,
        due_on=due_on,
        charged_in=instance,
    )


def record_payment(
    *, charge_number: str, amount: Decimal, method: str, reference: str, paid_at: dt.datetime | None = None
) -> Charge:
    """The charge after the payment: PAID once the payments cover it; the same reference counts once."""
    instance = instance_now()
    charge = Charge.objects.select_for_update().filter(number=charge_number).first()
    if charge is None:
        raise NoSuchRecord(f"charge {charge_number}")
    if not Payment.objects.filter(reference=reference).exists():
        payment = Payment(charge=charge, amount=amount, method=method, reference=reference, received_in=instance)
        if paid_at is not None:
            payment.paid_at = paid_at
        payment.save()
    if charge.state == Charge.State.OPEN and received_for(charge) >= charge.amount:
        charge.state = Charge.State.PAID
        charge.save(update_fields=["state"])
    return charge


def received_for(charge: Charge) -> Decimal:
    """What has been paid for the charge."""
    return charge.payments.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def cancel_charges(*, instance_id: str) -> int:
    """How many open charges of the instance were canceled."""
    instance_now()
    return Charge.objects.filter(charged_in=instance_id, state=Charge.State.OPEN).update(state=Charge.State.CANCELED)
