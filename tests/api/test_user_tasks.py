"""The inbox through HTTP: two people, one winner; the same key, one effect."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection

from tests.api.conversation import Person
from tests.api.installation import acceptance, applied, colleague

pytestmark = pytest.mark.usefixtures("db_open")


def test_a_new_task_stands_in_the_inbox_of_its_group_only() -> None:
    instance = applied()
    mine = Person("customer_service")
    [task] = mine.get("/api/user-tasks/", view="group", instance=instance["id"])["results"]
    assert task["state"] == "CREATED"
    assert task["instance"]["id"] == instance["id"]
    assert task["may"]["claim"] is True
    assert not Person("cashier").get("/api/user-tasks/", view="group", instance=instance["id"])["results"]
    assert not Person("customer_service_2").get("/api/user-tasks/", view="group", instance=instance["id"])["results"]


def test_two_people_claim_and_the_second_hears_who_was_first() -> None:
    first, second = Person("customer_service"), Person(colleague("second_clerk"))
    task = acceptance(first)
    claimed = first.post(f"/api/user-tasks/{task['id']}/claim/")
    assert claimed["assignee"]["username"] == "customer_service"
    refusal = second.post(f"/api/user-tasks/{task['id']}/claim/")
    assert (second.status, refusal["code"]) == (409, "already_claimed")
    assert refusal["extra"]["by"]["username"] == "customer_service"
    assert claimed["assignee"]["full_name"] in refusal["detail"]


def test_claims_from_a_barrier_have_one_winner() -> None:
    task = acceptance(Person("customer_service"))
    people = [Person(colleague(f"clerk_{n}")) for n in range(8)]
    barrier, results = threading.Barrier(len(people)), []

    def claim(person: Person) -> None:
        barrier.wait()
        person.post(f"/api/user-tasks/{task['id']}/claim/")
        results.append(person.status)
        connection.close()

    threads = [threading.Thread(target=claim, args=(p,)) for p in people]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(results) == [200] + [409] * 7
    history = Person("auditor").get(f"/api/audit/instances/{task['instance']['id']}/")["results"]
    assert sum(1 for c in history if c["action"] == "claim_user_task") == 1


def test_a_completion_needs_a_key_and_the_same_key_gives_the_same_answer() -> None:
    person = Person("customer_service")
    task = acceptance(person)
    person.post(f"/api/user-tasks/{task['id']}/claim/")
    refusal = person.post(f"/api/user-tasks/{task['id']}/complete/", {"variables": {}})
    assert (person.status, refusal["code"]) == (400, "idempotency_key_missing")
    key = str(uuid.uuid4())
    form = person.get(f"/api/user-tasks/{task['id']}/form/")
    answer = answers(form)
    first = person.complete(task["id"], answer, key=key)
    assert person.status == 200, first
    again = person.complete(task["id"], answer, key=key)
    assert person.status == 200
    assert again["event_id"] == first["event_id"]
    refusal = person.complete(task["id"], {"other": 1}, key=key)
    assert (person.status, refusal["code"]) == (422, "idempotency_key_reused")
    refusal = person.complete(task["id"], answer)
    assert (person.status, refusal["code"]) == (409, "not_open")
    assert refusal["extra"]["by"]["username"] == "customer_service"


def answers(form: dict) -> dict:
    """What the shown person would send for the acceptance's first form: the offered outcome and the data."""
    data = dict(form["data"])
    if form["outcome_field"]:
        data[form["outcome_field"]] = form["outcomes"][0]["value"]
    return {k: v for k, v in data.items() if form["rights"].get(k, "edit") in {"edit", "required"}}


def test_a_stranger_to_the_task_may_neither_see_nor_complete_it() -> None:
    task = acceptance(Person("customer_service"))
    other = Person("cashier_2")
    other.get(f"/api/user-tasks/{task['id']}/")
    assert other.status == 404
    other.complete(task["id"], {})
    assert other.status in {403, 404}


def test_a_draft_is_kept_unchecked_and_thrown_away() -> None:
    person = Person("customer_service")
    task = acceptance(person)
    person.post(f"/api/user-tasks/{task['id']}/claim/")
    person.put(f"/api/user-tasks/{task['id']}/draft/", {"data": {"comment": "x" * 5000, "unknown": [1]}})
    assert person.status == 200
    form = person.get(f"/api/user-tasks/{task['id']}/form/")
    assert form["draft"]
    person.delete(f"/api/user-tasks/{task['id']}/draft/")
    assert person.status == 204
    assert person.get(f"/api/user-tasks/{task['id']}/form/")["draft"] is None


@pytest.mark.parametrize("body", ["", "[]", "null", '{"variables": 3}', "{", '{"variables": {"a": NaN}}'])
def test_broken_bodies_are_refused_with_a_sentence(body: str) -> None:
    person = Person("customer_service")
    task = acceptance(person)
    token = person.client.get("/api/session/").json()["csrf_token"]
    answer = person.client.post(
        f"/api/user-tasks/{task['id']}/complete/",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": token, "Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.status_code in {400, 409, 422}
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/user-tasks/nonsense/", "/api/user-tasks/0/", "/api/process-instances/x'--/"])
def test_ids_that_are_none_are_not_found(path: str) -> None:
    person = Person("customer_service")
    assert person.get(path)["code"] == "not_found"


def test_an_unknown_view_is_refused_and_named() -> None:
    refusal = Person("customer_service").get("/api/user-tasks/", view="everything")
    assert (refusal["code"], refusal["errors"][0]["field"]) == ("invalid", "/view")
    assert "everything" in refusal["errors"][0]["message"]
