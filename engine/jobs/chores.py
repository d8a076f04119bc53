"""Long work of other apps, done by the workers in slices: each slice is durable by itself, a lost one goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection, transaction

from engine import clock
from engine.jobs.claiming import ClaimedJob, still_held
from engine.push import wake

SLICE_SECONDS = 2.0
"""After so long the chore queues up again, so that timers and other jobs have their turn."""
Slice = Callable[[int], bool]
_slices: dict[str, Slice] = {}

_QUEUE = """INSERT INTO job (kind, type, payload, run_at, max_attempts)
 SELECT 'chore', %(name)s, json_build_object('target', %(target)s::bigint)::text, %(now)s, 10
  WHERE NOT EXISTS (SELECT 1 FROM job WHERE kind = 'chore' AND type = %(name)s AND state = 'READY'
                     AND payload::json ->> 'target' = %(target)s::text)"""
_AGAIN = """UPDATE job SET state = 'READY', attempts = 0, run_at = %s, worker = NULL, lease_until = NULL
 WHERE id = %s AND worker = %s AND attempts = %s AND state = 'RUNNING'"""


def chore(name: str) -> Callable[[Slice], Slice]:
    """Registers what does one slice of the work on a target, committed by itself, and says whether more is left."""

    def register(function: Slice) -> Slice:
        _slices[name] = function
        return function

    return register


def queue_chore(*, name: str, target: int) -> None:
    """In the open transaction: a worker begins after its commit; what waits already is not queued twice."""
    if name not in _slices:
        raise KeyError(name)
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"name": name, "target": target, "now": clock.now()})
    wake(jobs=True)


def carry_on_chore(job: ClaimedJob) -> None:
    """Does slices for a while; the job is gone when nothing is left."""
    until, target = time.monotonic() + SLICE_SECONDS, int(job.payload["target"])
    left = True
    while left and time.monotonic() < until:
        left = _slices[job.type](target)
    with transaction.atomic(), connection.cursor() as cursor:
        if left:
            cursor.execute(_AGAIN, [clock.now(), job.id, job.worker, job.attempts])
        elif still_held(job):
            cursor.execute("DELETE FROM job WHERE id = %s", [job.id])
