"""The ways that a safety inspection may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

PLAN: dict[str, Any] = {
    "area": "中山北路", "area_by": "address", "category": "commercial", "inspect_from": "2026-11-24",
}  # fmt: skip


def inspection(runtime: Any, **changes: Any) -> Scenario:
    """A running inspection of three shops."""
    return Scenario("safety_inspection", runtime, memory_jobs(), **(PLAN | changes))


def everybody_is_in_order(runtime: Any) -> Scenario:
    """All three at the first visit, no hazard; the report is printed again once."""
    case = inspection(runtime)
    case.complete("arrange_inspections")
    case.complete_all("inspect_point")
    case.complete("confirm_inspection", {"report": "return"})
    case.complete("confirm_inspection")
    case.expect_ended_at("inspection_closed")
    seen = case.variables()
    assert (seen["planned"], seen["inspected"], seen["rate"], seen["hazard_count"]) == (3, 3, 100, 0)
    assert (case.jobs_done["print_inspection_report"], case.jobs_done["print_access_notice"]) == (2, 0)
    return case


def two_hazards_are_rectified(runtime: Any) -> Scenario:
    """Two hazards of two shops: two rectifications side by side, each with the shop's name; then the report."""
    case = inspection(runtime)
    case.complete("arrange_inspections")
    case.complete_all("inspect_point", {"hazards": {"中山北路 1 号": "ventilation", "中山北路 2 号": "equipment"}})
    case.expect_waiting_at("deliver_notice", "deliver_notice")
    named = {case.variables(work.scope_id)["customer_name"] for work in case.tasks("deliver_notice")}
    assert named == {"商户 1", "商户 2"}
    for element in ("deliver_notice", "report_rectified", "inspect_again"):
        case.complete_all(element)
    case.complete("confirm_inspection")
    case.expect_ended_at("inspection_closed")
    assert case.variables()["hazard_count"] == 2
    return case


def refused_once_then_let_in(runtime: Any) -> Scenario:
    """The visits were late and the branch manager was told; the second visit was let in."""
    case = inspection(runtime)
    case.complete("arrange_inspections")
    case.wait(days=5)
    case.complete_all("inspect_point", {"refused": ["中山北路 2 号"]})
    case.expect_waiting_at("inspect_point_again")
    case.complete_all("inspect_point_again")
    case.complete("confirm_inspection")
    case.expect_ended_at("inspection_closed")
    assert case.jobs_done["tell_late_visits"] == 1
    assert (case.variables()["inspected"], case.variables()["refused"]) == (3, 0)
    return case


def twice_in_vain(runtime: Any) -> Scenario:
    """One refused twice, one was never home: a written notice for each."""
    case = inspection(runtime)
    case.complete("arrange_inspections")
    vain = {"refused": ["中山北路 2 号"], "absent": ["中山北路 3 号"]}
    case.complete_all("inspect_point", vain)
    case.complete_all("inspect_point_again", vain | {"again": "same"})
    case.complete("confirm_inspection")
    case.expect_ended_at("inspection_closed")
    seen = case.variables()
    assert case.jobs_done["print_access_notice"] == 2
    assert [(one["customer_name"], one["first"], one["second"]) for one in seen["access_notices"]] == [
        ("商户 2", "refused", "refused"), ("商户 3", "absent", "absent"),
    ]  # fmt: skip
    assert (seen["inspected"], seen["refused"], seen["absent"], str(seen["rate"])) == (1, 1, 1, "33.3")
    return case


def area_is_corrected(runtime: Any) -> Scenario:
    """Nobody is supplied there; the right street then."""
    case = inspection(runtime, area="无此路")
    case.complete("correct_inspection_area")
    case.expect_waiting_at("arrange_inspections")
    return case


def plan_is_withdrawn(runtime: Any) -> Scenario:
    """Nobody is supplied there, and nobody is to be inspected."""
    case = inspection(runtime, area="无此路")
    case.complete("correct_inspection_area", {"area_decision": "withdraw"})
    case.expect_ended_at("plan_withdrawn")
    return case


STORIES = (
    everybody_is_in_order,
    two_hazards_are_rectified,
    refused_once_then_let_in,
    twice_in_vain,
    area_is_corrected,
    plan_is_withdrawn,
)
