"""Priority of a task and of an instance: who may, what follows it, how the inbox shows it, what the ledger keeps."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from engine import commands, queries, refusals
from engine.testing import Request, person, start
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
MANAGER = "branch_manager"


@pytest.fixture
def two(deploy):
    drawing = Drawing("two").start().user_task("check").service_task("tell", "external.tell").user_task("pay").end()
    deploy(drawing)


def of_task(request: Request, priority: int, *, by: str = MANAGER, reason: str = "客户停产") -> bool:
    task = request.open_tasks()[0]["id"]
    return commands.set_user_task_priority(user_task_id=task, priority=priority, actor=person(by), reason=reason)


def of_instance(request: Request, priority: int, *, by: str = MANAGER, reason: str = "领导督办") -> bool:
    return commands.set_process_instance_priority(
        instance_id=request.id, priority=priority, actor=person(by), reason=reason
    )


def told(action: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger.event WHERE body LIKE %s ORDER BY id DESC LIMIT 1", [f'%"{action}"%'])
        return orjson.loads(cursor.fetchone()[0])


def test_the_urgent_task_comes_first_and_the_ledger_has_old_and_new(two):
    quiet, urgent = start("two", by="cashier"), start("two", by="cashier")
    assert of_task(urgent, 90)
    rows = queries.user_tasks_for(person("cashier"), view="group", ordering="priority").results
    assert [row["instance"]["id"] for row in rows] == [str(urgent.id), str(quiet.id)]
    high = queries.user_tasks_for(person("cashier"), view="group", filters={"priority": "75"}).results
    assert [row["priority"] for row in high] == [90]
    event = told("set_user_task_priority")
    assert (event["details"]["priority"], event["context"]["reason"]) == ({"old": 50, "new": 90}, "客户停产")
    assert not of_task(urgent, 90)
    line = queries.trace_of(urgent.id, person("administrator"), lang="en").results[-1]
    assert "from 50 to 90" in line["text"]


def test_an_instances_tasks_and_jobs_follow_it_those_of_later_too(two):
    request = start("two", by="cashier")
    assert of_instance(request, 80)
    assert request.open_tasks("check")[0]["priority"] == 80
    request.complete("check", by="cashier")
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM job WHERE root_id = %s", [request.id])
        assert cursor.fetchall() == [(30,)]
        of_instance(request, 40)
        cursor.execute("SELECT priority FROM job WHERE root_id = %s", [request.id])
        assert cursor.fetchall() == [(-10,)]
    commands.skip(
        instance_id=request.id, work_id=_job(request), actor=person("administrator"), reason="x", idempotency_key="k"
    )
    assert request.open_tasks("pay")[0]["priority"] == 40
    assert told("set_process_instance_priority")["details"]["priority"] == {"old": 80, "new": 40}
    found = queries.process_instances(person(MANAGER), filters={"priority": "40"}).results
    assert [row["priority"] for row in found] == [40]


def _job(request: Request) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT work_id FROM job WHERE root_id = %s", [request.id])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("priority", "by", "reason"), [
    (101, MANAGER, "x"), (-1, MANAGER, "x"), (True, MANAGER, "x"), (60, MANAGER, " "), (60, "cashier", "x"),
])  # fmt: skip
def test_who_may_not_or_gives_no_reason_is_refused(two, priority, by, reason):
    request = start("two", by="cashier")
    for act in (of_task, of_instance):
        with pytest.raises((refusals.Invalid, refusals.Forbidden)):
            act(request, priority, by=by, reason=reason)
    assert request.open_tasks()[0]["priority"] == 50


def test_another_branchs_manager_sees_nothing_and_what_is_over_has_no_priority(two):
    request = start("two", by="cashier")
    with pytest.raises(refusals.NotFound):
        of_instance(request, 60, by="branch_manager_2")
    with pytest.raises(refusals.NotFound):
        of_task(request, 60, by="branch_manager_2")
    commands.cancel_process_instance(instance_id=request.id, actor=person(MANAGER), reason="x")
    with pytest.raises(refusals.InstanceNotActive):
        of_instance(request, 60)
