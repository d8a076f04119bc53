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
    case.expect_waiting_at("call_at_once")
    case.complete("call_at_once")
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
    case.expect_waiting_at("report_rectified", "call_again")
    case.complete("call_again")
    case.wait(days=10)
    case.expect_waiting_at("report_rectified", "visit_again")
    case.complete("visit_again")
    case.wait(days=5)
    case.expect_waiting_at("inspect_again")
    case.complete("inspect_again")
    case.expect_ended_at("rectified")
    return case


def mended_after_the_call(runtime: Any) -> Scenario:
    """Called on the fifteenth day, reported on the sixteenth: nobody visits on the twenty-fifth."""
    case = rectification(runtime)
    case.complete("deliver_notice")
    case.wait(days=15)
    case.complete("call_again")
    case.wait(days=1)
    case.complete("report_rectified")
    case.wait(days=9)
    case.expect_waiting_at("inspect_again")
    case.complete("inspect_again")
    case.expect_ended_at("rectified")
    return case


def advice_only(runtime: Any) -> Scenario:
    """A lesser hazard is reminded of by letter; nobody calls or visits."""
    case = rectification(runtime, hazard_kind="other")
    case.complete("deliver_notice")
    case.wait(days=31)
    case.expect_waiting_at("report_rectified")
    case.complete("report_rectified")
    case.complete("inspect_again")
    case.expect_ended_at("rectified")
    return case


def asks_for_time(runtime: Any) -> Scenario:
    """An extension that is refused, then one that is granted and holds: nothing falls due on the thirtieth day."""
    case = rectification(runtime)
    case.complete("deliver_notice")
    case.complete("report_rectified", {"report": "extension"})
    case.expect_waiting_at("approve_extension")
    case.complete("approve_extension", {"extension": "refuse"})
    case.expect_waiting_at("report_rectified")
    case.complete("report_rectified", {"report": "extension"})
    case.complete("approve_extension")
    assert case.variables()["extensions"] == 1
    assert case.variables()["deadline_at"].startswith("2027-01-07")
    case.wait(days=40)
    case.expect_waiting_at("report_rectified", "call_again")
    case.complete("call_again")
    case.wait(days=1)
    case.complete("visit_again")
    case.wait(days=5)
    case.expect_waiting_at("inspect_again")
    case.complete("inspect_again")
    case.expect_ended_at("rectified")
    return case


def refuses_the_inspector_twice(runtime: Any) -> Scenario:
    """Each refusal brings a written notice, the second one the suspension; then the inspector is let in."""
    case = rectification(runtime)
    case.complete("deliver_notice")
    case.complete("report_rectified")
    case.complete("inspect_again", {"inspection": "no_entry"})
    case.expect_waiting_at("inspect_again")
    assert case.jobs_done["print_entry_notice"] == 1
    case.complete("inspect_again", {"inspection": "no_entry"})
    case.expect_waiting_at("suspend_for_refusal")
    case.complete("suspend_for_refusal")
    assert case.variables()["gas_off"] is True
    case.complete("inspect_again")
    case.complete("restore_gas")
    case.expect_ended_at("rectified")
    return case


STORIES = (
    mended_at_once,
    leak_with_two_rounds,
    escalated_at_the_second_notice,
    works_are_never_suspended,
    nobody_reports,
    mended_after_the_call,
    advice_only,
    asks_for_time,
    refuses_the_inspector_twice,
)
