"""Every page, on a desktop and on a phone, in both languages: nothing breaks, nothing is left untranslated."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.office import Archived, send, start_application, wait_for_task
from tests.browser.words import catalogue, say

WEB = Path(__file__).resolve().parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
ROUTE = re.compile(r"path: '([^']+)'")
ADDRESSES = {
    "/login": [""],
    "inbox/:userTaskId?": ["/inbox", "/inbox?view=group", "/inbox?view=done", "/inbox/{task}?view=group"],
    "start": ["/start"],
    "start/:key": ["/start/installation"],
    "i/:instanceId": ["/i/{instance}"]
    + [f"/i/{{instance}}?tab={tab}" for tab in ("timeline", "data", "documents", "attachments", "clocks")],
    "customers": ["/customers"],
    "customers/:customerId": ["/customers/{customer}"]
    + [f"/customers/{{customer}}?tab={tab}" for tab in ("meters", "contract", "money", "safety")]
    + [f"/customers/{{customer}}?tab={tab}" for tab in ("instances", "documents", "history")],
    "registers": ["/registers"],
    "registers/:register": ["/registers/meters?state=IN_USE&sort=-serial", "/registers/theft-cases"]
    + ["/registers/entries?customer={customer}", "/registers/contacts", "/registers/terminals"],
    "registers/:register/:recordId": ["/registers/customers/{customer}", "/registers/customers/{customer}?tab=meters"]
    + ["/registers/customers/{customer}?at=2026-11-01"],
    "search": ["/search?q=江城"],
    "imports": ["/imports", "/imports?kind=readings&state=DONE&sort=-failed"],
    "imports/:runId": ["/imports/{run}"],
    "suspicions": ["/suspicions", "/suspicions?state=any&rule=due,jump&sort=serial"],
    "payment-problems": ["/payment-problems"],
    "collections": ["/collections", "/collections?state=ANSWERED"],
    "collections/:collectionId": [],  # the demo company of the tests owes nothing that a bank collects
    "/apply": ["/apply"],
    "/apply/progress": ["/apply/progress"],
    "/apply/rectified": ["/apply/rectified"],
    "me": ["/me"],
    "me/access": ["/me/access"],
    "changes/bulk": ["/changes/bulk?register=customers"],
    "changes/new-customer": ["/changes/new-customer"],
    "me/security": ["/me/security"],
    "me/substitutes": ["/me/substitutes"],
    "my/started": ["/my/started"],
    "my/done": ["/my/done"],
    "notifications": ["/notifications"],
    "design": ["/design"],
    "design/p/:key": [
        f"/design/p/installation?tab={tab}"
        for tab in ("diagram", "forms", "decisions", "tests", "versions", "settings")
    ],
    "design/p/:key/diff": ["/design/p/installation/diff?from=1&to=1"],
    "audit": ["/audit", "/audit?view=instances", "/audit?view=archive"],
    "audit/archive/:name": [],
    "audit/archive/:name/i/:instanceId": [],
    "audit/changes": ["/audit/changes?kind=engine"],
    "audit/i/:instanceId": ["/audit/i/{instance}"]
    + [f"/audit/i/{{instance}}?tab={tab}" for tab in ("diagram", "data", "files")],
    "audit/customers/:customerId": ["/audit/customers/{customer}"],
    "audit/records/:table/:record": ["/audit/records/registers_customer/{customer}"],
    "admin": ["/admin"],
    "admin/incidents": ["/admin/incidents", "/admin/incidents?state=any&ordering=attempts"],
    "admin/instances": ["/admin/instances", "/admin/instances?definition=installation"],
    "admin/outbox": ["/admin/outbox"],
    "admin/credentials": ["/admin/credentials"],
    "admin/batches": ["/admin/batches"],
    "admin/batches/:batchId": ["/admin/batches/{batch}"],
    "admin/migrate/:key": ["/admin/migrate/installation"],
    "reports": ["/reports"],
    "reports/:reportKey": ["/reports/support_request.departments", "/reports/repair_dispatch.segments?month=2020-01"],
    "admin/users": ["/admin/users", "/admin/users?state=active"],
    "admin/users/:username": ["/admin/users/surveyor"],
    "admin/units": ["/admin/units", "/admin/units?q=001&state=open"],
    "admin/substitutes": ["/admin/substitutes"],
    "admin/rights": ["/admin/rights"],
    "admin/rights-changes": ["/admin/rights-changes"],
    "admin/calendar": ["/admin/calendar"],
    "admin/log-ins": ["/admin/log-ins"],
}
VISITORS = {
    "design": "process_designer",
    "audit": "auditor",
    "admin": "administrator",
    "imports": "metering_officer",
    "suspicions": "metering_officer",
    "collections": "finance_officer",
    "payment-problems": "finance_officer",
}
"""Who opens the pages whose route begins so; the others are opened by the customer service."""
ACCEPTED = {
    "aria-required-children": "antd puts the button for the tabs that do not fit into the list of tabs",
    "scrollable-region-focusable": "antd's own wide table; its cells are reached by their links",
}
"""The rules of axe that a page of ours may break, each with its reason."""
KNOWN = {
    "boolean": "the name of a FEEL type in a decision table",
    "Close": "the token simulation speaks English only",
    "用气地址": "a field's title in the designer's list: a form is written in Chinese first",
    "客户名称": "a field's title in the designer's list: a form is written in Chinese first",
    "分公司": "a value of a trial of the decision table, as its author wrote it",
    "受理号": "a field's title in the designer's list: a form is written in Chinese first",
    "不同意": "an outcome's label in the designer's trial: a form is written in Chinese first",
    "edit": "the name that antd gives its pencil",
    "refused": "a value that a form of the diagram may take",
    "password": "a value in the record of a log-in, shown as it was recorded",
    "Clear": "to be mended: the button that empties the filter by kind at /audit/changes",
}
"""The texts that look as if they were left untranslated, each with its reason."""

FINDINGS = """() => axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)))"""
TEXTS = """() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.nodeValue.trim();
        if (text && !walker.currentNode.parentElement.closest('script, style, [lang]:not(html)')) found.add(text);
    }
    for (const node of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
        for (const name of ['aria-label', 'placeholder', 'title']) found.add(node.getAttribute(name) ?? '');
    }
    return [...found];
}"""


def _untranslated(texts: list[str], lang: str) -> list[str]:
    """Texts that are a key of the catalogue, or the other language's words for it."""
    own, other = catalogue(lang), catalogue("en" if lang == "zh-CN" else "zh-CN")
    keys = {key.split(":", 1)[1] for key in own if "." in key} | set(own)
    foreign = {text for key, text in other.items() if own.get(key) != text} - set(own.values())
    return sorted(text for text in set(texts) - set(KNOWN) if text in keys or (len(text) > 2 and text in foreign))


def test_every_route_is_visited() -> None:
    sources = sorted((WEB / "src").glob("*/routes.tsx"))
    assert {route for path in sources for route in ROUTE.findall(path.read_text())} == set(ADDRESSES)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_page(page_as: Callable[..., Page], archived: Archived, lang: str) -> None:
    pages: dict[str, Page] = {}
    wrong: list[str] = []
    waiting = _a_waiting_task(page_as("customer_service", lang=lang))
    batch = _a_batch(page_as("administrator", lang=lang), archived.instance)
    run = _an_import(page_as("metering_officer", lang=lang))
    for route, addresses in ADDRESSES.items():
        visitor = "" if route == "/login" else VISITORS.get(route.split("/")[0], "customer_service")
        if visitor not in pages:
            pages[visitor] = page_as(visitor or None, lang=lang)
            _listen(pages[visitor], wrong)
        for address in addresses:
            path = address.format(
                instance=archived.instance,
                customer=archived.customer,
                task=waiting,
                batch=batch,
                run=run,
            )
            pages[visitor].set_viewport_size({"width": 1440, "height": 900})
            pages[visitor].goto(path)
            wrong += [f"{path}: {fault}" for fault in _faults(pages[visitor], lang, searched=lang == "zh-CN")]
            pages[visitor].set_viewport_size({"width": 390, "height": 844})
            wrong += [f"{path} on a phone: {fault}" for fault in _faults(pages[visitor], lang, searched=lang == "en")]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _a_waiting_task(page: Page) -> str:
    instance = start_application(page.request)
    return str(wait_for_task(page.request, instance["id"], "review_papers")["id"])


def _a_batch(page: Page, instance: str) -> str:
    """A batch whose only row is refused: the instance has ended."""
    order = {"kind": "suspend_instances", "ids": [instance], "reason": "看一看"}
    return str(send(page.request, "POST", "/api/batches/", order)["id"])


def _an_import(page: Page) -> str:
    """Readings of a meter that nobody knows."""
    content = "表号,抄表时间,机械读数\nX404,2026-11-02 09:00,5\n合计,1\n".encode()
    token = page.request.get("/api/session/").json()["csrf_token"]
    file = {"name": "抄表.csv", "mimeType": "text/csv", "buffer": content}
    answer = page.request.post(
        "/api/imports/", multipart={"kind": "readings", "file": file}, headers={"X-CSRFToken": token}
    )
    return str(answer.json()["id"])


def _listen(page: Page, wrong: list[str]) -> None:
    def note(message: ConsoleMessage) -> None:
        # The browser itself notes that nobody is logged in yet.
        if message.type == "error" and "401" not in message.text:
            wrong.append(f"{page.url}: console: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))


def _faults(page: Page, lang: str, *, searched: bool) -> list[str]:
    """What is wrong with the page as it stands; axe searches it when asked, for each width in one language."""
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_role("status", name=say(lang, "app:loading"))).to_have_count(0)
    faults = [f"not translated: {text}" for text in _untranslated(page.evaluate(TEXTS), lang)]
    if _scrolls_sideways(page):
        page.wait_for_timeout(1000)  # what is drawn by script follows a change of width a moment later
        if _scrolls_sideways(page):
            faults.append("scrolls sideways")
    if searched:
        page.evaluate(AXE.read_text())
        faults += [finding for finding in page.evaluate(FINDINGS) if finding.split(":")[0] not in ACCEPTED]
    return faults


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
