"""One act on many: a result per row, what was refused has changed nothing, in the orderer's name."""

from __future__ import annotations

import pytest
from django.db import connection

from engine import commands, refusals
from engine.testing import Request, person, start
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def simple(deploy):
    deploy(Drawing("simple").start().user_task("record").end())


def rows(batch_id: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, state, code FROM batch_row WHERE batch_id = %s ORDER BY position", [batch_id])
        return cursor.fetchall()


def state(batch_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM batch WHERE id = %s", [batch_id])
        return cursor.fetchone()[0]


def order(kind: str, targets: list[int], by: str = "administrator", **parameters) -> int:
    return commands.start_batch(kind=kind, targets=targets, actor=person(by), reason="统一处理", parameters=parameters)


def test_a_selection_is_canceled_with_a_result_per_row(simple):
    first, done, last = (start("simple", by="cashier") for _ in range(3))
    done.complete("record", by="cashier")
    batch = order("cancel_instances", [first.id, done.id, last.id, 999_999])
    Request(0).run_jobs()
    assert rows(batch) == [
        (first.id, "DONE", "canceled"),
        (done.id, "REFUSED", "not_open"),
        (last.id, "DONE", "canceled"),
        (999_999, "REFUSED", "not_found"),
    ]
    assert state(batch) == "ENDED"
    first.expect_state("CANCELED")
    done.expect_state("COMPLETED")
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, reason FROM trace WHERE root_id = %s AND command LIKE 'cancel%%'", [first.id])
        assert cursor.fetchall() == [("administrator", "统一处理")]


def test_the_rights_are_those_of_the_orderer_when_it_runs(simple):
    request = start("simple", by="cashier")
    batch = order("suspend_instances", [request.id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.context', '{\"actor\": \"test\"}', true)")
        cursor.execute(
            "UPDATE people_user SET is_active = false, version = version + 1 WHERE username = 'administrator'"
        )
    Request(0).run_jobs()
    assert rows(batch) == [(request.id, "REFUSED", "forbidden")]
    request.expect_state("ACTIVE")


def test_a_stopped_batch_does_nothing_more(simple):
    requests = [start("simple", by="cashier") for _ in range(3)]
    batch = order("suspend_instances", [request.id for request in requests])
    assert commands.stop_batch(batch_id=batch, actor=person("administrator"), reason="弄错了") == 3
    Request(0).run_jobs()
    assert {row[1] for row in rows(batch)} == {"STOPPED"}
    requests[0].expect_state("ACTIVE")


@pytest.mark.parametrize(
    ("kind", "targets", "by", "refusal"),
    [
        ("explode", [1], "administrator", refusals.Invalid),
        ("cancel_instances", [], "administrator", refusals.Invalid),
        ("cancel_instances", [1], "cashier", refusals.Forbidden),
    ],
)
def test_what_cannot_be_ordered_is_refused_at_once(simple, kind, targets, by, refusal):
    with pytest.raises(refusal):
        order(kind, targets, by)
