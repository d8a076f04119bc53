"""What each database role may do; every way to write a governed field: test_every_way.py."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from ledger.context import audited
from ledger.doctor import findings
from people.actors import SYSTEM, actor_named
from registers import commands
from registers.change_requests import apply_change, decide_change, propose_change
from registers.demo import EACH, SIZES, load_registers
from registers.grants import AUDITOR, LOGINS, SEALER, WEB, WORKER, grant_roles
from registers.models import Customer, Meter, Tariff
from registers.queries import customer, customers
from tests.registers.conftest import DAY, NOW, sql

REFUSALS = {"42501", "RG010", "LG002", "LG001"}


@contextmanager
def as_role(name):
    sql(f"SET LOCAL SESSION AUTHORIZATION {name}")
    try:
        yield
    finally:
        sql("RESET SESSION AUTHORIZATION")


@pytest.fixture
def granted(file):
    grant_roles()


def refused(statement):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(statement)
    assert caught.value.__cause__.pgcode in REFUSALS, (statement, caught.value)
    return caught.value.__cause__.pgcode


@pytest.mark.parametrize("role", LOGINS)
def test_no_role_writes_the_ledger_by_hand(granted, role):
    with audited(actor=SYSTEM), as_role(role):
        for statement in (
            "INSERT INTO ledger.event (at, kind, action, body) VALUES (now(), 'row', 'forged', '{}')",
            "SELECT ledger.append('row', 'forged', '', '', '', '{}', '{}', '{}')",
            "UPDATE ledger.event SET body = '{}'",
            "DELETE FROM ledger.event",
            "TRUNCATE ledger.event",
            "ALTER TABLE ledger.event DISABLE TRIGGER ALL",
            "DROP TRIGGER ledger_watch ON registers_customer",
            "SET session_replication_role = replica",
            "SELECT ledger.unwatch('registers_customer')",
        ):
            refused(statement)


@pytest.mark.parametrize("role", [WEB, WORKER])
def test_the_application_does_its_whole_work_in_its_role(granted, file, in_process, company, role):
    with as_role(role):
        with in_process():
            opened = commands.open_customer(
                name="滨湖酒店", category="hotel", unit_id=company["001"].pk, phone="13811112222"
            )
            site = commands.open_site(customer_id=opened.pk, address="滨湖大道 9 号")
            point = commands.open_supply_point(site_id=site.pk)
            commands.record_reading(installation_id=file.installation.pk, mechanical=Decimal(20), taken_at=NOW + DAY)
            commands.remove_meter(
                installation_id=file.installation.pk, reading_out=Decimal(30), removed_at=NOW + 2 * DAY
            )
            commands.return_to_stock(meter_id=file.meter.pk)
            commands.install_meter(
                meter_id=file.meter.pk, supply_point_id=point.pk, reading_in=Decimal(30), installed_at=NOW + 3 * DAY
            )
        clerk, steward = actor_named("customer_service"), actor_named("data_steward")
        request = propose_change(
            table="registers_customer",
            record_id=opened.pk,
            changes={"phone": "13833334444"},
            reason="换号",
            actor=clerk,
        )
        decide_change(request_id=request.pk, approved=True, actor=steward)
        assert apply_change(request_id=request.pk, actor=steward) == "APPLIED"
        assert customer(opened.pk, clerk).name == "滨湖酒店"
        assert [row.phone for row in customers(clerk, q="bhjd").results] == ["13833334444"]
    by = sql(
        "SELECT DISTINCT body::jsonb -> 'db' ->> 'user' FROM ledger.event WHERE table_name = 'registers_changeapproval'"
    )
    assert by == [(role,)]


def test_the_auditor_reads_and_changes_nothing(granted, file):
    with audited(actor=SYSTEM), as_role(AUDITOR):
        assert sql("SELECT count(*) > 10 FROM ledger.event") == [(True,)]
        assert sql("SELECT name FROM registers_customer") == [("合肥徽味餐饮有限公司",)]
        for statement in (
            "SELECT password FROM people_user",
            "INSERT INTO registers_number VALUES ('x', 1)",
            "UPDATE registers_customer SET address = 'x'",
            "DELETE FROM people_substitute",
            "INSERT INTO ledger.checkpoint (size, horizon, frontier, note) VALUES (1, '1', '{}', '')",
        ):
            refused(statement)


def test_the_sealer_sees_the_ledger_alone(granted):
    with as_role(SEALER):
        sql("SELECT body FROM ledger.event LIMIT 1")
        sql("SELECT ledger.ensure_partitions(3)")
        sql("INSERT INTO ledger.leaf VALUES (0, -1, now(), sha256(''))")
        for statement in (
            "SELECT name FROM registers_customer",
            "SELECT * FROM people_user",
            "DELETE FROM ledger.leaf",
        ):
            refused(statement)


def test_granting_again_takes_back_what_somebody_added(granted):
    sql("GRANT UPDATE ON registers_customer TO gas_app")
    grant_roles()
    with audited(actor=SYSTEM), as_role(WEB):
        assert refused("UPDATE registers_customer SET name = 'x'") == "42501"


def test_a_table_of_a_later_migration_can_be_used_at_once_and_is_walled_at_the_next_grant(granted):
    sql("CREATE TABLE registers_later (id bigserial PRIMARY KEY, note text)")
    with as_role(WORKER):
        sql("INSERT INTO registers_later (note) VALUES ('x')")
        sql("DELETE FROM registers_later")
    grant_roles()
    with as_role(WEB):
        sql("INSERT INTO registers_later (note) VALUES ('y')")
        assert refused("DELETE FROM registers_later") == "42501"
        refused("CREATE TABLE mine (id bigint)")


def test_the_application_reads_every_table_and_view_of_its_own(granted):
    relations = sql(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
        "AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition"
    )
    assert len(relations) > 40
    with as_role(WEB):
        for (name,) in relations:
            sql(f'SELECT 1 FROM public."{name}" LIMIT 1')


def test_the_worker_has_the_traces_next_partition_made(granted):
    with as_role(WORKER):
        sql("SELECT trace_partition('2031-05-01')")
        refused("CREATE TABLE mine (id bigint)")
    assert sql("SELECT to_regclass('trace_2031_05') IS NOT NULL") == [(True,)]


def test_the_demo_stock_is_loaded_once(company):
    assert load_registers() == 2 * EACH * len(SIZES)
    assert load_registers() == 0
    assert Tariff.objects.count() == len(Customer.Category.values)
    assert Meter.objects.filter(state="IN_STOCK", unit=company["002"], g_size="G40").count() == EACH


@pytest.mark.parametrize("role", [WEB, WORKER])
def test_the_application_records_a_test_and_each_hand_over_with_its_own_rights(granted, file, in_process, role):
    with in_process(), as_role(role):
        commands.remove_meter(
            installation_id=file.installation.pk, reading_out=Decimal(9000), removed_at=NOW + DAY, reason="慢表"
        )
        test = commands.send_meter_to_test(
            meter_id=file.meter.pk, laboratory="省计量院", reason="慢表", handed_by="张工", received_by="李检定"
        )
        commands.record_test_result(test_id=test.pk, passed=False, error_percent=Decimal("-8.4"))
        commands.hand_over_meter(test_id=test.pk, handed_by="李检定", received_by="库房")
        commands.scrap_meter(meter_id=file.meter.pk)
    assert Meter.objects.get(pk=file.meter.pk).state == "SCRAPPED"


def test_with_the_roles_granted_the_doctor_finds_every_wall_and_nothing_that_anybody_may_call(granted):
    assert findings() == []
    sql("GRANT EXECUTE ON FUNCTION registers_apply_bulk(bigint) TO PUBLIC")
    assert "anybody may call: registers_apply_bulk(bigint)" in findings()
