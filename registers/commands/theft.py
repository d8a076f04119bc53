"""Theft cases and their evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from registers.commands.opening import instance_now, record_of
from registers.models import Customer, TheftCase, TheftEvidence
from registers.numbering import next_number
from registers.refusals import CaseIsClosed, NoSuchRecord, told_by_the_database


def open_theft_case(
    *,
    customer_id: int,
    source: str,
    reason: str,
    site_id: int | None = None,
    score: Decimal | None = None,
    opened_at: dt.datetime | None = None,
) -> TheftCase:
    """The case, open, with its number, in the customer's unit."""
    instance = instance_now()
    customer = record_of(Customer, customer_id)
    return TheftCase.objects.create(
        number=next_number("theft_case", customer.unit),
        customer=customer,
        site_id=site_id,
        unit=customer.unit,
        source=source,
        reason=reason,
        score=score,
        opened_at=opened_at or timezone.now(),
        opened_in=instance,
    )


def add_evidence(
    *,
    case_id: int,
    kind: str,
    title: str,
    taken_by_id: int,
    sha256: str = "",
    taken_at: dt.datetime | None = None,
    place: str = "",
    kept_at: str = "",
) -> TheftEvidence:
    """The next piece of the case's evidence list, never changed; all but things need the file's SHA-256."""
    instance = instance_now()
    case = _open(case_id)
    with told_by_the_database(title):
        return TheftEvidence.objects.create(
            case=case,
            position=case.evidence.count() + 1,
            kind=kind,
            title=title,
            sha256=sha256,
            taken_at=taken_at or timezone.now(),
            taken_by_id=taken_by_id,
            place=place,
            kept_at=kept_at,
            taken_in=instance,
        )


def close_theft_case(
    *,
    case_id: int,
    outcome: str,
    note: str = "",
    root_cause: str = "",
    recovered_volume: Decimal | None = None,
    recovered_amount: Decimal | None = None,
    closed_at: dt.datetime | None = None,
) -> TheftCase:
    """The case, closed with its outcome (recovered, unfounded, withdrawn or handed_over) and what was recovered."""
    instance_now()
    case = _open(case_id)
    case.state, case.closed_at = TheftCase.State.CLOSED, closed_at or timezone.now()
    case.outcome, case.closing_note, case.root_cause = TheftCase.Outcome(outcome), note, root_cause
    case.recovered_volume, case.recovered_amount = recovered_volume, recovered_amount
    with told_by_the_database(case.number):
        case.save()
    return case


def _open(case_id: int) -> TheftCase:
    case = TheftCase.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise NoSuchRecord(f"theft case {case_id}")
    if case.state != TheftCase.State.OPEN:
        raise CaseIsClosed(case.number)
    return case
