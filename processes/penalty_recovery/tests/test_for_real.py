"""Penalty recovery in the database: case, evidence, sheet, papers, charge, payments, rating, as the product runs it."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest

from demo.photographs import photograph
from engine import clock
from engine.documents.queries import document_content, documents_of
from engine.separation import SameHand
from engine.testing import Request, person, start
from ledger.context import audited
from people.actors import SYSTEM
from processes.penalty_recovery import records, sheet
from registers.models import ChangeRequest, Charge, MeterTest, Tariff, TheftCase
from tests.scenarios.for_real import go_on, through
from tests.scenarios.supplied import Supplied, stocked, supplied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


TO_THE_DELIVERY = ("prepare_sheet", "review_law", "approve_recovery")


def _begun(serial: str, **more: Any) -> tuple[Request, Supplied]:
    known = supplied(serial)
    lead = {"lead_serial": serial, "lead_source": "analysis", "signs": ["seal_broken", "flow_drop"]}
    return start("penalty_recovery", by="theft_inspector", **(lead | {"lead_reason": "气量骤降。"} | more)), known


def _decided(request: Request, **plan: Any) -> Request:
    through(request, "review_lead", "collect_evidence", "witness_evidence", "conclude_finding", plan=plan)
    through(request, *TO_THE_DELIVERY, plan=plan)
    while "approve_recovery" in request.waiting_at():
        go_on(request, "approve_recovery", plan)
    go_on(request, "deliver_decision", plan)
    return request


def test_two_inspectors_and_what_the_register_keeps(company):
    request, known = _begun("PR-0001")
    through(request, "review_lead", "collect_evidence")
    case = TheftCase.objects.get(opened_in=str(request.id))
    assert (case.customer_id, case.score, case.state) == (known.customer.pk, 60, "OPEN")
    photo, thing = case.evidence.order_by("position")
    assert photo.sha256 == hashlib.sha256(photograph(1)).hexdigest()
    assert (photo.kind, photo.taken_by.username, photo.kept_at) == ("photo", "theft_inspector", "稽查队证据柜")
    assert (thing.kind, thing.sha256) == ("thing", "")
    with pytest.raises(SameHand):
        request.complete("witness_evidence", {"witness_confirmed": True}, by=person("theft_inspector"))
    through(request, "witness_evidence")
    assert [one["kind"] for one in documents_of(request.id)] == ["现场取证清单"]
    go_on(request, "conclude_finding", {"finding": "none"})
    request.expect_ended("no_violation")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("CLOSED", "unfounded")


def test_paid_by_the_bank_in_instalments_and_the_rating_proposed(company):
    request, known = _begun("PR-0011")
    _decided(request, suspend=True)
    seen = request.variables
    charge = Charge.objects.get(number=seen["charge_no"])
    assert charge.amount == seen["recovery_amount"] == seen["gas_fee"] + seen["penalty"] > 0
    assert charge.notice_no == seen["notice_no"]
    request.deliver("decision_accepted", by="cashier")
    go_on(request, "agree_payment", {"parts": 2})
    first, second = request.variables["instalments"]
    assert first["amount"] + second["amount"] == charge.amount
    for _ in range(2):
        paid = {"paid_amount": 100, "payment_reference": "B1"}
        request.deliver("payment_received", paid, correlation_key=first["notice_no"], by="cashier")
    assert [str(one.amount) for one in charge.payments.all()] == ["100.00"]
    rest = {"paid_amount": float(first["amount"] + 50), "payment_reference": "B2"}
    request.deliver("payment_received", rest, correlation_key=first["notice_no"], by="cashier")
    known_references = set(charge.payments.values_list("reference", flat=True))
    assert known_references == {f"{first['notice_no']}/B1", f"{first['notice_no']}/B2", f"{second['notice_no']}/B2"}
    go_on(request, "suspend_for_theft")
    go_on(request, "receive_instalment", {"paid": float(second["amount"] - 50)})
    charge.refresh_from_db()
    assert charge.state == "PAID"
    through(request, "restore_after_payment", "judge_credit", plan={"credit": "change"})
    change = ChangeRequest.objects.get(record=known.customer.pk, table_name="registers_customer")
    assert change.changes["credit_rating"] == {"old": "B", "new": "C"}
    for _ in request.open_tasks("sign_change"):
        go_on(request, "sign_change")
    go_on(request, "approve_by_manager")
    request.pass_time(minutes=1)
    go_on(request, "verify_change")
    known.customer.refresh_from_db()
    assert known.customer.credit_rating == "C"
    go_on(request, "conclude_case")
    request.expect_ended("case_closed")
    case = TheftCase.objects.get(opened_in=str(request.id))
    assert (case.outcome, case.recovered_amount) == ("recovered", charge.amount)
    assert case.root_cause.startswith("表位")
    assert [one["kind"] for one in documents_of(request.id)] == [
        "现场取证清单", "补缴计算单", "违章用气处理决定书", "补缴通知书", "资料变更通知单",
    ]  # fmt: skip


def test_every_paper_is_a_pdf_and_the_sheet_stays_when_prices_change(company):
    request, _ = _begun("PR-0021")
    _decided(request)
    request.deliver("decision_accepted", by="cashier")
    go_on(request, "agree_payment")
    request.pass_time(days=31)
    papers = documents_of(request.id)
    assert papers[-1]["kind"] == "催缴函"
    for paper in papers:
        with document_content(paper["id"], SYSTEM).open() as file:
            assert file.read(5) == b"%PDF-"
    issued = request.variables["sheet"]
    with audited(actor=SYSTEM, instance_id=1, reason="dearer"):
        Tariff.objects.create(
            category="commercial", step=2, above=Decimal(1), price=Decimal("9.99"), citation="新文件",
            valid_from=dt.date(2025, 1, 1),
        )  # fmt: skip
    inputs = issued["inputs"]
    first, last = (dt.date.fromisoformat(inputs[day]) for day in ("first_day", "last_day"))
    assert Decimal("9.99") in [one["price"] for one in records.prices("commercial", first, last)]
    assert sheet.compute(inputs)["amount"] == request.variables["recovery_amount"]


def test_the_meter_goes_to_the_test_under_its_seal(company):
    request, known = _begun("PR-0031")
    with audited(actor=SYSTEM, instance_id=1, reason="stock"):
        stocked("PR-0032")
    plan = {"test": True, "new_serial": "PR-0032", "reading": 3630, "error": -8.4}
    through(request, "review_lead", "collect_evidence", "witness_evidence", plan=plan)
    through(request, "verify_suspicion", "plan_visit", "visit_site", "issue_new_meter", "swap_on_site", plan=plan)
    through(request, "confirm_swap", "hand_over_meter", "record_test", "review_basis", "dispose_old_meter", plan=plan)
    assert MeterTest.objects.get(meter=known.meter).handovers.count() == 3
    assert request.variables["test_error_percent"] == Decimal("-8.4")
    request.expect_waiting_at("conclude_finding")
