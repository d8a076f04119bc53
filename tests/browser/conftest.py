"""A real Chromium against the real system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import database_url
from tests.serving import Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(company: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web and worker of the session's database."""
    site = Site(database_url(), tmp_path_factory.mktemp("site"))
    site.start("web")
    site.start("worker")
    site.wait_until_ready()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page with its own session: page_as("surveyor", width=390, lang="en")."""
    contexts = []

    def open_page(username: str | None, *, width: int = 1440, lang: str = "zh-CN", path: str = "/") -> Page:
        options: dict[str, Any] = {"viewport": {"width": width, "height": 900 if width > 600 else 844}}
        if width < 600:
            options |= {"has_touch": True, "is_mobile": True}
        context = chromium.new_context(base_url=site.url, locale=lang, timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        if username:
            log_in(context.request, username)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def log_in(request: Any, username: str) -> None:
    token = request.get("/api/session/").json()["csrf_token"]
    answer = request.post(
        "/api/session/", data={"username": username, "password": "demo"}, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()
