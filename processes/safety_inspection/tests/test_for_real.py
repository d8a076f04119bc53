"""A safety inspection in the database: the area's list, readings, hazards, papers, as the product runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from demo.answers import Sitting, answer
from engine import queries
from engine.documents.queries import documents_of
from engine.testing import Request, person, start
from registers.models import Hazard, Reading
from tests.scenarios.supplied import supplied

pytestmark = pytest.mark.django_db
PLAN = {"area": "中山北路", "area_by": "address", "category": "commercial", "inspect_from": "2026-11-24"}


def _go_on(request: Request, *elements: str, plan: Mapping[str, Any] | None = None) -> None:
    """Each element's people complete all that waits there, as the demo's people do."""
    for element in elements:
        tasks = request.open_tasks(element)
        assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
        for task in tasks:
            by = person(task["role"])
            shown = queries.form_for(task["id"], by, "zh")["data"]
            request.complete(element, answer(Sitting(element, shown, dt.date.today(), plan or {})), by=by)


def test_an_area_is_inspected_a_hazard_rectified_and_a_reading_recorded(company):
    first, second = supplied("SI-0001", name="海棠餐饮"), supplied("SI-0002", name="江城面馆")
    request = start("safety_inspection", by="safety_inspector", **PLAN)
    assert [one["meter_serial"] for one in request.variables["points"]] == ["SI-0001", "SI-0002"]
    _go_on(request, "arrange_inspections")
    _go_on(request, "inspect_point", plan={"hazards": {"*": "ventilation"}})
    assert Reading.objects.filter(installation__in=(first.installation, second.installation)).count() == 2
    _go_on(request, "deliver_notice", "report_rectified", "inspect_again")
    assert list(Hazard.objects.order_by("pk").values_list("state", "grade")) == [("CLOSED", "serious")] * 2
    _go_on(request, "confirm_inspection")
    request.expect_ended("inspection_closed")
    assert [paper["kind"] for paper in documents_of(request.id)] == ["隐患整改通知书", "隐患整改通知书", "安检报告"]


def test_who_is_never_reached_gets_a_notice_each(company):
    supplied("SI-0011")
    request = start("safety_inspection", by="safety_inspector", **PLAN)
    plan = {"refused": ["中山北路 118 号"], "again": "same"}
    _go_on(request, "arrange_inspections", "inspect_point", "inspect_point_again", "confirm_inspection", plan=plan)
    request.expect_ended("inspection_closed")
    assert sorted(paper["kind"] for paper in documents_of(request.id)) == ["安检入户通知书", "安检报告"]
    assert Reading.objects.count() == 0


def test_a_reading_that_runs_backwards_is_listed_not_recorded(company):
    known = supplied("SI-0021")
    for reading in (500, 400):
        request = start("safety_inspection", by="safety_inspector", **PLAN)
        _go_on(request, "arrange_inspections", "inspect_point", plan={"reading": reading})
    refused = request.variables["readings_refused"]
    assert [(one["meter_serial"], one["reading"]) for one in refused] == [("SI-0021", 400)]
    assert [str(one.mechanical) for one in Reading.objects.filter(installation=known.installation)] == ["500.000"]


def test_an_area_without_a_customer_is_told(company):
    request = start("safety_inspection", by="safety_inspector", **(PLAN | {"area": "无此路"}))
    request.expect_waiting_at("correct_inspection_area")
    assert "没有在用的供气点" in request.variables["area_refusal"]
