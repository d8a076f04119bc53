"""The decision tables: worked examples, no gaps, and what each row must say of itself."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.scenarios.scenario import PROCESSES, program

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
GAS = "{https://gas-process.example/schema/1.0}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"


def _decide(process: str, decision: str, **given):
    return program(process).decisions.evaluate(decision, given, now=NOW).value


@pytest.mark.parametrize(
    ("category", "count", "flow", "size", "design"),
    [
        ("commercial", 3, "13.5", "G10", "12.15"),
        ("commercial", 1, "10", "G6", "10.00"),  # on the edge: the smallest that carries it
        ("commercial", 1, "10.1", "G10", "10.10"),
        ("hotel", 12, "200", "G100", "140.00"),
        ("industrial", 2, "360", "G250", "360.00"),
        ("industrial", 9, "5000", "G2500", "5000.00"),
    ],
)
def test_meter_is_the_smallest_that_carries_the_design_flow(category, count, flow, size, design):
    found = _decide(
        "installation", "meter_selection", category=category, appliance_count=count, total_flow=Decimal(flow)
    )
    assert (found["meter_size"], found["design_flow"]) == (size, Decimal(design))


@pytest.mark.parametrize(
    ("day", "flow", "total", "route"),
    [
        ("2026-11-23", "25", "100000", "branch"),
        ("2026-11-23", "25.01", "100000", "joint"),
        ("2026-11-23", "25", "100000.01", "joint"),
        ("2026-11-23", "400", "500000", "joint"),
        ("2026-11-23", "400.01", "500000", "company"),
        ("2026-11-23", "1", "500000.01", "company"),
        ("2025-12-31", "25", "60000", "joint"),  # accepted under the table of 2024
        ("2025-12-31", "16", "50000", "branch"),
    ],
)
def test_route_is_that_of_the_table_in_force_on_the_day_of_acceptance(day, flow, total, route):
    given = {"received_on": day, "meter_choice": {"design_flow": Decimal(flow)}, "estimate_total": Decimal(total)}
    assert _decide("installation", "approval_route", **given)["route"] == route


@pytest.mark.parametrize(
    ("category", "flow", "days"),
    [("commercial", "25", 3), ("industrial", "25", 5), ("school", "160", 5), ("hotel", "161", 8)],
)
def test_time_limits_follow_the_class_of_the_project(category, flow, days):
    limits = _decide("installation", "time_limits", category=category, total_flow=Decimal(flow), rehearsal=False)
    assert limits["statutory_days"] == days
    assert (limits["fee_reminder_1"], limits["fee_reminder_2"], limits["fee_lapse"]) == ("P7D", "P14D", "P30D")


@pytest.mark.parametrize(("kind", "level"), [("leak", "重大"), ("works", "较大"), ("other", "一般")])
def test_hazards_have_a_grade(kind, level):
    assert _decide("rectification", "hazard_grade", hazard_kind=kind, rehearsal=False)["level"] == level


@pytest.mark.parametrize("path", sorted(PROCESSES.glob("*/*.dmn")), ids=lambda path: path.stem)
def test_every_row_says_its_source_and_from_when_it_holds(path: Path):
    rules = list(etree.parse(str(path)).getroot().iter(f"{DMN}rule"))
    assert rules
    for rule in rules:
        assert rule.get(f"{GAS}citation"), rule.get("id")
        dt.date.fromisoformat(rule.get(f"{GAS}validFrom") or _dates_told(rule)[0])


def _dates_told(rule) -> list[str]:
    """Where the day of acceptance counts and not that of the decision, a column tests it and the last note tells it."""
    assert "received_on" in etree.tostring(rule.getparent()).decode()
    return list(rule.iter(f"{DMN}annotationEntry"))[-1].findtext(f"{DMN}text").split("..")


def test_a_row_counts_from_its_first_day_on():
    model = program("rectification").decisions
    given = {"hazard_kind": "leak", "rehearsal": False}
    before = model.evaluate("hazard_grade", given, now=dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC)).value
    after = model.evaluate("hazard_grade", given, now=NOW).value
    assert before is None
    assert after is not None
