"""The designer changes a process and new instances run it; the auditor finds who changed what, and takes it along."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.office import Archived, start_application

LAST_TASK = "call_back"
NEW_NAME = "客户回访"
CONDITION = "permits_needed_to_obtain_permits"


def test_a_designer_deploys_what_new_instances_then_run(page_as: Callable[..., Page]) -> None:
    page = page_as("process_designer", path=f"/design/p/installation?element={LAST_TASK}")
    version = page.request.get("/api/process-definitions/installation/").json()["version"]
    panel = page.get_by_role("complementary", name="属性")
    panel.get_by_text("通用", exact=True).click()
    panel.get_by_role("textbox", name="名称", exact=True).fill(NEW_NAME)
    _is_drawn(page, LAST_TASK, NEW_NAME)
    _watermark_shows(page)
    _break_and_mend_a_condition(page)
    _deploy(page, version + 1)
    _runs_the_new_version(page_as("customer_service"), version + 1)


def _break_and_mend_a_condition(page: Page) -> None:
    page.goto(f"/design/p/installation?element={CONDITION}")
    panel, findings = page.get_by_role("complementary", name="属性"), page.get_by_role("region", name="部署检查")
    panel.get_by_text("条件", exact=True).click()
    field = panel.get_by_role("textbox", name="条件表达式")
    field.fill("permits_needed = ")
    expect(findings.get_by_text("不能部署", exact=False)).to_be_visible()
    expect(findings.get_by_role("listitem").filter(has_text="错误").filter(has_text=CONDITION)).to_be_visible()
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(findings.get_by_text("可以部署", exact=False)).to_be_visible()


def _deploy(page: Page, version: int) -> None:
    page.get_by_role("button", name="部署", exact=True).click()
    dialog = page.get_by_role("dialog", name="部署为新版本")
    dialog.get_by_role("textbox", name="修改说明").fill("回访的名称写明对象。")
    dialog.get_by_role("button", name="部署", exact=True).click()
    expect(page.get_by_text(f"已部署为第 {version} 版")).to_be_visible()


def _runs_the_new_version(page: Page, version: int) -> None:
    instance = start_application(page.request)
    page.goto(f"/i/{instance['id']}")
    expect(page.get_by_text(f"工商业用户报装（第 {version} 版）")).to_be_visible()
    _is_drawn(page, LAST_TASK, NEW_NAME)


def test_an_auditor_finds_every_change_and_takes_it_along(page_as: Callable[..., Page], archived: Archived) -> None:
    page = page_as("auditor", path=f"/audit/i/{archived.instance}")
    changes = page.get_by_role("list", name="变更").get_by_role("listitem")
    reviewed = changes.filter(has_text="完成任务").filter(has_text="审核资料").first
    expect(reviewed).to_be_visible()
    expect(reviewed.get_by_role("insertion").filter(has_text="资料齐全").first).to_be_visible()
    page.goto(f"/audit/customers/{archived.customer}")
    expect(changes.filter(has_text=archived.name).first).to_be_visible()
    expect(changes.filter(has_text=archived.key).first).to_be_visible()


def test_an_auditor_filters_by_address_and_exports(
    page_as: Callable[..., Page], archived: Archived, tmp_path: Path
) -> None:
    page = page_as("auditor", path=f"/audit?instance={archived.instance}&kind=engine")
    changes = page.get_by_role("list", name="变更").get_by_role("listitem")
    expect(changes.first).to_be_visible()
    expect(changes.filter(has_not_text="流程办理")).to_have_count(0)
    expect(changes.filter(has_not_text=archived.key)).to_have_count(0)
    with page.expect_download() as coming:
        page.get_by_role("button", name="导出 CSV").click()
    coming.value.save_as(tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert {(row["流程实例"], row["类别"]) for row in rows} == {(archived.key, "流程办理")}
    said = [(row["任务"], row["新值"]) for row in rows if row["字段"] == "审核意见"]
    assert said == [("审核资料", "资料齐全，原件已核。")]
    page.goto("/audit?kind=read")
    expect(changes.filter(has_text="导出变更记录").first).to_be_visible()


def test_an_instance_is_drawn_with_the_watermark(page_as: Callable[..., Page], archived: Archived) -> None:
    page = page_as("auditor", path=f"/i/{archived.instance}")
    _is_drawn(page, LAST_TASK, "回访")
    _watermark_shows(page)


def test_chinese_is_set_in_noto_sans(page_as: Callable[..., Page]) -> None:
    page = page_as("customer_service", path="/start")
    expect(page.get_by_role("heading", name="发起流程")).to_be_visible()
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    heading = cdp.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert [font["familyName"] for font in fonts] == ["Noto Sans CJK SC"]


def _is_drawn(page: Page, element: str, name: str) -> None:
    expect(page.locator(f"[data-element-id={element}]").first).to_contain_text(name)


def _watermark_shows(page: Page) -> None:
    """The mark of bpmn.io is there, and nothing lies over it."""
    mark: Locator = page.get_by_role("link", name="Powered by bpmn.io").first
    expect(mark).to_be_visible()
    mark.scroll_into_view_if_needed()
    assert mark.evaluate(
        """(node) => {
            const {x, y, width, height} = node.getBoundingClientRect();
            return node.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        }"""
    )
