"""The ways that a hazard may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import rectification
from tests.scenarios.scenario import Scenario


def mended_at_once(runtime: Any) -> Scenario:
    """Notice signed, work reported by the account manager, inspection passed."""
    case = rectification(runtime)
    for element in ("deliver_notice", "report_rectified", "inspect_again"):
        case.expect_waiting_at(element)
        case.complete(element)
    case.expect_ended_at("rectified")
    return case


def leak_with_two_rounds(runtime: Any) -> Scenario:
    """A leak: suspension, the hotline's message, a failed inspection, a second notice without a second suspension."""
    case = rectification(runtime, hazard_kind="leak")
    case.complete("deliver_notice")
    case.expect_waiting_at("suspend_gas")
    case.complete("suspend_gas")
    case.message("rectification_reported", case.variables()["hazard_no"], measures="已更换软管。")
    case.complete("inspect_again", {"inspection": "fail"})
    case.expect_waiting_at("deliver_notice")
    assert case.variables()["round"] == 2
    assert case.jobs_done["print_notice"] == 2
    case.complete("deliver_notice")
    case.expect_waiting_at("report_rectified")
    case.complete("report_rectified")
    case.complete("inspect_again")
    case.expect_waiting_at("restore_gas")
    case.complete("restore_gas")
    case.expect_ended_at("rectified")
    assert case.variables()["gas_off"] is False
    return case


def escalated_at_the_second_notice(runtime: Any) -> Scenario:
    """A lesser hazard that fails its inspection: the second notice comes with the suspension."""
    case = rectification(runtime)
    for element in ("deliver_notice", "report_rectified"):
        case.complete(element)
    case.complete("inspect_again", {"inspection": "fail"})
    case.complete("deliver_notice")
    case.expect_waiting_at("suspend_gas")
    case.complete("suspend_gas")
    case.complete("report_rectified")
    case.complete("inspect_again")
    case.complete("restore_gas")
    case.expect_ended_at("rectified")
    return case


def works_are_never_suspended(runtime: Any) -> Scenario:
    """A failed point of new works: no gas flows there yet, so a second notice suspends nothing."""
    case = rectification(runtime, hazard_kind="works")
    for element in ("deliver_notice", "report_rectified"):
        case.complete(element)
    case.complete("inspect_again", {"inspection": "fail"})
    case.complete("deliver_notice")
    case.expect_waiting_at("report_rectified")
    return case


def nobody_reports(runtime: Any) -> Scenario:
    """One reminder half-way; at the deadline the inspector goes by himself."""
    case = rectification(runtime)
    case.complete("deliver_notice")
    case.wait(days=15)
    assert case.jobs_done["print_reminder"] == 1
    case.expect_waiting_at("report_rectified")
    case.wait(days=15)
    case.expect_waiting_at("inspect_again")
    case.complete("inspect_again")
    case.expect_ended_at("rectified")
    return case


STORIES = (
    mended_at_once,
    leak_with_two_rounds,
    escalated_at_the_second_notice,
    works_are_never_suspended,
    nobody_reports,
)
