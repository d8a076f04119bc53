"""Signed calls become messages, once; everything else is refused before it touches a process."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from django.db import connection
from django.test import Client

from engine import clock, commands, refusals
from engine.commands import deploy_definition
from engine.testing import person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
SECRET = "shared-with-the-bank"


@pytest.fixture
def paying(company, db, settings, monkeypatch):
    settings.WEBHOOKS = "bank message=payment key=order.no id=notice secret=BANK_HOOK fields=amount,order.day"
    monkeypatch.setenv("SECRET_BANK_HOOK", SECRET)
    drawing = Drawing("paying").start().catch_message("paid", "payment").user_task("look").end()
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
    return start("paying", by="cashier", business="A-1", approved=False)


def call(body: object, *, secret: str = SECRET, late: int = 0, name: str = "bank", sign: bytes | None = None):
    raw = json.dumps(body).encode()
    timestamp = str(int(clock.now().timestamp()) - late)
    made = hmac.new(secret.encode(), timestamp.encode() + b"." + (sign or raw), hashlib.sha256).hexdigest()
    headers = {"x-timestamp": timestamp, "x-signature": f"sha256={made}"}
    return Client().post(f"/api/webhooks/{name}/", raw, content_type="application/json", headers=headers)


NOTICE = {"notice": "n1", "amount": 12.5, "approved": True, "order": {"no": "A-1", "day": "2026-11-22"}}


def test_a_signed_call_moves_the_process_and_brings_only_the_fields_agreed(paying):
    answer = call(NOTICE)
    assert (answer.status_code, answer.json()) == (200, {"status": "delivered"})
    assert paying.waiting_at() == ["look"]
    seen = paying.variables
    assert (float(seen["amount"]), seen["day"], seen["approved"]) == (12.5, "2026-11-22", False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM trace WHERE root_id = %s AND command = 'deliver_message'", [paying.id])
        assert cursor.fetchall() == [("webhook:bank",)]


def test_the_same_notice_again_is_a_duplicate(paying):
    assert [call(NOTICE).json()["status"] for _ in range(2)] == ["delivered", "duplicate"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"secret": "guessed"}, 401),
        ({"late": 400}, 401),
        ({"late": -400}, 401),
        ({"sign": b'{"amount": 1}'}, 401),
        ({"name": "unknown"}, 404),
    ],
)
def test_a_forged_stale_or_unknown_call_is_refused(paying, more, status):
    answer = call(NOTICE, **more)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert SECRET not in answer.content.decode()
    assert paying.waiting_at() == ["paid"]


def test_a_call_without_its_key_or_too_large_is_refused_with_the_reason(paying):
    assert "/order/no" in call({"notice": "n2"}).json()["detail"]
    assert call({**NOTICE, "more": "x" * 300_000}).status_code == 413
    assert call(["no object"]).status_code == 400
    assert paying.waiting_at() == ["paid"]


def test_a_message_waits_as_long_as_it_is_told_and_its_end_can_be_seen(paying):
    sender = person("cashier")
    kept = commands.deliver_message(name="payment", correlation_key="B", variables={}, actor=sender, keep_seconds=60)
    assert kept.status == "buffered"
    clock.move_to(clock.now() + clock.seconds(61))
    from engine.jobs.reaping import deliver_buffered
    from engine.outside.queries import received_messages

    deliver_buffered()
    late = start("paying", by="cashier", business="B")
    assert late.waiting_at() == ["paid"]
    (seen,) = received_messages(sender, filters={"status": "expired"}).results
    assert (seen["name"], seen["correlation_key"]) == ("payment", "B")


def test_messages_signals_and_retries_have_a_size(paying):
    huge = {"x": "y" * 1_100_000}
    with pytest.raises(refusals.TooLarge):
        commands.deliver_message(name="payment", correlation_key="A-1", variables=huge, actor=SYSTEM)
    with pytest.raises(refusals.TooLarge):
        commands.broadcast_signal(name="alarm", variables=huge, actor=SYSTEM)
    with pytest.raises(refusals.TooLarge):
        commands.retry_incident(incident_id="1", actor=person("administrator"), reason="x", variables=huge)
