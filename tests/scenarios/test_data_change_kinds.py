"""Bulk changes, new customers, closings and handing over in the database: each with its route, checks and end."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from bpmn.dmn import load_decisions
from engine import clock
from engine.testing import Request
from ledger.context import audited
from people.actors import SYSTEM, actor_named
from people.models import Position, Unit, User, today
from people.queries import unit_by_code
from processes.data_change.proposing import (
    Asking,
    propose_closing,
    propose_new_customer,
    propose_reversal,
    propose_table,
    propose_transfer,
)
from registers import commands
from registers.bulk.checking import AskedRow, check_rows
from registers.bulk.columns import bulk_register
from registers.bulk.proposing import Paper
from registers.change_refusals import BalanceIsOpen, FieldMissing, NotUndone, PapersMissing, StillHanging
from registers.governed import FREE, GOVERNED, request_needs
from registers.models import BulkChange, ChangeRequest, Contract, Customer, Reading
from registers.refusals import AlreadyClosed, AskerNeverApproves, NoSuchRecord, UnfitValue

pytestmark = pytest.mark.django_db
PAPERS = ["00000000-0000-0000-0000-000000000001"]
ASKING = Asking(reason="客户来函", papers=PAPERS)
SIGN = {"decision": "approve", "comment": "同意"}
ROUTE = Path(__file__).resolve().parents[2] / "processes" / "data_change" / "change_route.dmn"


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


@pytest.fixture
def papers():
    """An uploaded paper of the clerk's."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from engine.documents.commands import save_attachment

    saved = save_attachment(
        name="协议.pdf", content=SimpleUploadedFile("协议.pdf", b"%PDF-1.4 x"), purpose="",
        actor=actor_named("customer_service"),
    )  # fmt: skip
    return Asking(reason="客户来函", papers=[saved["id"]])


def a_diner(unit="001", **more):
    with audited(actor=SYSTEM, instance_id=900):
        return commands.open_customer(
            name=f"海棠餐饮{uuid.uuid4().hex[:6]}", category="commercial", unit_id=unit_by_code(unit).id,
            phone="13805510001", **more,
        )  # fmt: skip


@pytest.fixture
def diners(company):
    return [a_diner() for _ in range(3)]


@pytest.fixture
def supplied(company):
    """A customer with a site, a meter, a contract and an account."""
    diner = a_diner()
    with audited(actor=SYSTEM, instance_id=900):
        site = commands.open_site(customer_id=diner.pk, address="海棠路 18 号")
        point = commands.open_supply_point(site_id=site.pk, design_flow=Decimal(16))
        meter = commands.receive_meter(
            serial=uuid.uuid4().hex[:10], maker="金卡智能", type="diaphragm", g_size="G10", rated_flow=Decimal(16),
            unit_id=diner.unit_id, verified_until=dt.date(2031, 1, 1),
        )  # fmt: skip
        commands.issue_meter(meter_id=meter.pk)
        commands.install_meter(meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal(5))
        commands.sign_contract(
            customer_id=diner.pk, supply_point_id=point.pk, signed_on=dt.date(2026, 1, 5), monthly_volume=Decimal(900)
        )
        commands.open_payment_account(customer_id=diner.pk, method="collection", bank="工行", account_no="62220001")
    return diner


def table(rows, by="customer_service"):
    actor = actor_named(by)
    asked = [AskedRow(n, row.number, None, cells) for n, (row, cells) in enumerate(rows, start=2)]
    checked = check_rows(bulk_register("customers", actor), asked, actor, "zh")
    started = propose_table(checked=checked, paper=Paper(), asking=Asking(reason="改号"), actor=actor)
    return Request(started.instance_id).run_jobs(), started


def _sign(case: Request, who: str, **more) -> None:
    roles = [t["role"] for t in case.open_tasks("sign_change")]
    case.complete("sign_change", {**SIGN, **more}, by=who, nth=roles.index(who))


def test_a_table_is_decided_at_once_and_the_row_in_conflict_comes_back(diners):
    one, two, three = diners
    case, started = table([(d, {"phone": f"1390551000{n}"}) for n, d in enumerate(diners)])
    assert case.variables["record_title"] == "客户 3 条"
    assert "13905510000" not in str(case.variables)
    with pytest.raises(AskerNeverApproves):
        case.complete("sign_change", SIGN, by=_steward_in_disguise())
    other, _ = table([(two, {"phone": "13777777777"})])
    assert (other.variables["conflicts"], other.variables["bulk_id"]) == (1, started.bulk_id + 1)
    _sign(other, "data_steward")
    _sign(case, "data_steward", refused_rows=[three.pk], comment="第三户待核")
    assert [Customer.objects.get(pk=d.pk).phone for d in diners] == ["13905510000", "13777777777", "13805510001"]
    case.expect_waiting_at("amend_proposal")
    assert "1 条与档案现值冲突" in case.variables["return_reason"]
    case.complete("amend_proposal", amendment="again", by="customer_service")
    again = BulkChange.objects.get(pk=case.variables["bulk_id"])
    assert list(again.requests.values_list("record", flat=True)) == [two.pk]
    _sign(case, "data_steward")
    assert Customer.objects.get(pk=two.pk).phone == "13905510001"
    case.complete("verify_change", verification="wrong", verification_note="应为原号", by="archivist")
    _sign(case, "data_steward")
    case.complete("verify_change", verification="right", verification_note="一致", by="archivist")
    case.expect_ended("change_done")
    assert Customer.objects.get(pk=two.pk).phone == "13777777777"


def _steward_in_disguise():
    """The clerk who asked, with a second position as data steward."""
    with audited(actor=SYSTEM):
        Position.objects.create(
            user=User.objects.get(username="customer_service"), role_id="data_steward",
            unit=Unit.objects.get(code="001"),
        )  # fmt: skip
    return "customer_service"


def test_a_table_refused_altogether_or_withdrawn_changes_nothing(diners):
    case, started = table([(d, {"phone": "13905510009"}) for d in diners])
    _sign(case, "data_steward", decision="refuse", comment="无依据")
    case.expect_ended("change_refused")
    assert set(ChangeRequest.objects.filter(bulk=started.bulk_id).values_list("state", flat=True)) == {"REFUSED"}
    case, started = table([(d, {"phone": "13905510009"}) for d in diners])
    _sign(case, "data_steward", decision="return", comment="请附清单")
    case.complete("amend_proposal", amendment="withdraw", by="customer_service")
    case.expect_ended("change_withdrawn")
    assert set(ChangeRequest.objects.filter(bulk=started.bulk_id).values_list("state", flat=True)) == {"WITHDRAWN"}
    assert {Customer.objects.get(pk=d.pk).phone for d in diners} == {"13805510001"}


NEW = {"name": "滨江酒楼", "category": "commercial", "phone": "13805510077", "address": "滨江路 1 号"}


def new_customer(papers, by="customer_service", unit="001", **values):
    started = propose_new_customer(
        values={**NEW, **values}, unit_id=unit_by_code(unit).id, asking=papers, actor=actor_named(by)
    )
    return Request(started.instance_id).run_jobs()


def test_a_new_customer_is_opened_by_two_signatures(company, papers):
    case = new_customer(papers)
    assert not Customer.objects.filter(name="滨江酒楼").exists()
    assert {t["role"] for t in case.open_tasks("sign_change")} == {"data_steward", "finance_officer"}
    _sign(case, "data_steward")
    _sign(case, "finance_officer")
    opened = Customer.objects.get(name="滨江酒楼")
    assert (opened.number, opened.billing_title, opened.opened_in) == (
        case.variables["customer_no"], "滨江酒楼", str(case.id),
    )  # fmt: skip
    request = ChangeRequest.objects.get(kind="open")
    assert (request.state, request.record) == ("APPLIED", opened.pk)
    case.complete("verify_change", verification="wrong", verification_note="重复建档", by="archivist")
    assert ChangeRequest.objects.get(kind="close", record=opened.pk).state == "PROPOSED"
    case.complete("verify_on_site", site_result="agrees", site_note="无表", by="account_manager")
    _sign(case, "data_steward")
    _sign(case, "finance_officer")
    assert Customer.objects.get(pk=opened.pk).state == "CLOSED"


def test_a_new_customer_refused_in_one_field_is_not_opened(company, papers):
    case = new_customer(papers)
    _sign(case, "data_steward", refused_fields=["phone"], comment="号码不实")
    _sign(case, "finance_officer")
    case.expect_ended("change_refused")
    assert not Customer.objects.filter(name="滨江酒楼").exists()


def test_a_new_customer_lacking_something_is_not_proposed(company, papers):
    for values, refusal in (
        ({"phone": ""}, FieldMissing),
        ({"category": "sauna"}, UnfitValue),
        ({"name": "长" * 201}, UnfitValue),
    ):
        with pytest.raises(refusal):
            new_customer(papers, **values)
    with pytest.raises(PapersMissing):
        new_customer(Asking(reason="x"))
    with pytest.raises(NoSuchRecord):
        new_customer(papers, unit="002")
    assert not ChangeRequest.objects.filter(kind="open").exists()


def test_the_database_opens_nothing_without_approvals(company, papers):
    case = new_customer(papers)
    request = ChangeRequest.objects.get(kind="open")
    from registers.openings import open_approved
    from registers.refusals import NotEnoughApprovals

    with pytest.raises(NotEnoughApprovals):
        open_approved(request_id=request.pk, actor=SYSTEM)
    assert not Customer.objects.filter(name="滨江酒楼").exists()
    case.expect_waiting_at("sign_change")


def closing(customer, by="customer_service"):
    started = propose_closing(customer_id=customer.pk, asking=Asking(reason="停业"), actor=actor_named(by))
    return Request(started.instance_id).run_jobs()


def test_what_hangs_at_a_customer_is_named_and_keeps_it_open(supplied, papers):
    other = propose_transfer(
        customer_id=supplied.pk, holder={"name": "新户"}, balance="taken_over", asking=papers,
        actor=actor_named("customer_service"),
    )  # fmt: skip
    with audited(actor=SYSTEM, instance_id=900):
        charge = commands.post_charge(
            unit_id=supplied.unit_id, customer_id=supplied.pk, kind="气费", amount=Decimal("12.50")
        )
    with pytest.raises(StillHanging) as caught:
        closing(supplied)
    serial = supplied.sites.get().supply_points.get().installations.get().meter.serial
    for named in (serial, charge.number, "12.50", other.business_key):
        assert named in caught.value.message("zh")


def test_an_empty_customer_is_closed_softly_and_kept(company):
    diner = a_diner()
    case = closing(diner)
    case.complete("verify_on_site", site_result="agrees", site_note="已无用气", by="account_manager")
    _sign(case, "data_steward")
    assert Customer.objects.get(pk=diner.pk).state == "OPEN"
    _sign(case, "finance_officer")
    closed = Customer.objects.get(pk=diner.pk)
    assert (closed.state, closed.keep_until.year) == ("CLOSED", closed.closed_on.year + 3)
    with pytest.raises(AlreadyClosed):
        closing(diner)
    request = ChangeRequest.objects.get(kind="close")
    with pytest.raises(NotUndone):
        propose_reversal(request_id=request.pk, asking=Asking(reason="x"), actor=actor_named("archivist"))


def test_a_meter_hung_there_meanwhile_sends_the_closing_back(company, in_passing):
    diner = a_diner()
    case = closing(diner)
    case.complete("verify_on_site", site_result="agrees", site_note="已无用气", by="account_manager")
    _sign(case, "data_steward")
    serial = in_passing(diner)
    _sign(case, "finance_officer")
    case.expect_waiting_at("amend_proposal")
    assert serial in case.variables["return_reason"]
    assert Customer.objects.get(pk=diner.pk).state == "OPEN"


@pytest.fixture
def in_passing():
    def hang(diner):
        with audited(actor=SYSTEM, instance_id=900):
            site = commands.open_site(customer_id=diner.pk, address="海棠路 18 号")
            point = commands.open_supply_point(site_id=site.pk)
            meter = commands.receive_meter(
                serial=uuid.uuid4().hex[:10], maker="金卡智能", type="diaphragm", g_size="G10", rated_flow=Decimal(16),
                unit_id=diner.unit_id, verified_until=dt.date(2031, 1, 1),
            )  # fmt: skip
            commands.issue_meter(meter_id=meter.pk)
            commands.install_meter(meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal(5))
        return meter.serial

    return hang


def test_a_handing_over_takes_readings_ends_the_old_account_and_signs_anew(supplied, papers):
    holder = {"name": "望湖火锅店", "billing_title": "望湖火锅店", "phone": "13805510088"}
    started = propose_transfer(
        customer_id=supplied.pk, holder=holder, balance="settled", asking=papers, actor=actor_named("customer_service")
    )
    case = Request(started.instance_id).run_jobs()
    (line,) = case.variables["handover_readings"]
    old = supplied.contracts.get()
    case.complete(
        "verify_on_site", site_result="agrees", site_note="双方到场", by="account_manager",
        handover_readings=[{**line, "reading": 125}],
    )  # fmt: skip
    _sign(case, "data_steward")
    _sign(case, "finance_officer")
    case.complete("approve_by_manager", SIGN, by="branch_manager")
    customer = Customer.objects.get(pk=supplied.pk)
    assert (customer.name, customer.phone) == ("望湖火锅店", "13805510088")
    assert Reading.objects.get(installation_id=line["installation_id"]).mechanical == 125
    assert customer.accounts.get().valid_until is not None
    assert {c.state for c in customer.contracts.all()} == {"ENDED", "IN_FORCE"}
    new = customer.contracts.get(state=Contract.State.IN_FORCE)
    assert (new.supply_point_id, new.monthly_volume) == (old.supply_point_id, 900)


def test_a_handing_over_without_papers_name_or_with_an_open_balance_is_refused(supplied, papers):
    def ask(holder, asking=papers, balance="settled"):
        propose_transfer(
            customer_id=supplied.pk, holder=holder, balance=balance, asking=asking,
            actor=actor_named("customer_service"),
        )  # fmt: skip

    with pytest.raises(PapersMissing):
        ask({"name": "新户"}, Asking(reason="x"))
    with pytest.raises(FieldMissing):
        ask({"phone": "13805510088"})
    with audited(actor=SYSTEM, instance_id=900):
        commands.post_charge(unit_id=supplied.unit_id, customer_id=supplied.pk, kind="气费", amount=Decimal("12.50"))
    with pytest.raises(BalanceIsOpen):
        ask({"name": "新户"})
    ask({"name": "新户"}, balance="taken_over")


def test_an_applied_change_is_reverted_by_a_request_of_its_own(diners):
    case, started = table([(diners[0], {"phone": "13905510000"})])
    _sign(case, "data_steward")
    request = ChangeRequest.objects.get(bulk=started.bulk_id)
    back = propose_reversal(request_id=request.pk, asking=Asking(reason="有误"), actor=actor_named("customer_service"))
    case = Request(back.instance_id).run_jobs()
    _sign(case, "data_steward")
    assert Customer.objects.get(pk=diners[0].pk).phone == "13805510001"


def kinds_and_fields():
    for table_name, columns in GOVERNED.items():
        for field in (*columns, *FREE.get(table_name, ())):
            for kind in (
                ("correction", "bulk", "transfer") if table_name == "registers_customer" else ("correction", "bulk")
            ):
                yield kind, "update", table_name, [field]
    yield "new_customer", "open", "registers_customer", ["name", "category", "phone", "unit_id"]
    yield "closing", "close", "registers_customer", ["state"]


def test_whoever_the_table_names_has_the_authority_and_they_are_enough(company):
    """Else a proposal would stand at a desk where nobody is allowed to sign."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, field, role FROM registers_authority")
        held = set(cursor.fetchall())
    table_of_routes, checked = load_decisions({ROUTE.name: ROUTE.read_bytes()}), 0
    for kind, of_requests, table_name, names in kinds_and_fields():
        for grade in ("general", "key"):
            for unit, count in (("same", 1), ("other", 600)):
                given = {
                    "register": table_name, "fields": names, "change_kind": kind, "grade": grade,
                    "proposer_unit": unit, "request_count": count,
                }  # fmt: skip
                route = table_of_routes.evaluate("change_route", given, as_of=today()).value
                able = {
                    role for role in [*route["signers"], *(["branch_manager"] if route["manager"] else [])]
                    if any((t, f, role) in held for t in ("*", table_name) for f in ("", *names))
                }  # fmt: skip
                if kind != "transfer":
                    assert set(route["signers"]) <= able, (kind, table_name, names, route["basis"])
                assert len(able) >= max(request_needs(of_requests, table_name, name) or 0 for name in names), given
                checked += 1
    assert checked > 150
