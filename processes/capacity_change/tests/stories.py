"""The ways that a capacity change may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

ASKED: dict[str, Any] = {
    "meter_serial": "AL0001", "expected_monthly": 3000, "contact_phone": "13805510001",
    "appliances": [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 8}],
}  # fmt: skip
BOILER = [{"name": "锅炉", "rated_flow": 50, "quantity": 1}]
TO_THE_FEE = ("survey_change", "prepare_change", "approve_change")


def change(runtime: Any, **changes: Any) -> Scenario:
    """A running change of a kitchen."""
    return Scenario("capacity_change", runtime, memory_jobs(), **(ASKED | changes))


def _through(case: Scenario, *elements: str, plan: dict[str, Any] | None = None) -> None:
    for element in elements:
        case.expect_waiting_at(element)
        case.complete(element, plan)


def _paid(case: Scenario, amount: float, reference: str) -> None:
    case.message("capacity_fee_paid", "ZR-1", paid_amount=amount, payment_reference=reference)


def meter_stays(runtime: Any) -> Scenario:
    """36 m³/h suit the G25; sent back once, paid in two parts, accepted the second time."""
    case = change(runtime)
    _through(case, "survey_change", "prepare_change")
    case.complete("approve_change", {"change": "return"})
    _through(case, "prepare_change", "approve_change")
    _paid(case, 2000, "A")
    _paid(case, 6600, "B")
    _through(case, "do_works")
    case.complete("accept_change", {"acceptance": "fail"})
    _through(case, "accept_change")
    case.expect_ended_at("capacity_changed")
    seen = case.variables()
    assert (seen["meter_changes"], seen["fee_total"], seen["total_flow"]) == (False, 8600, 36)
    return case


def bigger_meter_by_the_company(runtime: Any) -> Scenario:
    """50 m³/h want a G40; the fee is the company's to approve, which sends it back once; the meter is replaced."""
    case = change(runtime, appliances=BOILER)
    _through(case, *TO_THE_FEE, plan={"unit_price": 66000})
    case.complete("approve_large_change", {"change": "return"})
    _through(case, "prepare_change", "approve_change", "approve_large_change", plan={"unit_price": 66000})
    _paid(case, 66000, "A")
    _through(case, "do_works")
    swap = ("verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", "confirm_swap")
    _through(case, *swap, "dispose_old_meter", "accept_change")
    case.expect_ended_at("capacity_changed")
    assert case.variables()["new_meter_serial"] == "AL0002"
    return case


def no_meter_was_replaced(runtime: Any) -> Scenario:
    """The called replacement finds no fault twice: asked for again once, then the change is stopped and credited."""
    case = change(runtime, appliances=BOILER)
    _through(case, *TO_THE_FEE)
    _paid(case, 8600, "A")
    _through(case, "do_works")
    case.complete("verify_suspicion", {"finding": "no_fault"})
    case.complete("resolve_meter", {"meter": "again"})
    case.complete("verify_suspicion", {"finding": "no_fault"})
    _through(case, "resolve_meter")
    case.expect_ended_at("stopped")
    seen = case.variables()
    assert (seen["credited"], seen.get("contract_no"), seen["new_meter_serial"]) == (8600, None, None)
    assert case.jobs_done["credit_fee"] == 1
    return case


def never_paid(runtime: Any) -> Scenario:
    """After thirty days the fee is canceled."""
    case = change(runtime)
    _through(case, *TO_THE_FEE)
    case.wait(days=31)
    case.expect_ended_at("fee_lapsed")
    assert case.jobs_done["cancel_fee"] == 1
    return case


def not_feasible(runtime: Any) -> Scenario:
    """The place does not allow it."""
    case = change(runtime)
    case.complete("survey_change", {"survey": "infeasible"})
    case.expect_ended_at("infeasible")
    return case


def unknown_meter(runtime: Any) -> Scenario:
    """No such meter hangs anywhere."""
    case = change(runtime, meter_serial="NONE1")
    case.expect_ended_at("not_accepted_here")
    return case


STORIES = (meter_stays, bigger_meter_by_the_company, no_meter_was_replaced, never_paid, not_feasible, unknown_meter)
