"""What stopped is retried, skipped or moved, one or many, and the ledger has old and new."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from engine import commands, queries, refusals
from engine.service_tasks import service_task
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
IO = '<zeebe:ioMapping><zeebe:input source="=amount" target="amount"/></zeebe:ioMapping>'
BAD = '<zeebe:ioMapping><zeebe:input source="=amount.nothing + 1" target="amount"/></zeebe:ioMapping>'


@service_task("repair.double", inputs={"amount": {"type": "number"}}, outputs={"doubled": {"type": "number"}})
def double(inputs, call):
    if inputs["amount"] == 13:
        raise RuntimeError("unlucky")
    return {"doubled": inputs["amount"] * 2}


@pytest.fixture
def serving(deploy):
    deploy(
        Drawing("serving").start().service_task("double", "repair.double", io=IO).user_task("look")
        .user_task("after").end()
    )  # fmt: skip


def stopped(amount: int = 13) -> tuple[Request, str]:
    request = start("serving", by="cashier", amount=amount).pass_time(hours=1)
    return request, incident_of(request)


def incident_of(request: Request) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM incident WHERE root_id = %s AND resolved_at IS NULL", [request.id])
        ((pk,),) = cursor.fetchall()
    return str(pk)


def told(incident: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body FROM ledger.event WHERE body::jsonb ->> 'table' = 'incident' ORDER BY id DESC LIMIT 1"
        )
        return orjson.loads(cursor.fetchone()[0])


def test_a_skipped_service_task_goes_on_with_the_given_outputs(serving):
    request, incident = stopped()
    commands.skip_incident(
        incident_id=incident, actor=person("administrator"), reason="人工核算", outputs={"doubled": 5}
    )
    request.expect_waiting_at("look").expect_not_waiting_at("double")
    assert request.variables["doubled"] == 5
    assert request.incidents() == []
    assert "人工核算" in str(told(incident))
    assert "'doubled': 5" in str(told(incident))


def test_outputs_that_the_function_would_not_give_are_refused(serving):
    request, incident = stopped()
    with pytest.raises(refusals.Invalid):
        commands.skip_incident(
            incident_id=incident, actor=person("administrator"), reason="x", outputs={"doubled": "a"}
        )
    assert len(request.incidents()) == 1
    request.expect_waiting_at("double")


def test_changed_inputs_of_a_retry_are_in_the_ledger_old_and_new(serving):
    request, incident = stopped()
    commands.retry_incident(incident_id=incident, actor=person("administrator"), reason="改正", variables={"amount": 4})
    request.run_jobs().expect_waiting_at("look")
    assert "{'amount': {'new': 4, 'old': 13}}" in str(told(incident)).replace("Decimal('13')", "13")


def test_a_token_is_moved_on(serving):
    request, incident = stopped()
    commands.move_incident(incident_id=incident, actor=person("administrator"), reason="改由人工", to="after")
    request.expect_waiting_at("after").expect_not_waiting_at("look", "double")
    assert request.incidents() == []


def test_a_move_to_nowhere_is_refused_and_changes_nothing(serving):
    request, incident = stopped()
    with pytest.raises(refusals.CommandRefused):
        commands.move_incident(incident_id=incident, actor=person("administrator"), reason="x", to="nowhere")
    assert len(request.incidents()) == 1
    request.expect_waiting_at("double")


def test_an_element_that_the_engine_itself_could_not_begin_is_skipped(deploy):
    deploy(Drawing("broken").start().service_task("double", "repair.double", io=BAD).user_task("look").end())
    request = start("broken", by="cashier", amount=1)
    if not request.incidents():
        request.pass_time(hours=1)
    incident = incident_of(request)
    commands.skip_incident(incident_id=incident, actor=person("administrator"), reason="x", outputs={"doubled": 2})
    request.expect_waiting_at("look")
    assert request.incidents() == []


def test_a_gateway_cannot_be_skipped(deploy):
    drawing = Drawing("choosing").start().gateway("choose", "exclusiveGateway").user_task("a").end()
    drawing.flows[-2] = drawing.flows[-2].replace(
        "/>", '><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=size &gt; 3</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>",
    )  # fmt: skip
    deploy(drawing)
    request = start("choosing", by="cashier", size=1)
    incident = incident_of(request)
    with pytest.raises(refusals.CommandRefused) as refused:
        commands.skip_incident(incident_id=incident, actor=person("administrator"), reason="x")
    assert "move its token" in refused.value.message("en")
    commands.move_incident(incident_id=incident, actor=person("administrator"), reason="x", to="a")
    request.expect_waiting_at("a")


def test_many_are_mended_at_once_with_a_result_each(serving):
    made = [stopped() for _ in range(3)]
    commands.retry_incident(incident_id=made[1][1], actor=person("administrator"), reason="x", variables={"amount": 2})
    batch = commands.start_batch(
        kind="skip_incidents", targets=[int(pk) for _, pk in made], actor=person("administrator"), reason="统一跳过",
        parameters={"variables": {"doubled": 26}},
    )  # fmt: skip
    Request(0).run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, code FROM batch_row WHERE batch_id = %s ORDER BY position", [batch])
        assert cursor.fetchall() == [("DONE", "skipped"), ("REFUSED", "not_found"), ("DONE", "skipped")]
    for request, _ in made:
        request.expect_waiting_at("look")


def test_stacks_are_for_operators_only(serving):
    _, incident = stopped()
    assert "RuntimeError: unlucky" in queries.incident(incident, person("administrator"))["stack"]
    for who in ("cashier", "auditor"):
        with pytest.raises(refusals.Forbidden):
            queries.incident(incident, person(who))
    assert all("stack" not in line for line in queries.incidents(SYSTEM).results)


def test_a_suspended_instance_is_not_repaired(serving):
    request, incident = stopped()
    commands.suspend_process_instance(instance_id=request.id, actor=person("administrator"), reason="x")
    with pytest.raises(refusals.InstanceSuspended):
        commands.retry_incident(incident_id=incident, actor=person("administrator"), reason="x")
