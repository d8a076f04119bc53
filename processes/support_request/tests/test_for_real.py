"""Support requests in the database: forwarded, stuck, told, and the month's table by the command."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from engine import clock
from engine.testing import start
from processes.support_request.tests.stories import DRAWING
from tests.scenarios.for_real import CHINA, go_on, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


def _table(month: str, out) -> dict[str, list[str]]:
    call_command("support_report", month=month, out=out, stdout=io.StringIO())
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig")))}


def test_where_it_is_stuck_and_what_the_month_says(company, tmp_path):
    month = f"{clock.now().astimezone(CHINA):%Y-%m}"
    in_time = start("support_request", by="account_manager", **DRAWING)
    go_on(in_time, "answer_request")
    assert in_time.open_tasks("check_answer")[0]["assignee"] == "account_manager"
    go_on(in_time, "check_answer")
    in_time.expect_ended("accepted")
    stuck = start("support_request", by="account_manager", **DRAWING)
    go_on(stuck, "answer_request", {"reply": "forward"})
    stuck.pass_time(days=1, minutes=1)
    assert stuck.variables["overdue_department"] == "设计室"
    assert [who for who, title in told(stuck) if "逾期" in title] == ["designer", "account_manager"]
    table = _table(month, tmp_path / "month.csv")
    assert table["档案室"] == ["2", "1", "0", "1", "0", "0"]
    assert table["设计室"] == ["1", "0", "0", "0", "1", "1"]
    assert table["合计"] == ["3", "1", "0", "1", "1", "1"]
    assert _table("2020-01", tmp_path / "empty.csv")["合计"] == ["0"] * 6
    call_command("support_report", month=month, format="pdf", out=tmp_path / "m.pdf", stdout=io.StringIO())
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF-")


def test_a_month_that_is_none_is_refused(company):
    with pytest.raises(CommandError, match="2026-13"):
        call_command("support_report", month="2026-13")
