"""Start, claim, complete: the verbs of a user task and their refusals."""

from __future__ import annotations

import uuid

import pytest

from engine import commands, queries, refusals
from engine.testing import person, start
from people.actors import acting_for
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_tasks(deploy):
    deploy(
        Drawing("two_tasks", subjectExpression='="客户 " + customer')
        .start().user_task("record").user_task("approve", groups="finance_officer").end()
    )  # fmt: skip


def test_a_process_runs_from_start_to_end(two_tasks):
    request = start("two_tasks", by="cashier", customer="红星饭店").expect_waiting_at("record")
    request.complete("record", {"amount": 12.5}, by="cashier").expect_waiting_at("approve")
    request.complete("approve", {"approved": True}, by="finance_officer").expect_ended("finished")
    assert str(request.variables["amount"]) == "12.5"
    assert request.variables["approved"] is True


def test_the_inbox_shows_the_task_to_its_group_only(two_tasks):
    start("two_tasks", by="cashier", customer="红星饭店")
    page = queries.user_tasks_for(person("cashier"), view="group")
    assert [(t["element_id"], t["subject"]) for t in page.results] == [("record", "客户 红星饭店")]
    assert page.results[0]["may"] == {
        "claim": True, "unclaim": False, "complete": True, "assign": False, "return": True, "withdraw": False,
        "add_signer": False, "prioritize": False,
    }  # fmt: skip
    assert queries.user_tasks_for(person("finance_officer"), view="group").results == []
    assert queries.user_tasks_for(person("cashier_2"), view="group").results == []
    assert queries.counts_for(person("cashier")) == {"mine": 0, "group": 1, "done": 0, "overdue": 0}


def test_claimed_by_one_refused_to_another(two_tasks):
    request = start("two_tasks", by="cashier", customer="a")
    task = request.open_tasks()[0]["id"]
    with pytest.raises(refusals.NotACandidate):
        commands.claim_user_task(user_task_id=task, actor=person("surveyor"))
    claimed = commands.claim_user_task(user_task_id=task, actor=person("cashier"))
    assert claimed["state"] == "ASSIGNED"
    assert claimed["assignee"] == "cashier"
    with pytest.raises(refusals.NotACandidate):
        commands.claim_user_task(user_task_id=task, actor=person("cashier_2"))
    assert [t["id"] for t in queries.user_tasks_for(person("cashier"), view="mine").results] == [str(task)]
    assert commands.unclaim_user_task(user_task_id=task, actor=person("cashier"))["state"] == "CREATED"


def test_only_a_candidate_completes(two_tasks):
    request = start("two_tasks", by="cashier", customer="a")
    with pytest.raises(refusals.NotACandidate):
        request.complete("record", by="finance_officer")
    with pytest.raises(refusals.NotACandidate):
        request.complete("record", by="cashier_2")


def test_the_same_key_gives_the_same_answer_and_another_person_learns_who_was_first(two_tasks):
    request = start("two_tasks", by="cashier", customer="a")
    task = request.open_tasks()[0]["id"]
    key = str(uuid.uuid4())
    given = {"user_task_id": task, "variables": {"x": 1}, "idempotency_key": key, "actor": person("cashier")}
    first = queries.completion(commands.complete_user_task(**given), person("cashier"))
    again = queries.completion(commands.complete_user_task(**given), person("cashier"))
    assert first == again
    assert first["user_task"]["state"] == "COMPLETED"
    with pytest.raises(refusals.IdempotencyKeyReused):
        commands.complete_user_task(**{**given, "variables": {"x": 2}})
    with pytest.raises(refusals.NotOpen) as refused:
        commands.complete_user_task(**{**given, "idempotency_key": str(uuid.uuid4())})
    assert refused.value.extra["by"]["username"] == "cashier"
    assert len(request.open_tasks("approve")) == 1


def test_the_trace_tells_who_changed_what(two_tasks):
    request = start("two_tasks", by="cashier", customer="a")
    request.complete("record", {"customer": "b"}, by="cashier")
    lines = queries.trace_of(request.id, person("cashier")).results
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    changes = [(c["name"], c["old"], c["new"], line["actor"]["username"]) for line in lines for c in line["changes"]]
    assert ("customer", "a", "b", "cashier") in changes
    history = queries.variable_history(request.id, "customer", person("cashier"))
    assert [(h["old"], h["new"]) for h in history] == [(None, "a"), ("a", "b")]


def test_a_substitute_finishes_what_the_absent_person_claimed(two_tasks):
    request = start("two_tasks", by="cashier", customer="a").claim("record", by="cashier")
    substitute = acting_for(person("surveyor"), absent=person("cashier"))
    (mine,) = queries.user_tasks_for(substitute, view="mine").results
    assert mine["may"]["complete"] is True
    request.complete("record", by=substitute)
    line = queries.trace_of(request.id, person("cashier")).results[-1]
    assert (line["actor"]["username"], line["on_behalf_of"]["username"]) == ("surveyor", "cashier")
