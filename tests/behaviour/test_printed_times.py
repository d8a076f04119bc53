"""What FEEL prints of a date and time, a timer reads again."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bpmn.compiling.times import parse_cycle, parse_instant
from bpmn.feel import compile_expression

CHINA = ZoneInfo("Asia/Shanghai")
AT = dt.datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)


def printed(source: str) -> str:
    return str(compile_expression(source).evaluate({"at": AT}, now=AT))


def test_a_stored_time_printed_in_a_cycle_starts_it_then():
    text = printed('"R2/" + string(at) + "/PT1H"')
    assert "@Asia/Shanghai" in text
    cycle = parse_cycle(text, dt.UTC)
    assert (cycle.times, cycle.start, cycle.span.time) == (2, AT, dt.timedelta(hours=1))


def test_an_end_in_a_named_zone_gives_the_rhythm():
    text = printed('"R/" + string(at) + "/" + string(at + duration("P1D"))')
    assert parse_cycle(text).span.time == dt.timedelta(days=1)


@pytest.mark.parametrize("source", ["string(at)", 'string(at + duration("PT0.25S"))', "string(date(at))"])
def test_a_printed_moment_is_read_as_that_moment(source):
    moved = parse_instant(printed(source), CHINA)
    assert abs((moved - AT).total_seconds()) in (0, 0.25, 36_000)


@pytest.mark.parametrize(
    "text",
    [
        "R2/2026-11-22T10:00:00@Asia/Nowhere/PT1H",
        "R2/2026-11-22T10:00:00Z@Asia/Shanghai/PT1H",
        "R2/P1D/2026-11-22",
        "R/",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        parse_cycle(text)
