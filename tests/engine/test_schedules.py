"""Definitions that start by the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from engine import clock
from engine.testing import Request
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
CYCLE = (
    '<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">{}</bpmn:timeCycle>'
    "</bpmn:timerEventDefinition>"
)


def drawing(cycle: str) -> Drawing:
    return Drawing("daily").start("every_day", CYCLE.format(cycle)).user_task("look").end()


def started() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM process_instance WHERE definition_key = 'daily'")
        return cursor.fetchone()[0]


def live_on(**duration: float) -> None:
    clock.move_to(clock.now() + dt.timedelta(**duration))
    Request(0).run_jobs()


def test_a_cycle_starts_an_instance_each_time_and_missed_starts_count_as_one(deploy):
    deploy(drawing("R/P1D"))
    live_on(hours=23)
    assert started() == 0
    live_on(hours=2)
    assert started() == 1
    live_on(days=1)
    assert started() == 2
    live_on(days=5)
    assert started() == 3
    live_on(days=1)
    assert started() == 4


def test_a_counted_cycle_ends(deploy):
    deploy(drawing("R2/P1D"))
    for _ in range(4):
        live_on(days=1, minutes=1)
    assert started() == 2


def test_a_new_version_takes_over(deploy):
    deploy(drawing("R/P1D"))
    deploy(drawing("R/P2D"))
    live_on(days=1, minutes=1)
    assert started() == 0
    live_on(days=1)
    assert started() == 1
