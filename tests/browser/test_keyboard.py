"""The whole inbox without a mouse."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.office import detail, start_application, wait_for_task

TASKS = 3


def test_the_inbox_is_worked_by_keyboard_alone(page_as: Callable[..., Page]) -> None:
    page = page_as("customer_service", path="/inbox?view=group")
    name = _three_applications(page)
    other = start_application(page.request)  # so that the list is another one once the search has been answered
    wait_for_task(page.request, other["id"], "review_papers")
    page.reload()
    rows = page.get_by_role("list", name="待领取").get_by_role("link")
    expect(rows.first).to_be_visible()
    _search(page, name)
    expect(rows).to_have_count(TASKS)
    _walk(page, rows)
    _select(page, rows)
    _help(page)
    for left in range(TASKS, 0, -1):
        _work_the_open_task(page, left)
    expect(page.get_by_text("没有符合条件的任务")).to_be_visible()


def _three_applications(page: Page) -> str:
    name = f"键盘{secrets.token_hex(3)}饭店"
    for _ in range(TASKS):
        instance = start_application(page.request, customer_name=name)
        wait_for_task(page.request, instance["id"], "review_papers")
    return name


def _search(page: Page, name: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="搜索任务")).to_be_focused()
    page.keyboard.insert_text(name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]q="))
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="搜索任务")).not_to_be_focused()


def _walk(page: Page, rows: Locator) -> None:
    """J goes down the list, K up again; the open task's row says so."""
    for key, here in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0)):
        _go(page, rows, key, here)
    expect(detail(page).get_by_role("heading", level=1, name="审核资料")).to_be_visible()


def _go(page: Page, rows: Locator, key: str, to: int) -> None:
    page.keyboard.press(key)
    expect(rows.nth(to)).to_have_attribute("aria-current", "true")


def _select(page: Page, rows: Locator) -> None:
    page.keyboard.press("x")
    _go(page, rows, "j", 1)
    page.keyboard.press("x")
    bulk = page.get_by_role("region", name="批量操作")
    expect(bulk.get_by_text("已勾选 2 条")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bulk).to_have_count(0)
    _go(page, rows, "k", 0)


def _help(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="键盘快捷键")
    expect(keys.get_by_text("下一条任务")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)


def _work_the_open_task(page: Page, left: int) -> None:
    """Claims, fills in and submits the open task; the next one opens by itself."""
    address = page.url
    expect(page.get_by_text("领取后即可填写。")).to_be_visible()
    page.keyboard.press("c")
    comment = page.get_by_role("textbox", name="审核意见")
    expect(comment).to_be_visible()
    _tab_to(page, comment)
    page.keyboard.insert_text("资料齐全。")
    _tab_to(page, page.get_by_role("button", name="资料齐全", exact=True))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(address)
    if left > 1:
        expect(detail(page).get_by_role("heading", level=1, name="审核资料")).to_be_visible()


def _tab_to(page: Page, control: Locator) -> None:
    for _ in range(80):
        if control.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")
