"""Suspected faults: found in readings, noted once, started once, dismissed until a newer sign."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands import cancel_process_instance, deploy_definition
from exchange.finding import Used, find, judge
from exchange.models import Suspicion
from exchange.refusals import MayNotHandle, ReasonNeeded
from exchange.suspicion_rules import Limits, limits_of
from exchange.suspicions import Sign, dismiss, note, start_replacements
from people.actors import SYSTEM
from people.models import Unit, today
from registers import commands
from tests.engine.drawing import Drawing
from tests.exchange.test_readings import START, row
from tests.exchange.test_settlement import imported
from tests.registers.conftest import new_meter
from tests.standins.finance import READINGS, as_csv

DAY = dt.timedelta(days=1)
LIMITS = Limits("slow", Decimal("0.4"), 30, Decimal(1), 0)


@pytest.fixture
def replacements(company):
    """A small process of that key: what it does with a meter is its own tests' business."""
    drawing = Drawing("meter_replacement").start().user_task("look").end()
    deploy_definition(files={"process.bpmn": drawing.xml()}, actor=SYSTEM)


def read(serial, *points):
    imported(as_csv(READINGS, [row(serial, days, shown) for days, shown in points]), kind="readings")


def place_of(file):
    return Suspicion.objects.filter(installation=file.installation)


def all_units():
    return Unit.objects.get(parent=None)


def used(days, volume):
    return Used(START, START + days * DAY, Decimal(volume))


@pytest.mark.parametrize(
    ("rule", "before", "lately", "suspected"),
    [
        ("stopped", used(60, 600), used(30, 0), True),
        ("stopped", used(60, 600), used(30, "0.1"), False),
        ("stopped", used(60, 30), used(30, 0), False),
        ("drop", used(60, 600), used(30, 119), True),
        ("drop", used(60, 600), used(30, 120), False),
        ("drop", used(60, 600), used(30, 0), False),
        ("stopped", used(0, 0), used(30, 0), False),
    ],
)
def test_what_is_suspected(rule, before, lately, suspected):
    assert judge(rule, before, lately, LIMITS) is suspected


@given(st.integers(1, 400), st.integers(1, 100_000), st.integers(1, 60), st.integers(0, 100_000))
def test_no_more_use_is_never_more_suspicious(days, before, since, lately):
    less, more = (judge("drop", used(days, before), used(since, v), LIMITS) for v in (lately or 1, (lately or 1) + 1))
    assert less or not more


def test_every_rule_has_its_limits_from_the_table():
    assert {limits_of(rule, today()).reason for rule in Suspicion.Rule.values} == {
        "stopped", "fast", "slow", "fault", "overdue", "repair", "theft",
    }  # fmt: skip
    with pytest.raises(KeyError):
        limits_of("unheard_of", today())


def test_falls_and_leaps_in_a_file_are_suspected(file):
    read("M001", (5, "62.5"), (10, "112.5"), (11, "50"), (12, "400"))
    assert {(s.rule, s.reason, s.state) for s in place_of(file)} == {
        ("reverse", "fault", "OPEN"),
        ("jump", "fast", "OPEN"),
    }


@pytest.fixture
def hung(file, in_process):
    """Hangs another meter of the customer ninety days before the first one, as wanted."""

    def hang(*, monthly=None, **meter):
        with in_process():
            point = commands.open_supply_point(site_id=file.site.pk, riser="LG-18", design_flow=Decimal("16"))
            if monthly is not None:
                commands.sign_contract(customer_id=file.customer.pk, supply_point_id=point.pk, monthly_volume=monthly)
            new = new_meter(file.unit, "M009", **meter)
            commands.issue_meter(meter_id=new.pk)
            began = START - 100 * DAY
            return commands.install_meter(
                meter_id=new.pk, supply_point_id=point.pk, reading_in=Decimal(0), installed_at=began
            )

    return hang


def test_a_meter_that_stands_still_is_found_once(file, hung):
    place = hung()
    read("M009", (-60, "400"), (-30, "1000"), (10, "1000"))
    assert find(unit=all_units()) == 1
    assert find(unit=all_units()) == 0
    found = Suspicion.objects.get(installation=place)
    assert (found.rule, found.seen_at, found.reason) == ("stopped", START + 10 * DAY, "stopped")
    assert find(unit=Unit.objects.get(code="002")) == 0


@pytest.mark.parametrize(("flow", "rules"), [("10", ["due"]), ("9.9", [])])
def test_large_meters_of_companies_are_verified_every_three_years(file, hung, flow, rules):
    tested = today() - dt.timedelta(days=3 * 365 - 30)
    place = hung(verified_on=tested, rated_flow=Decimal(flow))
    find(unit=all_units())
    assert list(Suspicion.objects.filter(installation=place).values_list("rule", flat=True)) == rules


@pytest.mark.parametrize(("monthly", "rules"), [(3000, ["predicted"]), (1900, [])])
def test_a_contract_that_is_not_half_used_is_suspected(file, hung, monthly, rules):
    place = hung(monthly=Decimal(monthly))
    read("M009", (-80, "700"), (10, "3600"))
    find(unit=all_units())
    assert list(Suspicion.objects.filter(installation=place).values_list("rule", flat=True)) == rules


def test_a_replacement_is_started_once_and_takes_all_signs_with_it(file, people, replacements):
    officer = people("metering_officer")
    note([Sign(file.installation.pk, rule, "x", START) for rule in ("stopped", "alarm_dead")])
    first, second = place_of(file).order_by("pk")
    done = start_replacements(ids=[first.pk, second.pk], actor=officer)
    assert [(one.state, one.code) for one in done] == [("started", ""), ("refused", "already_handled")]
    assert {s.instance for s in place_of(file)} == {done[0].instance_id}
    assert note([Sign(file.installation.pk, "stopped", "x", START + 9 * DAY)]) == 0
    cancel_process_instance(instance_id=done[0].instance_id, actor=people("branch_manager"), reason="误报")
    assert note([Sign(file.installation.pk, "stopped", "x", dt.datetime.now(dt.UTC) + DAY)]) == 1


def test_a_case_that_somebody_else_raised_is_not_doubled(file, people, replacements):
    from django.db import connection

    from engine.testing import start

    case = start("meter_replacement", by="metering_officer")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE process_instance SET title = '表 M001' WHERE id = %s", [case.id])
    note([Sign(file.installation.pk, "stopped", "x", START)])
    (done,) = start_replacements(ids=[place_of(file).get().pk], actor=people("metering_officer"))
    assert (done.state, done.code, done.instance_id) == ("refused", "already_handled", str(case.id))


def test_what_is_dismissed_comes_back_with_a_newer_sign_only(file, people):
    note([Sign(file.installation.pk, "stopped", "x", START)])
    with pytest.raises(ReasonNeeded):
        dismiss(ids=[place_of(file).get().pk], actor=people("metering_officer"), note=" ")
    assert dismiss(ids=[place_of(file).get().pk], actor=people("metering_officer"), note="停业") == 1
    assert note([Sign(file.installation.pk, "stopped", "x", START)]) == 0
    assert note([Sign(file.installation.pk, "stopped", "x", dt.datetime.now(dt.UTC) + DAY)]) == 1


def test_another_branch_and_other_roles_start_nothing(file, people, replacements):
    note([Sign(file.installation.pk, "stopped", "x", START)])
    (done,) = start_replacements(ids=[place_of(file).get().pk], actor=people("metering_officer_2"))
    assert (done.state, done.code) == ("refused", "not_found")
    with pytest.raises(MayNotHandle):
        start_replacements(ids=[place_of(file).get().pk], actor=people("surveyor"))
    assert place_of(file).get().state == "OPEN"
