"""The judge himself: an untouched instance passes, each tampering is found."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from engine.testing import Request, start
from tests.chaos.judging import apart, gaps, rows
from tests.chaos.players import Told
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(deploy) -> Request:
    drawing = Drawing("joined").start().user_task("begun").gateway("fork").user_task("one").gateway("join")
    drawing = drawing.user_task("after").end()
    deploy(drawing.at("fork").user_task("two").to("join"))
    request = start("joined", by="cashier")
    for element in ("begun", "one", "two"):
        request.complete(element, by="cashier")
    return request


def told_of(request: Request) -> Told:
    told = Told(until=time.monotonic())
    told.started["k"] = str(request.id)
    done = rows("SELECT id FROM user_task WHERE root_id = %s AND state = 'COMPLETED'", request.id)
    told.completed = {str(pk): 0.0 for (pk,) in done}
    return told


def judged(request: Request, told: Told) -> list[str]:
    from tests.chaos import judge

    ((digest,),) = rows("SELECT digest FROM process_instance WHERE id = %s", request.id)
    found = [*judge._completions(told), *judge._starts(told), *judge._joins(request.id, digest), *judge._jobs()]
    return [*found, *gaps(request.id), *apart(request.id)]


TAMPERED = {
    "UPDATE user_task SET state = 'CREATED' WHERE root_id = %s AND element_id = 'one'": "is not completed",
    "UPDATE user_task SET state = 'CANCELED' WHERE root_id = %s AND element_id = 'after'": "the snapshot",
    "UPDATE process_instance SET trace_seq = trace_seq + 1 WHERE id = %s": "the instance counts",
    "INSERT INTO trace SELECT * FROM trace WHERE root_id = %s AND command = 'complete_user_task'": "2 times in the",
    "UPDATE user_task SET state = 'COMPLETED' WHERE root_id = %s AND element_id = 'after'": "0 times in the trace",
    "INSERT INTO job (kind, type, root_id, work_id, element_id, payload, run_at, attempts, max_attempts, last_error,"
    " state, priority, created_at) VALUES ('timer', '', %s, '', '', '{}', now() - interval '1 hour', 0, 3, '',"
    " 'READY', 0, now())": "is left READY",
}


@pytest.mark.parametrize("sql", TAMPERED, ids=TAMPERED.values())
def test_a_tampering_is_found(joined, sql):
    told = told_of(joined)
    assert judged(joined, told) == []
    with connection.cursor() as cursor:
        cursor.execute(sql, [joined.id])
        assert cursor.rowcount
    assert [found for found in judged(joined, told) if TAMPERED[sql] in found]


def test_what_nobody_asked_for_and_what_was_promised_are_missed(joined):
    told = told_of(joined)
    told.completed.popitem()
    told.started["k"] = "999"
    found = judged(joined, told)
    assert [one for one in found if "nobody was told" in one]
    assert [one for one in found if "is not there" in one]
