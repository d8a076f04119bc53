"""One command on one instance: lock, advance, run what belongs inside, write, all in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from engine import clock, programs
from engine.data_stores import Stores
from engine.jobs.inside import Failure, run_inside
from engine.merging import Merged
from engine.prepared import execute
from engine.programs import Deployed
from engine.refusals import CommandRefused, InstanceNotActive, InstanceSuspended, NotFound, TooMuchWork
from engine.runtime import protocol
from engine.runtime.protocol import Command, Environment, Opened, Step
from engine.sealing import Marks, marks, open_bytes
from engine.service_tasks import Call, ServiceTask, registered
from engine.wire import plain
from ledger.context import context_json
from people.actors import Actor

INSIDE_PER_COMMAND = 100
"""How many transactional service tasks one command runs itself; the rest become jobs."""


@dataclass(frozen=True)
class Act:
    """Who does what: the part of a command that the trace and the ledger keep."""

    actor: Actor
    command: str
    now: dt.datetime = field(default_factory=clock.now)
    element_id: str = ""
    user_task_id: int | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Instance:
    """A root instance as it was read under its lock."""

    id: int
    version: int
    digest: str
    state: str
    definition_key: str
    business_key: str
    title: str
    unit_id: int | None
    unit_path: str
    trace_seq: int
    snapshot: bytes
    started_at: dt.datetime
    priority: int | None = None

    @property
    def deployed(self) -> Deployed:
        """The definition version that it runs on."""
        return programs.deployed(self.digest)


COLUMNS = """i.id, i.version, i.digest, i.state, i.definition_key, i.business_key, i.title, i.unit_id, i.unit_path,
 i.trace_seq, i.snapshot, i.started_at, i.priority"""
WIDTH = 13
CONTEXT = "set_config('app.context', left(%s::text, -1) || ',\"instance\":\"' || i.id || '\"}', true)"
_LOCK = f"SELECT {COLUMNS}, {CONTEXT} FROM process_instance i WHERE i.id = %s FOR UPDATE OF i"


def instance_from(row: tuple[Any, ...]) -> Instance:
    """The instance that the first WIDTH columns of a row describe."""
    whole: tuple[Any, ...] = (*row[:10], open_bytes(bytes(row[10] or b"")), *row[11:WIDTH])
    return Instance(*whole)


def context_of(act: Act) -> str:
    """The ledger's context for this act, to be completed with the instance by the locking statement."""
    return context_json(actor=act.actor, user_task_id=act.user_task_id, reason=act.reason)


def lock_instance(*, instance_id: int, act: Act) -> Instance:
    """The root instance, locked until the transaction ends, with the ledger's context set."""
    with connection.cursor() as cursor:
        execute(cursor, _LOCK, [context_of(act), instance_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(thing="流程实例")
    return instance_from(row)


def refuse_unless_active(instance: Instance) -> None:
    """Raises when the instance has ended or is suspended."""
    if instance.state == "SUSPENDED":
        raise InstanceSuspended(reason=_why_suspended(instance.id))
    if instance.state != "ACTIVE":
        raise InstanceNotActive(state=instance.state)


def _why_suspended(instance_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT suspended_reason FROM process_instance WHERE id = %s", [instance_id])
        return str(cursor.fetchone()[0])


def advance(*, instance: Instance, command: Command, act: Act) -> Merged:
    """What the command leads to, with every transactional service task that it reached already carried out."""
    step = _moved(instance, Merged(snapshot=instance.snapshot), command, act)
    return settle(instance=instance, first=step, act=act)


def begin(*, deployed: Deployed, variables: Mapping[str, Any], at: str | None, act: Act) -> Step:
    """The first step of a new instance, before any service task has run."""
    env = replace(programs.environment(), stores=Stores(deployed.program.data_stores, {}))
    with _refusing():
        return programs.runtime().start(deployed.program, variables, clock.in_china(act.now), env=env, at=at)


def settle(*, instance: Instance, first: Step, act: Act) -> Merged:
    """The step and everything that transactional service tasks make of it."""
    merged = Merged()
    merged.add(first)
    tried: set[str] = set()
    while merged.state == "ACTIVE" and len(tried) < INSIDE_PER_COMMAND:
        waiting = [work for work in merged.opened_of("job") if work.work_id not in tried]
        ready = [(work, task) for work in waiting if (task := _inside(work)) is not None]
        if not ready:
            break
        work, task = ready[0]
        tried.add(work.work_id)
        call = call_of(instance, work, merged, act, "")
        answer = run_inside(work=work, task=task, call=call)
        if isinstance(answer, Failure):
            merged.opened[work.work_id] = replace(work, details={**work.details, "failure": answer})
            continue
        merged.add(_moved(instance, merged, answer, act))
    return merged


def call_of(instance: Instance, work: Opened, merged: Merged, act: Act, job_id: str) -> Call:
    """What the service task may know of where it runs, as the steps so far have left it."""
    return Call(
        instance_id=instance.id,
        business_key=instance.business_key,
        definition_key=instance.definition_key,
        element_id=work.element_id,
        unit_id=instance.unit_id,
        unit_path=instance.unit_path,
        variables=variables_then(instance, merged, work.scope_id),
        actor=act.actor,
        job_id=job_id or f"{instance.id}:{work.work_id}",
        now=act.now,
        headers=dict(work.details.get("headers") or {}),
    )


def stored_of(root_id: int, unwritten: Mapping[str, bytes] | None = None) -> Environment:
    """The surroundings with this instance's large variables within reach, those of steps not yet written too."""

    def load(key: str) -> bytes:
        if unwritten and key in unwritten:
            return unwritten[key]
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM every_stored_variable WHERE root_id = %s AND key = %s", [root_id, key])
            return open_bytes(bytes(cursor.fetchone()[0]))

    return replace(programs.environment(), stored=load)


def variables_of_scope(instance: Instance, scope_id: str, only: Collection[str] | None = None) -> dict[str, Any]:
    """What is visible in a scope of the instance; `only` those names when given."""
    return variables_then(instance, Merged(snapshot=instance.snapshot), scope_id, only)


def variables_then(
    instance: Instance, merged: Merged, scope_id: str, only: Collection[str] | None = None
) -> dict[str, Any]:
    """What is visible in a scope after steps that are not yet written."""
    env = stored_of(instance.id, merged.stored)
    return dict(programs.runtime().variables(merged.snapshot, scope_id=scope_id, env=env, only=only))


def marks_of(instance: Instance, merged: Merged) -> Marks:
    """What of this step is to be sealed: the names marked, and copies of the values that they had and have."""
    marked = marks()
    if not marked.names:
        return marked
    before = Merged(snapshot=instance.snapshot)
    before.stored = merged.stored
    seen = variables_then(instance, before, protocol.ROOT, marked.names)
    changed = [v for c in merged.changes if c.name in marked.names for v in (c.old, c.new) if v is not protocol.ABSENT]
    return marked.with_values([*(seen[name] for name in marked.names if name in seen), *changed])


def plain_variables(values: Mapping[str, Any]) -> dict[str, Any]:
    """Variables as JSON can carry them."""
    return dict(plain(dict(values)))


def _inside(work: Opened) -> ServiceTask | None:
    task = registered(str(work.details.get("type") or ""))
    return task if task is not None and task.kind == "transactional" else None


def _moved(instance: Instance, so_far: Merged, command: Command, act: Act) -> Step:
    program = instance.deployed.program
    stores = Stores(program.data_stores, so_far.written)
    env = replace(stored_of(instance.id, so_far.stored), stores=stores)
    with _refusing():
        return programs.runtime().advance(program, so_far.snapshot, command, clock.in_china(act.now), env=env)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except protocol.BudgetExceeded as reason:
        raise TooMuchWork(limit=str(reason)) from reason
    except protocol.Refusal as reason:
        raise CommandRefused(why=str(reason) or reason.code) from reason
