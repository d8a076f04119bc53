"""The database refuses what must not be, whoever writes: tried as SQL by a superuser."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from ledger.context import audited
from people.actors import SYSTEM
from registers import commands
from registers.governed import FILLED_ONCE, GOVERNED
from registers.models import Customer, Meter, MeterInstallation, Reading, Regulator, Riser
from registers.refusals import (
    AlreadyTaken,
    GovernedField,
    MeterElsewhere,
    MeterNotAvailable,
    MeterNotVerified,
    NotInAProcess,
    ReadingFalls,
    told_by_the_database,
)
from tests.registers.conftest import DAY, NOW, new_meter, sql


def refused(code, statement, *parameters):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(statement, *parameters)
    assert caught.value.__cause__.pgcode == code, caught.value


def test_a_meter_hangs_at_one_place_at_a_time(file, in_process, company):
    insert = (
        "INSERT INTO registers_meterinstallation (meter_id, supply_point_id, installed_at, removed_at, reading_in, "
        "reading_out, seal_numbers, installed_in, removed_in, removal_reason) "
        "VALUES (%s, %s, %s, %s, 20, %s, '{}', '900', '', '')"
    )
    with in_process():
        other = commands.open_supply_point(site_id=file.site.pk)
        second = new_meter(company["001"], "M002")
        refused("23P01", insert, file.meter.pk, other.pk, NOW + DAY, None, None)
        refused("23P01", insert, second.pk, file.point.pk, NOW + DAY, None, None)
        refused("23P01", insert, file.meter.pk, other.pk, NOW - DAY, NOW + DAY, 21)
        sql(insert, file.meter.pk, other.pk, NOW - 2 * DAY, NOW, 21)
        commands.remove_meter(installation_id=file.installation.pk, reading_out=Decimal(90), removed_at=NOW + 2 * DAY)
        refused("23P01", insert, file.meter.pk, other.pk, NOW + DAY, None, None)
        sql(insert, file.meter.pk, other.pk, NOW + 2 * DAY, None, None)
    assert MeterInstallation.objects.filter(meter=file.meter).count() == 3


def test_the_command_tells_the_same_as_a_sentence(file, in_process, company):
    with in_process():
        second = new_meter(company["001"], "M002")
        with pytest.raises(MeterElsewhere) as caught:
            commands.install_meter(meter_id=second.pk, supply_point_id=file.point.pk, reading_in=Decimal(0))
        assert "M002" in caught.value.message("zh")
        assert Meter.objects.get(pk=second.pk).state == "IN_STOCK"
        with pytest.raises(AlreadyTaken):
            new_meter(company["001"], "M001")


def test_a_meter_without_a_valid_verification_is_not_installed(file, in_process, company):
    with in_process():
        old = new_meter(company["001"], "M003", verified_until=dt.date(2026, 11, 1))
        with pytest.raises(MeterNotVerified):
            commands.install_meter(
                meter_id=old.pk, supply_point_id=file.point.pk, reading_in=Decimal(0), installed_at=NOW
            )
        with pytest.raises(MeterNotVerified):
            commands.issue_meter(meter_id=old.pk)


def test_a_meter_in_use_is_not_issued_again(file, in_process):
    with in_process(), pytest.raises(MeterNotAvailable):
        commands.issue_meter(meter_id=file.meter.pk)


@pytest.mark.parametrize(
    ("taken", "mechanical"),
    [(NOW + 3 * DAY, "99"), (NOW + DAY, "101"), (NOW + 10 * DAY, "149.999"), (NOW + DAY, "12.4"), (NOW - DAY, "100")],
)
def test_readings_never_fall_and_lie_within_the_installation(file, in_process, taken, mechanical):
    with in_process():
        commands.record_reading(installation_id=file.installation.pk, mechanical=Decimal(100), taken_at=NOW + 2 * DAY)
        commands.record_reading(installation_id=file.installation.pk, mechanical=Decimal(150), taken_at=NOW + 5 * DAY)
        with pytest.raises(ReadingFalls):
            commands.record_reading(
                installation_id=file.installation.pk, mechanical=Decimal(mechanical), taken_at=taken
            )
        commands.record_reading(installation_id=file.installation.pk, mechanical=Decimal(120), taken_at=NOW + 3 * DAY)
        with pytest.raises(ReadingFalls):
            commands.remove_meter(
                installation_id=file.installation.pk, reading_out=Decimal(149), removed_at=NOW + 6 * DAY
            )
    assert Reading.objects.count() == 3


def test_one_price_for_a_step_on_any_day(company, in_process):
    insert = (
        "INSERT INTO registers_tariff (category, step, above, price, valid_from, valid_until, citation) "
        "VALUES (%s, %s, 0, 3.2, %s, %s, '文件')"
    )
    with in_process():
        sql(insert, "commercial", 1, "2026-01-01", "2026-06-30")
        sql(insert, "commercial", 1, "2026-07-01", None)
        sql(insert, "commercial", 2, "2026-01-01", None)
        sql(insert, "industrial", 1, "2026-01-01", None)
        refused("23P01", insert, "commercial", 1, "2026-06-30", "2026-06-30")
        refused("23P01", insert, "commercial", 1, "2030-01-01", None)
    hashes = {sql("SELECT hashtext(%s)", category)[0][0] for category in Customer.Category.values}
    assert len(hashes) == len(Customer.Category.values)


def test_one_account_in_force(file, in_process):
    with in_process(), pytest.raises(AlreadyTaken):
        commands.open_payment_account(customer_id=file.customer.pk, method="counter")


def test_registers_are_written_in_a_process_only(company):
    with audited(actor=SYSTEM), pytest.raises(NotInAProcess):
        commands.open_customer(name="x", category="commercial", unit_id=company["001"].pk)


OTHER_VALUE = {
    "number": "'X-1'", "name": "'别的名字'", "category": "'industrial'", "licence_no": "'X'", "billing_title": "'X'",
    "phone": "'13900000000'", "credit_rating": "'A'", "site_id": "site_id + 1", "riser": "'X'", "serial": "'X'",
    "maker": "'X'", "type": "'rotary'", "g_size": "'G99'", "meter_id": "meter_id + 1",
    "supply_point_id": "supply_point_id + 1", "installed_at": "installed_at - interval '1 day'",
    "reading_in": "1", "electronic_in": "1", "removed_at": "now() + interval '9 years'", "reading_out": "99999",
    "electronic_out": "99999", "customer_id": "customer_id + 1", "valid_from": "valid_from - 1", "method": "'counter'",
    "bank": "'X'", "account_name": "'X'", "account_no": "'1'", "agreement_no": "'X'", "valid_until": "'2099-01-01'",
    "step": "9", "above": "9", "price": "9", "installation_id": "installation_id + 1", "mechanical": "99999",
    "electronic": "99999", "taken_at": "taken_at + interval '1 day'", "regulator_id": "regulator_id + 1",
    "passed": "coalesce(NOT passed, true)", "tested_on": "'2026-12-01'", "error_percent": "1.5",
    "verified_until": "'2029-12-01'",
}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, columns in GOVERNED.items() for c in columns])
def test_a_governed_column_is_not_updated_by_anybody(file, in_process, table, column):
    with in_process():
        _one_row_everywhere(file)
        statement = f"UPDATE {table} SET {column} = {OTHER_VALUE[column]}"
        refused("RG010", statement)
        refused("RG010", f"WITH w AS ({statement} RETURNING 1) SELECT count(*) FROM w")
        sql("SET LOCAL session_replication_role = replica")
        refused("RG010", statement)


def _one_row_everywhere(file):
    commands.record_reading(installation_id=file.installation.pk, mechanical=Decimal(50), taken_at=NOW + DAY)
    sql("UPDATE registers_reading SET billed = true")
    sql(
        "INSERT INTO registers_tariff (category, step, above, price, valid_from, valid_until, citation) "
        "VALUES ('commercial', 1, 0, 3, '2026-01-01', '2026-12-31', '文件')"
    )
    commands.remove_meter(
        installation_id=file.installation.pk,
        reading_out=Decimal(60),
        electronic_out=Decimal(1),
        removed_at=NOW + 2 * DAY,
    )
    sql("UPDATE registers_paymentaccount SET valid_until = '2030-01-01'")
    commands.open_contact(customer_id=file.customer.pk, name="周安全", phone="13700001111")
    sql("UPDATE registers_contact SET valid_until = '2030-01-01'")
    test = commands.send_meter_to_test(
        meter_id=file.meter.pk, laboratory="省计量院", reason="快表", sent_at=NOW + 2 * DAY
    )
    commands.record_test_result(
        test_id=test.pk, passed=True, error_percent=Decimal(1), verified_until=dt.date(2030, 1, 1)
    )
    _network(file)


def _network(file):
    regulator = Regulator.objects.create(number="TY-1", address="长江西路", unit=file.unit)
    Riser.objects.create(number="LG-17", address="长江西路 88 号", unit=file.unit, regulator=regulator)


@pytest.mark.parametrize("table", GOVERNED)
def test_a_governed_record_is_not_deleted(file, in_process, table):
    with in_process():
        _one_row_everywhere(file)
        refused("RG010", f"DELETE FROM {table}")


def test_saving_a_model_with_another_name_is_refused_as_a_sentence(file, in_process):
    file.customer.name = "别的名字"
    with in_process(), pytest.raises(GovernedField) as caught, told_by_the_database():
        file.customer.save()
    assert "name" in caught.value.message("zh")
    with in_process(), pytest.raises(DatabaseError), transaction.atomic():
        Customer.objects.update(phone="13900000000")
    assert Customer.objects.get().phone == "13812341234"


@pytest.mark.parametrize(("table", "columns"), FILLED_ONCE.items())
def test_what_may_be_filled_once_is_filled_inside_a_process_only(file, in_process, table, columns):
    value = OTHER_VALUE[columns[0]]
    with in_process():
        _one_row_everywhere_open(file)
    with audited(actor=SYSTEM):
        together = ", ".join(f"{column} = {OTHER_VALUE[column]}" for column in columns)
        refused("RG010", f"UPDATE {table} SET {together}")
    with in_process():
        sql(f"UPDATE {table} SET {together}")
        refused("RG010", f"UPDATE {table} SET {columns[0]} = NULL")
    assert value


def _one_row_everywhere_open(file):
    commands.open_contact(customer_id=file.customer.pk, name="周安全", phone="13700001111")
    spare = new_meter(file.unit, "M004")
    commands.send_meter_to_test(meter_id=spare.pk, laboratory="省计量院", reason="快表", sent_at=NOW)
    sql(
        "INSERT INTO registers_tariff (category, step, above, price, valid_from, citation) "
        "VALUES ('commercial', 1, 0, 3, '2026-01-01', '文件')"
    )


def test_a_reading_that_is_not_billed_may_be_corrected(file, in_process):
    with in_process():
        reading = commands.record_reading(
            installation_id=file.installation.pk, mechanical=Decimal(50), taken_at=NOW + DAY
        )
        assert sql("UPDATE registers_reading SET mechanical = 51 WHERE id = %s", reading.pk) == 1


def test_the_lists_in_the_code_and_in_the_database_agree(db):
    for table, columns in GOVERNED.items():
        for column, needed in columns.items():
            assert sql("SELECT registers_approvals_needed(%s, %s)", table, column) == [(needed,)]
        (arguments,) = sql(
            "SELECT encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'registers_guard' AND tgenabled = 'A' "
            "AND tgrelid = %s::regclass",
            table,
        )
        governed, filled = arguments[0].split("\\000")[:2]
        assert governed.split(",") == list(columns)
        assert tuple(filter(None, filled.split(","))) == FILLED_ONCE.get(table, ())
