"""The ways that a replacement may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

SLOW: dict[str, Any] = {
    "meter_serial": "AL0001", "source": "analysis", "reason": "slow", "suspicion": "气量连续两月偏低。",
}  # fmt: skip
TO_THE_SWAP = ("verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", "confirm_swap")


def replacement(runtime: Any, **changes: Any) -> Scenario:
    """A running replacement of a meter that runs slow."""
    return Scenario("meter_replacement", runtime, memory_jobs(), **(SLOW | changes))


def _through(case: Scenario, *elements: str, plan: dict[str, Any] | None = None) -> None:
    for element in elements:
        case.expect_waiting_at(element)
        case.complete(element, plan)


def slow_meter_is_replaced_and_paid_for(runtime: Any) -> Scenario:
    """Out of tolerance: two months corrected, sent back once, approved, posted, the old meter scrapped."""
    case = replacement(runtime)
    _through(case, *TO_THE_SWAP, "hand_over_meter", "record_test", "review_basis")
    case.complete("approve_adjustment", {"adjustment": "return"})
    _through(case, "review_basis", "approve_adjustment", "dispose_old_meter")
    case.expect_ended_at("replaced")
    seen = case.variables()
    assert (seen["method"], str(seen["adjustment_volume"]), str(seen["adjustment_amount"])) == (
        "two_months", "166.808", "608.85",
    )  # fmt: skip
    return case


def adjustment_is_refused(runtime: Any) -> Scenario:
    """The branch manager grants none."""
    case = replacement(runtime)
    _through(case, *TO_THE_SWAP, "hand_over_meter", "record_test", "review_basis")
    case.complete("approve_adjustment", {"adjustment": "refuse"})
    _through(case, "dispose_old_meter")
    case.expect_ended_at("replaced")
    assert case.jobs_done["post_adjustment"] == 0
    return case


def good_meter_goes_back_to_stock(runtime: Any) -> Scenario:
    """Within the tolerance: nothing is due."""
    case = replacement(runtime)
    _through(case, *TO_THE_SWAP, "hand_over_meter")
    case.complete("record_test", {"error": 1.2})
    _through(case, "review_basis")
    case.complete("dispose_old_meter", {"disposal": "stock"})
    case.expect_ended_at("replaced")
    assert case.variables()["adjustment_amount"] == 0
    return case


def stopped_meter_by_the_average(runtime: Any) -> Scenario:
    """Stood still: without the days there is nothing to compute with; then the four months' average for 45 days."""
    case = replacement(runtime, reason="stopped")
    _through(case, *TO_THE_SWAP, "hand_over_meter")
    case.complete("record_test", {"error": -100})
    _through(case, "review_basis")
    case.expect_waiting_at("review_basis")
    case.complete("review_basis", {"stopped_days": 45, "registered": 12})
    _through(case, "approve_adjustment", "dispose_old_meter")
    case.expect_ended_at("replaced")
    assert (case.variables()["method"], str(case.variables()["adjustment_volume"])) == ("average", "1350.750")
    return case


def stopped_meter_by_the_year_before(runtime: Any) -> Scenario:
    """The same season last year is known: it is the measure."""
    case = replacement(runtime, reason="stopped", meter_serial="AL0001Y")
    _through(case, *TO_THE_SWAP, "hand_over_meter")
    case.complete("record_test", {"error": -100})
    case.complete("review_basis", {"stopped_days": 30, "registered": 0})
    _through(case, "approve_adjustment", "dispose_old_meter")
    assert (case.variables()["method"], str(case.variables()["adjustment_volume"])) == ("last_year", "1100.000")
    return case


def bigger_meter_needs_no_test(runtime: Any) -> Scenario:
    """A change of capacity: the old meter is not tested."""
    case = replacement(runtime, reason="capacity", source="resizing")
    _through(case, *TO_THE_SWAP, "dispose_old_meter")
    case.expect_ended_at("replaced")
    return case


def repaired_on_site(runtime: Any) -> Scenario:
    """Mended at once; the visit was late, and the metering officer was told."""
    case = replacement(runtime)
    _through(case, "verify_suspicion", "plan_visit")
    case.wait(days=4)
    case.complete("visit_site", {"visit": "repaired"})
    case.expect_ended_at("repaired_on_site")
    assert case.jobs_done["tell_overdue_visit"] == 1
    return case


def nobody_is_ever_home(runtime: Any) -> Scenario:
    """Three times in vain, a notice; the customer calls, three times in vain again, and never answers."""
    case = replacement(runtime)
    case.complete("verify_suspicion")
    for _ in range(3):
        _through(case, "plan_visit", "visit_site", plan={"visit": "absent"})
    case.expect_waiting_at()
    case.message("appointment_made", "HB-1")
    for _ in range(3):
        _through(case, "plan_visit", "visit_site", plan={"visit": "absent"})
    case.wait(days=31)
    case.expect_ended_at("not_reached")
    assert case.jobs_done["print_absence_notice"] == 2
    return case


def wrong_meter_then_reversed(runtime: Any) -> Scenario:
    """A meter that does not fit goes back; a swap that was recorded wrongly is reversed."""
    case = replacement(runtime)
    _through(case, "verify_suspicion", "plan_visit", "visit_site")
    case.complete("issue_new_meter", {"new_serial": "WRONG1"})
    _through(case, "issue_new_meter", "swap_on_site")
    case.complete("confirm_swap", {"swap": "reverse"})
    case.expect_ended_at("reversed")
    return case


def corrected_serial_without_a_fault(runtime: Any) -> Scenario:
    """The serial number was misread; the right meter has no fault."""
    case = replacement(runtime, meter_serial="NONE1")
    _through(case, "correct_serial")
    case.complete("verify_suspicion", {"finding": "no_fault"})
    case.expect_ended_at("no_fault")
    return case


def raised_in_error(runtime: Any) -> Scenario:
    """No such meter, and none was meant."""
    case = replacement(runtime, meter_serial="NONE1")
    case.complete("correct_serial", {"serial_decision": "withdraw"})
    case.expect_ended_at("withdrawn")
    return case


STORIES = (
    slow_meter_is_replaced_and_paid_for,
    adjustment_is_refused,
    good_meter_goes_back_to_stock,
    stopped_meter_by_the_average,
    stopped_meter_by_the_year_before,
    bigger_meter_needs_no_test,
    repaired_on_site,
    nobody_is_ever_home,
    wrong_meter_then_reversed,
    corrected_serial_without_a_fault,
    raised_in_error,
)
