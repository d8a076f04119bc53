"""`make demo` against the real system: web and worker as processes, everything through HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conftest import database_url
from demo.play import Played, play
from tests.serving import Site
from tests.worlds import load_company_once

CHOSEN = {("installation", 21), ("installation", 2), ("installation", 40), ("rectification", 3)}
"""One archived, one that lapses by its timer, one with an error's second round, one hazard with suspension."""


@pytest.fixture(scope="module")
def site(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    load_company_once(django_db_blocker)
    site = Site(database_url(), tmp_path_factory.mktemp("demo"))
    site.start("web")
    site.start("worker")
    site.wait_until_ready()
    yield site
    site.stop()


def _play(site: Site) -> dict[tuple[str, int], Played]:
    told: list[str] = []
    played = play(site=site.url, password="demo", tell=told.append, chosen=lambda c: (c.definition, c.number) in CHOSEN)
    assert len(told) == len(played) == len(CHOSEN)
    return {(done.case.definition, done.case.number): done for done in played}


@pytest.mark.slow
def test_cases_stand_where_the_workbook_says_and_playing_again_changes_nothing(site, django_db_blocker):
    first = _play(site)
    assert {key: done.outcome for key, done in first.items()} == {
        ("installation", 2): "已结束",
        ("installation", 21): "已结束",
        ("installation", 40): "等待 领表",
        ("rectification", 3): "等待 恢复供气",
    }
    assert first["installation", 21].acts > 15
    again = _play(site)
    assert {key: done.instance_id for key, done in again.items()} == {k: d.instance_id for k, d in first.items()}
    assert [done.acts for done in again.values()] == [0] * len(CHOSEN)
