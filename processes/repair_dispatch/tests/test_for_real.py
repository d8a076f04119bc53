"""An emergency repair in the database: alerts by the clock, the report's PDF, who is told."""

from __future__ import annotations

import pytest

from engine import clock
from engine.documents.queries import document_content, documents_of
from engine.testing import start
from people.actors import SYSTEM
from processes.repair_dispatch.tests.stories import LEAK
from tests.scenarios.for_real import go_on, through, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


def test_alerts_climb_the_ladder_and_the_report_names_the_late(company):
    given = {name: value for name, value in LEAK.items() if name != "answered_at"}
    case = start("repair_dispatch", by="call_center_agent", **given)
    assert told(case) == [("dispatcher", "抢修单：中山北路 118 号")]
    through(case, "receive_ticket", "dispatch_crew")
    case.pass_time(minutes=9)
    go_on(case, "confirm_at_crew")
    case.pass_time(minutes=4)
    alerts = [(who, title) for who, title in told(case) if "未接单" in title]
    assert [who for who, _ in alerts] == ["dispatcher", "branch_manager", "chief_engineer"]
    assert alerts[0][1] == "未接单告警（第 1 次）：中山北路 118 号"
    through(case, "accept_ticket", "set_out", "arrive")
    clocks = {one["key"]: one for one in case.view()["clocks"]}
    assert (clocks["response"]["paused"], clocks["response"]["limit_seconds"]) == (True, 43 * 60)
    through(case, "handle_on_site", "restore_supply", "call_back_reporter")
    case.expect_ended("closed_late")
    seen = case.variables
    assert seen["late_departments"] == ["抢修队"]
    assert [one["segment"] for one in seen["segments"] if one["late"]] == ["DE", "EF"]
    assert told(case)[-1] == ("branch_manager", "抢修超时：中山北路 118 号")
    (paper,) = documents_of(case.id)
    assert (paper["kind"], paper["number"]) == ("抢修分段时限报告", seen["report_no"])
    with document_content(paper["id"], SYSTEM).open() as file:
        assert file.read().startswith(b"%PDF-")
