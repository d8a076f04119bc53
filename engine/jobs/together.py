"""Timers that are due at once, a group of them in one transaction: one wait for the disk instead of one for each."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection, transaction

from engine import steps
from engine.jobs.claiming import ClaimedJob
from engine.jobs.executing import act_of, execute
from engine.prepared import execute as execute_prepared
from engine.runtime.protocol import FireTimer
from engine.steps import Instance
from engine.writing import write_step
from ledger.context import context_json

logger = logging.getLogger(__name__)
GROUP_SECONDS = 0.25
"""After so long a group is written and the next one begun: people wait for the instances that it holds."""

# Instances that somebody holds are not waited for, so that two groups never wait for each other.
_LOCK = f"""SELECT {steps.COLUMNS}, j.id FROM job j JOIN process_instance i ON i.id = j.root_id
 WHERE j.id = ANY(%s::bigint[]) AND j.worker = %s AND j.attempts = 1 AND j.state = 'RUNNING' AND i.state = 'ACTIVE'
 FOR UPDATE OF i, j SKIP LOCKED"""
_DELETE = "DELETE FROM job WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True)
class Outcome:
    """What became of a job, and how many milliseconds it took (its share of a group's)."""

    job: ClaimedJob
    what: str
    took: float


def carry_out(jobs: Sequence[ClaimedJob], stop: Callable[[], bool]) -> Iterator[Outcome]:
    """Carries the jobs out in their order until `stop()`; timers that follow each other go in groups."""
    for grouped, run in groupby(jobs, key=_groupable):
        waiting = list(run)
        while grouped and len(waiting) > 1 and not stop():
            done = _fired(waiting)
            yield from done
            handled = {outcome.job.id for outcome in done}
            waiting = [job for job in waiting if job.id not in handled]
            grouped = bool(done)
        for job in waiting:
            if stop():
                return
            yield _alone(job)


def _groupable(job: ClaimedJob) -> bool:
    """One that failed before is tried alone: it must not undo the others again."""
    return job.kind == "timer" and job.attempts == 1


def _alone(job: ClaimedJob) -> Outcome:
    began = time.monotonic()
    return Outcome(job, execute(job), (time.monotonic() - began) * 1000)


def _fired(jobs: Sequence[ClaimedJob]) -> list[Outcome]:
    """Those that were fired and written together; none when one of them could not be: each is then tried alone."""
    began = time.monotonic()
    try:
        with transaction.atomic():
            done = _fire_each(jobs, until=began + GROUP_SECONDS)
    except Exception as problem:  # noqa: BLE001 - the worker's edge: each is tried alone and tells what is wrong
        logger.info("%s timers are fired one by one: %s: %s", len(jobs), type(problem).__name__, problem)
        return []
    took = (time.monotonic() - began) * 1000 / max(len(done), 1)
    return [Outcome(job, "done", took) for job in done]


def _fire_each(jobs: Sequence[ClaimedJob], *, until: float) -> list[ClaimedJob]:
    held = _held(_first_of_each(jobs))
    done = []
    for job in jobs:
        instance = held.get(job.id)
        if instance is None:
            continue
        act = act_of(job)
        merged = steps.advance(instance=instance, command=FireTimer(job.work_id), act=act)
        said = context_json(actor=act.actor, instance_id=instance.id)
        write_step(instance=instance, merged=merged, act=act, said=said)
        done.append(job)
        if time.monotonic() > until:
            break
    with connection.cursor() as cursor:
        execute_prepared(cursor, _DELETE, [[job.id for job in done]])
    return done


def _first_of_each(jobs: Sequence[ClaimedJob]) -> list[ClaimedJob]:
    """The first job of every instance: the second must see what the first has written."""
    first: dict[int | None, ClaimedJob] = {}
    for job in jobs:
        first.setdefault(job.root_id, job)
    return list(first.values())


def _held(jobs: Sequence[ClaimedJob]) -> dict[int, Instance]:
    """The instances that are free, locked, with the jobs that are still this worker's, by the job's id."""
    with connection.cursor() as cursor:
        execute_prepared(cursor, _LOCK, [[job.id for job in jobs], jobs[0].worker])
        return {row[steps.WIDTH]: steps.instance_from(row[: steps.WIDTH]) for row in cursor.fetchall()}
