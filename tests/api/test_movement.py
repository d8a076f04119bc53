"""Going back through HTTP: a reviewed drawing is returned, a completion is withdrawn, an operator rewinds."""

from __future__ import annotations

import uuid

import pytest

from engine.testing import Request, start
from tests.api.conversation import Person
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.usefixtures("db_open")


@pytest.fixture
def reviewed(db_open):
    from engine.commands import deploy_definition
    from people.actors import SYSTEM

    drawing = Drawing("reviewed").start().user_task("draw", groups="designer")
    drawing.user_task("review", groups="chief_engineer").end()
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
    return start("reviewed", by="designer").complete("draw", {"sheets": 3}, by="designer")


def sent(person: Person, path: str, body: dict, key: str = ""):
    return person.post(path, body, **{"Idempotency-Key": key or str(uuid.uuid4())})


def test_a_drawing_is_returned_with_a_preview_first(reviewed: Request):
    task = reviewed.open_tasks("review")[0]["id"]
    engineer = Person("chief_engineer")
    assert engineer.get(f"/api/user-tasks/{task}/")["may"]["return"] is True
    [target] = engineer.get(f"/api/user-tasks/{task}/return/")["targets"]
    assert (target["element_id"], target["allowed"], target["by"]["username"]) == ("draw", True, "designer")
    assert [one["element_id"] for one in target["canceled"]] == ["review"]
    refused = sent(engineer, f"/api/user-tasks/{task}/return/", {"to": "draw"})
    assert (engineer.status, refused["code"]) == (400, "invalid")
    one = str(uuid.uuid4())
    answers = [
        sent(engineer, f"/api/user-tasks/{task}/return/", {"to": target["id"], "reason": "缺剖面图"}, one)
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    [again] = reviewed.open_tasks()
    assert (again["element_id"], again["assignee"], again["round"]) == ("draw", "designer", 2)
    lines = engineer.get(f"/api/process-instances/{reviewed.id}/trace/")["results"]
    assert any(line["action"] == "moved" and line["details"]["reason"] == "缺剖面图" for line in lines)


def test_a_completion_is_withdrawn_and_not_twice(reviewed: Request):
    designer = Person("designer")
    [done] = designer.get("/api/user-tasks/", view="done", instance=str(reviewed.id))["results"]
    assert done["may"]["withdraw"] is True
    path = f"/api/user-tasks/{done['id']}/withdraw/"
    assert [one["element_id"] for one in designer.get(path)["canceled"]] == ["review"]
    assert sent(designer, path, {"reason": "漏传附件"})["instance"]["state"] == "ACTIVE"
    reviewed.expect_waiting_at("draw").expect_not_waiting_at("review")
    refused = sent(designer, path, {"reason": "漏传附件"})
    assert (designer.status, refused["code"]) == (409, "cannot_withdraw")
    assert designer.get(f"/api/user-tasks/{done['id']}/")["superseded_at"]


def test_operators_rewind_move_and_skip_others_do_not(reviewed: Request):
    path = f"/api/process-instances/{reviewed.id}"
    operator, designer = Person("administrator"), Person("designer")
    sent(designer, f"{path}/rewind/", {"to": "draw", "reason": "x"})
    assert designer.status in (403, 404)
    [target] = operator.get(f"{path}/rewind/")["targets"]
    assert target["element_id"] == "draw"
    preview = operator.post(f"{path}/move/", {"cancel": ["review"], "enter": ["draw"], "preview": True})["preview"]
    assert [[w["element_id"] for w in preview[side]] for side in ("closed", "opened")] == [["review"], ["draw"]]
    reviewed.expect_waiting_at("review")
    sent(operator, f"{path}/rewind/", {"to": target["id"], "reason": "重画"})
    reviewed.expect_waiting_at("draw")
    work = reviewed.open_tasks("draw")[0]["work_id"]
    sent(operator, f"{path}/skip/", {"work_id": work, "reason": "沿用旧图", "variables": {"sheets": 2}})
    reviewed.expect_waiting_at("review")
    assert reviewed.variables["sheets"] == 2
