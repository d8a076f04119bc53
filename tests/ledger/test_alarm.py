"""A seal that is late is told once to administrators and auditors, and to the ledger."""

import datetime as dt

import pytest
from django.utils import timezone

from engine import clock
from engine.outside.alarms import tell_of_a_late_seal
from ledger.status import status
from tests.ledger.sealed import act, run, seal_all

pytestmark = pytest.mark.django_db(transaction=True)
LATER = dt.timedelta(seconds=90)


def test_nobody_is_told_while_the_seal_keeps_up(key):
    act(1)
    assert tell_of_a_late_seal() == 0
    assert status(timezone.now()).alarms == ()
    assert "seal_late" in status(timezone.now() + LATER).alarms
    seal_all(key)
    assert "seal_late" not in status(timezone.now() + LATER).alarms


def test_a_late_seal_is_told_once(key, monkeypatch):
    from people.models import User

    with_rights = _auditor(User)
    act(1)
    monkeypatch.setattr(clock, "now", lambda: timezone.now() + LATER)
    assert tell_of_a_late_seal() == 1
    assert tell_of_a_late_seal() == 0
    assert run("SELECT user_id, link FROM notification") == [(with_rights, "/audit?view=evidence")]
    assert run("SELECT count(*) FROM ledger.event WHERE action = 'seal_late'") == [(1,)]


def _auditor(users):
    from ledger.context import audited
    from people.actors import SYSTEM
    from people.models import Position, Role, Unit

    with audited(actor=SYSTEM):
        unit = Unit.objects.create(code="A", name="a", kind="company", path="0001.")
        role, _ = Role.objects.get_or_create(key="auditor", defaults={"name_zh": "审计员", "name_en": "Auditor"})
        for name, holds in (("watcher", True), ("clerk", False)):
            user = users.objects.create(username=name, full_name=name, unit=unit)
            if holds:
                Position.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2026, 1, 1))
                kept = user.pk
    return kept
