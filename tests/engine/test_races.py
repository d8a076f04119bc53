"""Many at once, from a barrier: one wins, the others hear who."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, connections

from conftest import database_url
from engine import commands, refusals
from engine.commands import deploy_definition
from engine.jobs.reaping import LOCK_CLASS
from engine.testing import Request, person, start
from people.actors import SYSTEM
from people.demo import load_company
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)


@pytest.fixture
def committed(transactional_db):
    load_company()


def at_once(number: int, act) -> list[object]:
    """What `number` threads got that began at the same moment; refusals as values."""
    barrier = threading.Barrier(number)
    results: list[object] = [None] * number

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            results[index] = act(index)
        except refusals.EngineRefusal as refused:
            results[index] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def deploy(drawing: Drawing) -> None:
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def gapless(root_id: int) -> int:
    """How many entries the trace has; they must run 1, 2, 3 …"""
    numbers = [
        number
        for (entries,) in rows("SELECT entries FROM trace WHERE root_id = %s ORDER BY first_seq, at", root_id)
        for number in [entry[0] for entry in __import__("orjson").loads(entries)]
        if number is not None
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    return len(numbers)


def test_fifty_times_the_same_completion_has_one_effect(committed):
    deploy(Drawing("once").start().user_task("record").user_task("look").end())
    request = start("once", by="cashier")
    task, key, cashier = request.open_tasks()[0]["id"], str(uuid.uuid4()), person("cashier")

    def act(index):
        return commands.complete_user_task(
            user_task_id=task, actor=cashier, variables={"x": 1}, idempotency_key=key
        ).event_id

    assert len({str(result) for result in at_once(50, act)}) == 1
    assert len(rows("SELECT 1 FROM user_task WHERE root_id = %s", request.id)) == 2
    gapless(request.id)


def test_fifty_different_completions_have_one_winner(committed):
    deploy(Drawing("once").start().user_task("record").user_task("look").end())
    request = start("once", by="cashier")
    task, cashier = request.open_tasks()[0]["id"], person("cashier")

    def act(index):
        return commands.complete_user_task(
            user_task_id=task, actor=cashier, variables={"winner": index}, idempotency_key=str(uuid.uuid4())
        )

    results = at_once(50, act)
    lost = [result for result in results if isinstance(result, refusals.NotOpen)]
    assert len(lost) == 49
    assert all(refused.extra["by"]["username"] == "cashier" for refused in lost)
    (winner,) = [index for index, result in enumerate(results) if not isinstance(result, refusals.EngineRefusal)]
    assert request.variables["winner"] == winner
    gapless(request.id)


def test_two_who_claim_at_once_get_one_winner(committed):
    deploy(Drawing("claiming").start().user_task("record", groups="cashier,finance_officer").end())
    people = [person("cashier"), person("finance_officer")]
    for _ in range(10):
        task = start("claiming", by="cashier").open_tasks()[0]["id"]
        results = at_once(2, lambda i, task=task: commands.claim_user_task(user_task_id=task, actor=people[i]))
        kinds = Counter(type(result).__name__ for result in results)
        assert kinds == {"dict": 1, "AlreadyClaimed": 1}
        (refused,) = [result for result in results if isinstance(result, refusals.AlreadyClaimed)]
        (won,) = [result for result in results if isinstance(result, dict)]
        assert refused.extra["by"]["username"] == won["assignee"]


def test_both_branches_at_once_join_once(committed):
    drawing = Drawing("joining").start().gateway("fork").user_task("one").gateway("join").user_task("after").end()
    drawing.at("fork").user_task("two", groups="finance_officer").to("join")
    deploy(drawing)
    requests = [start("joining", by="cashier") for _ in range(8)]
    who = {"one": person("cashier"), "two": person("finance_officer")}
    tasks = [(request.open_tasks(name)[0]["id"], who[name]) for request in requests for name in who]

    def act(index):
        task, actor = tasks[index]
        return commands.complete_user_task(
            user_task_id=task, actor=actor, variables={}, idempotency_key=str(uuid.uuid4())
        )

    assert not any(isinstance(result, refusals.EngineRefusal) for result in at_once(16, act))
    for request in requests:
        assert [task["element_id"] for task in request.open_tasks()] == ["after"]
        gapless(request.id)


def test_the_same_message_at_once_arrives_once(committed):
    deploy(Drawing("paying").start().catch_message("paid", "payment").user_task("look").end())
    request = start("paying", by="cashier", business="A")

    def act(index):
        return commands.deliver_message(
            name="payment", correlation_key="A", variables={}, actor=SYSTEM, message_id="settlement-1"
        ).status

    assert Counter(at_once(12, act)) == {"delivered": 1, "duplicate": 11}
    request.expect_waiting_at("look")


WORKER = """
import os, sys
sys.path.insert(0, os.getcwd())
import django
django.setup()
from engine.service_tasks import service_task
from django.core.management import call_command
import time

@service_task("test.slow_outside", kind="external")
def slow(inputs, call):
    open(os.environ["EFFECTS"], "a").write(call.job_id + chr(10))
    time.sleep(0.02)
    return {"effect": call.job_id}

@service_task("test.slow_inside")
def inside(inputs, call):
    time.sleep(0.01)
    return {"inside": True}

call_command("worker", batch=5)
"""


def worker(tmp_path: Path) -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": database_url(), "EFFECTS": str(tmp_path / "effects")}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment, cwd=Path(__file__).parents[2])


@pytest.mark.slow
def test_a_worker_outlives_the_loss_of_its_session(committed, tmp_path):
    deploy(Drawing("waiting").start().timer("pause", "PT1S").user_task("look").end())
    process = worker(tmp_path)
    try:
        first = start("waiting", by="cashier", run=False)
        wait_until(lambda: first.waiting_at() == ["look"])
        for _ in range(3):
            rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            request = start("waiting", by="cashier", run=False)
            wait_until(lambda request=request: request.waiting_at() == ["look"])
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def wait_until(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert condition()


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_nothing(committed, tmp_path):
    from engine.service_tasks import ServiceTask, _registered

    for name, kind in (("test.slow_outside", "external"), ("test.slow_inside", "transactional")):
        _registered[name] = ServiceTask(name, lambda inputs, call: {}, kind, name, name, {}, {})
    deploy(
        Drawing("chaotic")
        .start().timer("pause", "PT1S").service_task("print", "test.slow_outside", retries=50)
        .service_task("store", "test.slow_inside", retries=50).user_task("look").end()
    )  # fmt: skip
    requests = [start("chaotic", by="cashier", run=False) for _ in range(60)]
    running = [worker(tmp_path) for _ in range(2)]
    try:
        for _ in range(6):
            time.sleep(2.0)
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            running.append(worker(tmp_path))
        deadline = time.monotonic() + 60
        while rows("SELECT 1 FROM job WHERE state <> 'DEAD'") and time.monotonic() < deadline:
            time.sleep(0.2)
        beacons = (
            "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE locktype = 'advisory' AND classid = %s AND granted AND datname = current_database()"
        )
        wait_until(lambda: len(rows(beacons, LOCK_CLASS)) >= len(running))
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(timeout=20) for process in running]
        for name in ("test.slow_outside", "test.slow_inside"):
            _registered.pop(name)
    assert codes == [0, 0]
    for request in requests:
        assert request.waiting_at() == ["look"], request.incidents()
        assert len(request.open_tasks()) == 1
        gapless(request.id)
        assert rows("SELECT count(*) FROM trace WHERE root_id = %s AND command = 'fire_timer'", request.id) == [(1,)]
        assert Request(request.id).variables["inside"] is True
    effects = Counter((tmp_path / "effects").read_text().split())
    assert len(effects) == 60, "every job's effect carries one key of its own"


def test_two_who_add_the_same_role_to_a_countersign_at_once_add_it_once(committed):
    from tests.movement.test_signers import add, countersign, signing

    deploy(countersign())
    request = signing()

    def one(nth: int) -> object:
        return add(request, role="finance_officer", by=("cashier", "surveyor")[nth], nth=nth)

    assert sorted(type(result).__name__ for result in at_once(2, one)) == ["SignerAdded", "SignsAlready"]
    assert [task["role"] for task in request.open_tasks("sign")] == ["cashier", "surveyor", "finance_officer"]
