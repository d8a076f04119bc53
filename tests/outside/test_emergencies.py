"""Break-glass is told: in the house, by short message and by letter, to each watcher once."""

from __future__ import annotations

import pytest
from django.db import connection

from engine.outside.emergencies import tell_of_emergencies
from engine.testing import Request, person
from people import rights
from people.models import User


@pytest.fixture
def asked(company, db):
    return rights.propose_rights_change(
        kind="emergency", username="repair_crew", role="dispatcher", unit_code="001", minutes=30,
        reason="夜间抢修", actor=person("repair_crew"),
    )  # fmt: skip


def told() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.username, n.key FROM notification n JOIN people_user u ON u.id = n.user_id ORDER BY n.id"
        )
        found: dict[str, list[str]] = {}
        for username, key in cursor.fetchall():
            found.setdefault(username, []).append(key.rpartition(":")[2])
        return found


def work() -> None:
    Request(0).run_jobs()


def watchers() -> set[str]:
    held = User.objects.filter(positions__role__in=["administrator", "auditor"], positions__unit__code="000")
    return set(held.values_list("username", flat=True))


def test_who_may_decide_and_the_auditors_hear_of_it_at_once(asked, settings, gateway, mail):
    settings.ALARM_MAIL = "duty@gas.example, board@gas.example"
    assert tell_of_emergencies() == len(watchers())
    assert told() == {name: ["PROPOSED"] for name in watchers()}
    assert {"administrator", "auditor"} <= watchers()
    work()
    phones = set(User.objects.filter(username__in=watchers()).values_list("phone", flat=True))
    assert {request.body["to"] for request in gateway.requests} == phones
    assert all("夜间抢修" in request.body["text"] for request in gateway.requests)
    assert [letter["To"] for letter in mail.letters] == ["duty@gas.example", "board@gas.example"]
    assert tell_of_emergencies() == 0


def test_an_open_emergency_is_told_to_all_of_them_and_an_ended_one_to_nobody(asked, settings, gateway):
    rights.decide_rights_change(change_id=asked.pk, approve=True, actor=person("administrator"))
    assert tell_of_emergencies() == len(watchers())
    assert told()["auditor"] == ["APPROVED"]
    work()
    assert all("批准人" in request.body["text"] for request in gateway.requests)
    rights.end_emergency(change_id=asked.pk, actor=person("repair_crew"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM notification")
    assert tell_of_emergencies() == 0


def test_the_asker_who_administers_is_not_asked_to_decide(company, db):
    rights.propose_rights_change(
        kind="emergency", username="administrator", role="dispatcher", unit_code="001", minutes=30,
        reason="夜间抢修", actor=person("administrator"),
    )  # fmt: skip
    tell_of_emergencies()
    assert "administrator" not in told()
    assert "auditor" in told()


def test_without_a_gateway_the_texts_wait_in_the_outbox_or_the_house_alone_is_told(asked, settings):
    settings.SMS_URL, settings.OUTBOX_KEEPS = "", False
    tell_of_emergencies()
    work()
    assert kept() == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM notification")
    settings.OUTBOX_KEEPS = True
    tell_of_emergencies()
    work()
    assert kept() == len(watchers())


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dispatch WHERE state = 'KEPT' AND key LIKE 'emergency:%%'")
        return int(cursor.fetchone()[0])
