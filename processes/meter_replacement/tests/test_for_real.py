"""Meter replacement in the database: registers, papers, messages, as the product runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from demo.answers import Sitting, answer
from engine import queries
from engine.documents.queries import documents_of
from engine.testing import Request, person, start
from ledger.context import audited
from people.actors import SYSTEM
from registers.models import Charge, LedgerEntry, Meter, MeterInstallation, MeterTest
from tests.scenarios.supplied import Supplied, stocked, supplied

pytestmark = pytest.mark.django_db


def _go_on(request: Request, *elements: str, plan: Mapping[str, Any] | None = None) -> None:
    """Each element's person completes it, as the demo's people do."""
    for element in elements:
        tasks = request.open_tasks(element)
        assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
        by = person(tasks[0]["role"])
        shown = queries.form_for(tasks[0]["id"], by, "zh")["data"]
        request.complete(element, answer(Sitting(element, shown, dt.date.today(), plan or {})), by=by)


def _begun(serial: str, new: str, **more: Any) -> tuple[Request, Supplied]:
    known = supplied(serial)
    with audited(actor=SYSTEM, instance_id=1, reason="stock"):
        stocked(new)
    told = {"meter_serial": serial, "source": "analysis", "reason": "slow", "suspicion": "气量偏低。"}
    return start("meter_replacement", by="metering_officer", **(told | more)), known


def test_a_slow_meter_is_replaced_tested_and_paid_for(company):
    request, known = _begun("MR-0001", "MR-0002")
    plan = {"new_serial": "MR-0002", "reading": 3630}
    _go_on(request, "verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", plan=plan)
    new = MeterInstallation.objects.get(meter__serial="MR-0002")
    known.installation.refresh_from_db()
    assert (known.installation.removed_at, known.installation.reading_out) == (new.installed_at, 3630)
    _go_on(request, "confirm_swap", "hand_over_meter", "record_test", "review_basis", "approve_adjustment", plan=plan)
    _go_on(request, "dispose_old_meter")
    request.expect_ended("replaced")
    test = MeterTest.objects.get(meter=known.meter)
    assert (test.passed, test.handovers.count()) == (False, 3)
    charge = Charge.objects.get(charged_in=str(request.id), kind="换表补收气费")
    # (915 + 905) ÷ 0.916 − 1820 = 166.900 m³ at 3.86
    assert (str(charge.volume), str(charge.amount), charge.customer_id) == ("166.900", "644.23", known.customer.pk)
    assert Meter.objects.get(pk=known.meter.pk).state == "SCRAPPED"
    assert [paper["kind"] for paper in documents_of(request.id)] == ["换表工单", "检定送检单", "退补计算单"]


def test_a_fast_meter_gives_money_back(company):
    request, known = _begun("MR-0011", "MR-0012", reason="fast")
    plan = {"new_serial": "MR-0012", "reading": 3630, "error": 5}
    _go_on(request, "verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", plan=plan)
    _go_on(request, "confirm_swap", "hand_over_meter", "record_test", "review_basis", "approve_adjustment", plan=plan)
    # 1820 ÷ 1.05 − 1820 = −86.667 m³ at 3.86
    assert str(LedgerEntry.objects.get(posted_in=str(request.id)).amount) == "-334.53"


def test_a_wrong_swap_is_reversed_and_nothing_is_deleted(company):
    request, known = _begun("MR-0021", "MR-0022")
    plan = {"new_serial": "MR-0022", "reading": 3630, "swap": "reverse"}
    _go_on(request, "verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", plan=plan)
    _go_on(request, "confirm_swap", plan=plan)
    request.expect_ended("reversed")
    hung = MeterInstallation.objects.filter(supply_point=known.point).order_by("installed_at")
    assert [one.meter.serial for one in hung] == ["MR-0021", "MR-0022", "MR-0021"]
    assert Meter.objects.get(pk=known.meter.pk).state == "IN_USE"


def test_a_meter_that_does_not_fit_is_told(company):
    request, _ = _begun("MR-0031", "MR-0032")
    _go_on(request, "verify_suspicion", "plan_visit", "visit_site")
    with audited(actor=SYSTEM, instance_id=1, reason="stock"):
        stocked("MR-0033", g_size="G40")
    for serial, why in (("MR-0099", "表库没有"), ("MR-0033", "应领 皮膜表 G25"), ("MR-0031", "在用")):
        _go_on(request, "issue_new_meter", plan={"new_serial": serial})
        request.expect_waiting_at("issue_new_meter")
        assert why in request.variables["new_meter_refusal"]
