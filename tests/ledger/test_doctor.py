"""The doctor sees every wall that is missing, changed or added."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.doctor import findings, fingerprint, released

pytestmark = pytest.mark.django_db


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_walls_stand_as_released():
    assert findings() == []
    assert len(released()) > 60


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        ("DROP TRIGGER ledger_watch ON registers_customer", "missing: trigger registers_customer ledger_watch"),
        ("DROP TRIGGER ledger_watch ON attachment", "missing: trigger attachment ledger_watch"),
        ("DROP TRIGGER registers_guard ON registers_meter", "missing: trigger registers_meter registers_guard"),
        ("ALTER TABLE people_user DISABLE TRIGGER ledger_watch", "changed: trigger people_user ledger_watch"),
        ("ALTER TABLE people_user ENABLE TRIGGER ledger_watch", "changed: trigger people_user ledger_watch"),
        (
            "CREATE OR REPLACE FUNCTION ledger.deny() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "changed: function ledger.deny()",
        ),
        ("ALTER FUNCTION ledger.watch_row() SECURITY INVOKER", "changed: function ledger.watch_row()"),
        (
            "CREATE FUNCTION registers_quietly() RETURNS void LANGUAGE sql SECURITY DEFINER AS ''",
            "not in the release: function registers_quietly()",
        ),
        (
            "ALTER TABLE ledger.event_other DISABLE TRIGGER event_deny_change",
            "unguarded partition: ledger.event_other",
        ),
        (
            "CREATE TRIGGER extra BEFORE UPDATE ON people_unit FOR EACH ROW EXECUTE FUNCTION people_new_user_rights()",
            "not in the release: trigger people_unit extra",
        ),
    ],
)
def test_harm_is_seen(harm, finding):
    before = fingerprint()
    run(harm)
    assert findings() == [finding]
    assert finding.startswith("unguarded") or fingerprint() != before
    with pytest.raises(CommandError):
        call_command("ledger_doctor")


def test_the_result_is_in_the_ledger():
    call_command("ledger_doctor")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, actor FROM ledger.event WHERE action = 'ledger_doctor'")
        assert cursor.fetchall() == [("admin", "ledger_doctor")]


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        ("GRANT DELETE ON registers_customer TO gas_app", "changed: grant registers_customer gas_app"),
        ("REVOKE SELECT ON ledger.leaf FROM gas_auditor", "missing: grant ledger.leaf gas_auditor"),
        ("GRANT UPDATE (name) ON registers_customer TO gas_auditor", None),
    ],
)
def test_a_changed_grant_is_seen_and_the_owners_rights_are_nobodys_business(harm, finding):
    call_command("grant_roles", verbosity=0)
    assert findings() == []
    run("ALTER TABLE registers_site OWNER TO gas_owner" if _has_owner() else "SELECT 1")
    assert findings() == []
    run(harm)
    found = findings()
    assert found == [finding] if finding else len(found) == 1


def _has_owner():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gas_owner')")
        return cursor.fetchone()[0]


def test_a_function_with_its_owners_rights_that_anybody_may_call_is_seen():
    call_command("grant_roles", verbosity=0)
    run("GRANT EXECUTE ON FUNCTION registers_apply_change(bigint) TO PUBLIC")
    assert findings() == ["anybody may call: registers_apply_change(bigint)"]
    call_command("grant_roles", verbosity=0)
    assert findings() == []
    run("GRANT EXECUTE ON FUNCTION registers_apply_change(bigint) TO gas_auditor")
    assert findings() == ["not in the release: grant registers_apply_change(bigint) gas_auditor"]
