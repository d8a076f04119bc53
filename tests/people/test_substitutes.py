"""A substitute acts for the absent person within the dates, the roles and the processes given, and no further."""

import datetime as dt

import pytest

from ledger.context import audited
from ledger.queries import history_of
from people import commands, demo, queries
from people.actors import SYSTEM, actor_named
from people.models import User, today
from people.refusals import NotAllowed
from people.substitutes import acting_as, standing_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def appoint(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()

    def make(absent="branch_manager", substitute="market_approver", since=0, until=0, **more):
        return commands.appoint_substitute(
            absent=absent,
            substitute=substitute,
            valid_from=today() + since * DAY,
            valid_until=today() + until * DAY,
            actor=actor_named(absent),
            **more,
        )

    return make


def held(stand_ins):
    return [(s.username, sorted({role for role, _ in s.grants})) for s in stand_ins]


def test_the_substitute_has_the_absent_persons_roles_beside_his_own(appoint):
    appoint()
    actor = actor_named("market_approver")
    assert held(standing_in(actor)) == [("branch_manager", ["branch_manager"])]
    acting = acting_as(actor, absent_username="branch_manager")
    assert acting.holds("branch_manager", queries.unit_by_code("001-01").path)
    assert not acting.holds("market_approver", queries.unit_by_code("001").path)
    assert not actor.may("cancel_instances")


@pytest.mark.parametrize(("since", "until", "stands"), [(-2, -1, False), (-1, 0, True), (0, 1, True), (1, 2, False)])
def test_dates_are_kept_both_included(appoint, since, until, stands):
    appoint(since=since, until=until)
    assert bool(standing_in(actor_named("market_approver"))) is stands


def test_the_scope_is_kept(appoint):
    appoint(definitions=["installation"], roles=["branch_manager"])
    appoint(absent="data_steward", roles=["auditor"])
    actor = actor_named("market_approver")
    assert acting_as(actor, absent_username="branch_manager", definition="installation").roles == {"branch_manager"}
    with pytest.raises(NotAllowed):
        acting_as(actor, absent_username="branch_manager", definition="data_change")
    with pytest.raises(NotAllowed):
        acting_as(actor, absent_username="cashier")
    assert acting_as(actor, absent_username="data_steward").grants == frozenset()


def test_it_is_not_handed_on(appoint):
    appoint(absent="branch_manager", substitute="data_steward")
    appoint(absent="data_steward", substitute="market_approver")
    acting = acting_as(actor_named("market_approver"), absent_username="data_steward")
    assert acting.roles == {"data_steward"}
    assert standing_in(acting) == ()


def test_a_disabled_person_is_stood_in_for_by_nobody(appoint):
    appoint()
    commands.set_active(username="branch_manager", active=False, actor=SYSTEM, reason="left")
    assert standing_in(actor_named("market_approver")) == ()


def test_people_appoint_their_own_and_administrators_anyones(appoint):
    with pytest.raises(NotAllowed):
        commands.appoint_substitute(
            absent="branch_manager",
            substitute="cashier",
            valid_from=today(),
            valid_until=today(),
            actor=actor_named("cashier"),
        )
    commands.appoint_substitute(
        absent="branch_manager", substitute="cashier", valid_from=today(), valid_until=today(),
        actor=actor_named("administrator"),
    )  # fmt: skip
    assert len(standing_in(actor_named("cashier"))) == 1


def test_every_act_says_b_for_a(appoint):
    appoint()
    acting = acting_as(actor_named("market_approver"), absent_username="branch_manager")
    with audited(actor=acting):
        User.objects.filter(username="cashier").update(phone="1")
    change = history_of("people_user", User.objects.get(username="cashier").pk)[0]
    assert (change.actor["username"], change.on_behalf_of["username"]) == ("market_approver", "branch_manager")
