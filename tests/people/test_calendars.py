"""Working time with the published Chinese holidays."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.calendars import CHINA, as_published, calendar, forget_calendars, spans

PUBLISHED = as_published()
MOMENTS = st.datetimes(min_value=dt.datetime(2025, 12, 1), max_value=dt.datetime(2027, 12, 1), timezones=st.just(CHINA))


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-01-04", True),  # a Sunday that is worked
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-05-05", False),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-11-21", False),  # an ordinary Saturday
        ("2027-02-05", False),
    ],
)
def test_days_are_worked_as_published(day, worked):
    assert PUBLISHED.is_working_day(dt.date.fromisoformat(day)) is worked


def test_working_days_pass_over_the_spring_festival():
    assert PUBLISHED.add_days(at("2026-02-13T10:00"), 3) == at("2026-02-25T10:00")
    assert PUBLISHED.add_days(at("2026-02-25T10:00"), -3) == at("2026-02-13T10:00")


def test_hours_pass_over_lunch_night_and_weekend():
    assert PUBLISHED.add(at("2026-11-20T11:00"), dt.timedelta(hours=2)) == at("2026-11-20T14:30")
    assert PUBLISHED.add(at("2026-11-20T17:00"), dt.timedelta(hours=1)) == at("2026-11-23T09:00")
    assert PUBLISHED.add(at("2026-11-21T03:00"), dt.timedelta(minutes=30)) == at("2026-11-23T09:00")


def test_seconds_worked_over_a_holiday():
    day = 7.5 * 3600
    assert PUBLISHED.working_seconds(at("2026-09-30T08:00"), at("2026-10-11T00:00")) == 4 * day
    assert PUBLISHED.working_seconds(at("2026-10-01T08:00"), at("2026-10-07T23:00")) == 0


@given(MOMENTS, st.integers(min_value=0, max_value=40 * 3600))
def test_adding_time_and_counting_it_agree(start, seconds):
    assert PUBLISHED.working_seconds(start, PUBLISHED.add(start, dt.timedelta(seconds=seconds))) == seconds


@given(MOMENTS, MOMENTS)
def test_counting_in_two_parts_is_counting_in_one(one, other):
    middle = one + (other - one) / 2
    whole = PUBLISHED.working_seconds(one, other)
    assert whole == pytest.approx(PUBLISHED.working_seconds(one, middle) + PUBLISHED.working_seconds(middle, other))


@given(MOMENTS, MOMENTS)
def test_counting_agrees_with_walking_the_days(one, other):
    begin, end = min(one, other), max(one, other)
    walked = sum(
        max(0.0, (min(stop, end) - max(start, begin)).total_seconds())
        for n in range((end.date() - begin.date()).days + 1)
        for start, stop in PUBLISHED._spans_of(begin.date() + dt.timedelta(days=n))
    )
    assert PUBLISHED.working_seconds(begin, end) == pytest.approx(walked)


@given(MOMENTS, st.integers(min_value=1, max_value=20 * 3600))
def test_going_back_undoes_going_on_within_working_time(start, seconds):
    moved = PUBLISHED.add(start, dt.timedelta(seconds=seconds))
    assert PUBLISHED.working_seconds(PUBLISHED.add(moved, -dt.timedelta(seconds=seconds)), moved) == seconds


def test_hours_out_of_order_are_refused():
    for pairs in ([["12:00", "08:00"]], [["08:00", "12:00"], ["11:00", "14:00"]], [], [["08:00"]]):
        with pytest.raises(ValueError):
            spans(pairs)


@pytest.mark.django_db
def test_the_database_holds_the_published_calendar():
    forget_calendars()
    assert calendar("").exceptions == PUBLISHED.exceptions
    assert calendar().hours == PUBLISHED.hours
