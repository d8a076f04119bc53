"""The ways that a disconnection may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

ASKED: dict[str, Any] = {
    "meter_serial": "AL0001", "reason": "closing", "wanted_on": "2026-11-30", "applicant": "王建国",
    "contact_phone": "13805510001",
}  # fmt: skip
TO_THE_SETTLEMENT = ("remove_on_site", "seal_off", "store_meter", "review_settlement", "approve_settlement")


def disconnection(runtime: Any, **changes: Any) -> Scenario:
    """A running disconnection of a shop that closes."""
    return Scenario("disconnection", runtime, memory_jobs(), **(ASKED | changes))


def _through(case: Scenario, *elements: str, plan: dict[str, Any] | None = None) -> None:
    for element in elements:
        case.expect_waiting_at(element)
        case.complete(element, plan)


def leaves_and_pays_the_rest(runtime: Any) -> Scenario:
    """36 m³ at 3.86 are owed; paid in two parts."""
    case = disconnection(runtime)
    _through(case, *TO_THE_SETTLEMENT)
    assert str(case.variables()["settlement_balance"]) == "138.96"
    case.complete("collect_rest", {"paid": 100})
    case.expect_waiting_at("collect_rest")
    case.complete("collect_rest", {"paid": 38.96})
    _through(case, "check_file")
    case.expect_ended_at("disconnected")
    return case


def deposit_is_refunded(runtime: Any) -> Scenario:
    """The deposit is more than the last gas."""
    case = disconnection(runtime)
    _through(case, *TO_THE_SETTLEMENT, plan={"deposit": 1000})
    assert str(case.variables()["settlement_balance"]) == "-861.04"
    _through(case, "pay_refund", "check_file")
    case.expect_ended_at("disconnected")
    return case


def arrears_are_paid_first(runtime: Any) -> Scenario:
    """Nobody goes out before the arrears are paid; then the deposit makes it even."""
    case = disconnection(runtime, meter_serial="AL1OWES")
    case.complete("collect_arrears", {"paid": 200})
    case.complete("collect_arrears", {"paid": 300})
    _through(case, *TO_THE_SETTLEMENT, plan={"deposit": 138.96})
    _through(case, "check_file")
    case.expect_ended_at("disconnected")
    assert case.jobs_done["record_arrears"] == 2
    return case


def arrears_are_never_paid(runtime: Any) -> Scenario:
    """After thirty days the application lapses; the meter stays."""
    case = disconnection(runtime, meter_serial="AL1OWES")
    case.wait(days=31)
    case.expect_ended_at("lapsed")
    assert case.jobs_done["tell_lapsed"] == 1
    return case


def leaks_and_is_sent_back(runtime: Any) -> Scenario:
    """The plug leaks once; the basis is wrong once; the branch manager sends it back once."""
    case = disconnection(runtime)
    _through(case, "remove_on_site")
    case.complete("seal_off", {"leak": "leaks"})
    _through(case, "seal_off")
    case.complete("store_meter", {"route": "test"})
    case.complete("review_settlement", {"billed": 9999})
    case.expect_waiting_at("review_settlement")
    case.complete("review_settlement", {"billed": 3600})
    case.complete("approve_settlement", {"settlement": "return"})
    _through(case, "review_settlement", "approve_settlement", plan={"billed": 3636})
    _through(case, "check_file")
    case.expect_ended_at("disconnected")
    return case


def corrected_then_owes_nothing(runtime: Any) -> Scenario:
    """The number was misread; the right meter is found."""
    case = disconnection(runtime, meter_serial="NONE1")
    case.complete("correct_application")
    case.expect_waiting_at("remove_on_site")
    return case


def withdrawn(runtime: Any) -> Scenario:
    """No such meter; the customer stays."""
    case = disconnection(runtime, meter_serial="NONE1")
    case.complete("correct_application", {"application_decision": "withdraw"})
    case.expect_ended_at("application_withdrawn")
    return case


STORIES = (
    leaves_and_pays_the_rest,
    deposit_is_refunded,
    arrears_are_paid_first,
    arrears_are_never_paid,
    leaks_and_is_sent_back,
    corrected_then_owes_nothing,
    withdrawn,
)
