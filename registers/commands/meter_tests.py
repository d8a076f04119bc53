"""Meters at the laboratory: sent, handed on, tested."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from people.models import today
from registers.commands.meters import State, locked, move
from registers.commands.opening import instance_now
from registers.models import MeterHandover, MeterTest
from registers.refusals import AlreadyTested, NoSuchRecord, told_by_the_database


@transaction.atomic
def send_meter_to_test(
    *,
    meter_id: int,
    laboratory: str,
    reason: str,
    seal_number: str = "",
    handed_by: str = "",
    received_by: str = "",
    sent_at: dt.datetime | None = None,
) -> MeterTest:
    """The open test; the meter is IN_TEST, and the first link of its custody is written when both names are given."""
    instance, moment = instance_now(), sent_at or timezone.now()
    meter = move(locked(meter_id), State.IN_TEST)
    with told_by_the_database(meter.serial):
        test = MeterTest.objects.create(
            meter=meter,
            laboratory=laboratory,
            reason=reason,
            seal_number=seal_number,
            sent_at=moment,
            sent_in=instance,
        )
    if handed_by and received_by:
        hand_over_meter(
            test_id=test.pk,
            handed_by=handed_by,
            received_by=received_by,
            seal_number=seal_number,
            handed_at=moment,
        )
    return test


def hand_over_meter(
    *,
    test_id: int,
    handed_by: str,
    received_by: str,
    seal_number: str = "",
    seal_intact: bool = True,
    note: str = "",
    handed_at: dt.datetime | None = None,
) -> MeterHandover:
    """The next link of the chain of custody, back from the laboratory too; it is never changed."""
    instance = instance_now()
    _test(test_id, before_its_result=False)
    with told_by_the_database(received_by):
        return MeterHandover.objects.create(
            test_id=test_id,
            handed_at=handed_at or timezone.now(),
            handed_by=handed_by,
            received_by=received_by,
            seal_number=seal_number,
            seal_intact=seal_intact,
            note=note,
            handed_in=instance,
        )


def record_test_result(
    *,
    test_id: int,
    passed: bool,
    error_percent: Decimal | None = None,
    tested_on: dt.date | None = None,
    certificate_no: str = "",
    verified_until: dt.date | None = None,
) -> MeterTest:
    """The test with its result, once; a meter that passed is verified until the day of its certificate.

    The meter stays IN_TEST: `return_to_stock` or `scrap_meter` says where it goes.
    """
    instance, day = instance_now(), tested_on or today()
    test = _test(test_id, before_its_result=True)
    with told_by_the_database(f"test {test_id}"):
        test.passed, test.error_percent, test.tested_on = passed, error_percent, day
        test.certificate_no, test.verified_until = certificate_no, verified_until
        test.recorded_in = instance
        # the meter is governed: a whole row is more than the application may write
        test.save(
            update_fields=["passed", "error_percent", "tested_on", "certificate_no", "verified_until", "recorded_in"]
        )
        meter = locked(test.meter_id)
        meter.verified_on, meter.verified_until = (day, verified_until) if passed else (None, None)
        meter.save(update_fields=["verified_on", "verified_until"])
    return test


def _test(test_id: int, *, before_its_result: bool) -> MeterTest:
    test = MeterTest.objects.select_for_update(of=("self",)).select_related("meter").filter(pk=test_id).first()
    if test is None:
        raise NoSuchRecord(f"test {test_id}")
    if test.passed is not None and (before_its_result or test.meter.state != State.IN_TEST):
        raise AlreadyTested(test.meter.serial)
    return test
