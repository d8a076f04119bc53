"""One application from the counter to the archive, worked by everybody's own browser.

Every kind of form is opened and completed in the browser once. Through the API, by the same session: the second
surveyor's record, the second construction section, the second round of the design, and two of the three acceptances.
"""

from __future__ import annotations

import re
import secrets
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from demo.photographs import photograph
from tests.browser.filling import fill
from tests.browser.office import (
    claim,
    complete_by_api,
    complete_in_browser,
    detail,
    new_application,
    wait_for_task,
)

PLAN = {"drawings": ["return", "pass"], "sections": 2, "permits": True}
ROAD = (
    ("review_papers", "customer_service", 1),
    ("survey_site", "surveyor", 1),
    ("survey_site", "project_manager", 0),
    ("conclude_survey", "surveyor", 1),
    ("prepare_scheme", "cost_estimator", 1),
    ("approve_by_branch", "branch_manager", 1),
    ("collect_fee", "cashier", 1),
    ("design_drawings", "designer", 1),
    ("review_drawings", "chief_engineer", 1),
    ("design_drawings", "designer", 0),
    ("review_drawings", "chief_engineer", 0),
    ("plan_construction", "project_manager", 1),
    ("obtain_permits", "project_manager", 1),
    ("build_section", "construction_crew", 1),
    ("build_section", "construction_crew", 0),
    ("sign_contract", "account_manager", 1),
    ("issue_meter", "warehouse_keeper", 1),
    ("arrange_acceptance", "acceptance_officer", 1),
    ("accept_work", "project_manager", 1),
    ("accept_work", "safety_inspector", 0),
    ("accept_work", "metering_officer", 0),
    ("commission_gas", "commissioning_technician", 1),
    ("check_volume", "archivist", 1),
    ("call_back", "customer_service", 1),
)
"""Where the application goes, whose desk it is, and whether that person works in the browser (1) or by the API (0)."""
PAPERS = ("受理回执", "勘察单", "预算书", "缴费通知单", "验收单", "通气确认单", "卷内目录")


@dataclass
class Tour:
    """The application, everybody's page, and what has been filled in so far."""

    open_page: Callable[..., Page]
    application: dict[str, Any]
    photo: Path
    instance: str = ""
    key: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    filled: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=lambda: PLAN | {"serial": f"AL{secrets.randbelow(10**8):08}"})

    def desk(self, role: str) -> Page:
        """That person's page, logged in when first needed."""
        if role not in self.pages:
            self.pages[role] = self.open_page(role, path="/inbox?view=group")
        return self.pages[role]


def test_an_application_goes_from_the_counter_to_the_archive(page_as: Callable[..., Page], tmp_path: Path) -> None:
    photo = tmp_path / "现场照片.png"
    photo.write_bytes(photograph(1))
    tour = Tour(page_as, new_application(), photo)
    _apply_at_the_counter(tour)
    watcher = page_as("auditor", path=f"/i/{tour.instance}")
    for element, role, in_browser in ROAD:
        _next_step(tour, watcher, element, role, bool(in_browser))
    _see_the_end(tour, watcher)
    _see_the_papers(watcher, tmp_path)
    _see_the_history(tour, watcher)
    _see_the_customer(tour)


def _apply_at_the_counter(tour: Tour) -> None:
    page = tour.desk("customer_service")
    page.get_by_role("link", name="发起流程").click()
    page.get_by_role("link", name="工商业用户报装").click()
    expect(page.get_by_role("heading", name="用气报装申请")).to_be_visible()
    form = page.request.get("/api/process-definitions/installation/start-form/").json()
    fill(page, form, tour.application)
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=tour.application["customer_name"])).to_be_visible()
    tour.instance = page.url.rstrip("/").rsplit("/", 1)[1]
    tour.key = page.request.get(f"/api/process-instances/{tour.instance}/").json()["business_key"]
    expect(page.get_by_text(f"已发起，编号 {tour.key}")).to_be_visible()


def _next_step(tour: Tour, watcher: Page, element: str, role: str, in_browser: bool) -> None:
    page = tour.desk(role)
    task = wait_for_task(page.request, tour.instance, element)
    _is_where_the_watcher_sees_it(watcher, task)
    if not in_browser:
        complete_by_api(page.request, task, tour.plan)
        return
    _open_from_the_list(page, tour, task)
    claim(page)
    more = {"survey_photos": [tour.photo]} if element == "survey_site" else {}
    tour.filled |= complete_in_browser(page, task, tour.plan, **more)


def _is_where_the_watcher_sees_it(watcher: Page, task: dict[str, Any]) -> None:
    """The page of the instance, never reloaded, shows the task as open, in the list and in the diagram."""
    here = watcher.get_by_role("region", name="当前所在")
    expect(here.get_by_role("link", name=task["name"]).first).to_be_visible()
    shape = watcher.locator(f"[data-element-id={task['element_id']}]").first
    expect(shape).to_have_class(re.compile("gas-mark-active"))


def _open_from_the_list(page: Page, tour: Tour, task: dict[str, Any]) -> None:
    page.goto(f"/inbox?view=group&q={tour.key}")
    rows = page.get_by_role("region", name="待办列表").get_by_role("listitem")
    rows.filter(has_text=task["name"]).get_by_role("link").first.click()
    expect(detail(page).get_by_role("heading", level=1, name=task["name"])).to_be_visible()
    expect(
        detail(page).get_by_role("definition").filter(has_text=tour.application["customer_name"]).first
    ).to_be_visible()
    expect(detail(page).get_by_text(tour.key, exact=True).first).to_be_visible()
    if task["round"] > 1:
        expect(detail(page).get_by_text(f"第 {task['round']} 轮", exact=True)).to_be_visible()


def _see_the_end(tour: Tour, watcher: Page) -> None:
    expect(watcher.get_by_text("已办结", exact=True)).to_be_visible()
    expect(watcher.get_by_text("没有未完成的环节。")).to_be_visible()
    expect(watcher.get_by_text("法定办理时限", exact=True)).to_be_visible()
    expect(watcher.get_by_text("总历时", exact=True)).to_be_visible()
    watcher.get_by_role("tab", name="时限").click()
    clock = watcher.get_by_role("region", name="法定办理时限")
    expect(clock.get_by_role("cell", name="停表", exact=True).first).to_be_visible()
    expect(clock.get_by_role("cell", name="计入", exact=True).first).to_be_visible()


def _see_the_papers(watcher: Page, folder: Path) -> None:
    watcher.get_by_role("tab", name="文书").click()
    papers = watcher.get_by_role("list", name="文书")
    for title in PAPERS:
        link = papers.get_by_role("link", name=title).first
        expect(link).to_be_visible()
        paper = watcher.request.get(link.get_attribute("href") or "")
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.body().startswith(b"%PDF")
        (folder / "paper.pdf").write_bytes(paper.body())
        facts = subprocess.run(["pdfinfo", folder / "paper.pdf"], capture_output=True, text=True, check=True).stdout
        assert int(re.search(r"Pages:\s+(\d+)", facts)[1]) >= 1  # type: ignore[index]
    watcher.get_by_role("tab", name="附件").click()
    photo = watcher.get_by_role("list", name="附件").get_by_role("link", name="现场照片.png")
    got = watcher.request.get(photo.get_attribute("href") or "")
    assert got.body() == photograph(1)


def _see_the_history(tour: Tour, watcher: Page) -> None:
    watcher.get_by_role("tab", name="时间线").click()
    timeline = watcher.get_by_role("region", name="时间线")
    expect(timeline.get_by_role("listitem").filter(has_text="审核资料").filter(has_text="完成").first).to_be_visible()
    watcher.get_by_role("tab", name="数据").click()
    watcher.get_by_role("textbox", name="按名称或内容查找").fill("图纸编号")
    watcher.get_by_role("button", name="“图纸编号”的变更历史").click()
    past = watcher.get_by_role("dialog", name="“图纸编号”的变更历史")
    expect(past.get_by_role("deletion").filter(has_text="RQ-2026-01")).to_be_visible()
    expect(past.get_by_role("insertion").filter(has_text="RQ-2026-02")).to_be_visible()
    watcher.keyboard.press("Escape")


def _see_the_customer(tour: Tour) -> None:
    name, watcher = tour.application["customer_name"], tour.desk("archivist")
    watcher.goto(f"/i/{tour.instance}")
    watcher.get_by_role("link", name=name, exact=True).click()
    expect(watcher.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(watcher.get_by_role("region", name="用气地址").get_by_text(tour.application["site_address"])).to_be_visible()
    watcher.get_by_role("tab", name="表具").click()
    meters = watcher.get_by_role("region", name="表具")
    expect(meters.get_by_role("cell", name=tour.filled["issued_serial"], exact=True)).to_be_visible()
    watcher.get_by_role("tab", name="变更记录").click()
    changes = watcher.get_by_role("list", name="变更记录")
    expect(changes.get_by_role("listitem").filter(has_text=name).first).to_be_visible()
    expect(changes.get_by_role("link", name=tour.key).first).to_be_visible()
    watcher.get_by_role("tab", name="文书").click()
    expect(watcher.get_by_role("link", name="通气确认单").first).to_be_visible()
