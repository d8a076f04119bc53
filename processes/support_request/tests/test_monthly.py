"""The month's table: worked examples, and that every stay is counted once."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.support_request.monthly import Asked, Line, Stop, by_department, in_month, still_overdue, total
from processes.support_request.report import as_csv
from processes.support_request.services import span

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 30, 12, tzinfo=CHINA)


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=CHINA)


def asked(number: str, *stops: Stop, when: dt.datetime | None = None) -> Asked:
    return Asked(number, f"事项 {number}", "市场部", when or at(1), stops)


MONTH = [
    asked("1", Stop("档案室", at(2), at(2))),
    asked("2", Stop("档案室", at(2), at(2, 8), forwarded=True), Stop("设计室", at(2), at(3))),
    asked("3", Stop("设计室", at(29))),
    asked("4", Stop("设计室", at(28), at(29), forwarded=True), Stop("法务部", at(28))),
    asked("5", Stop("法务部", at(30, 18))),
]


def test_every_department_has_its_line_the_most_overdue_first():
    assert by_department(MONTH, now=NOW) == [
        Line("设计室", requests=3, answered_late=1, forwarded=1, pending=1, overdue=3),
        Line("法务部", requests=2, pending=2, overdue=1),
        Line("档案室", requests=2, in_time=1, forwarded=1),
    ]


def test_what_is_still_overdue_names_where_it_stands():
    assert [(one.number, one.department) for one in still_overdue(MONTH, now=NOW)] == [("4", "法务部"), ("3", "设计室")]


def test_a_month_is_chinas_month():
    last = asked("a", when=dt.datetime(2026, 10, 31, 15, 59, tzinfo=dt.UTC))
    first = asked("b", when=dt.datetime(2026, 10, 31, 16, 0, tzinfo=dt.UTC))
    assert in_month([last, first], "2026-11") == [first]


def test_the_csv_is_read_back_with_its_total():
    rows = list(csv.reader(io.StringIO(as_csv(MONTH, now=NOW).decode("utf-8-sig"))))
    assert rows[0][:3] == ["部门", "请求数", "按时答复"]
    assert rows[-1] == ["合计", "7", "1", "1", "2", "3", "4"]


@pytest.mark.parametrize(("limit", "hours"), [("PT2H", 2), ("P1D", 24), ("P1DT4H", 28), ("P10D", 240)])
def test_limits(limit, hours):
    assert span(limit) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("wrong", ["", "P", "PT", "3D", "P1M", "PT30M"])
def test_no_limit(wrong):
    with pytest.raises(ValueError):
        span(wrong)


STOPS = st.builds(
    Stop,
    department=st.sampled_from(["档案室", "设计室", "法务部"]),
    due_at=st.integers(1, 30).map(at),
    left_at=st.one_of(st.none(), st.integers(1, 30).map(at)),
)


@given(st.lists(st.lists(STOPS, max_size=4).map(lambda stops: asked("x", *stops)), max_size=6))
def test_every_stay_is_counted_once(requests):
    lines = by_department(requests, now=NOW)
    assert total(lines).requests == sum(len(one.stops) for one in requests)
    for line in lines:
        assert line.requests == line.answered + line.forwarded + line.pending
        assert line.overdue <= line.requests
