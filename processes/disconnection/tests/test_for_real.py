"""A disconnection in the database: arrears, removal, settlement, closing, as the product runs it."""

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
from registers import commands as registers
from registers.models import ArchiveVolume, Contract, Customer, Meter, SupplyPoint
from tests.scenarios.supplied import Supplied, supplied

pytestmark = pytest.mark.django_db
FIELD = ("remove_on_site", "seal_off", "store_meter", "review_settlement", "approve_settlement")


def _go_on(request: Request, *elements: str, plan: Mapping[str, Any] | None = None) -> None:
    """Each element's person completes it, as the demo's people do."""
    for element in elements:
        tasks = request.open_tasks(element)
        assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
        by = person(tasks[0]["role"])
        shown = queries.form_for(tasks[0]["id"], by, "zh")["data"]
        request.complete(element, answer(Sitting(element, shown, dt.date.today(), plan or {})), by=by)


def _asked(known: Supplied) -> Request:
    told = {"reason": "closing", "wanted_on": "2026-11-30", "applicant": "王建国", "contact_phone": "13805510001"}
    return start("disconnection", by="customer_service", meter_serial=known.meter.serial, **told)


def test_the_last_point_closes_the_customer(company):
    known = supplied("DC-0001", months=("900",))
    with audited(actor=SYSTEM, instance_id=1, reason="contract"):
        registers.sign_contract(customer_id=known.customer.pk, supply_point_id=known.point.pk)
    request = _asked(known)
    request.expect_waiting_at("collect_arrears")
    plan = {"reading": 930, "billed": 900}
    _go_on(request, "collect_arrears", *FIELD, plan=plan)
    # 30 m³ at 3.86
    assert str(request.variables["settlement_balance"]) == "115.80"
    _go_on(request, "collect_rest", "check_file")
    request.expect_ended("disconnected")
    customer = Customer.objects.get(pk=known.customer.pk)
    assert (customer.state, customer.keep_until.year - customer.closed_on.year) == ("CLOSED", 30)
    assert registers.receivable(customer_id=customer.pk) == 0
    assert Contract.objects.get(customer=customer).state == "ENDED"
    assert Meter.objects.get(pk=known.meter.pk).state == "IN_STOCK"
    assert ArchiveVolume.objects.get(customer=customer).items.count() == 1
    assert [paper["kind"] for paper in documents_of(request.id)] == ["销户结算单", "拆除销户通知书"]


def test_a_deposit_is_refunded_and_another_point_stays(company):
    known = supplied("DC-0011", months=())
    with audited(actor=SYSTEM, instance_id=1, reason="second point"):
        stays = registers.open_supply_point(site_id=known.point.site_id)
    request = _asked(known)
    plan = {"reading": 930, "billed": 900, "deposit": 1000, "route": "test"}
    _go_on(request, *FIELD, "pay_refund", "check_file", plan=plan)
    request.expect_ended("disconnected")
    assert Customer.objects.get(pk=known.customer.pk).state == "OPEN"
    points = dict(SupplyPoint.objects.values_list("pk", "valid_until"))
    assert points[known.point.pk] is not None
    assert points[stays.pk] is None
    assert registers.receivable(customer_id=known.customer.pk) == 0
    assert Meter.objects.get(pk=known.meter.pk).state == "IN_TEST"
