"""What nobody works on any more becomes ready again; buffered messages find those who wait now."""

from __future__ import annotations

import logging

from django.db import connection, transaction

from engine import clock
from engine.commands.correlation import Letter, Moved, hand_over, waiting_places, within_reach
from engine.jobs.claiming import job_from
from engine.jobs.failing import bury
from engine.jobs.inside import Failure
from engine.sealing import opened
from engine.wire import load_exact
from people.actors import SYSTEM, Actor, actor_of

logger = logging.getLogger(__name__)
LOCK_CLASS = 0x6A6F62
"""The first key of every worker's advisory lock; the second is the worker's number."""

_LOST = """state = 'RUNNING' AND (lease_until < %s OR NOT EXISTS (SELECT 1 FROM pg_locks l
 WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = job.worker AND l.objsubid = 2 AND l.granted
 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))"""
_FREE = f"""UPDATE job SET state = 'READY', worker = NULL, lease_until = NULL, last_error = 'the worker was lost',
 run_at = %s + make_interval(secs => CASE WHEN attempts < 2 THEN 0 ELSE least(3600, power(2, attempts)) END)
 WHERE id IN (SELECT id FROM job WHERE {_LOST} AND attempts < max_attempts FOR UPDATE SKIP LOCKED)"""
_EXHAUSTED = f"""SELECT id, kind, type, root_id, work_id, element_id, payload, attempts, max_attempts, worker, run_at
 FROM job WHERE {_LOST} AND attempts >= max_attempts FOR UPDATE SKIP LOCKED"""


def free_lost_jobs() -> int:
    """How many jobs of dead or stuck workers are ready again; those without attempts left become incidents."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [now, now, LOCK_CLASS])
        freed = int(cursor.rowcount)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_EXHAUSTED, [now, LOCK_CLASS])
        dead = [job_from(row) for row in cursor.fetchall()]
        for job in dead:
            bury(job, Failure("WorkerLost", "every attempt ended with the loss of its worker", ""))
    if freed or dead:
        logger.warning("freed %s jobs of lost workers, %s became incidents", freed, len(dead))
    return freed + len(dead)


_WAITED_FOR = """SELECT m.id FROM message m WHERE m.status = 'buffered' AND m.expires_at > %s AND EXISTS
 (SELECT 1 FROM subscription s JOIN process_instance i ON i.id = s.root_id AND i.state = 'ACTIVE'
  WHERE s.kind = 'message' AND s.name = m.name
  AND (s.correlation_key = m.correlation_key OR coalesce(s.correlation_key, '') = '')) ORDER BY m.id LIMIT 100"""
_TAKE = """SELECT name, correlation_key, variables, received_by_id FROM message WHERE id = %s AND status = 'buffered'
 FOR UPDATE SKIP LOCKED"""
_SENDING = ("send_messages", "import_settlement")


def deliver_buffered() -> int:
    """How many buffered messages found a waiting place that opened after they came; late ones expire."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE message SET status = 'expired' WHERE status = 'buffered' AND expires_at <= %s", [now])
        cursor.execute(_WAITED_FOR, [now])
        waiting = [row[0] for row in cursor.fetchall()]
    return sum(_deliver(pk) for pk in waiting)


def _deliver(pk: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TAKE, [pk])
            row = cursor.fetchone()
            places = within_reach(waiting_places(row[0], row[1]), _sender(row[3]), *_SENDING) if row else []
            if row is None or len({root for root, _, _ in places}) != 1:
                return False
            letter = Letter(row[0], row[1], opened(load_exact(row[2])))
            hand_over(*places[0], letter, SYSTEM)
            cursor.execute(
                "UPDATE message SET status = 'delivered', instance_id = %s, variables = '{}' WHERE id = %s",
                [places[0][0], pk],
            )
            return True
    except Moved:
        return False


def _sender(user_id: int | None) -> Actor:
    """Who sent it, with what is held now: a message that waits reaches no further than its sender."""
    nobody = Actor(user_id=user_id, username="", full_name="")
    return SYSTEM if user_id is None else actor_of(user_id) or nobody
