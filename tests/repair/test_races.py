"""Many at once, from a barrier, and workers that are killed in the middle of a batch."""

from __future__ import annotations

import signal

import pytest

from engine import commands, refusals
from engine.testing import Request, person, start
from tests.engine.drawing import Drawing
from tests.engine.test_races import at_once, committed, deploy, rows, wait_until, worker

__all__ = ["committed"]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)


def test_a_start_beside_the_suspension_is_either_refused_or_suspended(committed):
    deploy(Drawing("waiting").start().user_task("wait").end())
    clerk, operator = person("cashier"), person("administrator")

    def act(index):
        if index == 3:
            return commands.suspend_definition(key="waiting", actor=operator, reason="新规")
        return commands.start_process_instance(definition="waiting", variables={}, actor=clerk)

    results = at_once(8, act)
    Request(0).run_jobs()
    refused = [result for result in results if isinstance(result, refusals.DefinitionSuspended)]
    states = [state for (state,) in rows("SELECT state FROM process_instance")]
    assert len(refused) + len(states) == 7
    assert set(states) <= {"SUSPENDED"}


def test_a_completion_beside_the_suspension_is_done_or_refused_never_half(committed):
    deploy(Drawing("waiting").start().user_task("wait").user_task("after").end())
    for _ in range(5):
        request = start("waiting", by="cashier")
        task, clerk, operator = request.open_tasks()[0]["id"], person("cashier"), person("administrator")

        def act(index, task=task, clerk=clerk, operator=operator, request=request):
            if index:
                return commands.suspend_process_instance(instance_id=request.id, actor=operator, reason="x")
            return commands.complete_user_task(
                user_task_id=task, actor=clerk, variables={}, idempotency_key=str(request.id)
            )

        done, suspended = at_once(2, act)
        assert suspended is True
        refused = isinstance(done, refusals.InstanceSuspended)
        assert request.waiting_at() == (["wait"] if refused else ["after"])
        request.expect_state("SUSPENDED")


@pytest.mark.slow
def test_a_killed_worker_in_the_middle_of_a_migration_loses_nothing_and_doubles_nothing(committed, tmp_path):
    deploy(Drawing("moving").start().user_task("record").end())
    requests = [start("moving", by="cashier", run=False) for _ in range(400)]
    deploy(Drawing("moving").start().user_task("record").user_task("check").end())
    batch = commands.start_batch(
        kind="migrate_instances", targets=[request.id for request in requests], actor=person("administrator"),
        reason="新流程", parameters={"to": 2},
    )  # fmt: skip
    waiting = "SELECT count(*) FROM batch_row WHERE batch_id = %s AND state = 'WAITING'"
    killed = 0
    process = worker(tmp_path)
    try:
        while (left := rows(waiting, batch)[0][0]) and killed < 3:
            wait_until(lambda left=left: rows(waiting, batch)[0][0] < max(left - 40, 1))
            if rows(waiting, batch)[0][0]:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                process = worker(tmp_path)
        wait_until(lambda: rows("SELECT state FROM batch WHERE id = %s", batch) == [("ENDED",)], 90)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    assert killed == 3
    assert rows("SELECT state, code, count(*) FROM batch_row GROUP BY 1, 2") == [("DONE", "migrated", 400)]
    moved = "SELECT count(*), count(DISTINCT root_id) FROM trace WHERE command = 'migrate_process_instance'"
    assert rows(moved) == [(400, 400)]
    assert rows("SELECT count(*) FROM job WHERE kind = 'batch'") == [(0,)]
