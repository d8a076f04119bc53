"""Carrying out one claimed job: lock the instance, look at the fence, advance, write, all in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django.db import connection, transaction

from engine import clock, steps
from engine.commands.correlation import Letter, Moved, deliver_here
from engine.commands.instances import begin_instance
from engine.commands.messages import queue_signal
from engine.commands.units import unit_for
from engine.jobs.batching import carry_on
from engine.jobs.chores import carry_on_chore
from engine.jobs.claiming import LEASE, ClaimedJob, renew, still_held
from engine.jobs.failing import fail
from engine.jobs.inside import Failure, failure_of, run_inside
from engine.merging import Merged
from engine.programs import deployed
from engine.refusals import DefinitionSuspended, NotFound
from engine.runtime.protocol import Command, Complete, DeliverSignal, FireTimer, Opened, ThrowError
from engine.schedules import schedule_next
from engine.service_tasks import BpmnError, ServiceTask, registered
from engine.steps import Act, Instance
from engine.suspensions import park_claimed
from engine.writing import write_step
from people.actors import SYSTEM

logger = logging.getLogger(__name__)
EXTERNAL_LEASE = 5 * LEASE
COMMANDS = {"timer": "fire_timer", "service": "complete_job", "signal_delivery": "deliver_signal"}


class _Suspended(Exception):
    """The instance of the job, or the definition that it would start, is suspended."""


class _Lost(Exception):
    """The job is no longer this worker's, or its instance has ended: nothing is to be done."""


def execute(job: ClaimedJob) -> str:
    """done, lost, parked or failed; a failed job is back in the queue or has become an incident."""
    try:
        failure = _KINDS[job.kind](job)
    except _Lost:
        _drop(job)
        return "lost"
    except (_Suspended, DefinitionSuspended):
        with transaction.atomic():
            park_claimed(job_id=job.id, worker=job.worker, attempts=job.attempts, root_id=job.root_id)
        return "parked"
    except Moved:
        failure = Failure("Moved", "the waiting place closed meanwhile", "")
    except Exception as problem:  # noqa: BLE001 - the worker's edge: it becomes a retry and then an incident
        failure = failure_of(problem)
    if failure is None:
        return "done"
    fail(job, failure)
    return "failed"


def _timer(job: ClaimedJob) -> None:
    with transaction.atomic():
        instance, act = _locked(job)
        _carry_out(instance, FireTimer(job.work_id), act, job)


def _signal_delivery(job: ClaimedJob) -> None:
    with transaction.atomic():
        instance, act = _locked(job)
        _carry_out(instance, DeliverSignal(job.payload["name"], job.payload["variables"]), act, job)


def _service(job: ClaimedJob) -> Failure | None:
    task = registered(job.type)
    if task is None:
        return Failure("UnknownServiceTask", f"no service task is registered as {job.type}", "")
    if task.kind == "transactional":
        return _transactional(job, task)
    _external(job, task)
    return None


def _transactional(job: ClaimedJob, task: ServiceTask) -> Failure | None:
    with transaction.atomic():
        instance, act = _locked(job)
        work = _work(job)
        call = steps.call_of(instance, work, Merged(snapshot=instance.snapshot), act, str(job.id))
        answer = run_inside(work=work, task=task, call=call)
        if isinstance(answer, Failure):
            return answer
        _carry_out(instance, answer, act, job)
    return None


def _external(job: ClaimedJob, task: ServiceTask) -> None:
    if not renew(job, EXTERNAL_LEASE):
        raise _Lost
    act = act_of(job)
    answer: Command
    try:
        seen = _seen(job)
        call = steps.call_of(seen, _work(job), Merged(snapshot=seen.snapshot), act, str(job.id))
        answer = Complete(job.work_id, task.run(job.payload.get("inputs") or {}, call))
    except BpmnError as outcome:
        answer = ThrowError(job.work_id, outcome.code, outcome.message, outcome.variables)
    with transaction.atomic():
        instance, act = _locked(job)
        _carry_out(instance, answer, act, job)


def _message(job: ClaimedJob) -> None:
    sent = job.payload
    letter = Letter(sent["name"], sent["correlation_key"] or "", sent["variables"], f"job:{job.id}", known_only=False)
    with transaction.atomic():
        if not still_held(job):
            raise _Lost
        deliver_here(letter, SYSTEM)
        _delete(job)


def _signal(job: ClaimedJob) -> None:
    with transaction.atomic():
        if not still_held(job):
            raise _Lost
        queue_signal(job.payload["name"], job.payload["variables"], sender=job.root_id)
        _delete(job)


def _signal_start(job: ClaimedJob) -> None:
    with transaction.atomic():
        if not still_held(job):
            raise _Lost
        begin_instance(
            version=deployed(job.type), variables=job.payload["variables"], actor=SYSTEM, business_key="",
            unit=unit_for(SYSTEM, None, []), at=job.element_id, command="deliver_signal",
        )  # fmt: skip
        _delete(job)


def _timer_start(job: ClaimedJob) -> None:
    with transaction.atomic():
        if not still_held(job):
            raise _Lost
        begin_instance(
            version=deployed(job.payload["digest"]), variables={}, actor=SYSTEM, business_key="",
            unit=unit_for(SYSTEM, None, []), at=job.element_id, command="fire_timer",
        )  # fmt: skip
        schedule_next(job.type, job.element_id, job.payload, job.run_at, clock.now())
        _delete(job)


_KINDS: Mapping[str, Callable[[ClaimedJob], Failure | None]] = {
    "timer": _timer,
    "service": _service,
    "message": _message,
    "signal": _signal,
    "signal_delivery": _signal_delivery,
    "signal_start": _signal_start,
    "timer_start": _timer_start,
    "batch": carry_on,
    "chore": carry_on_chore,
}


def _locked(job: ClaimedJob) -> tuple[Instance, Act]:
    act = act_of(job)
    try:
        instance = steps.lock_instance(instance_id=job.root_id or 0, act=act)
    except NotFound:
        raise _Lost from None
    if instance.state == "SUSPENDED":
        raise _Suspended
    if instance.state != "ACTIVE" or not still_held(job):
        raise _Lost
    return instance, act


def act_of(job: ClaimedJob) -> Act:
    """What the trace and the ledger say of who carries the job out."""
    details = {"job": job.id, "attempt": job.attempts}
    return Act(SYSTEM, COMMANDS.get(job.kind, job.kind), clock.now(), job.element_id, details=details)


def _carry_out(instance: Instance, command: Command, act: Act, job: ClaimedJob) -> None:
    merged = steps.advance(instance=instance, command=command, act=act)
    _delete(job)
    write_step(instance=instance, merged=merged, act=act, ends=True)


def _seen(job: ClaimedJob) -> Instance:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {steps.COLUMNS} FROM process_instance i WHERE i.id = %s", [job.root_id])
        row = cursor.fetchone()
    if row is None:
        raise _Lost
    return steps.instance_from(row)


def _work(job: ClaimedJob) -> Opened:
    details = {"type": job.type, **{key: job.payload.get(key) for key in ("inputs", "headers", "name")}}
    return Opened(job.work_id, "job", job.element_id, str(job.payload.get("scope_id", "0")), "0", details)


def _delete(job: ClaimedJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM job WHERE id = %s", [job.id])


def _drop(job: ClaimedJob) -> None:
    """Deletes the job if its instance has ended and it is still ours; otherwise another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM job j WHERE j.id = %s AND j.worker = %s AND j.attempts = %s AND NOT EXISTS"
            " (SELECT 1 FROM process_instance i WHERE i.id = j.root_id AND i.state IN ('ACTIVE', 'SUSPENDED'))",
            [job.id, job.worker, job.attempts],
        )
    logger.info("job %s (%s) was no longer ours", job.id, job.kind)
