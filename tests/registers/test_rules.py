"""The rules of the rest of the registers, tried as SQL by a superuser."""

from decimal import Decimal

import pytest

from registers import commands
from tests.registers.conftest import DAY, NOW, sql
from tests.registers.test_walls import refused


def test_one_contract_at_a_supply_point_on_any_day(file, in_process):
    insert = (
        "INSERT INTO registers_contract (number, customer_id, supply_point_id, signed_on, valid_from, valid_until, "
        "state, signed_in) VALUES (%s, %s, %s, '2026-01-01', %s, %s, 'ENDED', '')"
    )
    with in_process():
        sql("UPDATE registers_contract SET valid_until = '2030-01-01'")
        mine = (file.customer.pk, file.point.pk)
        refused("23P01", insert, "X-1", *mine, "2029-12-31", None)
        refused("23P01", insert, "X-2", *mine, "2020-01-01", "2027-01-01")
        sql(insert, "X-3", *mine, "2030-01-01", None)
        sql(insert, "X-4", file.customer.pk, None, "2029-12-31", None)


def test_one_account_of_a_customer_on_any_day(file, in_process):
    insert = (
        "INSERT INTO registers_paymentaccount (customer_id, method, bank, account_name, account_no, agreement_no, "
        "valid_from, valid_until, opened_in) VALUES (%s, 'counter', '', '', '', '', %s, %s, '')"
    )
    with in_process():
        sql("UPDATE registers_paymentaccount SET valid_until = '2030-01-01'")
        refused("23P01", insert, file.customer.pk, "2029-12-31", None)
        sql(insert, file.customer.pk, "2030-01-01", None)


def test_what_is_posted_stays(file, in_process):
    with in_process():
        charge = commands.post_charge(
            unit_id=file.unit.pk, kind="燃气费", amount=Decimal(100), customer_id=file.customer.pk
        )
        commands.record_payment(charge_number=charge.number, amount=Decimal(1), method="bank", reference="r1")
        for statement in (
            "UPDATE registers_ledgerentry SET amount = 1",
            "UPDATE registers_ledgerentry SET posted_in = 'x'",
            "DELETE FROM registers_ledgerentry",
            "UPDATE registers_payment SET amount = 2",
            "DELETE FROM registers_payment",
            "UPDATE registers_charge SET amount = 2",
            "UPDATE registers_charge SET kind = '工程费'",
            "UPDATE registers_charge SET customer_id = NULL",
            "UPDATE registers_charge SET charged_at = now() - interval '1 year'",
            "DELETE FROM registers_charge",
        ):
            refused("RG017", statement)
            sql("SET LOCAL session_replication_role = replica")
            refused("RG017", statement)
            sql("SET LOCAL session_replication_role = origin")
        sql("UPDATE registers_charge SET state = 'PAID', due_on = '2027-01-01'")
        refused("RG017", "UPDATE registers_charge SET state = 'OPEN'")


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("RG017", "'reversal', {charge}, NULL, -99, 'x', {entry}"),
        ("RG017", "'reversal', NULL, {customer}, -100, 'x', {entry}"),
        ("23514", "'reversal', {charge}, NULL, -100, 'x', NULL"),
        ("23514", "'charge', {charge}, NULL, -100, 'x', {entry}"),
        ("23514", "'charge', {charge}, NULL, -1, 'x', NULL"),
        ("23514", "'payment', {charge}, NULL, 1, 'x', NULL"),
        ("23514", "'credit', {charge}, {customer}, -1, 'x', NULL"),
        ("23514", "'credit', NULL, NULL, -1, 'x', NULL"),
        ("23514", "'reversal', {charge}, NULL, 0, 'x', NULL"),
    ],
)
def test_an_entry_says_whose_it_is_and_a_reversal_is_of_the_whole(file, in_process, code, values):
    insert = (
        "INSERT INTO registers_ledgerentry (kind, charge_id, customer_id, amount, text, reverses_id, posted_at, "
        "posted_in) VALUES ({values}, now(), '')"
    )
    with in_process():
        charge = commands.post_charge(
            unit_id=file.unit.pk, kind="燃气费", amount=Decimal(100), customer_id=file.customer.pk
        )
        known = {"charge": charge.pk, "customer": file.customer.pk, "entry": charge.entries.get().pk}
        refused(code, insert.format(values=values.format(**known)))
        sql(insert.format(values="'reversal', {charge}, NULL, -100, 'x', {entry}".format(**known)))
        refused("23505", insert.format(values="'reversal', {charge}, NULL, -100, 'x', {entry}".format(**known)))


def test_nothing_closes_under_a_meter_and_nothing_hangs_where_it_is_closed(file, in_process):
    close = (
        "UPDATE registers_supplypoint SET valid_until = '2026-12-01'",
        "UPDATE registers_site SET valid_until = '2026-12-01'",
        "UPDATE registers_customer SET state = 'CLOSED', closed_on = '2026-12-01'",
    )
    with in_process():
        for statement in close:
            refused("RG018", statement)
        commands.remove_meter(installation_id=file.installation.pk, reading_out=Decimal(20), removed_at=NOW + DAY)
        for statement in close:
            sql(statement)
        refused(
            "RG018",
            "INSERT INTO registers_meterinstallation (meter_id, supply_point_id, installed_at, reading_in, "
            "seal_numbers, installed_in, removed_in, removal_reason) "
            "VALUES (%s, %s, '2026-12-02', 20, '{}', '', '', '')",
            file.meter.pk,
            file.point.pk,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO registers_remoteterminal (number, maker, protocol, sim_no, state, unit_id) "
        "VALUES ('T1', '', '', '', 'FITTED', {unit})",
        "INSERT INTO registers_remoteterminal (number, maker, protocol, sim_no, state, unit_id, meter_id) "
        "VALUES ('T1', '', '', '', 'IN_STOCK', {unit}, {meter})",
        "INSERT INTO registers_regulator (number, model, address, inlet_kpa, outlet_kpa, unit_id, valid_from) "
        "VALUES ('R1', '', '', 2, 3, {unit}, '2026-01-01')",
        "INSERT INTO registers_theftcase (number, customer_id, unit_id, source, reason, state, opened_at, opened_in, "
        "outcome, root_cause, closing_note) VALUES ('W', {customer}, {unit}, '', '', 'CLOSED', now(), '', '', '', '')",
        "UPDATE registers_gasappliance SET valid_until = '2000-01-01'",
        "UPDATE registers_supplypoint SET valid_until = '2000-01-01' WHERE id = {empty}",
    ],
)
def test_contradictions_are_refused(file, in_process, statement):
    with in_process():
        commands.register_appliances(site_id=file.site.pk, appliances=[{"kind": "蒸箱", "rated_flow": 3}])
        empty = commands.open_supply_point(site_id=file.site.pk)
        refused(
            "23514",
            statement.format(unit=file.unit.pk, meter=file.meter.pk, customer=file.customer.pk, empty=empty.pk),
        )
