"""What others do appears by itself; two at one task, a server that says no, and processes that die: nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.api.installation import colleague
from tests.browser.office import actions, claim, send, start_application, wait_for_task
from tests.browser.words import say
from tests.serving import Site

COMMENT = "资料齐全，原件已核。"
AWHILE = 60_000
"""Milliseconds: longer than the page's longest pause between two attempts to reconnect."""


@pytest.fixture
def second_clerk(site: Site, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One more person at the counter of the first branch."""
    # Playwright's loop runs in this thread, so Django takes any query here for one from a coroutine.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with django_db_blocker.unblock():
        yield colleague("customer_service_beside")


@pytest.fixture
def mortal(site: Site) -> Iterator[Site]:
    """The site, whole again afterwards."""
    yield site
    for name in {"web", "worker"} - set(site.processes):
        site.start(name)
    site.wait_until_ready()


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_second_person_sees_a_new_task_without_reloading(
    page_as: Callable[..., Page], second_clerk: str, lang: str
) -> None:
    clerk = page_as("customer_service", path="/start")
    _waiting_task(clerk)
    page = page_as(second_clerk, lang=lang, path="/inbox?view=group&sort=-created_at")
    expect(page.get_by_test_id("live-badge")).to_have_text(say(lang, "app:live.live"))
    page.evaluate("window.neverReloaded = true")
    instance = start_application(clerk.request)
    page.get_by_role("button", name=say(lang, "inbox:newTasks", count=1)).click()
    rows = page.get_by_role("list", name=say(lang, "inbox:view.group"))
    expect(rows.get_by_role("link").filter(has_text=instance["title"])).to_be_visible()
    assert page.evaluate("window.neverReloaded")


def test_of_two_who_claim_at_once_one_wins_and_one_is_told(page_as: Callable[..., Page], second_clerk: str) -> None:
    slow, quick = page_as(second_clerk), page_as("customer_service")
    task = _waiting_task(quick)
    held: list[Route] = []
    slow.route("**/claim/", lambda route: held.append(route))
    for page in (slow, quick):
        page.goto(f"/inbox/{task['id']}?view=group")
        expect(page.get_by_role("button", name="领取", exact=True)).to_be_visible()
    slow.get_by_role("button", name="领取", exact=True).click()
    claim(quick)
    held[0].continue_()
    winner = quick.request.get("/api/me/").json()["full_name"]
    expect(slow.get_by_role("alert").filter(has_text=winner).first).to_be_visible()
    expect(slow.get_by_text(say("zh-CN", "inbox:notice.taken", name=winner))).to_be_visible()
    expect(slow.get_by_role("button", name="退回待领取")).to_have_count(0)
    expect(quick.get_by_role("button", name="退回待领取")).to_be_visible()
    told = quick.request.get(f"/api/user-tasks/{task['id']}/").json()
    assert told["assignee"]["full_name"] == winner


def test_what_the_server_refuses_stands_at_its_field(page_as: Callable[..., Page]) -> None:
    page = page_as("customer_service")
    task = _claimed(page)

    def too_long(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        body["variables"]["review_comment"] = "长" * 2001
        route.continue_(post_data=json.dumps(body))

    page.route("**/complete/", too_long)
    page.get_by_role("textbox", name="审核意见").fill(COMMENT)
    _complete(page).click()
    field = page.get_by_role("textbox", name="审核意见")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("2000"))
    expect(field).to_have_value(COMMENT)
    page.unroute("**/complete/")
    field.press_sequentially("已改。")
    expect(field).to_have_attribute("aria-invalid", "false")
    _complete(page).click()
    expect(page.get_by_text(f"已完成：{task['name']}")).to_be_visible()


def test_a_draft_survives_a_reload(page_as: Callable[..., Page]) -> None:
    page = page_as("customer_service")
    _claimed(page)
    page.get_by_role("textbox", name="审核意见").fill(COMMENT)
    expect(page.get_by_role("status").filter(has_text="草稿已于")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="审核意见")).to_have_value(COMMENT)
    expect(page.get_by_role("status").filter(has_text="草稿已于")).to_be_visible()


def test_a_killed_web_process_costs_nothing_that_was_typed(page_as: Callable[..., Page], mortal: Site) -> None:
    page = page_as("customer_service")
    task = _claimed(page)
    field, badge = page.get_by_role("textbox", name="审核意见"), page.get_by_test_id("live-badge")
    field.fill("先看原件。")
    expect(page.get_by_role("status").filter(has_text="草稿已于")).to_be_visible()
    mortal.kill("web")
    expect(badge).to_have_text("离线", timeout=AWHILE)
    field.fill(COMMENT)
    expect(page.get_by_text("草稿未能保存")).to_be_visible()
    _complete(page).click()
    expect(page.get_by_text("连不上服务器").first).to_be_visible(timeout=AWHILE)
    mortal.start("web")
    mortal.wait_until_ready()
    expect(badge).to_have_text("实时", timeout=AWHILE)
    expect(field).to_have_value(COMMENT)
    _complete(page).click()
    expect(page.get_by_text(f"已完成：{task['name']}")).to_be_visible()
    done = page.request.get(f"/api/process-instances/{task['instance']['id']}/variables/").json()["variables"]
    assert COMMENT in [one["value"] for one in done if one["name"] == "review_comment"]


def test_a_killed_worker_goes_on_where_it_stopped(page_as: Callable[..., Page], mortal: Site) -> None:
    page = page_as("customer_service", path="/inbox?view=group&sort=-created_at")
    expect(page.get_by_test_id("live-badge")).to_have_text("实时")
    mortal.kill("worker")
    instance = start_application(page.request)
    page.goto(f"/i/{instance['id']}")
    here = page.get_by_role("region", name="当前所在")
    expect(here.get_by_text("系统处理")).to_be_visible()
    mortal.start("worker")
    expect(here.get_by_role("link", name="审核资料")).to_be_visible(timeout=AWHILE)
    passed = page.request.get(f"/api/process-instances/{instance['id']}/").json()["passed"]
    assert {one["times"] for one in passed} == {1}


def _complete(page: Page) -> Locator:
    """The button that ends the task; while it works its name begins with another word."""
    return actions(page).get_by_role("button", name=re.compile("资料齐全$"))


def _waiting_task(page: Page) -> dict[str, Any]:
    """A new application's first user task."""
    instance = start_application(page.request)
    return wait_for_task(page.request, instance["id"], "review_papers")


def _claimed(page: Page) -> dict[str, Any]:
    """A new application's first user task, open before the person who has claimed it."""
    task = _waiting_task(page)
    send(page.request, "POST", f"/api/user-tasks/{task['id']}/claim/", {})
    page.goto(f"/inbox/{task['id']}")
    expect(_complete(page)).to_be_visible()
    return task
