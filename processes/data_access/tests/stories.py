"""The ways that a request for access may go; together they take every flow of the diagram."""

from __future__ import annotations

from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario


def data_access(runtime: Any, **variables: Any) -> Scenario:
    """A running request: by default to see one customer's phone for a week."""
    asked = {
        "access_kind": "fields", "access_register": "customers", "access_records": [1], "access_fields": ["phone"],
        "access_purpose": "电话回访", "access_until": "2026-11-27",
    }  # fmt: skip
    return Scenario("data_access", runtime, memory_jobs(), **(asked | variables))


def a_phone_for_a_week(runtime: Any) -> Scenario:
    """One signature, and it ends by itself."""
    case = data_access(runtime)
    case.expect_waiting_at("sign_access")
    case.complete("sign_access")
    assert (case.jobs_done["grant_access"], case.jobs_done["end_access"]) == (1, 0)
    case.wait(days=8)
    case.expect_ended_at("access_ended")
    assert case.jobs_done["end_access"] == 1
    return case


def bank_data_take_the_manager_too(runtime: Any) -> Scenario:
    """Two people, one after the other."""
    case = data_access(runtime, access_register="accounts", sensitivity="bank")
    case.complete("sign_access")
    case.expect_waiting_at("approve_second")
    assert case.jobs_done["grant_access"] == 0
    case.complete("approve_second")
    assert case.jobs_done["grant_access"] == 1
    return case


def refused_by_the_manager(runtime: Any) -> Scenario:
    """A long list: the manager says no."""
    case = data_access(runtime, access_kind="export", access_rows=5000)
    case.complete("sign_access")
    case.complete("approve_second", {"second": "refuse"})
    case.expect_ended_at("access_refused")
    assert case.jobs_done["grant_access"] == 0
    return case


def refused_by_the_steward(runtime: Any) -> Scenario:
    """The purpose does not convince."""
    case = data_access(runtime)
    case.complete("sign_access", {"access": "refuse"})
    case.expect_ended_at("access_refused")
    return case


def a_volume_is_lent_and_comes_back_late(runtime: Any) -> Scenario:
    """The borrower is reminded on the day."""
    case = data_access(runtime, access_kind="borrow", access_register="volumes")
    case.complete("sign_access")
    case.complete("hand_over_volume")
    assert case.jobs_done["lend_volume"] == 1
    case.wait(days=8)
    assert case.jobs_done["remind_borrower"] == 1
    case.complete("take_back_volume")
    case.expect_ended_at("volume_returned")
    return case


STORIES = (
    a_phone_for_a_week,
    bank_data_take_the_manager_too,
    refused_by_the_manager,
    refused_by_the_steward,
    a_volume_is_lent_and_comes_back_late,
)
