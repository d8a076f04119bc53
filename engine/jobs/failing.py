"""A failed attempt: back into the queue after a pause, or dead with an incident."""

from __future__ import annotations

import logging

from django.db import connection, transaction

from engine import clock
from engine.jobs.claiming import ClaimedJob
from engine.jobs.inside import Failure, back_off
from engine.push import push
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM

logger = logging.getLogger(__name__)

_AGAIN = """UPDATE job SET state = 'READY', run_at = %s, worker = NULL, lease_until = NULL, last_error = %s
 WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'"""
_DEAD = """WITH dead AS (UPDATE job SET state = 'DEAD', worker = NULL, lease_until = NULL, last_error = %s
 WHERE id = %s AND attempts = %s AND state = 'RUNNING' RETURNING *)
 INSERT INTO incident (root_id, work_id, job_id, element_id, element_name, code, message, message_zh, stack, attempts,
  created_at)
 SELECT root_id, work_id, id, element_id, %s, %s, %s, %s, %s, attempts, %s FROM dead RETURNING id"""


def fail(job: ClaimedJob, failure: Failure) -> None:
    """Counts the failure of an attempt that this worker made."""
    if job.attempts >= job.max_attempts:
        bury(job, failure)
        return
    text = f"{failure.code}: {failure.message}"
    run_at = clock.now() + back_off(job.attempts)
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [run_at, text, job.id, job.worker, job.attempts])
    logger.warning("job %s (%s %s) failed, attempt %s of %s: %s", job.id, job.kind, job.type or job.element_id,
                   job.attempts, job.max_attempts, text)  # fmt: skip


def bury(job: ClaimedJob, failure: Failure) -> None:
    """The job is dead and one incident waits for an operator."""
    name = str(job.payload.get("name") or job.element_id or job.kind)
    text = f"{failure.code}: {failure.message}"
    with transaction.atomic(), audited(actor=SYSTEM, instance_id=job.root_id):
        with connection.cursor() as cursor:
            cursor.execute(
                _DEAD,
                [text, job.id, job.attempts, name, failure.code, failure.message, failure.message_zh, failure.stack,
                 clock.now()],
            )  # fmt: skip
            row = cursor.fetchone()
        if row is None:
            return
        body = {"job": job.id, "kind": job.kind, "type": job.type, "code": failure.code, "attempts": job.attempts}
        record(
            kind="engine", action="open_incident", body=body, table="incident", record=row[0], instance_id=job.root_id
        )
        push([f"instance:{job.root_id}", "incidents"])
    logger.error("job %s (%s %s) is dead after %s attempts: %s", job.id, job.kind, job.type, job.attempts, text)
