"""The ways that a change may go; together they take every flow of the diagram."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.scenarios.jobs import data_change
from tests.scenarios.scenario import START, Scenario


def _signed(case: Scenario) -> None:
    """Everybody signs, and the effective date comes."""
    case.complete_all("sign_change")
    case.wait(minutes=1)


def one_steward_is_enough(runtime: Any) -> Scenario:
    """A small customer's phone: one signature, applied at once, verified."""
    case = data_change(runtime)
    case.expect_waiting_at("sign_change")
    _signed(case)
    case.expect_waiting_at("verify_change")
    assert (case.jobs_done["apply_change"], case.jobs_done["print_decision"]) == (1, 1)
    case.complete("verify_change")
    case.expect_ended_at("change_done")
    return case


def nobody_need_approve(runtime: Any) -> Scenario:
    """An address: no governed field, no signature."""
    case = data_change(runtime, fields=["address"])
    case.wait(minutes=1)
    case.expect_waiting_at("verify_change")
    assert case.jobs_done["record_signature"] == 0
    return case


def a_transfer_is_checked_on_site_and_takes_everybody(runtime: Any) -> Scenario:
    """过户: on site, two signatures at once, the manager; on the effective date it is applied."""
    later = (START + dt.timedelta(days=5)).isoformat()
    case = data_change(runtime, change_kind="transfer", fields=["name", "phone"], effective_at=later)
    case.expect_waiting_at("verify_on_site")
    case.complete("verify_on_site")
    case.expect_waiting_at("sign_change", "sign_change")
    case.complete_all("sign_change")
    assert case.jobs_done["record_signature"] == 2
    case.expect_waiting_at("approve_by_manager")
    case.complete("approve_by_manager")
    assert case.jobs_done["apply_change"] == 0
    case.wait(days=6)
    case.expect_waiting_at("verify_change")
    case.complete("verify_change")
    case.expect_ended_at("change_done")
    return case


def refused_by_one_of_two(runtime: Any) -> Scenario:
    """Finance says no to a bank account: nothing is applied."""
    case = data_change(runtime, register="registers_paymentaccount", fields=["account_no"])
    case.complete_all("sign_change", {"sign": {"finance_officer": "refuse"}})
    case.expect_ended_at("change_refused")
    assert case.jobs_done["apply_change"] == 0
    return case


def returned_and_proposed_again(runtime: Any) -> Scenario:
    """Returned for a better paper; proposed again, it begins anew; then the record has changed meanwhile: again."""
    case = data_change(runtime, conflicting_rounds=[1])
    case.complete("sign_change", {"sign": "return"})
    case.expect_waiting_at("amend_proposal")
    case.complete("amend_proposal")
    _signed(case)
    assert case.jobs_done["apply_change"] == 1
    case.expect_waiting_at("amend_proposal")
    case.complete("amend_proposal")
    _signed(case)
    case.expect_waiting_at("verify_change")
    return case


def returned_and_withdrawn(runtime: Any) -> Scenario:
    """The proposer gives it up."""
    case = data_change(runtime)
    case.complete("sign_change", {"sign": "return"})
    case.complete("amend_proposal", {"amendment": "withdraw"})
    case.expect_ended_at("change_withdrawn")
    return case


def returned_and_forgotten(runtime: Any) -> Scenario:
    """Nobody amends it for thirty days."""
    case = data_change(runtime)
    case.complete("sign_change", {"sign": "return"})
    case.wait(days=31)
    case.expect_ended_at("change_withdrawn")
    return case


def found_wrong_and_restored(runtime: Any) -> Scenario:
    """The archivist finds it wrong: the opposite change takes the whole road again."""
    case = data_change(runtime)
    _signed(case)
    case.complete("verify_change", {"verification": "wrong"})
    assert case.jobs_done["ask_reversal"] == 1
    _signed(case)
    case.complete("verify_change")
    case.expect_ended_at("change_done")
    return case


STORIES = (
    one_steward_is_enough,
    nobody_need_approve,
    a_transfer_is_checked_on_site_and_takes_everybody,
    refused_by_one_of_two,
    returned_and_proposed_again,
    returned_and_withdrawn,
    returned_and_forgotten,
    found_wrong_and_restored,
)
