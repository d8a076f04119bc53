"""The ways that a complaint may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

BILL: dict[str, Any] = {
    "channel": "hotline", "complainant": "王建国", "contact_phone": "13805510001", "complaint_kind": "billing",
    "complaint_text": "九月气费比往年多一倍。", "wish": "核对并退还多收部分。",
}  # fmt: skip
TO_THE_ANSWER = ("investigate_complaint", "answer_complaint")


def complaint(runtime: Any, **changes: Any) -> Scenario:
    """A running complaint about a bill, by telephone."""
    return Scenario("complaint", runtime, memory_jobs(), **(BILL | changes))


def _through(case: Scenario, *elements: str) -> None:
    for element in elements:
        case.expect_waiting_at(element)
        case.complete(element)


def answered_and_satisfied(runtime: Any) -> Scenario:
    """The ordinary way: five days, the billing department."""
    case = complaint(runtime)
    assert case.tasks("investigate_complaint")[0].details["candidate_groups"] == ["finance_officer"]
    _through(case, *TO_THE_ANSWER, "call_back_complainant")
    case.expect_ended_at("closed_satisfied")
    seen = case.variables()
    assert (seen["limit"]["level"], (seen["due_at"] - seen["received_at"]).days) == ("一般", 5)
    assert (seen["satisfaction_score"], seen["rounds"], case.jobs_done["tell_department_overdue"]) == (5, 1, 0)
    return case


def second_round_by_the_manager(runtime: Any) -> Scenario:
    """Unsatisfied: the manager is late, is reminded, answers again; then all is well."""
    case = complaint(runtime)
    _through(case, *TO_THE_ANSWER)
    case.complete("call_back_complainant", {"satisfaction": ["unsatisfied", "satisfied"]})
    case.expect_waiting_at("review_again")
    case.wait(days=4)
    _through(case, "review_again")
    case.complete("call_back_complainant", {"satisfaction": ["unsatisfied", "satisfied"]})
    case.expect_ended_at("closed_satisfied")
    seen = case.variables()
    assert (seen["overdue_department"], case.jobs_done["tell_second_overdue"]) == ("分公司经理", 1)
    assert seen["first_answer"] != seen["answer_text"]
    assert (seen["first_answer_no"], seen["answer_no"]) == ("TSD-1", "TSD-2")
    return case


def two_rounds_in_vain(runtime: Any) -> Scenario:
    """Unsatisfied twice: it ends, and says so."""
    case = complaint(runtime)
    _through(case, *TO_THE_ANSWER)
    case.complete("call_back_complainant", {"satisfaction": "unsatisfied"})
    _through(case, "review_again")
    case.complete("call_back_complainant", {"satisfaction": "unsatisfied"})
    case.expect_ended_at("closed_unsatisfied")
    assert case.rounds["review_again"] == 1
    return case


def overdue_names_the_department(runtime: Any) -> Scenario:
    """The authority forwards it: two days; construction lets them pass and is told, the manager too."""
    case = complaint(runtime, channel="regulator", channel_no="12345-88", complaint_kind="construction")
    case.wait(days=3)
    assert case.variables()["overdue_department"] == "工程部"
    assert (case.jobs_done["tell_department_overdue"], case.jobs_done["tell_manager_overdue"]) == (1, 1)
    _through(case, *TO_THE_ANSWER)
    case.complete("call_back_complainant", {"satisfaction": "unreachable"})
    case.expect_ended_at("closed_unrated")
    return case


def reassigned_without_a_new_limit(runtime: Any) -> Scenario:
    """Not billing but metering: the limit still runs from the receipt."""
    case = complaint(runtime)
    due = case.variables()["due_at"]
    case.wait(days=1)
    case.complete("investigate_complaint", {"investigation": "not_ours"})
    _through(case, "reassign_complaint")
    assert case.tasks("investigate_complaint")[0].details["candidate_groups"] == ["metering_officer"]
    assert case.variables()["due_at"] == due
    _through(case, *TO_THE_ANSWER, "call_back_complainant")
    case.expect_ended_at("closed_satisfied")
    return case


STORIES = (
    answered_and_satisfied,
    second_round_by_the_manager,
    two_rounds_in_vain,
    overdue_names_the_department,
    reassigned_without_a_new_limit,
)
