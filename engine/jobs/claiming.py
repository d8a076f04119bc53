"""Claiming: one statement that skips what others hold and counts the attempt before anything is tried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from engine import clock
from engine.wire import load_exact

LEASE = dt.timedelta(seconds=120)
_COLUMNS = """j.id, j.kind, j.type, j.root_id, j.work_id, j.element_id, j.payload, j.attempts, j.max_attempts, j.worker,
 j.run_at"""
_CLAIM = f"""UPDATE job j SET state = 'RUNNING', attempts = attempts + 1, worker = %s, lease_until = %s
 WHERE j.id IN (SELECT id FROM job WHERE state = 'READY' AND run_at <= %s AND {{which}}
                ORDER BY run_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
 RETURNING {_COLUMNS}"""


@dataclass(frozen=True)
class ClaimedJob:
    """A job that this worker holds; (`worker`, `attempts`) is the fencing token."""

    id: int
    kind: str
    type: str
    root_id: int | None
    work_id: str
    element_id: str
    payload: dict[str, Any]
    attempts: int
    max_attempts: int
    worker: int
    run_at: dt.datetime


def claim(*, worker: int, most: int = 20) -> list[ClaimedJob]:
    """Due jobs, oldest due first, now this worker's.

    Jobs that were tried before are taken one at a time: one that kills its worker must not cost others an attempt.
    """
    fresh = _claim(worker, most, "attempts = 0")
    if len(fresh) == most:
        return fresh
    return sorted([*fresh, *_claim(worker, 1, "attempts > 0")], key=lambda job: (job.run_at, job.id))


def _claim(worker: int, most: int, which: str) -> list[ClaimedJob]:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(which=which), [worker, now + LEASE, now, most])
        rows = cursor.fetchall()
    return sorted((job_from(row) for row in rows), key=lambda job: (job.run_at, job.id))


def job_from(row: tuple[Any, ...]) -> ClaimedJob:
    """The job that a row of COLUMNS describes."""
    whole: tuple[Any, ...] = (*row[:6], load_exact(row[6]), *row[7:])
    return ClaimedJob(*whole)


def still_held(job: ClaimedJob) -> bool:
    """Locks the job's row and says whether the fencing token is still good; asked inside the executing transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM job WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING' FOR UPDATE",
            [job.id, job.worker, job.attempts],
        )
        return cursor.fetchone() is not None


def renew(job: ClaimedJob, lease: dt.timedelta) -> bool:
    """A fresh lease before something slow; False when the job is no longer this worker's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE job SET lease_until = %s WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'",
            [clock.now() + lease, job.id, job.worker, job.attempts],
        )
        return bool(cursor.rowcount)


def give_back(jobs: list[ClaimedJob]) -> None:
    """Jobs that were not begun are ready again as if never claimed."""
    with connection.cursor() as cursor:
        for job in jobs:
            cursor.execute(
                "UPDATE job SET state = 'READY', attempts = attempts - 1, worker = NULL, lease_until = NULL"
                " WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'",
                [job.id, job.worker, job.attempts],
            )
