"""The language is switched while a diagram is shown: names change in place, the viewer lives on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Archived


def test_the_instance_page_changes_its_language_under_the_diagram(
    page_as: Callable[..., Page], archived: Archived
) -> None:
    page = page_as("customer_service", path=f"/i/{archived.instance}?tab=diagram")
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    drawing = page.locator(".djs-container")
    for button, shown, gone in (
        ("English", "Review the papers", "审核资料"),
        ("中文", "审核资料", "Review the papers"),
    ) * 2:
        page.get_by_role("button", name=button).click()
        expect(drawing.get_by_text(shown, exact=False).first).to_be_visible()
        expect(drawing.get_by_text(gone, exact=False)).to_have_count(0)
        expect(page.locator(".djs-container")).to_have_count(1)
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="中文").click()
    expect(drawing.get_by_text("审核资料").first).to_be_visible()
    assert not failures
