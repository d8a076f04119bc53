"""The people of an office, each at a browser of their own, and one application that goes from desk to desk."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIRequestContext, Locator, Page, expect

from demo.answers import Sitting, answer
from demo.play import FILE
from demo.workbook import cases
from tests.browser.filling import fill, outcome_label
from tests.browser.words import say

Json = dict[str, Any]
CHINA = dt.timezone(dt.timedelta(hours=8))
SMALL_SHOP = 1
"""The number of the demo application that needs no more than the branch's approval."""


@dataclass(frozen=True, slots=True)
class Archived:
    """An application that has come to its end, and the customer whom it has put on file."""

    instance: str
    key: str
    customer: str
    name: str


def new_application() -> Json:
    """The demo's small shop under a name that no other test uses."""
    variables = next(case.variables for case in cases(FILE) if case.number == SMALL_SHOP)
    return {**variables, "customer_name": f"江城老灶{secrets.token_hex(3)}饭店"}


def send(request: APIRequestContext, method: str, path: str, body: Any = None) -> Any:
    """The API's answer to what the page of this person would send."""
    token = next((c["value"] for c in request.storage_state()["cookies"] if c.get("name") == "csrftoken"), "")
    headers = {"X-CSRFToken": token, "Idempotency-Key": secrets.token_hex(8)}
    response = request.fetch(path, method=method, data=body, headers=headers)
    assert response.ok, f"{method} {path}: {response.status} {response.text()}"
    return response.json()


def start_application(request: APIRequestContext, **changes: Any) -> Json:
    """A new instance of installation, started by this person through the API."""
    body = {"definition": "installation", "variables": new_application() | changes}
    return dict(send(request, "POST", "/api/process-instances/", body))


def answers_for(task: Json, form: Json, plan: Mapping[str, Any]) -> Json:
    """What the demo's people fill in at this task."""
    today = dt.datetime.now(CHINA).date()
    return answer(Sitting(task["element_id"], form["data"], today, plan, task["round"]))


def wait_for_task(request: APIRequestContext, instance: str, element: str) -> Json:
    """The open user task at the element, once the worker has brought the instance there."""
    task: Json = {}

    def arrived() -> bool:
        page = request.get(f"/api/user-tasks/?view=group&instance={instance}").json()
        mine = request.get(f"/api/user-tasks/?view=mine&instance={instance}").json()
        found = [one for one in mine["results"] + page["results"] if one["element_id"] == element]
        task.update(found[0] if found else {})
        return bool(found)

    eventually(arrived, f"{element} in {instance}")
    return task


def eventually(happens: Callable[[], bool], what: str, attempts: int = 300) -> None:
    """Returns as soon as it happens."""
    for _ in range(attempts):
        if happens():
            return
        time.sleep(0.2)
    raise AssertionError(f"never happened: {what}")


def complete_by_api(request: APIRequestContext, task: Json, plan: Mapping[str, Any]) -> None:
    """Claims and completes the task without its page."""
    form = request.get(f"/api/user-tasks/{task['id']}/form/").json()
    if task["state"] == "CREATED":
        send(request, "POST", f"/api/user-tasks/{task['id']}/claim/", {})
    body = {"variables": answers_for(task, form, plan)}
    send(request, "POST", f"/api/user-tasks/{task['id']}/complete/", body)


def detail(page: Page, lang: str = "zh-CN") -> Locator:
    """The open task's part of the inbox."""
    return page.get_by_role("region", name=say(lang, "inbox:detail"), exact=True)


def actions(page: Page, lang: str = "zh-CN") -> Locator:
    """The buttons at the foot of the open task."""
    return page.get_by_role("group", name=say(lang, "inbox:actions"))


def claim(page: Page, lang: str = "zh-CN") -> None:
    """Presses the button that takes the open task, and waits until the server has agreed."""
    actions(page, lang).get_by_role("button", name=say(lang, "inbox:claim"), exact=True).click()
    expect(page.get_by_role("alert").get_by_text(say(lang, "inbox:claimed"), exact=True).first).to_be_visible()
    expect(actions(page, lang).get_by_role("button", name=say(lang, "inbox:unclaim"))).to_be_visible()


def complete_in_browser(page: Page, task: Json, plan: Mapping[str, Any], lang: str = "zh-CN", **more: Any) -> Json:
    """Fills in the open, claimed task and ends it with its button; what was filled in."""
    form = page.request.get(f"/api/user-tasks/{task['id']}/form/", headers={"Accept-Language": lang}).json()
    answers = answers_for(task, form, plan) | more
    fill(page, form, answers)
    actions(page, lang).get_by_role("button", name=outcome_label(form, answers), exact=True).click()
    name = detail(page, lang).get_by_role("heading", level=1).inner_text()
    expect(page.get_by_text(say(lang, "inbox:completed", name=name))).to_be_visible()
    return answers
