"""Messages find the one who waits, start, wait themselves, or are refused with a reason."""

from __future__ import annotations

import pytest
from django.db import connection

from engine import clock, commands, refusals
from engine.jobs import reaping
from engine.outside.queries import received_messages
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(deploy):
    deploy(Drawing("paying").start().user_task("bill").catch_message("paid", "payment").user_task("look").end())


def deliver(key: str, **variables):
    message_id = variables.pop("message_id", None)
    return commands.deliver_message(
        name="payment", correlation_key=key, variables=variables, actor=SYSTEM, message_id=message_id
    )


def test_a_message_reaches_who_waits_for_its_key(paying):
    one = start("paying", by="cashier", business="A").complete("bill", by="cashier")
    two = start("paying", by="cashier", business="B").complete("bill", by="cashier")
    delivered = deliver("B", amount=5)
    assert (delivered.status, delivered.instance_id) == ("delivered", str(two.id))
    assert one.waiting_at() == ["paid"]
    assert two.waiting_at() == ["look"]
    assert two.variables["amount"] == 5


def test_the_one_with_the_key_is_found_behind_many_without_one(paying):
    one = start("paying", by="cashier", business="A").complete("bill", by="cashier")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO subscription (root_id, work_id, kind, name, correlation_key, element_id)"
            " SELECT root_id, work_id || '-' || n, kind, name, NULL, element_id FROM subscription,"
            " generate_series(1, 60) n WHERE root_id = %s",
            [one.id],
        )
        cursor.execute("UPDATE subscription SET id = id + 1000 WHERE correlation_key = 'A'")
    delivered = deliver("A")
    assert (delivered.status, delivered.instance_id) == ("delivered", str(one.id))


def test_a_message_that_comes_early_is_kept(paying):
    request = start("paying", by="cashier", business="A")
    assert deliver("A", amount=5).status == "buffered"
    request.complete("bill", by="cashier").expect_waiting_at("look")
    assert request.variables["amount"] == 5


def test_a_message_that_nobody_fetched_in_time_expires(paying):
    request = start("paying", by="cashier", business="A")
    deliver("A")
    clock.move_to(clock.now() + clock.seconds(8 * 24 * 3600))
    request.complete("bill", by="cashier").expect_waiting_at("paid")


def test_two_waiting_for_the_same_key_are_ambiguous(paying):
    for _ in range(2):
        start("paying", by="cashier", business="A").complete("bill", by="cashier")
    with pytest.raises(refusals.AmbiguousMessage):
        deliver("A")


def test_a_name_that_no_definition_knows_is_refused(paying):
    with pytest.raises(refusals.NoSubscription):
        commands.deliver_message(name="nonsense", correlation_key="A", variables={}, actor=SYSTEM)
    with pytest.raises(refusals.Forbidden):
        commands.deliver_message(name="payment", correlation_key="A", variables={}, actor=person("surveyor"))


def test_the_same_message_id_counts_once(deploy):
    drawing = Drawing("reporting")
    drawing.start("reported", drawing.message_name("report")).user_task("look").end()
    deploy(drawing)
    first = commands.deliver_message(
        name="report", correlation_key="", variables={"n": 1}, actor=SYSTEM, message_id="m1"
    )
    again = commands.deliver_message(
        name="report", correlation_key="", variables={"n": 1}, actor=SYSTEM, message_id="m1"
    )
    assert first.status == "started"
    assert (again.status, again.instance_id) == ("duplicate", first.instance_id)
    assert Request(int(first.instance_id)).variables == {"n": 1}


def test_one_instance_tells_another_through_the_job_table(paying, deploy):
    deploy(Drawing("bank").start().throw_message("tell", "payment").user_task("look").end())
    waiting = start("paying", by="cashier", business="A").complete("bill", by="cashier")
    bank = start("bank", by="cashier", run=False, business="A")
    assert waiting.waiting_at() == ["paid"]
    bank.run_jobs()
    waiting.expect_waiting_at("look")


def test_a_called_process_has_its_own_instance(deploy):
    deploy(Drawing("inner", "Inner").start().user_task("work").end())
    deploy(Drawing("outer", "Outer").start().call("ask", "inner").user_task("look").end())
    request = start("outer", by="cashier").expect_waiting_at("work")
    (called,) = request.view()["called"]
    assert (called["definition"]["key"], called["state"], called["element_id"]) == ("inner", "ACTIVE", "ask")
    inner = Request(int(called["id"]))
    assert [work["element_id"] for work in inner.view()["open"]] == ["work"]
    request.complete("work", by="cashier").expect_waiting_at("look")
    assert inner.state == "COMPLETED"
    assert inner.view()["parent"]["id"] == str(request.id)


def test_a_signal_thrown_inside_arrives_once_in_its_own_instance_and_once_in_each_other(deploy):
    drawing = Drawing("opening").start().gateway("split").user_task("open")
    drawing.messages["gas"] = '<bpmn:signal id="gas" name="gas is on"/>'
    drawing._add("intermediateThrowEvent", "tell", '<bpmn:signalEventDefinition signalRef="gas"/>')
    drawing.end("told").at("split").user_task("wait")
    drawing.end()
    drawing._add(
        "boundaryEvent", "heard", '<bpmn:signalEventDefinition signalRef="gas"/>',
        connect=False, attributes='attachedToRef="wait" cancelActivity="false"',
    )  # fmt: skip
    deploy(drawing.user_task("note").end("noted"))
    one, other = (start("opening", by="cashier") for _ in range(2))
    one.complete("open", by="cashier")
    assert [request.waiting_at().count("note") for request in (one, other)] == [1, 1]
    commands.broadcast_signal(name="gas is on", variables={}, actor=SYSTEM)
    one.run_jobs()
    assert [request.waiting_at().count("note") for request in (one, other)] == [2, 2]


def test_a_person_reaches_the_instances_of_their_own_units_alone(paying):
    case = start("paying", by="cashier", business="A").complete("bill", by="cashier")
    elsewhere, here = person("customer_service_2"), person("customer_service")
    sent = commands.deliver_message(name="payment", correlation_key="A", variables={}, actor=elsewhere)
    assert (sent.status, sent.instance_id) == ("buffered", None)
    reaping.deliver_buffered()
    case.expect_waiting_at("paid")
    assert [m["correlation_key"] for m in received_messages(elsewhere).results] == ["A"]
    assert commands.deliver_message(name="payment", correlation_key="A", variables={}, actor=here).status == "delivered"
    case.expect_waiting_at("look")
    assert [m["status"] for m in received_messages(elsewhere).results] == ["buffered"]
    assert "delivered" in [m["status"] for m in received_messages(here).results]


def test_a_buffered_message_of_a_person_of_the_unit_arrives(paying):
    case = start("paying", by="cashier", business="A")
    commands.deliver_message(name="payment", correlation_key="A", variables={}, actor=person("customer_service"))
    case.complete("bill", by="cashier").expect_waiting_at("look")


def test_a_right_of_its_own_is_enough_and_no_other_is(paying):
    case = start("paying", by="cashier", business="A").complete("bill", by="cashier")
    finance = person("finance_officer")
    with pytest.raises(refusals.Forbidden):
        commands.deliver_message(name="payment", correlation_key="A", variables={}, actor=finance)
    commands.deliver_message(
        name="payment", correlation_key="A", variables={}, actor=finance, right="import_settlement"
    )
    case.expect_waiting_at("look")


def test_a_persons_signal_reaches_their_own_units_alone(deploy):
    drawing = Drawing("alarmed").start().user_task("bill")
    drawing.messages["alarm"] = '<bpmn:signal id="alarm" name="alarm"/>'
    drawing._add("intermediateCatchEvent", "heard", '<bpmn:signalEventDefinition signalRef="alarm"/>')
    deploy(drawing.user_task("look").end())
    case = start("alarmed", by="cashier").complete("bill", by="cashier")
    assert commands.broadcast_signal(name="alarm", variables={}, actor=person("customer_service_2")) == 0
    assert commands.broadcast_signal(name="alarm", variables={}, actor=person("customer_service")) == 1
    case.run_jobs().expect_waiting_at("look")
