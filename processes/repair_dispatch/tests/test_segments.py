"""The seven segments: the rule's own figures, and the laws of the computation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes.repair_dispatch.month import averaged
from processes.repair_dispatch.segments import STAMPS, StampMissing, Target, in_minutes, late_departments, measured

ANSWERED = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LIMITS = (2, 4, 2, 2, 2, 3, 28)
DEPARTMENTS = ("热线中心", "抢修中心", "抢修中心", "抢修队", "抢修队", "抢修队", "抢修队")
TARGETS = [
    Target(chr(65 + i) + chr(66 + i), "", STAMPS[i], STAMPS[i + 1], Decimal(LIMITS[i]), DEPARTMENTS[i])
    for i in range(7)
]
SPANS = st.lists(st.integers(0, 7200), min_size=7, max_size=7)


def stamps(seconds: tuple[int, ...] | list[int]) -> dict[str, dt.datetime]:
    """The eight stamps that lie so many seconds apart."""
    return {name: ANSWERED + dt.timedelta(seconds=sum(seconds[:i])) for i, name in enumerate(STAMPS)}


@pytest.mark.parametrize(
    ("seconds", "over", "late"),
    [
        ((120, 240, 120, 120, 120, 180, 1680), ["0.00"] * 7, ()),
        ((121, 240, 120, 120, 120, 180, 1680), ["0.02", *["0.00"] * 6], ("热线中心",)),
        ((60, 300, 180, 60, 60, 60, 1800), ["0.00", "1.00", "1.00", "0.00", "0.00", "0.00", "2.00"],
         ("抢修中心", "抢修队")),
        ((0, 0, 0, 150, 0, 0, 0), ["0.00", "0.00", "0.00", "0.50", "0.00", "0.00", "0.00"], ("抢修队",)),
    ],
)  # fmt: skip
def test_worked_examples(seconds, over, late):
    rows = measured(stamps(seconds), TARGETS)
    assert [str(in_minutes(row.over)) for row in rows] == over
    assert late_departments(rows) == late


def test_a_missing_stamp_is_named():
    known = stamps([60] * 7)
    del known["accepted_at"]
    with pytest.raises(StampMissing, match="EF: accepted_at"):
        measured(known, TARGETS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPANS)
def test_the_segments_sum_up_to_the_whole(seconds):
    known = stamps(seconds)
    whole = known["arrived_at"] - known["answered_at"]
    assert sum(row.seconds for row in measured(known, TARGETS)) == Fraction(int(whole.total_seconds()))


@given(SPANS, st.integers(0, 6), st.integers(1, 600))
def test_taking_longer_never_helps_and_hurts_only_its_own_segment(seconds, which, more):
    before = measured(stamps(seconds), TARGETS)
    after = measured(stamps([s + (more if i == which else 0) for i, s in enumerate(seconds)]), TARGETS)
    assert after[which].over >= before[which].over
    assert [row.over for i, row in enumerate(after) if i != which] == [
        row.over for i, row in enumerate(before) if i != which
    ]


def test_the_month_averages_each_segment_and_counts_who_was_late():
    def taken(segment: str, minutes: str, target: int, late: bool) -> dict[str, object]:
        return {
            "segment": segment, "name": segment, "department": "抢修队", "minutes": Decimal(minutes), "target": target,
            "late": late,
        }  # fmt: skip

    town = [taken("DE", "1.50", 2, False), taken("EF", "5.00", 2, True)]
    country = [taken("DE", "4.00", 4, False), taken("EF", "1.01", 2, False)]
    first, second = averaged([town, country, []])
    assert (first["average"], first["target"], first["late"], first["repairs"]) == (Decimal("2.75"), "2–4", 0, 2)
    assert (second["average"], second["longest"], second["late"]) == (Decimal("3.01"), Decimal("5.00"), 1)
    assert averaged([]) == []
