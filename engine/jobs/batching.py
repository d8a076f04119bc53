"""Carrying out a batch: each row in a transaction of its own together with its result, so that none is done twice."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import DatabaseError, connection, transaction

from engine import clock
from engine.commands.batches import KINDS, BatchKind
from engine.jobs.claiming import ClaimedJob, still_held
from engine.push import push
from engine.refusals import EngineRefusal, Forbidden
from engine.wire import load_exact
from people.actors import SYSTEM, Actor, acting_for, actor_of

logger = logging.getLogger(__name__)
SLICE_SECONDS = 2.0
"""After so long the batch queues up again, so that timers and other jobs have their turn."""

_BATCH = """SELECT b.kind, b.parameters, b.reason, b.created_by_id, b.behalf_id FROM batch b
 WHERE b.id = %s AND b.state = 'RUNNING'"""
_NEXT = """SELECT id, target FROM batch_row WHERE batch_id = %s AND state = 'WAITING'
 ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED"""
_DONE = "UPDATE batch_row SET state = %s, code = %s, message = %s, message_zh = %s, done_at = %s WHERE id = %s"
_AGAIN = """UPDATE job SET state = 'READY', attempts = 0, run_at = %s, worker = NULL, lease_until = NULL
 WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'"""
_END = """UPDATE batch b SET state = 'ENDED', ended_at = %s WHERE b.id = %s AND b.state = 'RUNNING'
 AND NOT EXISTS (SELECT 1 FROM batch_row r WHERE r.batch_id = b.id AND r.state = 'WAITING')"""


def carry_on(job: ClaimedJob) -> None:
    """Does rows of the job's batch for a while; the job is gone when none waits any more."""
    batch_id = int(job.payload["batch"])
    with connection.cursor() as cursor:
        cursor.execute(_BATCH, [batch_id])
        row = cursor.fetchone()
    going_on = row is not None and _rows(batch_id, row)
    with transaction.atomic(), connection.cursor() as cursor:
        if going_on:
            cursor.execute(_AGAIN, [clock.now(), job.id, job.worker, job.attempts])
        elif still_held(job):
            cursor.execute("DELETE FROM job WHERE id = %s", [job.id])
            cursor.execute(_END, [clock.now(), batch_id])
        push([f"batch:{batch_id}", "incidents"])


def _rows(batch_id: int, batch: tuple[Any, ...]) -> bool:
    """Whether rows still wait when the time of this slice is over."""
    kind, parameters, reason, created_by, behalf = batch
    actor = _in_the_name_of(created_by, behalf)
    given = load_exact(parameters)
    until = time.monotonic() + SLICE_SECONDS
    while time.monotonic() < until:
        if not _one(batch_id, KINDS[kind], actor, reason, given):
            return False
    return True


def _in_the_name_of(user_id: int | None, behalf_id: int | None) -> Actor | None:
    if user_id is None:
        return SYSTEM
    actor = actor_of(user_id)
    absent = actor_of(behalf_id) if behalf_id is not None else None
    return acting_for(actor, absent=absent) if actor is not None and absent is not None else actor


def _one(batch_id: int, kind: BatchKind, actor: Actor | None, reason: str, given: dict[str, Any]) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT, [batch_id])
        row = cursor.fetchone()
        if row is None:
            return False
        result = _tried(kind, row[1], actor, reason, given)
        cursor.execute(_DONE, [*result, clock.now(), row[0]])
    return True


def _tried(
    kind: BatchKind, target: int, actor: Actor | None, reason: str, given: dict[str, Any]
) -> tuple[str, str, str, str]:
    """State, code, message and Chinese message of the row; what was refused has changed nothing."""
    try:
        with transaction.atomic():
            if actor is None:
                raise Forbidden(what="批量操作")
            told = kind.act(target, actor, reason, given)
        return ("DONE", told, "", "") if isinstance(told, str) else ("DONE", told.code, told.en, told.zh)
    except EngineRefusal as refusal:
        return "REFUSED", refusal.code, refusal.message("en"), refusal.message("zh")
    except DatabaseError:
        raise
    except Exception as problem:
        logger.exception("batch row for %s %s failed", kind.of, target)
        return "FAILED", type(problem).__name__, str(problem)[:500], ""
