"""Claiming: one statement that skips what others hold and counts the attempt before anything is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engine import clock
from engine.sealing import opened
from engine.wire import load_exact

LEASE = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
LIMITS_CLASS = 0x6A6C69
"""The advisory lock under which jobs of limited kinds are counted and claimed."""
_COLUMNS = """j.id, j.kind, j.type, j.root_id, j.work_id, j.element_id, j.payload, j.attempts, j.max_attempts, j.worker,
 j.run_at"""
_CLAIM = f"""UPDATE job j SET state = 'RUNNING', attempts = attempts + 1, worker = %s, lease_until = %s
 WHERE j.id IN (SELECT id FROM job WHERE state = 'READY' AND run_at <= %s AND {{which}}
                ORDER BY {{order}} LIMIT %s FOR UPDATE SKIP LOCKED)
 RETURNING {_COLUMNS}, j.priority"""
URGENT, PLAIN, LOW, AGAIN = (
    "attempts = 0 AND priority > 0",
    "attempts = 0 AND priority = 0",
    "attempts = 0 AND priority < 0",
    "attempts > 0",
)


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
    """Due jobs, the most urgent first and of those the oldest, now this worker's.

    Jobs that were tried before are taken one at a time: one that kills its worker must not cost others an attempt.
    Kinds with a limit (JOB_LIMITS) are taken one at a time too, while fewer than that are running anywhere.
    """
    limits = limits_from(settings.JOB_LIMITS)
    if not limits:
        return _claim_all(worker, most, Narrowing())
    with transaction.atomic():
        return [*_claim_limited(worker, limits), *_claim_all(worker, most, Narrowing(tuple(limits)))]


@dataclass(frozen=True)
class Narrowing:
    """Jobs of these kinds or service task types are left out, or (`only`) are the only ones."""

    names: tuple[str, ...] = ()
    only: bool = False

    def sql(self) -> tuple[str, list[Any]]:
        """The condition and its parameters."""
        if not self.names:
            return "", []
        clause = "(kind = ANY(%s) OR type = ANY(%s))"
        return f" AND {clause if self.only else f'NOT {clause}'}", [list(self.names), list(self.names)]


def _claim_all(worker: int, most: int, narrowing: Narrowing) -> list[ClaimedJob]:
    found: list[ClaimedJob] = []
    for which in (URGENT, PLAIN, LOW):
        if len(found) < most:
            found += _claim(worker, most - len(found), which, narrowing)
    return found if len(found) == most else [*found, *_claim(worker, 1, AGAIN, narrowing)]


def _claim_limited(worker: int, limits: Mapping[str, int]) -> list[ClaimedJob]:
    """At most one job of each limited kind that has room; claims of limited kinds queue one behind the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LIMITS_CLASS])
        cursor.execute(
            "SELECT n, count(j.id) FROM unnest(%s::text[]) n LEFT JOIN job j"
            " ON j.state = 'RUNNING' AND (j.kind = n OR j.type = n) GROUP BY n",
            [list(limits)],
        )
        room = [name for name, running in cursor.fetchall() if running < limits[name]]
    found = []
    for name in sorted(room):
        found += _claim(worker, 1, "true", Narrowing((name,), only=True), order="priority DESC, run_at, id")
    return found


def limits_from(text: str) -> dict[str, int]:
    """How many may run at once by kind (`timer`) or service task type, from "document.render=2; timer=8"."""
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    return {name.strip(): int(number) for name, _, number in pairs}


def _claim(worker: int, most: int, which: str, narrowing: Narrowing, *, order: str = "run_at, id") -> list[ClaimedJob]:
    now = clock.now()
    clause, params = narrowing.sql()
    order = "priority DESC, run_at, id" if which == URGENT else order
    with connection.cursor() as cursor:
        sql = _CLAIM.format(which=which + clause, order=order)
        cursor.execute(sql, [worker, now + LEASE, now, *params, most])
        rows = cursor.fetchall()
    claimed = sorted(((-row[-1], job_from(row[:-1])) for row in rows), key=lambda p: (p[0], p[1].run_at, p[1].id))
    return [job for _, job in claimed]


def job_from(row: tuple[Any, ...]) -> ClaimedJob:
    """The job that a row of COLUMNS describes."""
    whole: tuple[Any, ...] = (*row[:6], opened(load_exact(row[6])), *row[7:])
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
