"""Migrating a running instance to another version of its definition, or telling beforehand what would stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from engine import access, clock, steps
from engine.commands.assignment import number
from engine.form_changes import FormChange, form_changes
from engine.merging import Merged
from engine.programs import Deployed, deployed, runtime
from engine.refusals import (
    BothLanguages,
    CommandRefused,
    Forbidden,
    InstanceNotActive,
    Invalid,
    MappingNeeded,
    MigrationBlocked,
    NotFound,
)
from engine.runtime.migrating import Obstacle, migrate, obstacles
from engine.runtime.protocol import BudgetExceeded, Opened, Refusal
from engine.steps import Act, Instance
from engine.suspensions import park_jobs
from engine.wire import dump_plain
from engine.writing import write_step
from people.actors import Actor

_TASKS = """UPDATE user_task t SET element_id = r.element_id, name = r.name, form_id = r.form_id,
 properties = r.properties, digest = %s, definition_name = %s, version = t.version + 1
 FROM json_to_recordset(%s) AS r(work_id text, element_id text, name text, form_id text, properties text)
 WHERE t.root_id = %s AND t.work_id = r.work_id AND t.digest = %s AND t.state IN ('CREATED', 'ASSIGNED')"""
_PLACES = """UPDATE {table} t SET element_id = r.element_id
 FROM json_to_recordset(%s) AS r(work_id text, element_id text)
 WHERE t.root_id = %s AND t.work_id = r.work_id AND t.element_id <> r.element_id"""
_TYPES = """UPDATE job j SET type = r.type FROM json_to_recordset(%s) AS r(work_id text, type text)
 WHERE j.root_id = %s AND j.work_id = r.work_id AND j.kind = 'service' AND j.type <> r.type"""
_HOME = """UPDATE process_instance SET digest = %s, definition_id = %s, state = CASE WHEN %s THEN 'SUSPENDED' ELSE state
 END WHERE root_id = %s AND (id = root_id OR digest = %s)"""


@dataclass(frozen=True)
class Verdict:
    """What a migration would meet: `obstacles` (none: it is safe) and the forms of open tasks that would change."""

    obstacles: tuple[Obstacle, ...]
    forms: tuple[FormChange, ...]

    @property
    def state(self) -> str:
        """safe, needs_mapping or blocked."""
        if any(obstacle.kind == "blocked" for obstacle in self.obstacles):
            return "blocked"
        return "needs_mapping" if self.obstacles else "safe"

    def why(self, lang: str) -> str:
        """The obstacles, or else what changes in the forms, as one text."""
        if self.obstacles:
            return "; ".join(o.en if lang == "en" else o.zh for o in self.obstacles)
        return "; ".join(change.text(lang) for change in self.forms)


def migrate_process_instance(
    *, instance_id: int | str, to_version: int, mapping: Mapping[str, str], actor: Actor, reason: str
) -> Verdict:
    """The instance goes on in that version: open tasks keep their ids, assignees and due dates, timers their time.

    `mapping` names the new id of elements that have another one. Raises MappingNeeded or MigrationBlocked with every
    obstacle before anything changes.
    """
    if not reason.strip():
        raise Invalid(what="原因")
    with transaction.atomic():
        act = Act(actor, "migrate_process_instance", clock.now(), reason=reason)
        instance, to = _prepared(instance_id, to_version, act)
        verdict = _verdict(instance, to, mapping)
        refuse_obstacles(verdict)
        _carried_over(instance, to, mapping, act)
    return verdict


def try_migration(*, instance_id: int | str, to_version: int, mapping: Mapping[str, str], actor: Actor) -> Verdict:
    """What the migration of this instance would meet; nothing changes."""
    with transaction.atomic():
        act = Act(actor, "try_migration", clock.now())
        instance, to = _prepared(instance_id, to_version, act)
        return _verdict(instance, to, mapping)


def refuse_obstacles(verdict: Verdict) -> None:
    """Raises when something stands in the way, with all of it in both languages."""
    if verdict.state == "safe":
        return
    refusal = MigrationBlocked if verdict.state == "blocked" else MappingNeeded
    raise refusal(why=BothLanguages(verdict.why("zh"), verdict.why("en")))


def _prepared(instance_id: int | str, to_version: int, act: Act) -> tuple[Instance, Deployed]:
    if settings.ENGINE_RUNTIME != "kernel":
        raise CommandRefused(why=f"the runtime {settings.ENGINE_RUNTIME} cannot migrate")
    instance = steps.lock_instance(instance_id=number(instance_id, "流程实例"), act=act)
    if not access.sees_unit(act.actor, instance.unit_path):
        raise NotFound(thing="流程实例")
    if not (act.actor.system or act.actor.may_at("migrate_instances", instance.unit_path)):
        raise Forbidden(what="迁移流程实例")
    if instance.state not in ("ACTIVE", "SUSPENDED"):
        raise InstanceNotActive(state=instance.state)
    to = version_of(instance.definition_key, to_version)
    if to.digest == instance.digest:
        raise Invalid(what="流程实例已在该版本上")
    return instance, to


def version_of(key: str, version: int) -> Deployed:
    """That version of a definition; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM process_definition WHERE key = %s AND version = %s", [key, version])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(thing="流程版本")
    return deployed(row[0])


def _verdict(instance: Instance, to: Deployed, mapping: Mapping[str, str]) -> Verdict:
    env = steps.stored_of(instance.id, {})
    now = clock.in_china(clock.now())
    found = obstacles(instance.deployed.program, instance.snapshot, to.program, now, mapping=mapping, env=env)
    open_ = runtime().open_work(instance.deployed.program, instance.snapshot, env=env)
    changes, missing = form_changes(open_, instance.deployed, to, mapping)
    return Verdict((*found, *missing), changes)


def _carried_over(instance: Instance, to: Deployed, mapping: Mapping[str, str], act: Act) -> None:
    env = steps.stored_of(instance.id, {})
    now = clock.in_china(act.now)
    old = instance.deployed
    try:
        step = migrate(old.program, instance.snapshot, to.program, now, mapping=mapping, env=env)
    except BudgetExceeded:
        raise
    except Refusal as refusal:
        raise MigrationBlocked(why=str(refusal)) from refusal
    moved = replace(instance, digest=to.digest)
    merged = steps.settle(instance=moved, first=step, act=act)
    details = {"from_version": old.version, "to_version": to.version, "mapping": dict(mapping)}
    write_step(instance=moved, merged=merged, act=replace(act, details=details))
    _rows(instance, to, merged)
    if instance.state == "SUSPENDED":
        park_jobs(instance.id)


def _rows(instance: Instance, to: Deployed, merged: Merged) -> None:
    """The rows of what stayed open, as the new version names it."""
    env = steps.stored_of(instance.id, merged.stored)
    open_ = runtime().open_work(to.program, merged.snapshot, env=env) if merged.state == "ACTIVE" else ()
    tasks = [_task(work) for work in open_ if work.kind == "user_task"]
    places = dump_plain([{"work_id": work.work_id, "element_id": work.element_id} for work in open_])
    types = [{"work_id": w.work_id, "type": w.details.get("type")} for w in open_ if w.kind == "job"]
    with connection.cursor() as cursor:
        cursor.execute(_TASKS, [to.digest, to.name, dump_plain(tasks), instance.id, instance.digest])
        for table in ("job", "subscription", "incident"):
            cursor.execute(_PLACES.format(table=table), [places, instance.id])
        cursor.execute(_TYPES, [dump_plain(types), instance.id])
        suspended = instance.state == "SUSPENDED" and merged.state == "ACTIVE"
        cursor.execute(_HOME, [to.digest, to.id, suspended, instance.id, instance.digest])


def _task(work: Opened) -> dict[str, Any]:
    return {
        "work_id": work.work_id,
        "element_id": work.element_id,
        "name": work.details.get("name") or work.element_id,
        "form_id": work.details.get("form_id") or "",
        "properties": dump_plain(dict(work.details.get("properties") or {})),
    }
