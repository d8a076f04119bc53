"""One administrator proposes, another decides; an emergency ends by itself and marks every act."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ledger.context import audited
from ledger.queries import history_of
from people import actors, demo, rights
from people.actors import SYSTEM, actor_named
from people.commands import appoint_substitute
from people.models import Position, RightsChange, User, today
from people.refusals import AlreadyDecided, NotAllowed, NotWhole, TwoPeople

pytestmark = pytest.mark.django_db
GIVE = {"kind": "give", "username": "surveyor", "role": "cashier", "unit_code": "001", "reason": "顶岗"}


@pytest.fixture(autouse=True)
def company(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo.load_company()


def proposed(by="administrator", **changes):
    return rights.propose_rights_change(**{**GIVE, **changes}, actor=actor_named(by))


def decided(change, by="administrator_2", approve=True):
    return rights.decide_rights_change(change_id=change.pk, approve=approve, actor=actor_named(by), comment="同意")


def test_a_position_is_held_only_after_another_administrator_approved_it():
    change = proposed()
    assert "cashier" not in actor_named("surveyor").roles
    decided(change)
    assert "cashier" in actor_named("surveyor").roles
    row = history_of("people_position", Position.objects.get(user__username="surveyor", role="cashier").pk)[0]
    assert (row.actor["username"], row.change_request) == ("administrator_2", f"rights:{change.pk}")
    states = [
        c.new for event in history_of("people_rightschange", change.pk) for c in event.changes if c.field == "state"
    ]
    assert states == ["APPROVED", "PROPOSED"]


def test_a_refused_change_changes_nothing_and_is_final():
    change = decided(proposed(), approve=False)
    assert (change.state, "cashier" in actor_named("surveyor").roles) == ("REFUSED", False)
    with pytest.raises(AlreadyDecided):
        decided(change)


def test_nobody_decides_their_own():
    with pytest.raises(TwoPeople):
        decided(proposed(), by="administrator")
    with pytest.raises(TwoPeople):
        decided(proposed(username="administrator_2"))
    with pytest.raises(NotAllowed):
        decided(proposed(), by="branch_manager")
    appoint_substitute(
        absent="administrator", substitute="administrator_2", valid_from=today(), valid_until=today(),
        actor=actor_named("administrator"),
    )  # fmt: skip
    with pytest.raises(TwoPeople):
        decided(proposed())


def test_the_database_refuses_one_person_for_both():
    change = proposed()
    with pytest.raises(IntegrityError, match="people_rights_two_people"), transaction.atomic(), audited(actor=SYSTEM):
        RightsChange.objects.filter(pk=change.pk).update(decided_by=change.proposed_by, state="APPROVED")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"reason": " "}, "reason"),
        ({"role": "king"}, "role"),
        ({"unit_code": "999"}, "unit"),
        ({"username": "nobody"}, "username"),
        ({"valid_from": dt.date(2027, 2, 1), "valid_until": dt.date(2027, 1, 1)}, "valid_until"),
        ({"kind": "end", "position_id": 0}, "position"),
        ({"kind": "emergency", "minutes": 481}, "minutes"),
    ],
)
def test_what_is_missing_is_said(changes, missing):
    with pytest.raises(NotWhole) as refusal:
        proposed(**changes)
    assert refusal.value.subject == missing
    assert refusal.value.message("en") != refusal.value.message("zh")


def test_who_is_no_administrator_proposes_nothing_but_an_emergency_of_their_own():
    with pytest.raises(NotAllowed):
        proposed(by="surveyor")
    with pytest.raises(NotAllowed):
        proposed(by="surveyor", kind="emergency", minutes=30, username="cashier")
    assert proposed(by="surveyor", kind="emergency", minutes=30).state == "PROPOSED"


def test_a_position_ends_and_an_account_is_disabled_and_enabled():
    position = Position.objects.get(user__username="surveyor")
    decided(proposed(kind="end", position_id=position.pk))
    assert actor_named("surveyor").roles == frozenset()
    decided(proposed(kind="disable"))
    assert not User.objects.get(username="surveyor").is_active
    decided(proposed(kind="enable"))
    assert User.objects.get(username="surveyor").is_active


def test_an_emergency_marks_every_act_and_ends_by_itself(monkeypatch):
    change = decided(proposed(by="surveyor", kind="emergency", minutes=30))
    acting = actor_named("surveyor")
    assert acting.may("see_bank")
    assert [one.pk for one in rights.open_emergencies()] == [change.pk]
    with audited(actor=acting):
        User.objects.filter(username="designer").update(phone="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body::json->'context'->>'emergency' FROM ledger.event ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone()[0] == str(change.pk)
    later = timezone.now() + dt.timedelta(minutes=31)
    monkeypatch.setattr(actors.timezone, "now", lambda: later)
    assert not actor_named("surveyor").may("see_bank")
    assert rights.open_emergencies() == []


def test_an_emergency_is_ended_before_its_time():
    change = decided(proposed(by="surveyor", kind="emergency", minutes=30))
    with pytest.raises(NotAllowed):
        rights.end_emergency(change_id=change.pk, actor=actor_named("cashier"))
    rights.end_emergency(change_id=change.pk, actor=actor_named("surveyor"))
    assert not actor_named("surveyor").may("see_bank")


def test_unused_accounts_are_listed_and_disabled(capsys):
    with audited(actor=SYSTEM):
        User.objects.filter(username="cashier").update(created_at=timezone.now() - dt.timedelta(days=200))
    call_command("review_accounts")
    assert "cashier\t" in capsys.readouterr().out
    assert User.objects.get(username="cashier").is_active
    call_command("review_accounts", disable=True)
    assert not User.objects.get(username="cashier").is_active
    assert User.objects.filter(is_active=False).count() == 1
