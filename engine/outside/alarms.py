"""The worker's eye on the evidence: a seal that is late is told to those who can do something about it."""

from __future__ import annotations

from django.db import connection

from engine import clock
from engine.outside.notifying import topic_of
from engine.push import push
from ledger.context import audited
from ledger.recording import record
from ledger.sealing.sealer import lag
from ledger.status import ALARM_SECONDS
from people.actors import SYSTEM

ROLES = ("administrator", "auditor")
_TITLE = "审计封存延迟 / The seal is late"
_TEXT = (
    "有审计记录等待封存超过 60 秒：请检查封存进程与长事务。"
    "An event has waited for its seal for more than 60 seconds: look at the sealer and at long transactions."
)
_TELL = """INSERT INTO notification (key, user_id, title, text, link, created_at)
SELECT DISTINCT %s, p.user_id, %s, %s, '/audit?view=evidence', %s::timestamptz FROM people_position p
JOIN people_user u ON u.id = p.user_id
WHERE u.is_active AND p.role_id = ANY (%s) AND p.valid_from <= %s AND (p.valid_until IS NULL OR p.valid_until >= %s)
ON CONFLICT (user_id, key) DO NOTHING RETURNING user_id"""


def tell_of_a_late_seal() -> int:
    """How many people were told now; each hears of one standstill once, and the ledger with them."""
    now = clock.now()
    waits = int(lag(now).total_seconds())
    if waits <= ALARM_SECONDS:
        return 0
    with audited(actor=SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger.checkpoint")
        key = f"seal_late:{cursor.fetchone()[0]}"
        today = now.date()
        cursor.execute(_TELL, [key, _TITLE, _TEXT, now, list(ROLES), today, today])
        told = [user_id for (user_id,) in cursor.fetchall()]
        if told:
            record(kind="admin", action="seal_late", body={"seconds": waits, "told": len(told)})
            push([topic_of(user_id) for user_id in told])
    return len(told)
