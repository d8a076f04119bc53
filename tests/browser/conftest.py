"""A real Chromium against the real system."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from conftest import database_url
from demo.client import Person
from demo.play import play
from demo.workbook import Case
from tests.browser.office import SMALL_SHOP, Archived
from tests.serving import Site
from tests.worlds import load_company_once

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=15_000)  # two cores carry the system, its database, its browser and other tests

FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web and worker of the session's database."""
    load_company_once(django_db_blocker)
    site = Site(database_url(), tmp_path_factory.mktemp("site"))
    site.start("web")
    site.start("worker")
    site.wait_until_ready()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def archived(site: Site) -> Archived:
    """The demo's first application, played by its people through the API up to its end."""
    [played] = play(site=site.url, password="demo", tell=lambda line: None, chosen=_is_first)
    auditor = Person(site.url, "auditor", "demo")
    instance = auditor.get(f"/api/process-instances/{played.instance_id}/")
    assert instance["state"] == "COMPLETED", played.outcome
    return Archived(instance["id"], instance["business_key"], instance["customer"]["id"], instance["title"])


def _is_first(case: Case) -> bool:
    return case.definition == "installation" and case.number == SMALL_SHOP


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Its event loop stays in this thread to the session's end, and Django would refuse every query of later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def page_as(
    site: Site, chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """A page with its own session: page_as("surveyor", width=390, lang="en")."""
    contexts = []
    answers: list[str] = []

    def note(answer: Response) -> None:
        if answer.status >= 400 or answer.request.method != "GET":
            answers.append(f"{answer.request.method} {answer.url} {answer.status}")

    def open_page(username: str | None, *, width: int = 1440, lang: str = "zh-CN", path: str = "/") -> Page:
        options: dict[str, Any] = {"viewport": {"width": width, "height": 900 if width > 600 else 844}}
        if width < 600:
            options |= {"has_touch": True, "is_mobile": True}
        context = chromium.new_context(base_url=site.url, locale=lang, timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(15_000)
        context.add_init_script(f"localStorage.language ??= '{lang}'")
        contexts.append(context)
        if username:
            log_in(context.request, username, lang)
        page = context.new_page()
        page.on("response", note)
        page.goto(path)
        return page

    yield open_page
    if request.node.stash.get(FAILED, False):
        _keep([page for context in contexts for page in context.pages], answers, tmp_path)
    for context in contexts:
        context.close()


def _keep(pages: list[Page], answers: list[str], folder: Path) -> None:
    """What the pages showed and what the server had answered when the test failed, for whoever looks into it."""
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=folder / f"page-{number}.png")
        (folder / f"page-{number}.yaml").write_text(page.locator("body").aria_snapshot())
    (folder / "answers.txt").write_text("\n".join(answers))


def log_in(request: Any, username: str, lang: str = "zh-CN") -> None:
    """The person is logged in and reads this language, wherever they read another one before."""
    token = request.get("/api/session/").json()["csrf_token"]
    answer = request.post(
        "/api/session/", data={"username": username, "password": "demo"}, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()
    token = next(one["value"] for one in request.storage_state()["cookies"] if one["name"] == "csrftoken")
    told = request.patch("/api/me/", data={"language": lang}, headers={"X-CSRFToken": token})
    assert told.ok, told.text()
