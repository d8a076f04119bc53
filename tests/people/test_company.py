"""The demo company, its actors and their revocation."""

import datetime as dt

import pytest
from django.db import connection, transaction

from ledger.context import audited
from people import commands, demo, organisation, queries
from people.actors import SYSTEM, Actor, actor_for, actor_named, actor_of
from people.models import Position, Role, Unit, User
from people.refusals import LockedOut, NotAllowed, NotWhole, WrongCredentials
from people.roles import ROLES
from people.sessions import ALLOWED_FAILURES, log_in, unlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()


def events(where, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, action, body FROM ledger.event WHERE {where} ORDER BY id", parameters)
        return cursor.fetchall()


def test_the_company_has_twelve_branches_and_every_role_twice(company):
    assert Unit.objects.filter(kind="branch").count() == 12
    assert {user.username for user in demo.demo_users()} == {*ROLES, *(f"{role}_2" for role in ROLES)}
    assert Role.objects.count() == len(ROLES) == 30
    names = list(User.objects.values_list("full_name", flat=True))
    assert all(2 <= len(name) <= 4 and all("\u4e00" <= letter <= "\u9fff" for letter in name) for name in names)


def test_a_new_unit_continues_its_parents_path(company):
    head, second = queries.unit_by_code("001"), queries.unit_by_code("002")
    opened = [
        organisation.open_unit(
            code=f"new-{n}", name="新片区", kind="station", parent_code=parent.code, actor=SYSTEM, reason="新设"
        )
        for n, parent in enumerate((head, head, second))
    ]
    assert [unit.path for unit in opened] == [f"{head.path}0004.", f"{head.path}0005.", f"{second.path}0004."]
    assert [node.path for node in queries.units()] == sorted(Unit.objects.values_list("path", flat=True))


def test_loading_twice_changes_nothing(company):
    before = (Unit.objects.count(), User.objects.count(), Position.objects.count(), len(events("true")))
    demo.load_company()
    assert (Unit.objects.count(), User.objects.count(), Position.objects.count(), len(events("true"))) == before


def test_outside_demo_mode_nothing_is_loaded_and_demo_users_are_refused(company, settings):
    settings.DEMO = False
    with pytest.raises(demo.NotInDemoMode):
        demo.load_company()
    with pytest.raises(WrongCredentials):
        log_in(username="surveyor", password="demo")
    assert demo.demo_users() == []


def test_an_actor_holds_the_role_below_the_unit_and_nowhere_else(company):
    head, second = queries.unit_by_code("001"), queries.unit_by_code("002")
    surveyor = actor_named("surveyor")
    assert surveyor.holds("surveyor", head.path)
    assert surveyor.holds("surveyor", queries.unit_by_code("001-01-01").path)
    assert not surveyor.holds("surveyor", second.path)
    assert not surveyor.holds("surveyor", queries.unit_by_code("000").path)
    assert not surveyor.holds("cashier", head.path)
    assert actor_named("auditor").holds("auditor", second.path)
    assert not actor_named("auditor_2").holds("auditor", head.path)


def test_permissions_come_with_roles_and_the_system_has_none(company):
    assert actor_named("auditor").may("audit")
    assert not actor_named("surveyor").may("audit")
    assert actor_named("branch_manager").may("cancel_instances")
    assert not SYSTEM.may("administer")


def test_users_holding_a_role_are_found_at_units_above(company):
    below_second = queries.unit_by_code("002-01-02").path
    assert [user.username for user in queries.users_holding("cashier", below_second)] == ["cashier_2"]
    assert [user.username for user in queries.users_holding(["auditor"], below_second)] == ["auditor", "auditor_2"]


def test_a_new_position_is_seen_by_an_actor_that_was_cached(company):
    surveyor = User.objects.get(username="surveyor")
    assert not actor_of(surveyor.pk).holds("cashier", queries.unit_by_code("001").path)
    position = commands.give_position(username="surveyor", role="cashier", unit_code="001", actor=SYSTEM)
    assert actor_of(surveyor.pk).holds("cashier", queries.unit_by_code("001").path)
    commands.end_position(position_id=position.pk, actor=SYSTEM)
    assert not actor_of(surveyor.pk).holds("cashier", queries.unit_by_code("001").path)


def test_a_bulk_change_of_positions_revokes_too(company):
    surveyor = User.objects.get(username="surveyor")
    assert actor_of(surveyor.pk).roles == {"surveyor"}
    with audited(actor=SYSTEM):
        Position.objects.filter(user=surveyor).update(valid_from=dt.date(2020, 1, 1), valid_until=dt.date(2020, 12, 31))
    assert actor_of(surveyor.pk).roles == frozenset()


def test_a_rolled_back_change_leaves_no_right_behind_in_the_cache(company):
    surveyor = User.objects.get(username="surveyor")
    with transaction.atomic():
        commands.give_position(username="surveyor", role="cashier", unit_code="001", actor=SYSTEM)
        assert "cashier" in actor_of(surveyor.pk).roles
        transaction.set_rollback(True)
    commands.give_position(username="surveyor", role="designer", unit_code="001", actor=SYSTEM)
    assert actor_of(surveyor.pk).roles == {"surveyor", "designer"}


def test_a_disabled_user_is_no_actor_and_cannot_log_in(company):
    surveyor = User.objects.get(username="surveyor")
    commands.set_active(username="surveyor", active=False, actor=SYSTEM, reason="left")
    assert actor_of(surveyor.pk) is None
    surveyor.refresh_from_db()
    assert actor_for(surveyor).grants == frozenset()
    with pytest.raises(WrongCredentials):
        log_in(username="surveyor", password="demo")


@pytest.mark.parametrize("who", ["branch_manager", "administrator"])
def test_nobody_gives_positions_without_a_second_person(company, who):
    with pytest.raises(NotAllowed) as caught:
        commands.give_position(username="surveyor", role="auditor", unit_code="000", actor=actor_named(who))
    assert "administer" in caught.value.message("en")


def test_an_administrator_of_a_branch_opens_units_of_that_branch_alone(company):
    first, second = queries.unit_by_code("001"), queries.unit_by_code("002")
    of_second = Actor(
        user_id=1, username="second", full_name="second", grants=frozenset({("administrator", second.path)})
    )
    wanted = {"code": "n", "name": "新", "kind": "station", "reason": "新设", "actor": of_second}
    with pytest.raises(NotAllowed):
        organisation.open_unit(**wanted, parent_code=first.code)
    with pytest.raises(NotWhole):
        organisation.open_unit(**wanted, parent_code="")
    organisation.open_unit(**wanted, parent_code=second.code)


def test_log_in_is_recorded_and_the_password_never_is(company):
    log_in(username="surveyor", password="demo")
    kinds = [(kind, action) for kind, action, _ in events("kind = 'auth'")]
    assert kinds == [("auth", "log_in")]
    hashed = User.objects.get(username="surveyor").password
    assert all(hashed not in body for _, _, body in events("true"))


def test_guessing_locks_the_account_even_for_the_right_password(company):
    for _ in range(ALLOWED_FAILURES - 1):
        with pytest.raises(WrongCredentials):
            log_in(username="surveyor", password="guess")
    with pytest.raises(LockedOut) as caught:
        log_in(username="surveyor", password="guess")
    assert caught.value.extra["minutes"] == 15
    with pytest.raises(LockedOut):
        log_in(username="surveyor", password="demo")
    with pytest.raises(NotAllowed):
        unlock(username="surveyor", actor=actor_named("surveyor_2"))
    unlock(username="surveyor", actor=actor_named("administrator"))
    assert log_in(username="surveyor", password="demo").username == "surveyor"


def test_an_unknown_user_gets_the_same_answer(company):
    with pytest.raises(WrongCredentials):
        log_in(username="nobody", password="demo")
