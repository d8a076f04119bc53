"""Tests that speak the diagram: `request = start("installation", by=clerk)`, `request.complete("pay_fee", …)`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine import clock, commands, queries
from engine.commands.assignment import as_row
from engine.jobs.claiming import claim
from engine.jobs.reaping import deliver_buffered
from engine.jobs.together import carry_out
from engine.queries.instances import visible_instance
from people.actors import SYSTEM, Actor, actor_named

WORKER = 0
"""The number under which a test claims jobs; no process ever has it."""


def person(name: str | Actor) -> Actor:
    """The actor of that user name."""
    return name if isinstance(name, Actor) else actor_named(name)


def start(definition: str, *, by: str | Actor, unit_id: int | None = None, business_key: str | None = None,
          run: bool = True, **variables: Any) -> Request:  # fmt: skip
    """A new instance as a test sees it, its jobs already run unless `run` is off."""
    started = commands.start_process_instance(
        definition=definition, variables=variables, actor=person(by), unit_id=unit_id, business_key=business_key
    )
    request = Request(started.id)
    return request.run_jobs() if run else request


class Request:
    """One process instance (with what it calls) under test."""

    def __init__(self, instance_id: int) -> None:
        self.id = instance_id

    @property
    def state(self) -> str:
        """ACTIVE, COMPLETED, TERMINATED, CANCELED or FAILED."""
        return str(self._one("SELECT state FROM process_instance WHERE id = %s", self.id))

    @property
    def business_key(self) -> str:
        return str(self._one("SELECT business_key FROM process_instance WHERE id = %s", self.id))

    @property
    def variables(self) -> dict[str, Any]:
        """The root's variables with exact numbers and dates."""
        from engine import steps

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {steps.COLUMNS} FROM process_instance i WHERE i.id = %s", [self.id])
            return steps.variables_of_scope(steps.instance_from(cursor.fetchone()), "0")

    def open_tasks(self, element_id: str | None = None) -> list[dict[str, Any]]:
        """The rows of the open user tasks, oldest first."""
        return [t for t in self._tasks() if element_id is None or t["element_id"] == element_id]

    def complete(
        self,
        element_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        by: str | Actor,
        nth: int = 0,
        run: bool = True,
        **more: Any,
    ) -> Request:
        """Completes the open user task of that element as this person, then runs the jobs that became due."""
        tasks = self.open_tasks(element_id)
        assert len(tasks) > nth, f"{element_id} is not open; open are {self.waiting_at()}"
        commands.complete_user_task(
            user_task_id=tasks[nth]["id"],
            actor=person(by),
            variables={**(variables or {}), **more},
            idempotency_key=str(uuid.uuid4()),
        )
        return self.run_jobs() if run else self

    def claim(self, element_id: str, *, by: str | Actor) -> Request:
        """Claims the open user task of that element."""
        commands.claim_user_task(user_task_id=self.open_tasks(element_id)[0]["id"], actor=person(by))
        return self

    def waiting_at(self) -> list[str]:
        """Element ids of all open work: user tasks, timers, messages, jobs, sorted."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT element_id FROM job WHERE root_id = %s AND work_id <> ''"
                " UNION ALL SELECT element_id FROM subscription WHERE root_id = %s",
                [self.id, self.id],
            )
            rest = [row[0] for row in cursor.fetchall()]
        return sorted([task["element_id"] for task in self._tasks()] + rest)

    def expect_waiting_at(self, *element_ids: str) -> Request:
        """Each of the elements has open work."""
        open_ = self.waiting_at()
        missing = [element for element in element_ids if element not in open_]
        assert not missing, f"not waiting at {missing}; open are {open_}, state {self.state}, {self.incidents()}"
        return self

    def expect_not_waiting_at(self, *element_ids: str) -> Request:
        """None of the elements has open work."""
        found = [element for element in element_ids if element in self.waiting_at()]
        assert not found, f"still waiting at {found}"
        return self

    def expect_state(self, state: str) -> Request:
        """The instance is in this state."""
        assert self.state == state, f"{self.state}, waiting at {self.waiting_at()}, {self.incidents()}"
        return self

    def expect_ended(self, end_event: str | None = None) -> Request:
        """The instance has completed, at that end event if one is named."""
        self.expect_state("COMPLETED")
        if end_event is not None:
            assert end_event in self.passed(), f"ended elsewhere; passed {self.passed()}"
        return self

    def passed(self) -> dict[str, int]:
        """How often each element of the root's own process was left."""
        row = visible_instance(self.id, SYSTEM)
        from engine.queries.instances import _passed

        return dict(_passed(row)[0])

    def pass_time(self, **duration: float) -> Request:
        """Lives on later (`days=7`): timers that fall due on the way fire one after the other, each at its own time."""
        until = clock.now() + dt.timedelta(**duration)
        for _ in range(10_000):
            due = self._one(
                "SELECT min(run_at) FROM job WHERE root_id = %s AND state = 'READY' AND run_at <= %s", self.id, until
            )
            if due is None:
                break
            clock.move_to(max(due, clock.now()))
            self.run_jobs()
        clock.move_to(until)
        return self.run_jobs()

    def deliver(
        self,
        name: str,
        variables: Mapping[str, Any] | None = None,
        *,
        correlation_key: str | None = None,
        by: str | Actor = SYSTEM,
    ) -> Request:
        """Delivers a message to this instance (by its subscription's own key unless one is given)."""
        key = correlation_key
        if key is None:
            key = self._one("SELECT correlation_key FROM subscription WHERE root_id = %s AND name = %s", self.id, name)
        commands.deliver_message(name=name, correlation_key=key or "", variables=variables or {}, actor=person(by))
        return self.run_jobs()

    def run_jobs(self, *, limit: int = 500) -> Request:
        """Runs every job that is due now (all instances' jobs), and those that they lead to."""
        for _ in range(limit):
            deliver_buffered()
            jobs = claim(worker=WORKER, most=20)
            if not jobs:
                return self
            for _ in carry_out(jobs, lambda: False):
                pass
        raise AssertionError(f"more than {limit} rounds of jobs")

    def incidents(self) -> list[str]:
        """Code and message of every open incident."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT element_id || ' ' || code || ': ' || message FROM incident"
                " WHERE root_id = %s AND resolved_at IS NULL ORDER BY id",
                [self.id],
            )
            return [row[0] for row in cursor.fetchall()]

    def view(self, by: str | Actor = SYSTEM) -> dict[str, Any]:
        """The instance as the API shows it."""
        return queries.process_instance(self.id, person(by))

    def _tasks(self) -> list[dict[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM user_task WHERE root_id = %s AND state IN ('CREATED', 'ASSIGNED') ORDER BY id", [self.id]
            )
            return [as_row(cursor, row) for row in cursor.fetchall()]

    def _one(self, sql: str, *params: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            row = cursor.fetchone()
        return None if row is None else row[0]
