"""A complaint in the database: the department's people, the overdue notice, two printed answers."""

from __future__ import annotations

import pytest

from engine import clock
from engine.documents.queries import document_content, documents_of
from engine.refusals import EngineRefusal
from engine.testing import start
from people.actors import SYSTEM
from processes.complaint.tests.stories import BILL
from tests.scenarios.for_real import go_on, through, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


def test_overdue_department_then_a_second_round(company):
    case = start("complaint", by="call_center_agent", **BILL)
    with pytest.raises(EngineRefusal):
        case.claim("investigate_complaint", by="metering_officer")
    case.pass_time(days=5, minutes=1)
    assert case.variables["overdue_department"] == "营业收费部"
    assert [who for who, _ in told(case)] == ["finance_officer", "branch_manager"]
    through(case, "investigate_complaint", "answer_complaint")
    go_on(case, "call_back_complainant", {"satisfaction": "unsatisfied"})
    through(case, "review_again", "call_back_complainant")
    case.expect_ended("closed_satisfied")
    papers = documents_of(case.id)
    assert [paper["kind"] for paper in papers] == ["投诉答复书", "投诉答复书"]
    assert [paper["number"] for paper in papers] == [case.variables["first_answer_no"], case.variables["answer_no"]]
    with document_content(papers[1]["id"], SYSTEM).open() as file:
        assert file.read().startswith(b"%PDF-")
