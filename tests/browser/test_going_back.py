"""A drawing under review goes back to its designer, who then withdraws: with the mouse, in the browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.commands import complete_user_task, deploy_definition, start_process_instance
from people.actors import SYSTEM, actor_named
from tests.browser.office import actions, claim, eventually
from tests.browser.words import say
from tests.engine.drawing import Drawing

LogIn = Callable[..., Page]


@pytest.fixture
def under_review(site: Any, django_db_blocker: Any) -> str:
    """The instance whose drawing waits for the chief engineer."""
    drawing = Drawing("drawing_review", "图纸审查").start().user_task("draw", groups="designer")
    drawing.user_task("review", groups="chief_engineer").end()
    with django_db_blocker.unblock():
        deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
        designer = actor_named("designer")
        started = start_process_instance(definition="drawing_review", variables={}, actor=designer)
        complete_user_task(
            user_task_id=int(started.opened[0]["id"]), actor=designer, variables={"sheets": 3},
            idempotency_key=secrets.token_hex(8),
        )  # fmt: skip
    return str(started.id)


def test_a_drawing_is_returned_and_the_new_round_withdrawn(page_as: LogIn, under_review: str):
    engineer, designer = page_as("chief_engineer"), page_as("designer")
    task = engineer.request.get(f"/api/user-tasks/?view=group&instance={under_review}").json()["results"][0]
    engineer.goto(f"/inbox/{task['id']}?view=group")
    claim(engineer)
    actions(engineer).get_by_role("button", name=say("zh-CN", "movement:returnButton")).click()
    dialog = engineer.get_by_role("dialog")
    confirm = dialog.get_by_role("button", name=say("zh-CN", "movement:return"), exact=True)
    expect(dialog.get_by_text(say("zh-CN", "movement:canceled"))).to_be_visible()
    expect(confirm).to_be_disabled()
    dialog.get_by_label(say("zh-CN", "movement:reason"), exact=True).fill("缺剖面图")
    confirm.click()
    expect(engineer.get_by_text(say("zh-CN", "movement:wentBack", name="draw"))).to_be_visible()

    def again() -> list[Any]:
        return designer.request.get(f"/api/user-tasks/?view=mine&instance={under_review}").json()["results"]

    eventually(lambda: bool(again()), "the drawing is the designer's again")
    [returned] = again()
    assert (returned["element_id"], returned["round"]) == ("draw", 2)
    designer.goto(f"/i/{under_review}?tab=timeline")
    expect(designer.get_by_text("缺剖面图").first).to_be_visible()
    complete(designer, returned["id"])
    designer.goto("/my/done")
    designer.get_by_role("button", name=say("zh-CN", "movement:withdraw")).first.click()
    dialog = designer.get_by_role("dialog")
    dialog.get_by_label(say("zh-CN", "movement:reason"), exact=True).fill("漏传一张")
    dialog.get_by_role("button", name=say("zh-CN", "movement:withdraw"), exact=True).click()
    expect(designer.get_by_text(say("zh-CN", "movement:withdrawn", name="draw"))).to_be_visible()
    assert [one["round"] for one in again()] == [3]


def complete(page: Page, task: str) -> None:
    """Completes without a page: what is withdrawn is another matter than how it was done."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Idempotency-Key": secrets.token_hex(8), "Referer": page.url}
    answer = page.request.post(f"/api/user-tasks/{task}/complete/", data={"variables": {"sheets": 4}}, headers=headers)
    assert answer.ok, answer.text()
