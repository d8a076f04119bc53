"""Running a transactional service task inside the step: its writes are undone when it fails, the step's are not."""

from __future__ import annotations

import datetime as dt
import random
import traceback
from dataclasses import dataclass

from django.db import transaction

from engine.refusals import EngineRefusal
from engine.runtime.protocol import Complete, Opened, ThrowError
from engine.service_tasks import ActRefused, BpmnError, Call, ServiceTask


@dataclass(frozen=True)
class Failure:
    """A service task that raised: what to keep for the operators."""

    code: str
    message: str
    stack: str
    message_zh: str = ""


def failure_of(problem: BaseException) -> Failure:
    """What to keep of an exception: its kind, its text and the stack for operators."""
    stack = "".join(traceback.format_exception(problem))[-8_000:]
    chinese = problem.message("zh")[:2_000] if isinstance(problem, EngineRefusal) else ""
    return Failure(type(problem).__name__, str(problem)[:2_000], stack, chinese)


def run_inside(*, work: Opened, task: ServiceTask, call: Call) -> Complete | ThrowError | Failure:
    """The command that the function's end means."""
    try:
        with transaction.atomic():
            return Complete(work.work_id, task.run(work.details.get("inputs") or {}, call))
    except BpmnError as outcome:
        return ThrowError(work.work_id, outcome.code, outcome.message, outcome.variables)
    except ActRefused as refused:
        if not call.actor.system:
            raise refused.cause from refused
        return failure_of(refused.cause)
    except Exception as problem:  # noqa: BLE001 - the worker's edge: it becomes a job and, in the end, an incident
        return failure_of(problem)


def back_off(attempts: int) -> dt.timedelta:
    """How long to wait before the next attempt: doubled each time, at most an hour, with jitter."""
    return dt.timedelta(seconds=min(3_600.0, 2.0 ** min(attempts, 12)) * random.uniform(0.8, 1.2))
