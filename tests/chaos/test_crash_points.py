"""At every point inside a command the process dies once: the step is there or not, and the next try ends it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from engine import commands
from engine.jobs.claiming import claim
from engine.jobs.executing import execute
from engine.jobs.reaping import free_lost_jobs
from engine.service_tasks import _registered, service_task
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.chaos.crash_points import died_at
from tests.chaos.judging import apart, gaps, rows
from tests.engine.drawing import Drawing
from tests.engine.test_races import deploy

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)
Act = Callable[[], object]

_STATE = """SELECT (SELECT array_agg((i.id, i.version, i.state, i.trace_seq, md5(i.snapshot))::text ORDER BY i.id)
 FROM process_instance i),
 (SELECT array_agg((u.id, u.version, u.state, u.superseded_at)::text ORDER BY u.id) FROM user_task u),
 (SELECT array_agg((j.id, j.kind, j.work_id)::text ORDER BY j.id) FROM job j),
 (SELECT count(*) FROM trace), (SELECT count(*) FROM subscription), (SELECT count(*) FROM idempotency_key),
 (SELECT count(*) FROM message WHERE status = 'delivered'), (SELECT count(*) FROM ledger.event),
 (SELECT count(*) FROM incident)"""


@pytest.fixture
def effects(tmp_path: Path) -> Iterator[Path]:
    """Where the service tasks of these tests leave their keys."""
    kept = tmp_path / "effects"
    kept.touch()

    @service_task("chaos.inside")
    def inside(inputs: dict, call: object) -> dict:
        return {"inside": True}

    @service_task("chaos.outside", kind="external")
    def outside(inputs: dict, call) -> dict:
        with kept.open("a") as file:
            file.write(call.job_id + "\n")
        return {"outside": True}

    yield kept
    for name in ("chaos.inside", "chaos.outside"):
        _registered.pop(name)


def every_point(prepare: Callable[[], Act], tmp_path: Path, *, finished: Callable[[], object]) -> list[str]:
    """Dies at each point of the act, each time on new ground; the names of all points."""
    names: list[str] = []
    for fatal in range(1, 200):
        act = prepare()
        before = rows(_STATE)
        passed = died_at(fatal, act, tmp_path / "points")
        if passed is None:
            assert len(names) == fatal - 1
            return names
        names = passed
        assert (rows(_STATE) == before) == (_commits(passed) == 0), f"half a step after {passed[-1]} ({fatal})"
        act()
        connections.close_all()
        finished()
        _whole()
    raise AssertionError("it never ended")


def _commits(passed: list[str]) -> int:
    return passed.count("after COMMIT")


def _whole() -> None:
    for (root_id,) in rows("SELECT id FROM process_instance WHERE id = root_id"):
        assert not gaps(root_id) + apart(root_id)


def _forked() -> Drawing:
    drawing = Drawing("forked").start().user_task("record").service_task("store", "chaos.inside").gateway("fork")
    drawing = drawing.user_task("one").gateway("join").user_task("after").end()
    return drawing.at("fork").user_task("two").to("join")


def test_a_completion_dies_at_each_point(committed, effects, tmp_path):
    deploy(_forked())
    seen: list[Request] = []
    cashier = person("cashier")

    def prepare() -> Act:
        seen.append(start("forked", by="cashier"))
        task, key = seen[-1].open_tasks()[0]["id"], str(uuid.uuid4())
        return lambda: commands.complete_user_task(
            user_task_id=task, actor=cashier, variables={"n": 1}, idempotency_key=key
        )

    def finished() -> None:
        assert seen[-1].waiting_at() == ["one", "two"]
        told = "SELECT count(*) FROM trace WHERE root_id = %s AND command = 'complete_user_task'"
        assert rows(told, seen[-1].id) == [(1,)]

    names = every_point(prepare, tmp_path, finished=finished)
    assert {"before advance", "after advance", "before COMMIT", "after COMMIT"} <= set(names)


def test_the_second_branch_dies_at_each_point_and_the_join_fires_once(committed, effects, tmp_path):
    deploy(_forked())
    seen: list[Request] = []
    cashier = person("cashier")

    def prepare() -> Act:
        seen.append(start("forked", by="cashier").complete("record", by="cashier").complete("one", by="cashier"))
        task, key = seen[-1].open_tasks("two")[0]["id"], str(uuid.uuid4())
        return lambda: commands.complete_user_task(user_task_id=task, actor=cashier, variables={}, idempotency_key=key)

    assert every_point(prepare, tmp_path, finished=lambda: seen[-1].expect_waiting_at("after"))
    assert all(request.waiting_at() == ["after"] for request in seen)


def test_a_start_dies_at_each_point(committed, effects, tmp_path):
    deploy(_forked())
    cashier, keys = person("cashier"), []

    def prepare() -> Act:
        keys.append(str(uuid.uuid4()))
        key = keys[-1]
        return lambda: commands.start_process_instance(
            definition="forked", variables={}, actor=cashier, business_key=key, idempotency_key=key
        )

    def finished() -> None:
        assert rows("SELECT count(*) FROM process_instance WHERE business_key = %s", keys[-1]) == [(1,)]

    assert every_point(prepare, tmp_path, finished=finished)


@pytest.mark.parametrize(
    ("kind", "drawing"),
    [
        ("timer", lambda: Drawing("p").start().timer("pause", "PT0S").user_task("look").end()),
        ("external", lambda: Drawing("p").start().service_task("print", "chaos.outside").user_task("look").end()),
    ],
)
def test_a_job_dies_at_each_point(committed, effects, tmp_path, kind, drawing):
    deploy(drawing())
    seen: list[Request] = []

    def prepare() -> Act:
        seen.append(start("p", by="cashier", run=False))

        def act() -> None:
            """What a worker does; what another one held and lost comes back to it."""
            free_lost_jobs()
            for job in claim(worker=7):
                assert execute(job) == "done"

        return act

    every_job_point(prepare, tmp_path, seen)
    told = "SELECT root_id, count(*) FROM trace WHERE command IN ('fire_timer', 'complete_job') GROUP BY 1"
    assert {number for _, number in rows(told)} == {1}
    if kind == "external":
        keys = set(effects.read_text().split())
        assert len(keys) == len(seen), "a repeated job has the key of the first try"


def every_job_point(prepare: Callable[[], Act], tmp_path: Path, seen: list[Request]) -> None:
    """As `every_point`; the claim commits by itself, so the state may move before the step does."""
    for fatal in range(1, 200):
        act = prepare()
        passed = died_at(fatal, act, tmp_path / "points")
        for _ in range(3):
            rows("UPDATE job SET run_at = now() - interval '1 second' RETURNING 1")  # the pause of a retry is over
            act()
        assert seen[-1].waiting_at() == ["look"], (fatal, passed)
        assert not gaps(seen[-1].id) + apart(seen[-1].id)
        if passed is None:
            return
    raise AssertionError("it never ended")


def test_a_message_dies_at_each_point(committed, effects, tmp_path):
    deploy(Drawing("paying").start().catch_message("paid", "payment").user_task("look").end())
    seen: list[Request] = []

    def prepare() -> Act:
        key = str(uuid.uuid4())
        seen.append(start("paying", by="cashier", business=key))
        return lambda: commands.deliver_message(
            name="payment", correlation_key=key, variables={}, actor=SYSTEM, message_id=key
        )

    assert every_point(prepare, tmp_path, finished=lambda: seen[-1].expect_waiting_at("look"))


@pytest.mark.parametrize("command", ["return", "withdraw"])
def test_going_back_dies_at_each_point(committed, effects, tmp_path, command):
    deploy(Drawing("line").start().user_task("record").user_task("check").end())
    seen: list[Request] = []
    cashier = person("cashier")

    def prepare() -> Act:
        seen.append(start("line", by="cashier"))
        done = seen[-1].open_tasks()[0]["id"]
        seen[-1].complete("record", by="cashier")
        more = {"actor": cashier, "reason": "x", "idempotency_key": str(uuid.uuid4())}
        if command == "withdraw":
            return lambda: commands.withdraw_completion(user_task_id=done, **more)
        open_now = seen[-1].open_tasks()[0]["id"]
        return lambda: commands.return_user_task(user_task_id=open_now, to="record", **more)

    assert every_point(prepare, tmp_path, finished=lambda: seen[-1].expect_waiting_at("record"))
    assert all(request.waiting_at() == ["record"] for request in seen)
