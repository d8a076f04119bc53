"""What the application's own role may write of people: in a person's name, rights by two people's decision."""

import json
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ledger.context import audited
from people import commands, demo, rights, sessions
from people.actors import SYSTEM, actor_named
from people.models import Position, Session, User, today
from registers.grants import WEB, WORKER, grant_roles

ROLES = [WEB, WORKER]


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@contextmanager
def as_role(name):
    sql(f"SET LOCAL SESSION AUTHORIZATION {name}")
    try:
        yield
    finally:
        sql("RESET SESSION AUTHORIZATION")


@pytest.fixture
def company(db, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()
    grant_roles()


def refused(statement, *parameters):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(statement, *parameters)
    assert caught.value.__cause__.pgcode in ("PE001", "42501"), caught.value
    return str(caught.value)


GIVE = (
    "INSERT INTO people_position (user_id, role_id, unit_id, valid_from) "
    "SELECT u.id, 'administrator', n.id, '2026-01-01' "
    "FROM people_user u, people_unit n WHERE u.username = 'surveyor' AND n.code = '000'"
)
FORGED = {
    "a position": GIVE,
    "a longer position": "UPDATE people_position SET valid_until = NULL, valid_from = valid_from - 1",
    "another's position": "UPDATE people_position SET user_id = user_id + 1",
    "no position": "DELETE FROM people_position",
    "a password": "UPDATE people_user SET password = 'x' WHERE username = 'administrator'",
    "another name": "UPDATE people_user SET username = 'mallory' WHERE username = 'administrator'",
    "switched on": "UPDATE people_user SET is_active = NOT is_active WHERE username = 'surveyor'",
    "another unit": "UPDATE people_user SET unit_id = NULL WHERE username = 'surveyor'",
    "nobody": "DELETE FROM people_user WHERE username = 'surveyor'",
    "an account": "INSERT INTO people_user (username, full_name, language, phone, is_active, created_at, "
    "failed_log_ins, must_change_password, is_demo, version, password) "
    "VALUES ('mallory', 'M', 'en', '', true, now(), 0, false, false, 1, '')",
    "a substitute": "INSERT INTO people_substitute (absent_id, substitute_id, definitions, roles, valid_from, "
    "valid_until) SELECT a.id, s.id, '{}', '{}', '2026-01-01', '2099-01-01' FROM people_user a, people_user s "
    "WHERE a.username = 'administrator' AND s.username = 'surveyor'",
    "a unit": "UPDATE people_unit SET path = '0001.' WHERE code = '001'",
    "a role": "UPDATE people_role SET name_zh = 'x'",
    "a decided change": "INSERT INTO people_rightschange (kind, state, reason, proposed_at, comment, proposed_by_id, "
    "decided_by_id, user_id) SELECT 'enable', 'APPROVED', 'x', now(), '', a.id, b.id, s.id "
    "FROM people_user a, people_user b, people_user s "
    "WHERE (a.username, b.username, s.username) = ('administrator', 'administrator_2', 'surveyor')",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_it_in_the_name_of_the_system_of_a_stranger_or_of_a_clerk(company, role):
    clerk = actor_named("cashier")
    stranger = json.dumps({"actor_id": clerk.user_id, "actor": "mallory"})
    with as_role(role), transaction.atomic():
        for name, statement in FORGED.items():
            with audited(actor=SYSTEM):
                said = refused(statement)
                assert "in the name of a person" in said or "permission denied" in said, name
            with audited(actor=clerk):
                refused(statement)
                sql("SELECT set_config('app.context', %s, true)", stranger)
                refused(statement)


RIGHTS = ("a position", "a longer position", "another's position", "no position", "switched on", "a role", "nobody",
          "a decided change")  # fmt: skip


def test_an_administrator_gives_no_right_alone(company):
    with as_role(WEB), audited(actor=actor_named("administrator")):
        for name in RIGHTS:
            refused(FORGED[name])


def test_a_change_of_one_person_gives_no_other_right(company):
    one, two = actor_named("administrator"), actor_named("administrator_2")
    change = rights.propose_rights_change(
        kind="give", username="surveyor", role="cashier", unit_code="001", reason="x", actor=one
    )
    with as_role(WEB):
        with audited(actor=one), pytest.raises(DatabaseError), transaction.atomic():
            sql(
                "UPDATE people_rightschange SET state = 'APPROVED', decided_by_id = %s WHERE id = %s",
                two.user_id,
                change.pk,
            )
        with audited(actor=two):
            refused("UPDATE people_rightschange SET role_id = 'administrator' WHERE id = %s", change.pk)
        rights.decide_rights_change(change_id=change.pk, approve=True, actor=two)
        with audited(actor=two, change_request=f"rights:{change.pk}"):
            refused(GIVE)
    assert Position.objects.filter(user__username="surveyor", role_id="cashier").count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_the_application_does_all_of_it_in_its_role(company, role):
    """Every act on people that has a page, as the role that carries it out."""
    one, two = actor_named("administrator"), actor_named("administrator_2")
    with as_role(role):
        for kind, more in (
            ("give", {"role": "cashier", "unit_code": "001"}), ("disable", {}), ("enable", {}),
            ("emergency", {"role": "dispatcher", "unit_code": "001", "minutes": 5}),
        ):  # fmt: skip
            change = rights.propose_rights_change(kind=kind, username="surveyor", reason="x", actor=one, **more)
            rights.decide_rights_change(change_id=change.pk, approve=True, actor=two)
        rights.end_emergency(change_id=change.pk, actor=actor_named("surveyor"))
        held = Position.objects.get(user__username="surveyor", role_id="cashier")
        change = rights.propose_rights_change(
            kind="end", username="surveyor", position_id=held.pk, reason="x", actor=one
        )
        rights.decide_rights_change(change_id=change.pk, approve=True, actor=two)
        assert not Position.objects.filter(user__username="surveyor", role_id="cashier").exists()
        change = rights.propose_rights_change(kind="disable", username="cashier", reason="x", actor=one)
        rights.decide_rights_change(change_id=change.pk, approve=False, actor=two)

        user, once = commands.open_account(username="fresh", full_name="新人", unit_code="001", actor=one)
        sessions.change_password(user=user, old=once, new="Another-Pass-9")
        sessions.reset_password(username="fresh", actor=one, reason="forgot")
        with pytest.raises(sessions.WrongCredentials):
            sessions.log_in(username="fresh", password="wrong")
        sessions.unlock(username="fresh", actor=one)
        sessions.log_in(username="surveyor", password="demo")
        sessions.note_seen(user_id=user.pk, session_key="none")
        commands.choose_language(language="en", actor=actor_named("surveyor"))
        away = commands.appoint_substitute(
            absent="surveyor", substitute="cashier", valid_from=today(), valid_until=today(),
            actor=actor_named("surveyor"),
        )  # fmt: skip
        commands.end_substitute(substitute_id=away.pk, actor=one)
    assert User.objects.get(username="surveyor").language == "en"
    assert User.objects.get(username="surveyor").last_login <= timezone.now()
    assert not Session.objects.filter(user__username="fresh").exists()


def test_a_forged_right_is_recorded(company):
    with as_role(WEB), audited(actor=SYSTEM):
        refused(GIVE)
    told = sql("SELECT body FROM ledger.event WHERE action = 'write_refused' ORDER BY id DESC LIMIT 1")
    assert json.loads(told[0][0])["details"]["code"] == "PE001"


def test_the_owner_writes_in_the_name_of_the_system(company):
    """A new installation and the review of unused accounts have no person yet, or none who would be asked."""
    commands.set_active(username="surveyor", active=False, actor=SYSTEM, reason="unused")
    assert not User.objects.get(username="surveyor").is_active
