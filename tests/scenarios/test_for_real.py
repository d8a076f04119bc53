"""Installation in the database: roles, registers, PDFs, jobs, as the product runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from demo.answers import Sitting, answer
from engine import clock, queries
from engine.clocks import working_day
from engine.commands import deliver_message
from engine.documents.queries import document_content, documents_of
from engine.separation import SameHand
from engine.testing import Request, person, start
from ledger.context import audited
from people.actors import SYSTEM
from people.calendars import calendar
from people.queries import unit_by_code
from registers import commands as registers
from registers.models import Charge, Customer, Hazard, Meter
from tests.scenarios.jobs import DINER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


def _go_on(request: Request, element: str, plan: Mapping[str, Any] | None = None, round_: int = 1) -> None:
    """Everybody whose turn it is at that element completes it in their own role."""
    tasks = request.open_tasks(element)
    assert tasks, f"nothing waits at {element}: {request.waiting_at()} {request.incidents()}"
    for task in tasks:
        by = person(task["role"])
        shown = queries.form_for(task["id"], by, "zh")["data"]
        today = clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
        nth = [t["id"] for t in request.open_tasks(element)].index(task["id"])
        request.complete(element, answer(Sitting(element, shown, today, plan or {}, round_)), by=by, nth=nth)


def _through(request: Request, *elements: str, plan: Mapping[str, Any] | None = None) -> None:
    for element in elements:
        _go_on(request, element, plan)


TO_THE_FEE = ("review_papers", "survey_site", "conclude_survey", "prepare_scheme", "approve_by_branch")
TO_ACCEPTANCE = (
    "design_drawings", "review_drawings", "plan_construction", "sign_contract", "issue_meter", "build_section",
    "arrange_acceptance",
)  # fmt: skip
TO_THE_END = ("commission_gas", "check_volume", "call_back")


def test_from_the_counter_to_the_archive_with_a_failed_point(company):
    plan = {"serial": "REAL-0001"}
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE)
    _through(request, "collect_fee", *TO_ACCEPTANCE, plan=plan)
    _go_on(request, "accept_work", {"fails": 1})
    hazard = Hazard.objects.get(recorded_in=str(request.id))
    assert (hazard.state, hazard.place) == ("OPEN", "通风")
    _through(request, "deliver_notice", "report_rectified", "inspect_again")
    hazard.refresh_from_db()
    assert hazard.state == "CLOSED"
    called = request.view()["called"][0]
    assert called["state"] == "COMPLETED"
    assert Request(int(called["id"])).view()["clocks"][0]["limit_seconds"] == 30 * 86400
    kept = {v["name"]: v["value"] for v in queries.variables_of(called["id"], SYSTEM)}
    assert (kept["hazard_no"], kept["inspection"]) == (hazard.number, "pass")
    _go_on(request, "accept_work")
    _through(request, *TO_THE_END)
    request.expect_ended("archived")
    customer = Customer.objects.get(opened_in=str(request.id))
    assert (customer.name, customer.category, customer.phone) == ("海棠餐饮", "commercial", "13805510001")
    assert Meter.objects.get(serial="REAL-0001").state == "IN_USE"
    charge = Charge.objects.get(charged_in=str(request.id))
    assert (charge.state, charge.customer) == ("PAID", customer)
    assert customer.contracts.count() == customer.accounts.count() == customer.sites.count() == 1


def test_every_document_is_a_pdf_with_a_number_of_its_own(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE)
    printed = documents_of(request.id)
    assert [d["kind"] for d in printed] == ["受理回执", "勘察单", "预算书", "缴费通知单"]
    assert len({d["number"] for d in printed}) == 4
    assert printed[-1]["number"] == request.variables["fee_notice_no"]
    with document_content(printed[0]["id"], SYSTEM).open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert len(content) == printed[0]["size"]


def test_a_wrong_meter_goes_back_with_its_reason(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE, "collect_fee", "design_drawings", "review_drawings")
    _go_on(request, "issue_meter", {"meter": "wrong", "serial": "REAL-0002"})
    request.expect_waiting_at("issue_meter")
    assert "G2.5" in request.variables["meter_refusal"]
    assert not Meter.objects.filter(serial="REAL-0002").exists()


def _stock(serial: str, **kind: str) -> Meter:
    return registers.receive_meter(
        serial=serial, maker="江城仪表", rated_flow=Decimal(100), unit_id=unit_by_code("001").pk,
        verified_until=dt.date(2029, 1, 1), **kind,
    )  # fmt: skip


def test_a_meter_that_is_scrapped_or_another_one_in_the_register_goes_back(company):
    with audited(actor=SYSTEM, instance_id=1, reason="stock"):
        _stock("REAL-0003", type="rotary", g_size="G65")
        scrapped = _stock("REAL-0005", type="diaphragm", g_size="G10")
        registers.scrap_meter(meter_id=scrapped.pk)
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE, "collect_fee", "design_drawings", "review_drawings")
    _go_on(request, "issue_meter", {"serial": "REAL-0003"})
    assert "G65" in request.variables["meter_refusal"]
    _go_on(request, "issue_meter", {"serial": "REAL-0005"}, 2)
    assert "报废" in request.variables["meter_refusal"]
    _go_on(request, "issue_meter", {"serial": "REAL-0004"}, 3)
    request.expect_not_waiting_at("issue_meter")
    assert request.variables["meter_refusal"] is None


def test_bank_pays_in_two_parts_and_reminders_are_printed(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE)
    request.pass_time(days=15)
    assert [d["kind"] for d in documents_of(request.id)].count("催缴通知") == 2
    request.deliver("payment_received", {"paid_amount": 20000, "payment_reference": "B1"}, by="cashier")
    request.expect_waiting_at("collect_fee")
    request.deliver("payment_received", {"paid_amount": 5333, "payment_reference": "B2"}, by="cashier")
    request.expect_waiting_at("design_drawings")
    charge = Charge.objects.get(charged_in=str(request.id))
    assert (charge.state, charge.payments.count()) == ("PAID", 2)


def test_the_fee_is_owed_from_its_notice_until_the_application_lapses(company):
    request = start("installation", by="customer_service", **DINER | {"contact_email": "wang@example.org"})
    _through(request, *TO_THE_FEE)
    charge = Charge.objects.get(charged_in=str(request.id))
    today = clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    assert (charge.state, charge.notice_no) == ("OPEN", request.variables["fee_notice_no"])
    assert (charge.amount, charge.due_on) == (request.variables["fee_balance"], today + dt.timedelta(days=30))
    request.pass_time(days=31)
    request.expect_ended("lapsed_without_payment")
    charge.refresh_from_db()
    assert (charge.state, sum(e.amount for e in charge.entries.all())) == ("CANCELED", 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT element_id, channel, text FROM dispatch WHERE instance_id = %s ORDER BY begun_at", [request.id]
        )
        told = cursor.fetchall()
    tells = ["tell_receipt", "tell_fee_notice", "tell_fee_reminder", "tell_fee_reminder", "tell_fee_lapse"]
    assert [row[:2] for row in told] == [(tell, channel) for tell in tells for channel in ("sms", "email")]
    assert "工程费 25,333.00 元" in told[2][2]
    assert "30 日" in told[2][2]


def test_a_receipt_that_is_entered_twice_counts_once(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE)
    for _ in range(2):
        request.deliver("payment_received", {"paid_amount": 20000, "payment_reference": "B1"}, by="cashier")
    request.expect_waiting_at("collect_fee")
    assert request.variables["fee_received"] == 20000


def test_whoever_surveyed_does_not_approve_the_refusal(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, "review_papers", "survey_site", "conclude_survey", plan={"survey": "infeasible"})
    surveyor, approver = person("surveyor"), person("market_approver")
    both = replace(surveyor, grants=surveyor.grants | approver.grants)
    for act in (
        lambda: request.claim("approve_refusal", by=both),
        lambda: request.complete("approve_refusal", {"decision": "approve"}, by=both),
    ):
        with pytest.raises(SameHand):
            act()
    request.complete("approve_refusal", {"decision": "approve"}, by=approver)
    request.expect_ended("refused")


def test_the_statutory_clock_stands_still_while_the_customer_pays(company):
    request = start("installation", by="customer_service", **DINER)
    _through(request, *TO_THE_FEE)
    request.pass_time(days=3)
    clocks = {c["key"]: c for c in request.view()["clocks"]}
    assert clocks["statutory"]["paused"] is True
    assert clocks["statutory"]["limit_seconds"] == 3 * working_day(calendar()).total_seconds()
    assert clocks["statutory"]["segments"][-1]["basis"] == "缴费通知单"
    assert clocks["gross"]["paused"] is False
    assert clocks["gross"]["used_seconds"] >= 3 * 86400


def test_the_customers_web_form_starts_a_case_at_the_senders_branch(company):
    sent = DINER | {"channel": "web", "customer_name": "云溪面馆"}
    delivered = deliver_message(
        name="application_submitted",
        correlation_key="",
        variables=sent,
        actor=person("call_center_agent"),
        message_id="web-1",
    )
    assert delivered.status == "started"
    request = Request(int(delivered.instance_id)).run_jobs()
    request.expect_waiting_at("review_papers")
    assert request.open_tasks("review_papers")[0]["unit_path"].startswith(unit_by_code("001").path)


def test_rehearsal_lapses_in_seconds_and_says_so(company):
    request = start("installation", by="customer_service", rehearsal=True, **DINER)
    _go_on(request, "review_papers", {"papers": "missing"})
    request.pass_time(seconds=20)
    request.expect_ended("lapsed_without_papers")
    assert [d["kind"] for d in documents_of(request.id)] == ["受理回执", "补件通知单", "申请作废通知"]


HAZARD = {
    "customer_name": "海棠餐饮", "site_address": "中山北路 118 号", "hazard_place": "厨房",
    "contact_phone": "13805510001",
    "hazard_description": "软管老化，接头处泄漏。", "hazard_kind": "ventilation",
}  # fmt: skip


def test_two_refusals_end_in_a_suspension_with_papers_and_the_restoration_has_its_own_clock(company):
    request = start("rectification", by="safety_inspector", **HAZARD)
    _through(request, "deliver_notice", "report_rectified")
    _go_on(request, "inspect_again", {"inspection": "no_entry"})
    _go_on(request, "inspect_again", {"inspection": "no_entry"}, 2)
    _through(request, "suspend_for_refusal", "inspect_again")
    printed = [d["kind"] for d in documents_of(request.id)]
    assert printed == ["隐患整改通知书", "入户检查通知书", "入户检查通知书", "停气上报单"]
    request.pass_time(hours=3)
    clock_now = {c["key"]: c for c in request.view()["clocks"]}["restoration"]
    assert (clock_now["paused"], clock_now["limit_seconds"]) == (False, 86400)
    assert 3 * 3600 <= clock_now["used_seconds"] < 4 * 3600
    _through(request, "restore_gas")
    request.expect_ended("rectified")


def test_a_rehearsal_counts_in_seconds_only_in_demo_mode(company, settings):
    settings.DEMO = False
    request = start("rectification", by="safety_inspector", rehearsal=True, **HAZARD)
    assert request.variables["grade"]["deadline"] == "P30D"
    settings.DEMO = True
    request = start("rectification", by="safety_inspector", rehearsal=True, **HAZARD)
    assert request.variables["grade"]["deadline"] == "PT15S"
