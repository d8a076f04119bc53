"""Priorities from 0 to 100, 50 being normal: of one open user task, or of an instance and all that is open in it."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from engine import access, clock, steps
from engine.access import Row
from engine.commands.assignment import number, read_task
from engine.push import push
from engine.refusals import Forbidden, InstanceNotActive, Invalid, NotFound
from engine.rows import NORMAL
from engine.steps import Act, Instance
from engine.wire import dump_plain
from ledger.recording import record
from people.actors import Actor

_TRACE = """INSERT INTO trace (root_id, first_seq, last_seq, at, command, actor_id, actor, actor_name, behalf_id,
 behalf_name, user_task_id, element_id, reason, entries) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
 %s)"""
_TASK = "UPDATE user_task SET priority = %s, version = version + 1 WHERE id = %s"
_INSTANCE = "UPDATE process_instance SET priority = %s, version = version + 1 WHERE id = %s"
_TASKS = """UPDATE user_task SET priority = %s, version = version + 1
 WHERE root_id = %s AND state IN ('CREATED', 'ASSIGNED') AND priority <> %s RETURNING id"""
_JOBS = "UPDATE job SET priority = priority + %s WHERE root_id = %s"


def set_user_task_priority(*, user_task_id: int | str, priority: int, actor: Actor, reason: str) -> bool:
    """Whether the open task's priority changed."""
    asked = _checked(priority, reason)
    seen = read_task(number(user_task_id, "任务"))
    if not access.may_see_task(seen, actor):
        raise NotFound(thing="任务")
    act = Act(actor, "set_user_task_priority", clock.now(), seen["element_id"], seen["id"], reason.strip())
    with transaction.atomic(), connection.cursor() as cursor:
        instance = steps.lock_instance(instance_id=seen["root_id"], act=act)
        task = read_task(seen["id"])
        access.refuse_unless_open(task)
        _refuse_unless(actor, task["unit_path"])
        if task["priority"] == asked:
            return False
        cursor.execute(_TASK, [asked, task["id"]])
        _told(instance, act, "prioritized", {"priority": {"old": task["priority"], "new": asked}}, task)
    return True


def set_process_instance_priority(*, instance_id: int | str, priority: int, actor: Actor, reason: str) -> bool:
    """Whether the instance's priority changed: its open tasks get it, later ones too, and its jobs go by it."""
    asked = _checked(priority, reason)
    act = Act(actor, "set_process_instance_priority", clock.now(), reason=reason.strip())
    with transaction.atomic(), connection.cursor() as cursor:
        instance = steps.lock_instance(instance_id=number(instance_id, "流程实例"), act=act)
        if not access.sees_unit(actor, instance.unit_path):
            raise NotFound(thing="流程实例")
        _refuse_unless(actor, instance.unit_path)
        if instance.state not in ("ACTIVE", "SUSPENDED"):
            raise InstanceNotActive(state=instance.state)
        if instance.priority == asked:
            return False
        cursor.execute(_INSTANCE, [asked, instance.id])
        cursor.execute(_TASKS, [asked, instance.id, asked])
        tasks = len(cursor.fetchall())
        cursor.execute(_JOBS, [asked - (NORMAL if instance.priority is None else instance.priority), instance.id])
        body = {"priority": {"old": instance.priority, "new": asked}, "tasks": tasks, "jobs": cursor.rowcount}
        _told(instance, act, "instance_prioritized", body, None)
    return True


def _checked(priority: int, reason: str) -> int:
    if isinstance(priority, bool) or not isinstance(priority, int) or not 0 <= priority <= 100:
        raise Invalid(what="优先级须为 0 至 100 的整数")
    if not reason.strip():
        raise Invalid(what="原因")
    return priority


def _refuse_unless(actor: Actor, unit_path: str) -> None:
    if not (actor.system or may_prioritize(actor, unit_path)):
        raise Forbidden(what="调整优先级")


def may_prioritize(actor: Actor, unit_path: str) -> bool:
    """Who assigns a unit's tasks says which of them go first."""
    return actor.may_at("assign_tasks", unit_path) or actor.may_at("administer", unit_path)


def _told(instance: Instance, act: Act, action: str, body: dict[str, Any], task: Row | None) -> None:
    """The trace, the ledger's event with old and new, and the wake-up of the browsers."""
    actor, behalf = act.actor, act.actor.on_behalf_of or (None, "")
    entry = dump_plain([[None, action, act.element_id, None, None, body["priority"]]])
    with connection.cursor() as cursor:
        cursor.execute(
            _TRACE,
            [instance.id, instance.trace_seq, instance.trace_seq, act.now, act.command, actor.user_id, actor.username,
             actor.full_name, *behalf, act.user_task_id, act.element_id, act.reason, entry],
        )  # fmt: skip
    table, record_id = ("user_task", task["id"]) if task is not None else ("process_instance", instance.id)
    record(kind="engine", action=act.command, body=body, table=table, record=record_id, instance_id=instance.id)
    push(["inbox", f"instance:{instance.id}"])
