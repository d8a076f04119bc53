"""Real worker processes: who comes first, how many at once, what a stopped one leaves, what was missed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from conftest import database_url
from engine.commands import deploy_definition
from engine.testing import start
from people.actors import SYSTEM
from people.demo import load_company
from tests.engine.drawing import Drawing
from tests.outside.conftest import mapping
from tests.serving import ROOT
from tests.standins.gateway import Gateway

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        yield server


@pytest.fixture
def work(transactional_db, gateway, tmp_path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a worker whose short messages go to the gateway."""
    load_company()
    workers: list[subprocess.Popen[bytes]] = []

    def begin(**more: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "DATABASE_URL": database_url(), "SMS_URL": f"{gateway.url}/sms", **more}
        log = (tmp_path / f"worker{len(workers)}.log").open("ab")
        workers.append(
            subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=env, stdout=log, stderr=log)
        )
        return workers[-1]

    yield begin
    for worker in workers:
        worker.kill()
        worker.wait()


def telling(key: str, *, priority: int = 0) -> None:
    drawing = Drawing(key).start().service_task("tell", "sms.send", io=mapping(to='"10086"', text="text")).end()
    header = f'<zeebe:taskHeaders><zeebe:header key="priority" value="{priority}"/></zeebe:taskHeaders>'
    xml = drawing.xml().replace(b"</bpmn:extensionElements>", header.encode() + b"</bpmn:extensionElements>")
    deploy_definition(files={"process.bpmn": xml}, actor=SYSTEM)


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(rows("SELECT kind, type, state, attempts, last_error FROM job"))


def told(gateway: Gateway) -> list[str]:
    return [taken.body["text"] for taken in gateway.requests]


def test_the_urgent_goes_first_and_the_unimportant_last(work, gateway):
    for key, priority in (("low", -1), ("calm", 0), ("urgent", 5), ("most_urgent", 50)):
        telling(key, priority=priority)
        start(key, by="cashier", run=False, text=key)
    work()
    wait_until(lambda: len(gateway.requests) == 4)
    assert told(gateway) == ["most_urgent", "urgent", "calm", "low"]


def test_a_kind_with_a_limit_never_runs_more_often_at_once(work, gateway):
    telling("many")
    gateway.seconds = 0.15
    for number in range(8):
        start("many", by="cashier", run=False, text=str(number))
    for _ in range(3):
        work(JOB_LIMITS="sms.send=1")
    wait_until(lambda: len(gateway.requests) == 8)
    assert gateway.most_at_once == 1
    assert sorted(told(gateway)) == [str(number) for number in range(8)]


def test_a_worker_told_to_stop_finishes_what_it_holds_and_gives_back_the_rest(work, gateway):
    telling("slow")
    gateway.seconds = 1.0
    for number in range(5):
        start("slow", by="cashier", run=False, text=str(number))
    worker = work()
    wait_until(lambda: len(gateway.requests) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert len(gateway.requests) == len(gateway.messages) == 1
    assert rows("SELECT state, attempts, count(*) FROM job GROUP BY 1, 2") == [("READY", 0, 4)]
    work()
    wait_until(lambda: len(gateway.messages) == 5)


def test_timers_that_fell_due_while_everything_was_down_fire_once_each_in_order(work):
    deploy_definition(files={"process.bpmn": Drawing("late").start().timer("pause", "P1D").end().xml()}, actor=SYSTEM)
    requests = [start("late", by="cashier", run=False) for _ in range(12)]
    order = [request.id for request in requests[::-1]]
    for hours, instance_id in enumerate(order):
        rows("UPDATE job SET run_at = now() - interval '2 days' + %s * interval '1 hour' WHERE root_id = %s"
             " RETURNING id", hours, instance_id)  # fmt: skip
    work()
    wait_until(lambda: rows("SELECT count(*) FROM job") == [(0,)])
    assert [row[0] for row in rows("SELECT root_id FROM trace WHERE command = 'fire_timer' ORDER BY at")] == order


def test_missed_starts_of_an_endless_cycle_count_as_one(work):
    xml = Drawing("hourly").start().user_task("look").end().xml()
    cycle = b"<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>"
    xml = xml.replace(b'name="begin" ></bpmn:startEvent>', b'name="begin" >' + cycle + b"</bpmn:startEvent>")
    deploy_definition(files={"process.bpmn": xml}, actor=SYSTEM)
    ((due,),) = rows("UPDATE job SET run_at = run_at - interval '10 hours' RETURNING run_at")
    work()
    wait_until(lambda: rows("SELECT count(*) FROM process_instance") == [(1,)])
    wait_until(lambda: rows("SELECT count(*) FROM job WHERE run_at > now()") == [(1,)])
    ((following,),) = rows("SELECT run_at FROM job")
    assert (following - due) % dt.timedelta(hours=1) == dt.timedelta(0)
    assert rows("SELECT count(*) FROM process_instance") == [(1,)]
