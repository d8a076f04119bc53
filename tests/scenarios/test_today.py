"""Which day it is: the company's, not Greenwich's."""

import datetime as dt

import pytest

from engine import clock
from engine.commands import deploy_definition
from engine.expressions import value_of
from engine.testing import start
from people.actors import SYSTEM
from people.demo import load_company
from tests.engine.drawing import Drawing


@pytest.fixture
def four_in_the_morning():
    clock.move_to(dt.datetime(2026, 11, 21, 20, tzinfo=dt.UTC))
    yield
    clock.be_real()


def test_today_of_a_diagram_is_the_companys_today(four_in_the_morning):
    assert value_of("=today()", {}) == dt.date(2026, 11, 22)
    assert value_of("=day of week(today())", {}) == "Sunday"


@pytest.mark.django_db
def test_a_script_early_in_the_morning_says_the_companys_day(four_in_the_morning, settings):
    settings.DEMO = True
    load_company()
    script = (
        '<bpmn:extensionElements><zeebe:script expression="=today()" resultVariable="day" /></bpmn:extensionElements>'
    )
    drawing = Drawing("dated").start()._add("scriptTask", "note_day", script).user_task("record").end()
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)
    assert str(start("dated", by="cashier").variables["day"]) == "2026-11-22"
