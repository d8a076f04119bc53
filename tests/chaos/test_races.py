"""From a barrier: commands that contradict each other, and the same one many times. One wins; nothing is half."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from engine import commands, refusals
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.chaos.judging import apart, gaps, rows
from tests.engine.drawing import Drawing
from tests.engine.test_races import at_once, deploy

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)
ROUNDS = 4


def key() -> str:
    return str(uuid.uuid4())


def refused(result: object) -> bool:
    return isinstance(result, refusals.EngineRefusal)


def at_the_second(clerk: object) -> tuple[Request, int, int]:
    """An instance whose first task is done: it, the task done, the task open."""
    request = start("line", by="cashier")
    done = request.open_tasks()[0]["id"]
    request.complete("record", by="cashier")
    return request, done, request.open_tasks()[0]["id"]


def whole(request: Request) -> None:
    assert not gaps(request.id) + apart(request.id)


@pytest.fixture
def line(committed) -> object:
    deploy(Drawing("line").start().user_task("record").user_task("check").user_task("look").end())
    return person("cashier")


def going_back(command: str, done: int, open_now: int, clerk: object, with_key: str) -> Callable[[], object]:
    more = {"actor": clerk, "reason": "x", "idempotency_key": with_key}
    if command == "return":
        return lambda: commands.return_user_task(user_task_id=open_now, to="record", **more)
    return lambda: commands.withdraw_completion(user_task_id=done, **more)


@pytest.mark.parametrize("command", ["return", "withdraw"])
def test_going_back_twenty_times_under_one_key_has_one_effect(line, command):
    request, done, open_now = at_the_second(line)
    act = going_back(command, done, open_now, line, key())
    results = at_once(20, lambda index: act())
    assert not [result for result in results if refused(result)]
    assert len({result.event_id for result in results}) == 1
    assert request.waiting_at() == ["record"]
    whole(request)


def test_skipping_once_more_under_the_same_key_gets_the_same_answer(line):
    request, _, _ = at_the_second(line)
    ((work_id,),) = rows("SELECT work_id FROM user_task WHERE root_id = %s AND state = 'CREATED'", request.id)
    with_key = key()

    def act(index: int) -> object:
        return commands.skip(
            instance_id=request.id, work_id=work_id, actor=SYSTEM, reason="x", idempotency_key=with_key
        ).event_id

    assert len({str(result) for result in [*at_once(20, act), act(0)]}) == 1
    assert request.waiting_at() == ["look"]
    whole(request)


@pytest.mark.parametrize("command", ["return", "withdraw"])
def test_going_back_twenty_times_under_different_keys_has_one_winner(line, command):
    request, done, open_now = at_the_second(line)
    results = at_once(20, lambda index: going_back(command, done, open_now, line, key())())
    assert sum(not refused(result) for result in results) == 1
    assert request.waiting_at() == ["record"]
    whole(request)


@pytest.mark.parametrize("command", ["return", "withdraw"])
def test_a_completion_beside_going_back_has_one_winner(line, command):
    for _ in range(ROUNDS):
        request, done, open_now = at_the_second(line)
        back = going_back(command, done, open_now, line, key())

        def act(index: int, open_now=open_now, back=back) -> object:
            if index:
                return back()
            return commands.complete_user_task(user_task_id=open_now, actor=line, variables={}, idempotency_key=key())

        completed, gone_back = at_once(2, act)
        assert refused(completed) != refused(gone_back)
        assert request.waiting_at() == (["record"] if refused(completed) else ["look"])
        whole(request)


def test_a_completion_beside_the_cancellation_is_done_or_refused(line):
    for _ in range(ROUNDS):
        request, _, open_now = at_the_second(line)

        def act(index: int, request=request, open_now=open_now) -> object:
            if index:
                return commands.cancel_process_instance(instance_id=request.id, actor=SYSTEM, reason="x")
            return commands.complete_user_task(user_task_id=open_now, actor=line, variables={}, idempotency_key=key())

        _, canceled = at_once(2, act)
        assert not refused(canceled)
        assert request.waiting_at() == []
        request.expect_state("CANCELED")
        whole(request)


def test_a_completion_beside_the_migration_moves_one_after_the_other(line):
    requests = [at_the_second(line) for _ in range(ROUNDS)]
    deploy(Drawing("line").start().user_task("record").user_task("check").user_task("seal").user_task("look").end())
    for request, _, open_now in requests:

        def act(index: int, request=request, open_now=open_now) -> object:
            if index:
                return commands.migrate_process_instance(
                    instance_id=request.id, to_version=2, mapping={}, actor=SYSTEM, reason="x"
                )
            return commands.complete_user_task(user_task_id=open_now, actor=line, variables={}, idempotency_key=key())

        completed, migrated = at_once(2, act)
        assert not refused(completed)
        assert not refused(migrated)
        assert request.waiting_at() in (["seal"], ["look"])
        whole(request)


def test_one_key_starts_one_instance(line):
    with_key = key()

    def act(index: int) -> object:
        return commands.start_process_instance(definition="line", variables={}, actor=line, idempotency_key=with_key).id

    assert len(set(at_once(20, act))) == 1
    assert rows("SELECT count(*) FROM process_instance") == [(1,)]


def test_a_claim_beside_another_candidates_completion_leaves_one_of_them(committed):
    deploy(Drawing("shared").start().user_task("record", groups="cashier,finance_officer").user_task("look").end())
    cashier, officer = person("cashier"), person("finance_officer")
    for _ in range(ROUNDS):
        request = start("shared", by="cashier")
        task = request.open_tasks()[0]["id"]

        def act(index: int, task=task) -> object:
            if index:
                return commands.claim_user_task(user_task_id=task, actor=officer)
            return commands.complete_user_task(user_task_id=task, actor=cashier, variables={}, idempotency_key=key())

        completed, claimed = at_once(2, act)
        assert refused(completed) != refused(claimed)
        assert request.waiting_at() == (["record"] if refused(completed) else ["look"])
        whole(request)
