"""The ways that an application may go; together they take every flow of the diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.scenarios.jobs import MILL, installation
from tests.scenarios.scenario import Scenario

Plan = Mapping[str, Any]


def _survey(case: Scenario, plan: Plan | None = None) -> None:
    case.expect_waiting_at("survey_site", "survey_site")
    case.complete_all("survey_site", plan)
    case.complete("conclude_survey", plan)


def _to_scheme(case: Scenario) -> None:
    case.complete("review_papers")
    _survey(case)


def _to_fee(case: Scenario) -> None:
    _to_scheme(case)
    case.complete("prepare_scheme")
    case.complete("approve_by_branch")
    case.expect_waiting_at("collect_fee")


def _to_works(case: Scenario) -> None:
    _to_fee(case)
    case.complete("collect_fee")
    case.complete("design_drawings")
    case.complete("review_drawings")
    case.expect_waiting_at("plan_construction", "sign_contract", "issue_meter")


def _works(case: Scenario, plan: Plan | None = None) -> None:
    case.complete("plan_construction", plan)
    if plan and plan.get("permits"):
        case.complete("obtain_permits")
    case.complete("sign_contract")
    case.complete("issue_meter")
    case.expect_waiting_at("build_section", "build_section")
    case.complete_all("build_section")
    case.expect_waiting_at("arrange_acceptance")


def _acceptance(case: Scenario, plan: Plan | None = None) -> None:
    case.expect_waiting_at("accept_work", "accept_work", "accept_work")
    case.complete_all("accept_work", plan)


def _finish(case: Scenario) -> None:
    for element in ("commission_gas", "check_volume", "call_back"):
        case.expect_waiting_at(element)
        case.complete(element)
    case.expect_ended_at("archived")


def straight_to_the_archive(runtime: Any) -> Scenario:
    """Everything right at the first attempt."""
    case = installation(runtime)
    _to_works(case)
    _works(case)
    case.complete("arrange_acceptance")
    _acceptance(case)
    _finish(case)
    return case


def missing_papers_brought_to_the_counter(runtime: Any) -> Scenario:
    """Papers missing once, brought in time; the second review finds them complete."""
    case = installation(runtime)
    case.complete("review_papers", {"papers": "missing"})
    case.expect_waiting_at("receive_missing_papers")
    case.wait(days=9)
    case.complete("receive_missing_papers")
    case.complete("review_papers")
    case.expect_waiting_at("survey_site", "survey_site")
    return case


def missing_papers_twice(runtime: Any) -> Scenario:
    """A customer from the web sends papers that are still incomplete; the refusal is approved."""
    case = installation(runtime, at="web_application_received", channel="web")
    case.complete("review_papers", {"papers": "missing"})
    case.message("papers_supplemented", "BZ-1")
    case.complete("review_papers", {"papers": "missing"})
    case.expect_waiting_at("approve_refusal")
    case.complete("approve_refusal")
    case.expect_ended_at("refused")
    return case


def missing_papers_never_come(runtime: Any) -> Scenario:
    """Nobody brings the papers: the application lapses."""
    case = installation(runtime)
    case.complete("review_papers", {"papers": "missing"})
    case.wait(days=10)
    case.expect_ended_at("lapsed_without_papers")
    return case


def refusal_not_approved(runtime: Any) -> Scenario:
    """The market department does not accept the first survey's no; the second survey finds a way."""
    case = installation(runtime)
    case.complete("review_papers")
    _survey(case, {"survey": "infeasible"})
    case.expect_waiting_at("approve_refusal")
    case.complete("approve_refusal", {"refusal": "return"})
    _survey(case)
    case.expect_waiting_at("prepare_scheme")
    return case


def infeasible(runtime: Any) -> Scenario:
    """Not feasible, and the refusal is approved."""
    case = installation(runtime)
    case.complete("review_papers")
    _survey(case, {"survey": "infeasible"})
    case.complete("approve_refusal")
    case.expect_ended_at("refused")
    return case


def scheme_returned_by_the_branch(runtime: Any) -> Scenario:
    """The branch manager returns the scheme once."""
    case = installation(runtime)
    _to_scheme(case)
    case.complete("prepare_scheme")
    case.complete("approve_by_branch", {"scheme": "return"})
    case.expect_waiting_at("prepare_scheme")
    assert case.variables()["scheme_comment"]
    case.complete("prepare_scheme")
    case.complete("approve_by_branch")
    case.expect_waiting_at("collect_fee")
    return case


def countersigned(runtime: Any) -> Scenario:
    """The flow is above the branch's limit: one return ends the countersigning, then both sign."""
    case = installation(runtime, appliances=[{"name": "锅炉", "rated_flow": 60, "quantity": 1}])
    _to_scheme(case)
    case.complete("prepare_scheme")
    case.expect_waiting_at("countersign_scheme", "countersign_scheme")
    case.complete("countersign_scheme", {"scheme": "return"})
    case.expect_waiting_at("prepare_scheme")
    case.complete("prepare_scheme")
    case.complete_all("countersign_scheme")
    case.expect_waiting_at("collect_fee")
    return case


def above_every_limit(runtime: Any) -> Scenario:
    """Market, chief engineer and the company; the company returns it once."""
    case = installation(
        runtime,
        **MILL,
    )
    _to_scheme(case)
    case.complete("prepare_scheme", {"meter_price": 620000})
    case.complete_all("countersign_scheme")
    case.expect_waiting_at("approve_by_company")
    case.complete("approve_by_company", {"company": "return"})
    case.complete("prepare_scheme", {"meter_price": 620000})
    case.complete_all("countersign_scheme")
    case.complete("approve_by_company")
    case.expect_waiting_at("collect_fee")
    return case


def paid_through_the_bank(runtime: Any) -> Scenario:
    """Two reminders, then two payments through the bank; drawings returned once with marked comments."""
    case = installation(runtime)
    _to_fee(case)
    case.wait(days=7)
    assert case.jobs_done["print_fee_reminder"] == 1
    case.wait(days=7)
    assert case.jobs_done["print_fee_reminder"] == 2
    case.expect_waiting_at("collect_fee")
    case.message("payment_received", case.variables()["fee_notice_no"], paid_amount=20000, paid_on="2026-12-10")
    case.expect_waiting_at("collect_fee")
    assert case.variables()["fee_balance"] == 5333
    case.message("payment_received", case.variables()["fee_notice_no"], paid_amount=5333, paid_on="2026-12-12")
    case.complete("design_drawings")
    case.complete("review_drawings", {"drawings": "return"})
    case.expect_waiting_at("design_drawings")
    assert case.variables()["drawing_marks"]
    case.complete("design_drawings")
    case.complete("review_drawings")
    case.expect_waiting_at("plan_construction", "sign_contract", "issue_meter")
    return case


def never_paid(runtime: Any) -> Scenario:
    """Two reminders, and the lapse on the thirtieth day."""
    case = installation(runtime)
    _to_fee(case)
    case.wait(days=29)
    case.expect_waiting_at("collect_fee")
    case.wait(days=1)
    case.expect_ended_at("lapsed_without_payment")
    assert case.jobs_done["print_fee_reminder"] == 2
    return case


def failed_points_rectified(runtime: Any) -> Scenario:
    """Permits, a wrong meter, two failed points: each its own rectification, then acceptance again."""
    case = installation(runtime)
    _to_works(case)
    case.complete("issue_meter", {"meter": "wrong"})
    case.expect_waiting_at("plan_construction", "sign_contract", "issue_meter")
    _works(case, {"permits": True})
    case.complete("arrange_acceptance")
    _acceptance(case, {"fails": 2})
    case.expect_waiting_at("deliver_notice", "deliver_notice")
    for element in ("deliver_notice", "report_rectified", "inspect_again"):
        case.complete_all(element)
    _acceptance(case)
    _finish(case)
    return case


STORIES = (
    straight_to_the_archive,
    missing_papers_brought_to_the_counter,
    missing_papers_twice,
    missing_papers_never_come,
    refusal_not_approved,
    infeasible,
    scheme_returned_by_the_branch,
    countersigned,
    above_every_limit,
    paid_through_the_bank,
    never_paid,
    failed_points_rectified,
)
