"""The ways that a support request may go; together they take every flow of the diagram."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import START, Scenario

DRAWING: dict[str, Any] = {
    "subject": "调取竣工图", "asking_department": "market", "asked_department": "archive", "time_limit": "P1D",
    "request_text": "客户扩容，需要 2019 年竣工图。",
}  # fmt: skip


def support(runtime: Any, **changes: Any) -> Scenario:
    """A running request of the market department to the archive, to be answered within a day."""
    return Scenario("support_request", runtime, memory_jobs(), **(DRAWING | changes))


def _groups(case: Scenario, element: str) -> list[str]:
    return list(case.tasks(element)[0].details["candidate_groups"])


def answered_in_time(runtime: Any) -> Scenario:
    """The archive answers on the same day; the asker accepts."""
    case = support(runtime)
    assert _groups(case, "answer_request") == ["archivist"]
    case.complete("answer_request")
    assert case.tasks("check_answer")[0].details["assignee"] == "account_manager"
    case.complete("check_answer")
    case.expect_ended_at("accepted")
    seen = case.variables()
    assert (seen["answered_by"], seen["support_score"], len(seen["stops"])) == ("档案室", 5, 1)
    assert case.jobs_done["tell_stuck"] == 0
    return case


def forwarded_and_late(runtime: Any) -> Scenario:
    """The archive forwards after three hours, design lets the limit pass: it is stuck with design."""
    case = support(runtime)
    case.wait(hours=3)
    case.complete("answer_request", {"reply": "forward"})
    assert _groups(case, "answer_request") == ["designer"]
    case.wait(days=2)
    seen = case.variables()
    assert (seen["overdue_department"], seen["stuck_department"]) == ("设计室", "设计室")
    assert (case.jobs_done["tell_stuck"], case.jobs_done["tell_asker_stuck"]) == (1, 1)
    assert seen["due_at"] == START + dt.timedelta(days=1)
    case.complete("answer_request")
    case.complete("check_answer")
    case.expect_ended_at("accepted")
    assert [(stop["department"], stop["reply"]) for stop in case.variables()["stops"]] == [
        ("档案室", "forward"), ("设计室", "answer"),
    ]  # fmt: skip
    return case


def late_and_then_forwarded(runtime: Any) -> Scenario:
    """The archive forwards only when it is late: it stays the department that let it pass."""
    case = support(runtime, time_limit="PT2H")
    case.wait(hours=3)
    case.complete("answer_request", {"reply": "forward"})
    case.wait(minutes=1)
    seen = case.variables()
    assert (seen["overdue_department"], seen["stuck_department"]) == ("档案室", "设计室")
    assert case.jobs_done["tell_stuck"] == 2
    case.complete("answer_request")
    case.complete("check_answer")
    return case


def sent_back_with_a_new_limit(runtime: Any) -> Scenario:
    """Half an answer: sent back with four hours more."""
    case = support(runtime)
    case.wait(hours=5)
    case.complete("answer_request")
    case.wait(hours=2)
    case.complete("check_answer", {"verdict": "send_back"})
    assert case.variables()["due_at"] == START + dt.timedelta(hours=11)
    case.complete("answer_request")
    case.complete("check_answer")
    case.expect_ended_at("accepted")
    assert case.rounds["answer_request"] == 2
    return case


STORIES = (answered_in_time, forwarded_and_late, late_and_then_forwarded, sent_back_with_a_new_limit)
