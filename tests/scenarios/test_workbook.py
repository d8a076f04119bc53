"""The demo's papers: made by their script, complete, and leading where each line says, on the runtime in memory."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from demo.answers import INCIDENT, modules
from demo.make_applications import FILE, make
from demo.play import filled
from demo.workbook import Case, cases
from engine.runtime import kernel
from forms import validate
from tests.scenarios.jobs import memory_jobs
from tests.scenarios.scenario import Scenario, forms, program

CASES = cases(FILE)
FROM_A_FORM = [case for case in CASES if not hasattr(modules()[case.definition], "begin")]


def _cells(book: Any) -> list[list[tuple[Any, ...]]]:
    return [[row for row in sheet.iter_rows(values_only=True)] for sheet in book]


def test_the_file_is_what_its_script_makes(tmp_path):
    make().save(tmp_path / "again.xlsx")
    assert _cells(load_workbook(FILE)) == _cells(load_workbook(tmp_path / "again.xlsx"))


def test_sixty_applications_of_six_categories_from_three_channels():
    applications = [case for case in CASES if case.definition == "installation"]
    assert len(applications) == 60
    assert len({case.variables["category"] for case in applications}) == 6
    assert len({case.variables["channel"] for case in applications}) == 3
    assert any(case.second_branch for case in applications)
    assert len({case.variables["contact_phone"] for case in applications}) == 60


@pytest.mark.parametrize("case", FROM_A_FORM, ids=lambda case: f"{case.definition}-{case.number}")
def test_every_line_is_accepted_by_its_start_form(case):
    form = forms(case.definition)[program(case.definition).properties["startForm"]]
    validate(form, case.variables)


@pytest.mark.parametrize("key", sorted(modules()))
def test_every_user_task_has_an_open_case_or_a_reason_why_not(key):
    tasks = {node.id for node in program(key).nodes if node.type == "userTask"}
    without = getattr(modules()[key], "WITHOUT_A_CASE", {})
    standing = {case.plan.stop for case in CASES}
    assert tasks - standing == set(without), "the first lack a case, the others have one or are no user tasks"
    assert all(without.values())


def test_every_process_speaks():
    assert set(modules()) == {file.parent.name for file in Path("processes").glob("*/process.bpmn")}
    assert Counter(case.plan.stop for case in CASES)[""] >= 15  # archived, lapsed and refused ones


@pytest.mark.parametrize("case", FROM_A_FORM, ids=lambda case: f"{case.definition}-{case.number}")
def test_each_case_goes_where_its_line_says(case):
    scenario = Scenario(case.definition, kernel, memory_jobs(), **case.variables)
    _walk(scenario, case)
    if case.plan.stop == INCIDENT:
        return  # the services in memory do not fail
    if case.plan.stop:
        assert case.plan.stop in scenario.waiting_at(), scenario.waiting_at()
    else:
        assert scenario.step.state == "COMPLETED"
        ends = {"归档": "archived", "作废": "lapsed", "不予受理": "refused", "仍不可行": "refused"}
        told = case.plan.answers.get("ends")
        wanted = told or next(end for word, end in ends.items() if word in case.plan.story)
        assert any(entry.element_id.startswith(wanted) for entry in scenario.step.trace), case.plan.story


def _walk(scenario: Scenario, case: Case) -> None:
    plan = case.plan.answers
    for _ in range(200):
        left = {plan.get("never"), *plan.get("leave", ())}
        waiting = [element for element in scenario.waiting_at() if element not in left]
        todo = [e for e in waiting if not _stops_at(scenario, case, e)]
        if todo:
            _act(scenario, todo[0], {"serial": "AL20260001", **plan})
        elif waiting or scenario.step.state != "ACTIVE" or scenario.incidents():
            return
        elif case.plan.stop != INCIDENT and _told(scenario, plan.get("messages", {})):
            continue
        else:
            scenario.wait(seconds=_seconds_to_the_next_timer(scenario))
    raise AssertionError(f"walks in circles at {scenario.waiting_at()}")


def _seconds_to_the_next_timer(scenario: Scenario) -> int:
    due = [work.details["due_at"] for work in scenario.open() if work.kind == "timer"]
    return int((min(due) - scenario.now).total_seconds()) + 1 if due else 31 * 86_400


def _told(scenario: Scenario, messages: dict[str, Any]) -> bool:
    """Whether a message came that something waits for."""
    for work in scenario.open():
        if work.kind == "message" and (message := messages.get(work.element_id)):
            seen = scenario.variables()
            scenario.message(message["name"], seen[message["key"]], **filled(message["variables"], seen))
            return True
    return False


def _stops_at(scenario: Scenario, case: Case, element: str) -> bool:
    return element == case.plan.stop and scenario.rounds[element] + 1 >= case.plan.answers.get("stop_round", 1)


def _act(scenario: Scenario, element: str, plan: dict[str, Any]) -> None:
    if element == "collect_fee" and plan.get("pay") == "bank":
        seen = scenario.variables()
        scenario.message("payment_received", seen["fee_notice_no"], paid_amount=seen["estimate_total"])
    else:
        scenario.complete(element, plan)
