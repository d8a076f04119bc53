"""A change is proposed on the customer's page and decided at a desk, field by field, on the running system."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Archived


def test_a_proposal_goes_from_the_record_to_the_desk_and_into_the_record(
    page_as: Callable[..., Page], archived: Archived
) -> None:
    title = f"新抬头{secrets.token_hex(3)}"
    clerk = page_as("customer_service", path=f"/customers/{archived.customer}")
    clerk.get_by_role("button", name="申请变更").click()
    clerk.get_by_label("开票抬头").fill(title)
    clerk.get_by_label("变更理由").fill("客户来函")
    clerk.get_by_role("button", name="提交申请").click()
    expect(clerk.get_by_text(f"→ {title}")).to_be_visible()

    for who in ("data_steward", "finance_officer"):
        desk = page_as(who, path="/inbox?view=group")
        desk.get_by_text("开票抬头").first.click()
        expect(desk.get_by_role("insertion").filter(has_text=title)).to_be_visible()
        desk.get_by_role("button", name="领取", exact=True).click()
        desk.get_by_role("button", name="同意", exact=True).click()
        expect(desk.get_by_role("button", name="同意", exact=True)).to_have_count(0)

    for _ in range(30):  # the worker's timer brings the effective date
        clerk.reload()
        expect(clerk.get_by_role("definition").filter(has_text=title).first).to_be_visible()
        if clerk.get_by_text(f"→ {title}").count() == 0:
            break
        clerk.wait_for_timeout(500)
    expect(clerk.get_by_text(f"→ {title}")).to_have_count(0)
    expect(clerk.get_by_role("definition").filter(has_text=title)).to_be_visible()
