"""One effect per key: what was sent is written down, and a second attempt of the same job finds it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from engine import clock
from engine.outside.refusals import NotConfigured

_BEGIN = """INSERT INTO dispatch (key, channel, recipient, subject, sha256, state, instance_id, element_id, begun_at)
 VALUES (%s, %s, %s, %s, %s, 'TRYING', %s, %s, %s)
 ON CONFLICT (key) DO UPDATE SET tries = dispatch.tries + 1 RETURNING state"""
_END = "UPDATE dispatch SET state = %s, far_id = %s, text = %s, done_at = %s WHERE key = %s"


@dataclass(frozen=True)
class Sending:
    """What is about to leave: the key, by which way, to whom, for which instance and element."""

    key: str
    channel: str
    recipient: str
    subject: str
    text: str
    instance_id: int | None
    element_id: str


def send_once(sending: Sending, send: Callable[[], str] | None, *, what: str, setting: str) -> bool:
    """Sends and writes it down unless that was done before; whether it was sent now.

    Without a way to send (`send` is None) the text is kept for the outbox page while OUTBOX_KEEPS is on, else
    NotConfigured is raised. An attempt that died between sending and writing is sent again, under the same key.
    """
    if send is None and not settings.OUTBOX_KEEPS:
        raise NotConfigured(what=what, setting=setting)
    if _begin(sending) != "TRYING":
        return False
    far_id = send() if send is not None else ""
    kept = "" if send is not None else sending.text
    with connection.cursor() as cursor:
        cursor.execute(_END, ["KEPT" if send is None else "SENT", far_id[:200], kept, clock.now(), sending.key])
    return True


def _begin(sending: Sending) -> str:
    digest = hashlib.sha256(sending.text.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            _BEGIN,
            [sending.key, sending.channel, sending.recipient, sending.subject, digest, sending.instance_id,
             sending.element_id, clock.now()],
        )  # fmt: skip
        return str(cursor.fetchone()[0])


def keys_for(job_id: str, recipients: list[str]) -> list[tuple[str, str]]:
    """(key, recipient): the job's id itself when there is one recipient, so that a retry reaches the rest only."""
    if len(recipients) == 1:
        return [(job_id, recipients[0])]
    return [(f"{job_id}-{number}", recipient) for number, recipient in enumerate(recipients, 1)]
