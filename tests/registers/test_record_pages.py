"""Record pages: as they were on any day, a meter's whole life, a customer's postings with what was owed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from ledger.context import audited
from registers import commands
from registers.consumption import consumption
from registers.lives import life_of
from registers.models import Customer, LedgerEntry
from registers.record_pages import register_record
from registers.refusals import NoSuchRecord, UnreadableCursor
from registers.statement import statement
from tests.registers.conftest import DAY, NOW, new_meter


def values(page):
    return {field.name: field.value for field in page.fields}


def test_a_record_reads_as_it_was_masked_as_it_is_now(file, people):
    before = timezone.now()
    with audited(actor=people("customer_service"), instance_id=901):
        Customer.objects.filter(pk=file.customer.pk).update(address="庐阳区寿春路 1 号", grade="large")
    surveyor, lawyer = people("surveyor"), people("legal_officer")
    past = register_record("customers", file.customer.pk, surveyor, at=before)
    now = register_record("customers", file.customer.pk, surveyor)
    assert (values(past)["address"], values(past)["grade"]) == ("", "普通客户")
    assert (values(now)["address"], values(now)["grade"]) == ("庐阳区寿春路 1 号", "大客户")
    assert set(values(past)) == set(values(now))
    assert (past.existed, past.related, values(past)["unit_id"]) == (True, (), file.unit.name)
    assert values(register_record("customers", file.customer.pk, lawyer, at=before))["phone"] == "138****1234"
    never = register_record("customers", file.customer.pk, surveyor, at=before - 400 * DAY)
    assert (never.existed, never.fields) == (False, ())
    with pytest.raises(NoSuchRecord):
        register_record("customers", file.customer.pk, people("customer_service_2"), at=before)


def test_a_meters_life_is_told_from_its_making_to_its_scrapping(file, people, in_process):
    second = new_meter_received(file, in_process)
    with in_process():
        commands.swap_meter(
            installation_id=file.installation.pk, new_meter_id=second.pk, reading_out=Decimal(90),
            reading_in=Decimal(0), reason="超期表", swapped_at=NOW + DAY,
        )  # fmt: skip
        commands.send_meter_to_test(meter_id=file.meter.pk, laboratory="市计量所", reason="超期表")
    stages = life_of(file.meter.pk, people("surveyor"))
    assert [stage.kind for stage in stages if stage.kind not in ("received", "issued", "sent")] == [
        "installed", "removed",
    ]  # fmt: skip
    assert {"received", "issued", "sent"} <= {stage.kind for stage in stages}
    removed = next(stage for stage in stages if stage.kind == "removed")
    assert (removed.supply_point, removed.reading, removed.text, removed.instance_id) == (
        file.point.number, Decimal(90), "超期表", "900",
    )  # fmt: skip
    keeper = life_of(file.meter.pk, people("warehouse_keeper"))
    assert [stage.kind for stage in keeper] == [stage.kind for stage in stages]
    assert {stage.supply_point for stage in keeper} == {""}
    with pytest.raises(NoSuchRecord):
        life_of(file.meter.pk, people("warehouse_keeper_2"))


def new_meter_received(file, in_process):
    with in_process():
        return new_meter(file.unit, "M077")


def test_postings_bear_what_is_owed_after_each(file, people, in_process):
    with in_process():
        for amount in ("300.00", "120.50"):
            charge = commands.post_charge(
                unit_id=file.unit.pk, customer_id=file.customer.pk, kind="燃气费", amount=Decimal(amount)
            )
        commands.record_payment(charge_number=charge.number, amount=Decimal("120.50"), method="counter", reference="P1")
        commands.post_credit(customer_id=file.customer.pk, amount=Decimal(20), text="退补")
    cashier = people("cashier")
    page = statement(file.customer.pk, cashier, page_size=3)
    rest = statement(file.customer.pk, cashier, page_size=3, cursor=page.next)
    rows = [*page.results, *rest.results]
    assert [row.amount for row in rows] == [Decimal(-20), Decimal("-120.50"), Decimal("120.50"), Decimal(300)]
    assert [row.balance for row in rows] == [Decimal(280), Decimal(300), Decimal("420.50"), Decimal(300)]
    assert rows[0].balance == commands.receivable(customer_id=file.customer.pk)
    assert (rest.next, rows[1].charge_number, rows[0].charge_number) == (None, charge.number, "")
    assert LedgerEntry.objects.count() == len(rows)
    with pytest.raises(NoSuchRecord):
        statement(file.customer.pk, people("customer_service_2"))
    for cursor in ("x", "WyJ4IiwgImkiXQ==", "WzEsIDJd"):
        with pytest.raises(UnreadableCursor):
            statement(file.customer.pk, cashier, cursor=cursor)


def test_gas_and_what_was_charged_for_it_stand_by_month(file, people, in_process):
    with in_process():
        commands.record_reading(
            installation_id=file.installation.pk, mechanical=Decimal("1012.5"), taken_at=NOW + 10 * DAY
        )
        for begin, amount in ((dt.date(2026, 11, 1), 3860), (dt.date(2026, 10, 1), 7)):
            commands.post_charge(
                unit_id=file.unit.pk, customer_id=file.customer.pk, kind="燃气费", amount=Decimal(amount),
                volume=Decimal(1000), period_from=begin, period_until=begin + 27 * DAY,
            )  # fmt: skip
    months = {one.month: one for one in consumption("customers", file.customer.pk, people("cashier"))}
    assert (months["2026-11"].volume, months["2026-11"].charged) == (Decimal("1000.0"), Decimal(3860))
    assert (months["2026-10"].volume, months["2026-10"].charged) == (Decimal("0.0"), Decimal(7))
    assert {one.charged for one in consumption("meters", file.meter.pk, people("cashier"))} == {None}
