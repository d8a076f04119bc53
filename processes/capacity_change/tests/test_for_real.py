"""A capacity change in the database: the fee, its payment by message, the register, as the product runs it."""

from __future__ import annotations

import datetime as dt

import pytest

from demo.answers import Sitting, answer
from engine import queries
from engine.documents.queries import documents_of
from engine.testing import Request, person, start
from people.actors import SYSTEM
from registers.commands import receivable
from registers.models import Charge, Contract, GasAppliance
from tests.scenarios.supplied import supplied

pytestmark = pytest.mark.django_db


def _go_on(request: Request, *elements: str) -> None:
    """Each element's person completes it, as the demo's people do."""
    for element in elements:
        tasks = request.open_tasks(element)
        assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
        by = person(tasks[0]["role"])
        shown = queries.form_for(tasks[0]["id"], by, "zh")["data"]
        request.complete(element, answer(Sitting(element, shown, dt.date.today(), {})), by=by)


def test_a_fee_is_paid_and_the_appliances_are_registered(company):
    known = supplied("CC-0001", months=())
    told = {"meter_serial": "CC-0001", "expected_monthly": 3000, "contact_phone": "13805510001"}
    appliances = [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 8}]
    request = start("capacity_change", by="customer_service", appliances=appliances, **told)
    _go_on(request, "survey_change", "prepare_change", "approve_change")
    charge = Charge.objects.get(charged_in=str(request.id))
    assert (str(charge.amount), charge.state) == ("8600.00", "OPEN")
    paid = {"paid_amount": 8600, "payment_reference": "ZZ-1"}
    request.deliver("capacity_fee_paid", paid)
    _go_on(request, "do_works", "accept_change")
    request.expect_ended("capacity_changed")
    charge.refresh_from_db()
    assert charge.state == "PAID"
    registered = GasAppliance.objects.get(site=known.point.site, valid_until=None)
    assert (registered.kind, registered.quantity) == ("炒菜灶", 8)
    assert Contract.objects.get(supply_point=known.point, state="IN_FORCE").monthly_volume == 3000
    assert [paper["kind"] for paper in documents_of(request.id)] == ["增容改造方案费用单"]


def test_a_change_without_a_new_meter_is_credited(company):
    known = supplied("CC-0002", months=())
    told = {"meter_serial": "CC-0002", "expected_monthly": 3000, "contact_phone": "13805510001"}
    boiler = [{"name": "锅炉", "rated_flow": 50, "quantity": 1}]
    request = start("capacity_change", by="customer_service", appliances=boiler, **told)
    _go_on(request, "survey_change", "prepare_change", "approve_change")
    request.deliver("capacity_fee_paid", {"paid_amount": 8600, "payment_reference": "ZZ-2"})
    _go_on(request, "do_works")
    no_fault = {"finding": "no_fault", "verification_note": "现表正常。", "contact_phone": "13805510001"}
    request.complete("verify_suspicion", no_fault, by="metering_officer")
    _go_on(request, "resolve_meter")
    request.expect_ended("stopped")
    assert receivable(customer_id=known.point.site.customer_id) == -8600
    assert not GasAppliance.objects.filter(site=known.point.site, kind="锅炉").exists()


def test_an_amount_that_is_none_is_an_incident_that_says_so(company):
    supplied("CC-0003", months=())
    kitchen = [{"name": "炒菜灶", "rated_flow": 4.5, "quantity": 8}]
    told = {"meter_serial": "CC-0003", "expected_monthly": 3000, "contact_phone": "13805510001", "appliances": kitchen}
    request = start("capacity_change", by="customer_service", **told)
    _go_on(request, "survey_change", "prepare_change", "approve_change")
    request.deliver("capacity_fee_paid", {"paid_amount": "壹万元整", "payment_reference": "ZZ-3"})
    request.pass_time(hours=2)
    [incident] = request.view()["incidents"]
    assert (incident["element_id"], incident["message"]) == (
        "record_fee", "缴费金额“壹万元整”不是数字；请更正变量 paid_amount 后重试。",
    )  # fmt: skip
    assert "“壹万元整” is no number" in queries.process_instance(request.id, SYSTEM, "en")["incidents"][0]["message"]
