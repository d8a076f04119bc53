"""The product in the hand: list, detail and back, a task done, nothing that must be pushed sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import (
    Archived,
    claim,
    complete_in_browser,
    detail,
    start_application,
    wait_for_task,
)
from tests.browser.words import say

PHONE = 390


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_task_is_done_on_a_phone(page_as: Callable[..., Page], lang: str) -> None:
    page = page_as("customer_service", width=PHONE, lang=lang)
    instance = start_application(page.request)
    task = wait_for_task(page.request, instance["id"], "review_papers")
    bar = page.get_by_role("navigation", name=say(lang, "app:nav.label"))
    places = [say(lang, f"app:nav.{name}") for name in ("inbox", "startShort", "searchShort", "mine")]
    assert [link.inner_text().split("\n")[0] for link in bar.get_by_role("link").all()] == places
    page.goto(f"/inbox?view=group&q={instance['business_key']}")
    inbox = page.get_by_role("region", name=say(lang, "inbox:title"))
    inbox.get_by_role("link").filter(has_text=instance["business_key"]).click()
    expect(detail(page, lang).get_by_role("heading", level=1)).to_be_visible()
    expect(inbox).to_have_count(0)
    _stays_in_its_width(page)
    detail(page, lang).get_by_role("button", name=say(lang, "inbox:backToList")).click()
    expect(detail(page, lang)).to_have_count(0)
    _stays_in_its_width(page)
    inbox.get_by_role("link").filter(has_text=instance["business_key"]).click()
    claim(page, lang)
    _stays_in_its_width(page)
    complete_in_browser(page, task, {}, lang)
    bar.get_by_role("link", name=say(lang, "app:nav.mine")).click()
    expect(page.get_by_role("link", name=say(lang, "app:nav.done"))).to_be_visible()


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_nothing_scrolls_sideways_on_a_phone(page_as: Callable[..., Page], archived: Archived, lang: str) -> None:
    page = page_as("customer_service", width=PHONE, lang=lang)
    for path in (
        "/inbox",
        "/inbox?view=group",
        "/start/installation",
        f"/i/{archived.instance}",
        f"/i/{archived.instance}?tab=timeline",
        f"/i/{archived.instance}?tab=data",
        f"/customers/{archived.customer}",
        f"/search?q={archived.name}",
    ):
        page.goto(path)
        expect(page.get_by_role("heading").first).to_be_visible()
        expect(page.get_by_role("status", name=say(lang, "app:loading"))).to_have_count(0)
        _stays_in_its_width(page)


def _stays_in_its_width(page: Page) -> None:
    """Neither the page nor the part of it that scrolls can be moved sideways."""
    wide = page.evaluate(
        """() => [document.documentElement, document.querySelector('main')]
            .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.tagName)"""
    )
    assert wide == [], f"{page.url} scrolls sideways"
