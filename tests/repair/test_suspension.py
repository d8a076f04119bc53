"""A suspended instance stands still and loses nothing; a suspended definition starts nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from engine import clock, commands, refusals
from engine.commands import definition_suspension
from engine.jobs.claiming import claim
from engine.jobs.executing import execute
from engine.service_tasks import service_task
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
DONE: list[str] = []


@service_task("repair.note")
def note(inputs, call):
    DONE.append(call.element_id)
    return {}


@pytest.fixture
def waiting(deploy):
    DONE.clear()
    deploy(
        Drawing("waiting").start().user_task("wait").end()
        .boundary_timer("first", "wait", "PT1H", interrupting=False).service_task("tell_first", "repair.note")
        .end("end_first")
        .boundary_timer("second", "wait", "PT2H", interrupting=False).service_task("tell_second", "repair.note")
        .end("end_second")
    )  # fmt: skip


def run_all() -> None:
    Request(0).run_jobs()


def suspend(request: Request) -> None:
    commands.suspend_process_instance(instance_id=request.id, actor=person("administrator"), reason="核查资料")


def resume(request: Request) -> None:
    commands.resume_process_instance(instance_id=request.id, actor=person("administrator"), reason="核查完毕")


def test_completions_are_refused_with_the_reason(waiting):
    request = start("waiting", by="cashier")
    suspend(request)
    request.expect_state("SUSPENDED")
    with pytest.raises(refusals.InstanceSuspended) as refused:
        request.complete("wait", by="cashier")
    assert "核查资料" in refused.value.message("zh")
    assert refused.value.code == "suspended"
    resume(request)
    request.complete("wait", by="cashier").expect_state("COMPLETED")


def test_timers_wait_and_fire_once_each_in_due_order(waiting):
    request = start("waiting", by="cashier")
    suspend(request)
    request.pass_time(hours=5)
    assert DONE == []
    resume(request)
    request.run_jobs()
    assert DONE == ["tell_first", "tell_second"]
    request.pass_time(hours=5)
    assert DONE == ["tell_first", "tell_second"]


def test_a_job_that_was_claimed_before_waits_and_counts_no_attempt(waiting):
    request = start("waiting", by="cashier")
    clock.move_to(clock.now().replace(year=clock.now().year + 1))
    claimed = claim(worker=0)
    assert len(claimed) == 2
    suspend(request)
    assert [execute(job) for job in claimed] == ["parked", "parked"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, attempts FROM job WHERE root_id = %s", [request.id])
        assert cursor.fetchall() == [("SUSPENDED", 0), ("SUSPENDED", 0)]
    resume(request)
    request.run_jobs()
    assert DONE == ["tell_first", "tell_second"]


def test_a_suspended_instance_can_be_canceled_and_leaves_nothing(waiting):
    request = start("waiting", by="cashier")
    suspend(request)
    commands.cancel_process_instance(instance_id=request.id, actor=person("administrator"), reason="作废")
    request.expect_state("CANCELED")
    assert request.waiting_at() == []


def test_who_may_not_and_without_reason_is_refused(waiting):
    request = start("waiting", by="cashier")
    with pytest.raises((refusals.Forbidden, refusals.NotFound)):
        commands.suspend_process_instance(instance_id=request.id, actor=person("cashier"), reason="x")
    with pytest.raises(refusals.Invalid):
        commands.suspend_process_instance(instance_id=request.id, actor=person("administrator"), reason=" ")
    request.expect_state("ACTIVE")


def test_the_ledger_and_the_trace_tell_of_it(waiting):
    request = start("waiting", by="cashier")
    suspend(request)
    resume(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body::jsonb ->> 'action' FROM ledger.event WHERE body::jsonb ->> 'instance' = %s"
            " AND body LIKE '%%核查%%' ORDER BY id", [str(request.id)])  # fmt: skip
        told = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT command, reason FROM trace WHERE root_id = %s AND reason <> '' ORDER BY at", [request.id]
        )
        traced = cursor.fetchall()
    assert told == ["suspend_process_instance", "resume_process_instance"]
    assert traced == [("suspend_process_instance", "核查资料"), ("resume_process_instance", "核查完毕")]


def test_a_message_waits_until_the_instance_is_resumed(deploy):
    deploy(Drawing("listening").start().catch_message("hear", "repair_news").user_task("read").end())
    request = start("listening", by="cashier", business="B-1")
    suspend(request)
    delivered = commands.deliver_message(
        name="repair_news", correlation_key="B-1", variables={"said": "hello"}, actor=SYSTEM
    )
    assert delivered.status == "buffered"
    request.run_jobs().expect_waiting_at("hear")
    resume(request)
    request.run_jobs().expect_waiting_at("read")
    assert request.variables["said"] == "hello"


def test_a_suspended_definition_starts_nothing_and_its_instances_stand_still(waiting):
    running, single = start("waiting", by="cashier"), start("waiting", by="cashier")
    suspend(single)
    changed = commands.suspend_definition(key="waiting", actor=person("administrator"), reason="新规")
    assert changed.versions == (1,)
    assert changed.batch_id
    run_all()
    running.expect_state("SUSPENDED")
    with pytest.raises(refusals.DefinitionSuspended) as refused:
        start("waiting", by="cashier")
    assert "新规" in refused.value.message()
    commands.resume_definition(key="waiting", actor=person("administrator"), reason="已更新")
    run_all()
    running.expect_state("ACTIVE")
    single.expect_state("SUSPENDED")
    start("waiting", by="cashier").expect_state("ACTIVE")


def test_a_message_start_of_a_suspended_definition_comes_after_it_is_resumed(deploy):
    drawing = Drawing("hearing")
    drawing.start(inner=drawing.message_name("repair_start")).user_task("read").end()
    deploy(drawing)
    commands.suspend_definition(key="hearing", actor=person("administrator"), reason="新规")
    sent = commands.deliver_message(name="repair_start", correlation_key="", variables={"n": 1}, actor=SYSTEM)
    assert sent.status == "buffered"
    commands.resume_definition(key="hearing", actor=person("administrator"), reason="已更新")
    run_all()
    run_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM process_instance WHERE definition_key = 'hearing'")
        assert cursor.fetchone()[0] == 1


def test_resuming_what_is_not_suspended_says_so(deploy):
    deploy(Drawing("calm").start().user_task("check").end())
    actor = person("administrator")
    with pytest.raises(definition_suspension.NotSuspended):
        commands.resume_definition(key="calm", actor=actor, reason="恢复")
    with pytest.raises(refusals.NotFound):
        commands.resume_definition(key="calm", actor=actor, reason="恢复", version=7)
    commands.suspend_definition(key="calm", actor=actor, reason="检修")
    with pytest.raises(definition_suspension.SuspendedAlready):
        commands.suspend_definition(key="calm", actor=actor, reason="检修")
