"""Work for programs outside: fetched under a lock, done once, and never by one whose lock is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from engine import clock, commands, queries, refusals
from engine.commands import deploy_definition
from engine.outside import external_tasks as tasks
from engine.outside.credentials import machine_of, make_credential, revoke_credential
from engine.outside.refusals import LockLost, NotYourTopic
from engine.testing import person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing
from tests.outside.conftest import mapping

pytestmark = pytest.mark.django_db
TOPIC = "external.meter_reading"


@pytest.fixture
def token(company, db) -> str:
    return make_credential(name="reader", topics=[TOPIC], actor=person("administrator"))[1]


@pytest.fixture
def machine(token):
    return machine_of(token)


@pytest.fixture
def reading(company, db) -> str:
    drawing = Drawing("reading").start()
    drawing.service_task("read", TOPIC, retries=2, io=mapping(meter_no="meter_no")).user_task("look").end()
    drawing.boundary_error("unknown", "read").end("no_meter")
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
    return "reading"


def fetch(machine, *, most: int = 10, seconds: int = 60):
    return tasks.fetch_and_lock(machine=machine, topics=[TOPIC], worker_id="w", lock_seconds=seconds, most=most)


def lock_of(task) -> tasks.Lock:
    return tasks.Lock(task["id"], task["lock_token"])


def complete(machine, task, **variables):
    return tasks.complete_external_task(lock=lock_of(task), machine=machine, worker_id="w", variables=variables)


def fail(machine, task, **more):
    given = {"message": "no signal", "retries": None, "retry_after": None, **more}
    return tasks.fail_external_task(lock=lock_of(task), machine=machine, worker_id="w", **given)


def test_a_task_is_fetched_once_and_its_completion_moves_the_instance(reading, machine):
    request = start(reading, by="cashier", meter_no="M1", private="not for workers")
    (task,) = fetch(machine)
    assert task["variables"] == {"meter_no": "M1"}
    assert fetch(machine) == []
    complete(machine, task, reading=17)
    assert request.waiting_at() == ["look"]
    assert request.variables["reading"] == 17
    with pytest.raises(LockLost):
        complete(machine, task, reading=18)
    assert request.variables["reading"] == 17
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, body::jsonb #>> '{details,worker}' FROM ledger.event"
            " WHERE instance = %s AND action = 'complete_job'",
            [str(request.id)],
        )
        assert cursor.fetchone() == ("worker:reader", "w")


def test_a_worker_whose_lock_ran_out_changes_nothing(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    (old,) = fetch(machine, seconds=30)
    clock.move_to(clock.now() + dt.timedelta(seconds=31))
    (new,) = fetch(machine)
    assert (new["id"], new["attempt"]) == (old["id"], 2)
    for act in (complete, fail):
        with pytest.raises(LockLost):
            act(machine, old)
    with pytest.raises(LockLost):
        tasks.extend_lock(lock=lock_of(old), machine=machine, lock_seconds=60)
    complete(machine, new)
    assert request.waiting_at() == ["look"]


def test_an_extended_lock_holds(reading, machine):
    start(reading, by="cashier", meter_no="M1")
    (task,) = fetch(machine, seconds=30)
    tasks.extend_lock(lock=lock_of(task), machine=machine, lock_seconds=300)
    clock.move_to(clock.now() + dt.timedelta(seconds=60))
    assert fetch(machine) == []
    complete(machine, task)


def test_failures_come_back_after_a_pause_and_end_as_one_incident_that_can_be_retried(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    assert fail(machine, fetch(machine)[0], retry_after=120)["state"] == "offered"
    assert fetch(machine) == []
    clock.move_to(clock.now() + dt.timedelta(seconds=121))
    assert fail(machine, fetch(machine)[0])["state"] == "incident"
    assert request.incidents() == ["read WorkerFailed: no signal"]
    (incident,) = queries.incidents(SYSTEM).results
    commands.retry_incident(incident_id=incident["id"], actor=person("administrator"), reason="signal is back")
    complete(machine, fetch(machine)[0])
    assert request.waiting_at() == ["look"]


def test_a_worker_may_give_up_at_once(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    assert fail(machine, fetch(machine)[0], retries=0)["state"] == "incident"
    assert len(request.incidents()) == 1


def test_a_task_that_kills_every_worker_becomes_an_incident(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    for _ in range(2):
        assert len(fetch(machine, seconds=10)) == 1
        clock.move_to(clock.now() + dt.timedelta(seconds=11))
        tasks.bury_lost()
    assert fetch(machine) == []
    assert [line.split(":")[0] for line in request.incidents()] == ["read WorkerLost"]


def test_a_bpmn_error_takes_the_boundary(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    (task,) = fetch(machine)
    tasks.throw_bpmn_error(
        lock=lock_of(task), machine=machine, worker_id="w", code="NO_METER", message="none", variables={}
    )
    request.expect_ended("no_meter")


def test_the_most_urgent_comes_first(company, machine):
    for key, priority in (("calm", 0), ("urgent", 9)):
        drawing = Drawing(key).start().service_task("read", TOPIC).end()
        header = f'<zeebe:taskHeaders><zeebe:header key="priority" value="{priority}"/></zeebe:taskHeaders>'
        xml = drawing.xml().replace(b"</bpmn:extensionElements>", header.encode() + b"</bpmn:extensionElements>")
        deploy_definition(files={"process.bpmn": xml}, actor=SYSTEM)
        start(key, by="cashier")
    assert [task["definition"] for task in fetch(machine, most=1)] == ["urgent"]


def test_a_canceled_instance_takes_its_task_away(reading, machine):
    request = start(reading, by="cashier", meter_no="M1")
    (task,) = fetch(machine)
    commands.cancel_process_instance(instance_id=request.id, actor=person("administrator"), reason="no")
    with pytest.raises(LockLost):
        complete(machine, task)


def test_a_key_opens_its_own_topics_until_it_is_revoked_and_is_kept_as_a_digest(reading, token, machine):
    with pytest.raises(NotYourTopic):
        tasks.fetch_and_lock(machine=machine, topics=["external.other"], worker_id="w", lock_seconds=1, most=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM machine_credential t UNION ALL SELECT e::text FROM ledger.event e")
        assert token not in "\n".join(row[0] for row in cursor.fetchall())
    with pytest.raises(refusals.Forbidden):
        make_credential(name="mine", topics=[TOPIC], actor=person("cashier"))
    revoke_credential(credential_id=str(machine.credential_id), actor=person("administrator"), reason="lost")
    assert machine_of(token) is None


def test_over_http_a_token_is_needed_and_opens_nothing_else(reading, token):
    start(reading, by="cashier", meter_no="M1")
    client = Client()
    body = {"topics": [TOPIC], "worker_id": "w"}
    refused = client.post("/api/external-tasks/fetch-and-lock/", body, content_type="application/json")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    bearer = {"authorization": f"Bearer {token}"}
    fetched = client.post("/api/external-tasks/fetch-and-lock/", body, content_type="application/json", headers=bearer)
    (task,) = fetched.json()["tasks"]
    assert client.get("/api/user-tasks/", headers=bearer).status_code == 401
    address = f"/api/external-tasks/{task['id']}/complete/"
    wrong = client.post(address, {"lock_token": "0" * 16 + "-1"}, content_type="application/json", headers=bearer)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "lock_lost")
    good = client.post(address, {"lock_token": task["lock_token"]}, content_type="application/json", headers=bearer)
    assert good.json()["state"] == "ACTIVE"
