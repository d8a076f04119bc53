"""The ways that an emergency repair may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario

LEAK: dict[str, Any] = {
    "answered_at": "2026-11-23T08:58:30+08:00", "contact_name": "王建国", "contact_phone": "13805510001",
    "site_address": "中山北路 118 号", "area": "urban", "fault_kind": "leak", "fault_text": "表前阀处有气味。",
    "told_safety": True,
}  # fmt: skip
TO_THE_SITE = ("receive_ticket", "dispatch_crew", "confirm_at_crew", "accept_ticket", "set_out", "arrive")
IN_TIME = (3, 1, 2, 1, 3, 20)


def repair(runtime: Any, **changes: Any) -> Scenario:
    """A running repair of a leak in town; the ticket was sent a minute and a half after the call was answered."""
    return Scenario("repair_dispatch", runtime, memory_jobs(), **(LEAK | changes))


def _to_the_site(case: Scenario, minutes: tuple[int, ...]) -> None:
    for element, span in zip(TO_THE_SITE, minutes, strict=True):
        case.wait(minutes=span)
        case.expect_waiting_at(element)
        case.complete(element)


def _through(case: Scenario, *elements: str, plan: dict[str, Any] | None = None) -> None:
    for element in elements:
        case.expect_waiting_at(element)
        case.complete(element, plan)


def everything_in_time(runtime: Any) -> Scenario:
    """Every segment within its target, exactly on it counts; the gas was off and came back."""
    case = repair(runtime)
    _to_the_site(case, IN_TIME)
    _through(case, "handle_on_site", "restore_supply", "call_back_reporter")
    case.expect_ended_at("closed_in_time")
    seen = case.variables()
    assert [str(one["minutes"]) for one in seen["segments"]] == [
        "1.50", "3.00", "1.00", "2.00", "1.00", "3.00", "20.00",
    ]  # fmt: skip
    assert (str(seen["total_minutes"]), seen["late_departments"], seen["alerts"]) == ("31.50", [], 0)
    assert case.jobs_done["tell_customer_coming"] == 1
    return case


def nobody_accepts(runtime: Any) -> Scenario:
    """Nine minutes at the crew, ten more until somebody accepts: alerts every four minutes, level after level."""
    case = repair(runtime)
    for element, span, alerts in zip(TO_THE_SITE, (3, 1, 9, 10, 3, 20), (0, 0, 2, 4, 4, 4), strict=True):
        case.wait(minutes=span)
        assert case.variables()["alerts"] == alerts, element
        case.complete(element)
    _through(case, "handle_on_site", "call_back_reporter", plan={"gas_off": False})
    case.expect_ended_at("closed_late")
    seen = case.variables()
    assert (seen["alerts"], case.jobs_done["alert_level"], seen["alert"]["group"]) == (4, 4, "chief_engineer")
    assert seen["late_departments"] == ["抢修队"]
    assert [str(one["over"]) for one in seen["segments"] if one["late"]] == ["7.00", "8.00"]
    return case


def a_country_road(runtime: Any) -> Scenario:
    """In the country the ticket may take four minutes to the crew; the centre was slow, and is named."""
    case = repair(runtime, area="rural", fault_kind="no_gas", told_safety=False)
    _to_the_site(case, (5, 1, 3, 0, 3, 28))
    _through(case, "handle_on_site", "call_back_reporter", plan={"gas_off": False})
    case.expect_ended_at("closed_late")
    seen = case.variables()
    assert seen["late_departments"] == ["抢修中心"]
    assert seen["late_text"] == "抢修中心：发单至抢修中心签收 5.00 分钟，目标 4 分钟"
    return case


def the_fault_comes_back(runtime: Any) -> Scenario:
    """Nothing was found; the call-back sends the crew again."""
    case = repair(runtime)
    _to_the_site(case, IN_TIME)
    _through(case, "handle_on_site", plan={"gas_off": False, "handling": "no_fault"})
    case.complete("call_back_reporter", {"call_back": "again"})
    _through(case, "handle_on_site", "restore_supply", "call_back_reporter")
    case.expect_ended_at("closed_in_time")
    assert case.rounds["handle_on_site"] == 2
    assert case.jobs_done["print_report"] == 1
    return case


def a_clock_that_runs_ahead(runtime: Any) -> Scenario:
    """A call that was answered after its ticket counts as answered then."""
    case = repair(runtime, answered_at="2026-11-23T09:30:00+08:00")
    _to_the_site(case, IN_TIME)
    _through(case, "handle_on_site", "restore_supply")
    case.complete("call_back_reporter", {"call_back": "unreachable"})
    assert str(case.variables()["segments"][0]["minutes"]) == "0.00"
    return case


def a_crew_that_declines(runtime: Any) -> Scenario:
    """The first crew is busy: the dispatcher sends another; what that costs counts as not accepted, not as not sent."""
    case = repair(runtime)
    for element, span in zip(TO_THE_SITE[:4], IN_TIME[:4], strict=True):
        case.wait(minutes=span)
        case.complete(element, {"takes": "decline"})
    case.wait(minutes=1)
    seen = case.variables()
    assert (seen["crew"], [one["crew"] for one in seen["declines"]], seen["accepted_at"]) == (
        "抢修一队",
        ["抢修一队"],
        None,
    )
    _through(case, "dispatch_crew", "confirm_at_crew")
    case.wait(minutes=2)
    assert case.variables()["alerts"] == 1
    _through(case, "accept_ticket", "set_out", "arrive", "handle_on_site", plan={"gas_off": False})
    _through(case, "call_back_reporter")
    case.expect_ended_at("closed_late")
    seen = case.variables()
    assert (seen["crew"], seen["late_departments"]) == ("抢修二队", ["抢修队"])
    assert [str(one["minutes"]) for one in seen["segments"][2:5]] == ["1.00", "2.00", "4.00"]
    return case


STORIES = (
    everything_in_time,
    nobody_accepts,
    a_country_road,
    a_crew_that_declines,
    the_fault_comes_back,
    a_clock_that_runs_ahead,
)
