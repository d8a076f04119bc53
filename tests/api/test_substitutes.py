"""B for A: a substitute sees, claims and completes the absent one's tasks, and every record says for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from people import commands
from people.actors import actor_named
from people.models import Substitute, today
from tests.api.conversation import Person
from tests.api.installation import applied, colleague

pytestmark = pytest.mark.usefixtures("db_open")
REVIEW = {"decision": "accept", "missing": [], "comment": "齐全"}


def appointed(absent: str, substitute: str, *, since: int = 0, until: int = 1, **scope: list[str]) -> Substitute:
    day = dt.timedelta(days=1)
    return commands.appoint_substitute(
        absent=absent, substitute=substitute, valid_from=today() + since * day, valid_until=today() + until * day,
        actor=actor_named(absent), **scope,
    )  # fmt: skip


def pair(name: str) -> tuple[str, str]:
    """An absent clerk of the counter and a warehouse keeper, who may nothing there."""
    return colleague(f"{name}_away", like="customer_service"), colleague(f"{name}_present", like="warehouse_keeper")


def found(person: Person, instance: dict[str, str], view: str) -> list[dict[str, object]]:
    return list(person.get("/api/user-tasks/", view=view, instance=instance["id"], with_counts="true")["results"])


def test_a_substitute_claims_and_completes_and_every_record_says_for_whom() -> None:
    away, present = pair("claims")
    instance = applied()
    keeper = Person(present)
    assert found(keeper, instance, "group") == []
    appointed(away, present)
    keeper = Person(present)
    [task] = found(keeper, instance, "group")
    assert task["acting_for"] == {"username": away, "full_name": f"同事 {away}"}
    claimed = keeper.post(f"/api/user-tasks/{task['id']}/claim/")
    assert (claimed["assignee"]["username"], claimed["behalf"]["username"]) == (present, away)
    assert [t["id"] for t in found(keeper, instance, "mine")] == [task["id"]]
    form = keeper.get(f"/api/user-tasks/{task['id']}/form/")
    assert form["data"]["contact_phone"] == "13871234567", "the absent one sees it whole, so does who stands in"
    done = keeper.complete(task["id"], accepted(form))
    assert keeper.status == 200, done
    assert done["user_task"]["behalf"]["full_name"] == f"同事 {away}"
    assert found(keeper, instance, "done")[0]["behalf"]["username"] == away
    trace = Person("branch_manager").get(f"/api/process-instances/{instance['id']}/trace/")["results"]
    lines = [(line["actor"]["username"], line["on_behalf_of"]) for line in trace if line["user_task_id"] == task["id"]]
    assert {(who, behalf["full_name"]) for who, behalf in lines} == {(present, f"同事 {away}")}
    changes = Person("auditor").get(f"/api/audit/instances/{instance['id']}/")["results"]
    acts = {
        (c["action"], (c["on_behalf_of"] or {}).get("full_name")) for c in changes if c["actor"]["username"] == present
    }
    assert {("claim_user_task", f"同事 {away}"), ("complete_user_task", f"同事 {away}")} <= acts


def accepted(form: dict[str, object]) -> dict[str, object]:
    """An answer to the form of the review, from its own outcomes."""
    [first, *_] = form["outcomes"]  # type: ignore[misc]
    return {str(form["outcome_field"]): first["value"]}


def test_what_the_absent_one_holds_is_done_in_their_place() -> None:
    away, present = pair("holds")
    instance = applied()
    clerk = Person(away)
    [task] = found(clerk, instance, "group")
    clerk.post(f"/api/user-tasks/{task['id']}/claim/")
    appointed(away, present)
    keeper = Person(present)
    [mine] = found(keeper, instance, "mine")
    assert (mine["assignee"]["username"], mine["acting_for"]["username"]) == (away, away)
    form = keeper.get(f"/api/user-tasks/{task['id']}/form/")
    done = keeper.complete(task["id"], accepted(form))
    assert (done["user_task"]["completed_by"]["username"], done["user_task"]["behalf"]["username"]) == (present, away)


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("tomorrow", {"since": 1, "until": 2}),
        ("yesterday", {"since": -2, "until": -1}),
        ("process", {"definitions": ["rectification"]}),
        ("role", {"roles": ["surveyor"]}),
    ],
)
def test_outside_the_scope_nothing_is_seen_or_done(name: str, scope: dict[str, object]) -> None:
    away, present = pair(name)
    instance = applied()
    [task] = found(Person(away), instance, "group")
    appointed(away, present, **scope)  # type: ignore[arg-type]
    keeper = Person(present)
    assert found(keeper, instance, "group") == []
    keeper.post(f"/api/user-tasks/{task['id']}/claim/")
    assert keeper.status == 403
    keeper.complete(task["id"], {})
    assert keeper.status == 403


def test_when_the_substitution_ends_the_work_can_only_be_given_back() -> None:
    away, present = pair("ends")
    instance = applied()
    row = appointed(away, present)
    keeper = Person(present)
    [task] = found(keeper, instance, "group")
    keeper.post(f"/api/user-tasks/{task['id']}/claim/")
    commands.end_substitute(substitute_id=row.pk, actor=actor_named(away))
    keeper = Person(present)
    keeper.complete(task["id"], {})
    assert keeper.status == 403
    released = keeper.post(f"/api/user-tasks/{task['id']}/unclaim/")
    assert (keeper.status, released["assignee"], released["behalf"]) == (200, None, None)


def test_who_has_a_right_of_their_own_acts_in_their_own_name() -> None:
    away = colleague("own_away", like="customer_service")
    clerk = colleague("own_clerk", like="customer_service")
    appointed(away, clerk)
    instance = applied()
    [task] = found(Person(clerk), instance, "group")
    assert task["acting_for"] is None
    claimed = Person(clerk).post(f"/api/user-tasks/{task['id']}/claim/")
    assert claimed["behalf"] is None
