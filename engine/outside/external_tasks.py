"""Work for programs in any language: fetched under a lock, then completed, failed or ended by a BPMN error."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.db import connection, transaction

from engine import access, clock, steps
from engine.commands.submission import free_variables, refuse_too_large
from engine.jobs.claiming import ClaimedJob, job_from
from engine.jobs.failing import bury
from engine.jobs.inside import Failure, back_off
from engine.outside.credentials import Machine
from engine.outside.refusals import LockLost, NotYourTopic
from engine.refusals import NotFound
from engine.runtime.protocol import Command, Complete, ThrowError
from engine.steps import Act
from engine.wire import plain
from engine.writing import write_step

_COLUMNS = """j.id, j.kind, j.type, j.root_id, j.work_id, j.element_id, j.payload, j.attempts, j.max_attempts, j.worker,
 j.run_at"""
_OPEN = "(state = 'OFFERED' OR (state = 'LOCKED' AND lease_until < %s AND attempts < max_attempts))"
_FETCH = f"""UPDATE job j SET state = 'LOCKED', attempts = attempts + 1, worker = %s, lease_until = %s
 FROM process_instance i WHERE i.id = j.root_id AND j.id IN (SELECT id FROM job WHERE kind = 'external'
 AND type = ANY(%s) AND run_at <= %s AND {_OPEN}
 AND EXISTS (SELECT 1 FROM process_instance p WHERE p.id = job.root_id AND p.state = 'ACTIVE')
 ORDER BY priority DESC, run_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
 RETURNING {_COLUMNS}, i.business_key, i.definition_key, j.lease_until, j.priority, j.created_at"""
_LOST = f"""SELECT {_COLUMNS} FROM job j WHERE kind = 'external' AND state = 'LOCKED' AND lease_until < %s
 AND attempts >= max_attempts FOR UPDATE SKIP LOCKED"""
_HELD = f"""SELECT {_COLUMNS} FROM job j WHERE id = %s AND worker = %s AND attempts = %s AND state = 'LOCKED'
 FOR UPDATE"""
_AGAIN = """UPDATE job SET state = 'OFFERED', run_at = %s, worker = NULL, lease_until = NULL, last_error = %s
 WHERE id = %s"""
_TOKEN = re.compile(r"([0-9a-f]{16})-([0-9]{1,6})")
MOST_LOCK_SECONDS = 3_600


@dataclass(frozen=True)
class Lock:
    """What a worker shows to prove that the task is still its own: the task's id and the token of its lock."""

    task_id: str
    token: str


def fetch_and_lock(
    *, machine: Machine, topics: list[str], worker_id: str, lock_seconds: int, most: int
) -> list[dict[str, Any]]:
    """Tasks that are now this worker's until their lock ends, the most urgent first; the attempt is counted."""
    foreign = [topic for topic in topics if not machine.may_work(topic)]
    if foreign:
        raise NotYourTopic(topics=", ".join(foreign))
    now = clock.now()
    number = secrets.randbits(62)
    params: list[Any] = [number, now + dt.timedelta(seconds=lock_seconds), topics, now, now, most]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FETCH, params)
        rows = cursor.fetchall()
    found = [(job_from(row[:11]), row[11:]) for row in rows]
    found.sort(key=lambda pair: (-pair[1][3], pair[0].run_at, pair[0].id))
    return [_task(job, more, worker_id) for job, more in found]


def complete_external_task(
    *, lock: Lock, machine: Machine, worker_id: str, variables: Mapping[str, Any]
) -> dict[str, str]:
    """The id and state of the instance, which went on with the variables; raises LockLost."""
    refuse_too_large(orjson.dumps(variables, default=str))
    values = free_variables(variables)
    return _settle(lock, machine, worker_id, "complete_job", lambda job: Complete(job.work_id, values))


def throw_bpmn_error(
    *, lock: Lock, machine: Machine, worker_id: str, code: str, message: str, variables: Mapping[str, Any]
) -> dict[str, str]:
    """The same after a modelled business outcome: the instance goes on where its diagram catches the code."""
    refuse_too_large(orjson.dumps(variables, default=str))
    values = free_variables(variables)
    return _settle(lock, machine, worker_id, "complete_job", lambda job: ThrowError(job.work_id, code, message, values))


def fail_external_task(
    *, lock: Lock, machine: Machine, worker_id: str, message: str, retries: int | None, retry_after: int | None
) -> dict[str, Any]:
    """Whether it is offered again, and when; else it is an incident now.

    `retries` says how many attempts are left (0: none); without it the task's own count holds.
    """
    failure = Failure("WorkerFailed", message[:2_000] or "?", "")
    with transaction.atomic():
        job = _held(lock, machine)
        left = job.max_attempts - job.attempts if retries is None else min(retries, job.max_attempts - job.attempts)
        if left <= 0:
            _mark_running(job)
            bury(job, failure)
            return {"state": "incident", "run_at": None}
        pause = back_off(job.attempts) if retry_after is None else dt.timedelta(seconds=retry_after)
        run_at = clock.now() + pause
        with connection.cursor() as cursor:
            cursor.execute(_AGAIN, [run_at, f"{failure.code}: {failure.message} ({worker_id})", job.id])
    return {"state": "offered", "run_at": access.moment(run_at)}


def extend_lock(*, lock: Lock, machine: Machine, lock_seconds: int) -> dict[str, str | None]:
    """Until when the task is this worker's, counted from now; raises LockLost."""
    until = clock.now() + dt.timedelta(seconds=lock_seconds)
    with transaction.atomic():
        job = _held(lock, machine)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE job SET lease_until = %s WHERE id = %s", [until, job.id])
    return {"locked_until": access.moment(until)}


def bury_lost() -> int:
    """How many tasks became incidents because every attempt ended with a worker that was not heard of again."""
    failure = Failure(
        "WorkerLost", "every attempt ended with a lock that ran out", "", "每次领取后都未在锁定时间内完成"
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOST, [clock.now()])
            lost = [job_from(row) for row in cursor.fetchall()]
        for job in lost:
            _mark_running(job)
            bury(job, failure)
    return len(lost)


def _settle(lock: Lock, machine: Machine, worker_id: str, command: str, made: Any) -> dict[str, str]:
    with transaction.atomic():
        seen = _seen(lock, machine)
        details = {"job": seen.id, "attempt": seen.attempts, "worker": worker_id[:100]}
        act = Act(machine.actor, command, clock.now(), seen.element_id, details=details)
        try:
            instance = steps.lock_instance(instance_id=seen.root_id or 0, act=act)
        except NotFound:
            raise LockLost from None
        job = _held(lock, machine)
        if instance.state != "ACTIVE":
            raise LockLost
        answer: Command = made(job)
        merged = steps.advance(instance=instance, command=answer, act=act)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM job WHERE id = %s", [job.id])
        write_step(instance=instance, merged=merged, act=act)
    return {"instance": str(instance.id), "state": merged.state}


def _seen(lock: Lock, machine: Machine) -> ClaimedJob:
    """The task before its instance is locked: the instance comes first, then its rows."""
    return _found(lock, machine, _HELD.replace("FOR UPDATE", ""))


def _held(lock: Lock, machine: Machine) -> ClaimedJob:
    return _found(lock, machine, _HELD)


def _found(lock: Lock, machine: Machine, sql: str) -> ClaimedJob:
    parts = _TOKEN.fullmatch(lock.token)
    if parts is None or not (lock.task_id.isascii() and lock.task_id.isdecimal() and len(lock.task_id) <= 18):
        raise LockLost
    with connection.cursor() as cursor:
        cursor.execute(sql, [int(lock.task_id), int(parts[1], 16), int(parts[2])])
        row = cursor.fetchone()
    if row is None:
        raise LockLost
    job = job_from(row)
    if not machine.may_work(job.type):
        raise NotYourTopic(topics=job.type)
    return replace(job, worker=row[9])


def _mark_running(job: ClaimedJob) -> None:
    """The state from which `bury` takes jobs."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job SET state = 'RUNNING' WHERE id = %s", [job.id])


def _task(job: ClaimedJob, more: tuple[Any, ...], worker_id: str) -> dict[str, Any]:
    business_key, definition_key, until, priority, created_at = more
    return {
        "id": str(job.id),
        "topic": job.type,
        "worker_id": worker_id,
        "lock_token": f"{job.worker:016x}-{job.attempts}",
        "locked_until": access.moment(until),
        "attempt": job.attempts,
        "retries_left": job.max_attempts - job.attempts,
        "priority": priority,
        "idempotency_key": str(job.id),
        "variables": plain(job.payload.get("inputs") or {}),
        "headers": dict(job.payload.get("headers") or {}),
        "instance": str(job.root_id),
        "business_key": business_key,
        "definition": definition_key,
        "element_id": job.element_id,
        "created_at": access.moment(created_at),
    }
