"""Timers, service tasks, incidents: what workers do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction

from engine import clock, commands, queries, refusals, service_tasks, steps
from engine.jobs.claiming import claim
from engine.jobs.executing import execute
from engine.jobs.reaping import free_lost_jobs
from engine.jobs.together import carry_out
from engine.service_tasks import BpmnError, service_task
from engine.testing import person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
CALLS: list[str] = []


@service_task("test.inside", outputs={"doubled": {"type": "number"}}, inputs={"amount": {"type": "number"}})
def inside(inputs, call):
    CALLS.append(call.job_id)
    if inputs.get("amount") == 13:
        raise RuntimeError("unlucky")
    if inputs.get("amount") == 14:
        raise BpmnError("REFUSED", "no")
    return {"doubled": inputs["amount"] * 2}


@service_task("test.outside", kind="external")
def outside(inputs, call):
    CALLS.append(call.job_id)
    if call.variables.get("broken"):
        raise OSError("the printer is on fire")
    return {"printed": True}


@pytest.fixture(autouse=True)
def _no_calls():
    CALLS.clear()


IO = '<zeebe:ioMapping><zeebe:input source="=amount" target="amount"/></zeebe:ioMapping>'


@pytest.fixture
def serving(deploy):
    deploy(
        Drawing("serving")
        .start().service_task("double", "test.inside", io=IO).user_task("look").end()
        .boundary_error("refused", "double").end("turned_down")
    )  # fmt: skip


def test_a_transactional_service_task_runs_inside_the_step(serving):
    request = start("serving", by="cashier", amount=21, run=False)
    assert request.waiting_at() == ["look"]
    assert request.variables["doubled"] == 42


def test_a_bpmn_error_takes_the_boundary(serving):
    start("serving", by="cashier", amount=14).expect_ended("turned_down")


def test_a_failing_service_task_becomes_one_incident_and_is_retried_with_other_values(serving):
    request = start("serving", by="cashier", amount=13)
    assert len(CALLS) == 1
    request.pass_time(minutes=10)
    assert len(CALLS) == 3
    assert len(request.incidents()) == 1
    assert "unlucky" in request.incidents()[0]
    (incident,) = queries.incidents(SYSTEM).results
    assert incident["attempts"] == 3
    with pytest.raises(refusals.Forbidden):
        commands.retry_incident(incident_id=incident["id"], actor=person("cashier"), reason="try")
    commands.retry_incident(
        incident_id=incident["id"], actor=person("administrator"), reason="mended", variables={"amount": 4}
    )
    request.run_jobs()
    assert request.incidents() == []
    assert request.waiting_at() == ["look"]
    assert request.variables["doubled"] == 8


def test_an_external_service_task_is_a_job(deploy):
    deploy(Drawing("printing").start().service_task("print", "test.outside").user_task("look").end())
    request = start("printing", by="cashier", run=False)
    assert request.waiting_at() == ["print"]
    assert CALLS == []
    request.run_jobs().expect_waiting_at("look")
    assert request.variables["printed"] is True


def test_the_writes_of_a_failing_function_are_undone_but_not_the_step(deploy):
    @service_task("test.writes")
    def writes(inputs, call):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO draft (user_task_id, user_id, data, saved_at) VALUES (77, 77, '', now())")
        raise RuntimeError("after writing")

    deploy(Drawing("writing").start().user_task("record").service_task("write", "test.writes").end())
    request = start("writing", by="cashier").complete("record", by="cashier", run=False)
    assert request.waiting_at() == ["write"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM draft WHERE user_id = 77")
        assert cursor.fetchone()[0] == 0
    service_tasks._registered.pop("test.writes")


def test_timers_fire_in_order_of_their_due_time(deploy):
    deploy(
        Drawing("waiting")
        .start().user_task("wait").end()
        .boundary_timer("remind", "wait", "P7D", interrupting=False).end("reminded")
        .boundary_timer("lapse", "wait", "P30D").end("lapsed")
    )  # fmt: skip
    request = start("waiting", by="cashier").expect_waiting_at("wait", "remind", "lapse")
    request.pass_time(days=8).expect_waiting_at("wait", "lapse").expect_not_waiting_at("remind")
    request.pass_time(days=30).expect_ended("lapsed")
    assert request.passed()["remind"] == 1


def test_timers_that_fell_due_while_everything_was_down_fire_once_each_in_order(deploy):
    deploy(Drawing("late").start().timer("pause", "PT1H").end())
    requests = [start("late", by="cashier") for _ in range(5)]
    clock.move_to(clock.now() + dt.timedelta(days=3))
    requests[0].run_jobs()
    assert {request.state for request in requests} == {"COMPLETED"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT root_id FROM trace WHERE command = 'fire_timer' ORDER BY at")
        assert [row[0] for row in cursor.fetchall()] == [request.id for request in requests]


def test_a_worker_that_was_overtaken_changes_nothing(deploy):
    deploy(Drawing("slow").start().timer("pause", "PT1H").user_task("look").end())
    request = start("slow", by="cashier")
    clock.move_to(clock.now() + dt.timedelta(hours=2))
    (held,) = claim(worker=1)
    assert claim(worker=2) == []
    free_lost_jobs()
    (again,) = claim(worker=2)
    assert execute(held) == "lost"
    assert request.waiting_at() == ["pause"]
    assert execute(again) == "done"
    assert request.waiting_at() == ["look"]
    assert execute(again) == "lost"


def test_a_job_that_always_kills_its_worker_becomes_an_incident(deploy):
    deploy(Drawing("poison").start().service_task("print", "test.outside", retries=3).end())
    request = start("poison", by="cashier", run=False)
    for attempt in range(3):
        clock.move_to(clock.now() + dt.timedelta(minutes=1))
        assert len(claim(worker=9)) == 1, attempt
        free_lost_jobs()
    assert claim(worker=9) == []
    assert request.incidents() == ["print WorkerLost: every attempt ended with the loss of its worker"]


def test_canceling_closes_everything(deploy):
    deploy(
        Drawing("waiting").start().user_task("wait").end().boundary_timer("lapse", "wait", "P30D").end("lapsed")
    )  # fmt: skip
    request = start("waiting", by="cashier")
    with pytest.raises(refusals.Forbidden):
        commands.cancel_process_instance(instance_id=request.id, actor=person("cashier"), reason="no")
    commands.cancel_process_instance(instance_id=request.id, actor=person("administrator"), reason="no")
    request.expect_state("CANCELED")
    assert request.waiting_at() == []
    with pytest.raises(refusals.InstanceNotActive), transaction.atomic():
        commands.cancel_process_instance(instance_id=request.id, actor=person("administrator"), reason="no")


def test_what_the_process_itself_cannot_decide_is_an_incident_that_a_changed_value_resolves(deploy):
    condition = "<bpmn:conditionExpression>=amount &gt; 5</bpmn:conditionExpression>"
    drawing = Drawing("deciding").start().user_task("record").gateway("big", "exclusiveGateway").user_task("look").end()
    text = drawing.xml().decode()
    flow = 'sourceRef="big" targetRef="look"'
    deploy_text = text.replace(f"{flow}/>", f"{flow}>{condition}</bpmn:sequenceFlow>")
    assert deploy_text != text
    other = '<bpmn:sequenceFlow id="f9" sourceRef="big" targetRef="finished">'
    other += "<bpmn:conditionExpression>=amount &lt; 0</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process>"
    files = {"process.bpmn": deploy_text.replace("</bpmn:process>", other).encode()}
    commands.deploy_definition(files=files, actor=SYSTEM)
    request = start("deciding", by="cashier").complete("record", amount=3, by="cashier")
    assert len(request.incidents()) == 1
    (incident,) = request.view()["incidents"]
    assert incident["element_id"] == "big"
    administrator = person("administrator")
    commands.retry_incident(incident_id=incident["id"], actor=administrator, reason="typo", variables={"amount": 9})
    assert request.incidents() == []
    assert request.waiting_at() == ["look"]
    history = queries.variable_history(request.id, "amount", SYSTEM)
    told = [(h["old"], h["new"], h["by"]["username"]) for h in history]
    assert told == [
        (None, 3, "cashier"),
        (3, 9, "administrator"),
    ]


def test_the_ledger_knows_every_command(serving):
    request = start("serving", by="cashier", amount=21).complete("look", {"seen": True}, by="cashier")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, actor, body::jsonb -> 'details' -> 'changes' FROM ledger.event"
            " WHERE instance = %s ORDER BY id",
            [str(request.id)],
        )
        events = cursor.fetchall()
    assert [event[:2] for event in events] == [("start_process_instance", "cashier"), ("complete_user_task", "cashier")]
    assert '"seen"' in str(events[1][2])


def test_timers_due_at_once_are_fired_in_one_transaction_each_with_its_own_instance_in_the_ledger(deploy):
    deploy(Drawing("many").start().timer("pause", "PT1H").user_task("look").end())
    requests = [start("many", by="cashier") for _ in range(5)]
    clock.move_to(clock.now() + dt.timedelta(hours=2))
    outcomes = list(carry_out(claim(worker=0), lambda: False))
    assert [(outcome.job.root_id, outcome.what) for outcome in outcomes] == [(r.id, "done") for r in requests]
    assert len({outcome.took for outcome in outcomes}) == 1, "each took its share of one transaction"
    assert all(request.waiting_at() == ["look"] for request in requests)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT instance, body::jsonb -> 'context' ->> 'instance' FROM ledger.event"
            " WHERE action = 'fire_timer' ORDER BY id"
        )
        assert cursor.fetchall() == [(str(request.id), str(request.id)) for request in requests]


def test_one_timer_that_fails_holds_up_none_of_those_due_with_it(deploy, monkeypatch):
    deploy(Drawing("many").start().timer("pause", "PT1H").user_task("look").end())
    requests = [start("many", by="cashier") for _ in range(3)]
    clock.move_to(clock.now() + dt.timedelta(hours=2))
    advance = steps.advance

    def failing(*, instance, command, act):
        if instance.id == requests[1].id:
            raise RuntimeError("poison")
        return advance(instance=instance, command=command, act=act)

    monkeypatch.setattr(steps, "advance", failing)
    assert [outcome.what for outcome in carry_out(claim(worker=0), lambda: False)] == ["done", "failed", "done"]
    assert [request.waiting_at() for request in requests] == [["look"], ["pause"], ["look"]]


def test_two_timers_of_one_instance_see_each_other_and_what_is_not_begun_is_left(deploy):
    deploy(
        Drawing("two").start().user_task("wait").end()
        .boundary_timer("first", "wait", "PT1H", interrupting=False).end("reminded")
        .boundary_timer("second", "wait", "PT2H").end("lapsed")
    )  # fmt: skip
    requests = [start("two", by="cashier") for _ in range(2)]
    clock.move_to(clock.now() + dt.timedelta(hours=3))
    jobs = claim(worker=0)
    assert list(carry_out(jobs, lambda: True)) == []
    assert [outcome.what for outcome in carry_out(jobs, lambda: False)] == ["done"] * 4
    for request in requests:
        request.expect_ended("lapsed")
        assert request.passed()["first"] == 1
