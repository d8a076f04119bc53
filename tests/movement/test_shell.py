"""A representative set of shapes with PostgreSQL: after each rewind the rows are what the snapshot says, to the end."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction

from engine import commands, queries, steps
from engine.commands import deploy_definition
from engine.programs import runtime
from people.actors import SYSTEM
from tests.movement.shapes import shapes
from tests.movement.walking import GIVEN

pytestmark = pytest.mark.django_db
SHAPES = (
    "a line", "nested forks", "an inclusive fork and join", "a sub-process with a fork",
    "a countersign in a branch", "a sub-process for each item", "a call in a branch", "a boundary timer that does not",
)  # fmt: skip


def open_rows(root_id: int) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work_id, element_id FROM user_task WHERE root_id = %s AND state IN ('CREATED', 'ASSIGNED')"
            " UNION SELECT work_id, element_id FROM job WHERE root_id = %s AND work_id <> '' ORDER BY 1",
            [root_id, root_id],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def in_snapshot(root_id: int) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {steps.COLUMNS} FROM process_instance i WHERE i.id = %s", [root_id])
        instance = steps.instance_from(cursor.fetchone())
    work = runtime().open_work(instance.deployed.program, instance.snapshot, env=steps.stored_of(root_id))
    return sorted((w.work_id, w.element_id) for w in work if w.kind in ("user_task", "job", "timer"))


def finish(root_id: int) -> str:
    """Skips to the end, whatever people would have done; the state then."""
    for number in range(200):
        rows = open_rows(root_id)
        if not rows:
            break
        people = [row for row in rows if row[1] != "o"] or rows
        step_on(root_id, people[0][0], number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM process_instance WHERE id = %s", [root_id])
        return str(cursor.fetchone()[0])


def step_on(root_id: int, work_id: str, number: int) -> None:
    commands.skip(
        instance_id=root_id, work_id=work_id, actor=SYSTEM, reason="test", idempotency_key=str(uuid.uuid4()),
        variables={"n": number, "z": 1, "a": 2, "ok": True},
    )  # fmt: skip


def tried_out(root_id: int, target: str) -> None:
    """Rewinds and goes on to the end, and leaves the instance as it was."""
    with transaction.atomic():
        commands.rewind_process_instance(
            instance_id=root_id, to=target, actor=SYSTEM, reason="test", idempotency_key=str(uuid.uuid4())
        )
        assert open_rows(root_id) == in_snapshot(root_id)
        assert finish(root_id) == "COMPLETED"
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", SHAPES)
def test_the_rows_are_what_the_snapshot_says(company, name: str):
    deploy_definition(files={"p.bpmn": shapes()[name]}, actor=SYSTEM)
    root_id = commands.start_process_instance(definition="p", variables=GIVEN, actor=SYSTEM).id
    tried = 0
    for number in range(50):
        for target in queries.rewinds_of(root_id, SYSTEM)["targets"]:
            tried_out(root_id, target["id"])
            tried += 1
        if not (rows := open_rows(root_id)):
            break
        step_on(root_id, rows[0][0], number)
    assert tried
