"""Large variables stand apart from the snapshot: written when they change, loaded when asked for, gone when unused."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import commands, refusals
from engine.service_tasks import service_task
from engine.testing import Request, person, start
from tests.engine.drawing import Drawing
from tests.engine.test_races import rows

pytestmark = pytest.mark.django_db
LARGE = "气" * 70_000


@pytest.fixture(autouse=True, scope="module")
def _measuring():
    @service_task("test.measure")
    def measure(inputs, call):
        return {"length": len(call.variables["drawing"])}

    @service_task("test.draw")
    def draw(inputs, call):
        return {"drawing": LARGE}


def kept(request: Request) -> list[tuple[str, int]]:
    return rows("SELECT key, length(content) FROM stored_variable WHERE root_id = %s ORDER BY key", request.id)


def snapshot(request: Request) -> int:
    return int(rows("SELECT length(snapshot) FROM process_instance WHERE id = %s", request.id)[0][0])


def test_it_is_beside_the_snapshot_and_read_as_ever(deploy):
    deploy(Drawing("drawing", titleExpression="=customer").start().user_task("a").user_task("b").end())
    request = start("drawing", by="cashier", drawing=LARGE, customer="红星饭店")
    ((first, size),) = kept(request)
    assert size > 200_000
    assert snapshot(request) < 1_000
    assert request.variables["drawing"] == LARGE
    assert request.view()["title"] == "红星饭店"
    with CaptureQueriesContext(connection) as asked:
        request.complete("a", {"small": 1}, by="cashier", run=False)
    assert not [query for query in asked.captured_queries if "stored_variable" in query["sql"]]
    assert kept(request) == [(first, size)]


def test_a_change_replaces_it_and_a_small_value_drops_it(deploy):
    deploy(Drawing("drawing").start().user_task("a").user_task("b").user_task("c").end())
    request = start("drawing", by="cashier", drawing=LARGE)
    (before,) = kept(request)
    request.complete("a", {"drawing": LARGE + "!"}, by="cashier")
    (after,) = kept(request)
    assert after[0] != before[0]
    assert request.variables["drawing"] == LARGE + "!"
    request.complete("b", {"drawing": "none"}, by="cashier")
    assert kept(request) == []
    assert request.variables["drawing"] == "none"


def test_service_tasks_of_the_same_command_see_what_is_not_yet_written(deploy):
    drawing = Drawing("measuring", subjectExpression='=string(length) + " " + substring(drawing, 1, 1)').start()
    deploy(drawing.service_task("draw", "test.draw").service_task("measure", "test.measure").user_task("a").end())
    request = start("measuring", by="cashier")
    assert request.variables["length"] == len(LARGE)
    assert request.open_tasks()[0]["subject"] == f"{len(LARGE)} 气"
    assert len(kept(request)) == 1


def test_more_than_a_submission_may_bring_is_refused(deploy):
    deploy(Drawing("drawing").start().user_task("a").end())
    with pytest.raises(refusals.TooLarge) as refused:
        start("drawing", by="cashier", drawing="x" * 1_000_000)
    assert refused.value.code == "too_large"
    assert "1,000,000" in refused.value.message("zh")
    request = start("drawing", by="cashier")
    task = request.open_tasks()[0]["id"]
    many = {f"part_{number}": "x" * 10_000 for number in range(100)}
    with pytest.raises(refusals.TooLarge):
        commands.complete_user_task(
            user_task_id=task, actor=person("cashier"), variables=many, idempotency_key=str(uuid.uuid4())
        )
    request.complete("a", {"drawing": "x" * 900_000}, by="cashier").expect_ended("finished")
