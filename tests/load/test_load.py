"""The load driver plays real processes on a real site, and its report says what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import database_url
from tests.load.__main__ import main
from tests.load.people import Call, Diary
from tests.load.report import COMPLETE, report, summary_of
from tests.serving import Site
from tests.worlds import load_company_once


@pytest.fixture
def site(django_db_blocker: Any, tmp_path: Path) -> Iterator[Site]:
    load_company_once(django_db_blocker)
    site = Site(database_url(), tmp_path)
    site.start("web")
    site.start("worker")
    site.wait_until_ready()
    yield site
    site.stop()


@pytest.mark.django_db(transaction=True)
def test_two_players_play_a_case_each_to_its_end(site, tmp_path, capsys):
    out = tmp_path / "load.html"
    arguments = ["--site", site.url, "--definition", "rectification", "--players", "2", "--cases", "1"]
    code = main([*arguments, "--report", str(out)])
    assert code == 0, capsys.readouterr().out
    text = out.read_text()
    assert "2 instances to their end" in text
    assert "0 refused" in text
    [row] = re.findall(r"<th>POST /api/user-tasks/…/complete/</th><td>(\d+)</td>", text)
    assert int(row) >= 4
    assert "<rect" in text


def test_the_headroom_is_the_rate_beside_what_a_year_needs():
    diary = Diary(calls=[Call(COMPLETE, 10.0, 5.0, 200)] * 20, ended=[(11.0, "已结束")] * 10)
    summary = summary_of([diary, diary], seconds=10.0)
    assert summary.instances_per_second == 2.0
    assert summary.completions_per_second == 4.0
    assert summary.headroom == pytest.approx(2.0 / (2_000_000 / 7_200_000))


def test_refusals_and_cases_that_did_not_end_are_told():
    diary = Diary(calls=[Call(COMPLETE, 1.0, 5.0, 409), Call("GET /<x>/", 1.0, 1.0, 200)], ended=[(1.0, "失败 …")])
    summary = summary_of([diary], seconds=1.0)
    assert (summary.failed, summary.refused, summary.completions) == (1, 1, 0)
    text = report([diary], seconds=1.0, title="T", machine="m")
    assert "No user task was completed" in text
    assert "GET /&lt;x&gt;/" in text
