"""Net and gross clocks: who holds the case, when the clock stands still, when it runs out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from engine.clocks import Wait, read_clock, working_day
from engine.testing import start
from people.calendars import Calendar
from tests.engine.drawing import Drawing

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(hours=((dt.time(8, 30), dt.time(12)), (dt.time(14), dt.time(17, 30))))
HOUR = 3600


def at(day: int, hour: float) -> dt.datetime:
    """A moment in November 2026; the 2nd is a Monday."""
    return dt.datetime(2026, 11, day, tzinfo=ZONE) + dt.timedelta(hours=hour)


def read(waits, *, end=None, now=None, limit=5, unit="working_days"):
    length = working_day(OFFICE) if unit == "working_days" else dt.timedelta(days=1)
    return read_clock(
        waits,
        start=at(2, 8.5),
        end=end,
        now=now or at(30, 12),
        limit=limit and length * limit,
        unit=unit,
        calendar=OFFICE,
    )


def test_only_working_time_counts():
    reading = read([Wait("review", at(2, 8.5), None, "surveyor")], now=at(3, 10))
    assert (reading.used_seconds, reading.limit_seconds) == (8.5 * HOUR, 35 * HOUR)
    assert reading.due_at == at(6, 17.5)
    assert [(s.kind, s.department, s.end) for s in reading.segments] == [("net", "surveyor", None)]


def test_a_stop_does_not_count_and_is_told_with_its_reason():
    waits = [
        Wait("review", at(2, 8.5), at(2, 10.5), "customer_service"),
        Wait("papers", at(2, 10.5), at(9, 10.5), "customer_service", "customer", "补件通知单"),
        Wait("survey", at(9, 10.5), at(9, 11.5), "surveyor"),
    ]
    reading = read(waits, end=at(9, 11.5))
    assert reading.used_seconds == 3 * HOUR
    assert [(s.kind, s.reason, s.element_id, s.seconds) for s in reading.segments] == [
        ("net", "", "review", 2 * HOUR), ("stopped", "customer", "papers", 35 * HOUR), ("net", "", "survey", HOUR),
    ]  # fmt: skip
    assert reading.due_at is None


def test_our_own_work_beside_a_stop_keeps_the_clock_running():
    waits = [
        Wait("construct", at(2, 8.5), at(4, 8.5), "construction_crew", "construction"),
        Wait("issue_meter", at(2, 8.5), at(3, 8.5), "warehouse_keeper"),
    ]
    reading = read(waits, end=at(4, 8.5))
    assert reading.used_seconds == 7 * HOUR
    assert [(s.kind, s.department) for s in reading.segments] == [
        ("net", "warehouse_keeper"), ("stopped", "construction_crew"),
    ]  # fmt: skip


def test_a_clock_that_stands_still_has_no_due_date():
    reading = read([Wait("pay", at(2, 8.5), None, "", "customer")], now=at(20, 9))
    assert (reading.paused, reading.due_at, reading.used_seconds) == (True, None, 0)


def test_gross_time_counts_every_hour():
    reading = read([Wait("pay", at(2, 8.5), None)], now=at(4, 8.5), limit=None, unit="calendar_days")
    assert (reading.used_seconds, reading.limit_seconds, reading.due_at) == (48 * HOUR, None, None)


@pytest.mark.django_db
def test_an_instance_shows_the_clocks_of_its_definition(deploy):
    stop = '<zeebe:properties><zeebe:property name="clock.net.stop" value="customer"/></zeebe:properties>'
    named = {"clock.net.name": "法定时限", "clock.net.name.en": "Statutory", "clock.net.limit": "=days",
             "clock.net.unit": "calendar_days", "clock.net.basis": "条例"}  # fmt: skip
    deploy(Drawing("timed", **named).start().user_task("review").user_task("pay", extra=stop).user_task("look").end())
    request = start("timed", by="cashier", days=5).pass_time(hours=10).complete("review", by="cashier")
    (clock,) = request.pass_time(days=3).view()["clocks"]
    assert (clock["name"], clock["basis"], clock["limit_seconds"], clock["paused"]) == (
        "法定时限",
        "条例",
        5 * 86400,
        True,
    )
    assert [(s["kind"], s["reason"], s["department"]) for s in clock["segments"]] == [
        ("net", None, "收费员"), ("stopped", "等待客户", "收费员"),
    ]  # fmt: skip
    assert abs(clock["used_seconds"] - 10 * HOUR) < 60
    (clock,) = request.complete("pay", by="cashier").pass_time(hours=1).view()["clocks"]
    assert clock["paused"] is False
    assert abs(clock["used_seconds"] - 11 * HOUR) < 60
