"""A change of register data in the database: people, rights, the register, the printed notice."""

from __future__ import annotations

import uuid

import pytest

from engine import clock
from engine.commands import assign_user_task, claim_user_task
from engine.testing import Request, start
from ledger.context import audited
from people.actors import SYSTEM, actor_named
from people.models import Position, User
from people.queries import unit_by_code
from registers import commands as registers
from registers.change_requests import propose_change
from registers.models import ChangeRequest, Customer
from registers.refusals import AskerNeverApproves, NoSuchRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_time():
    clock.be_real()
    yield
    clock.be_real()


@pytest.fixture
def diner(company):
    with audited(actor=SYSTEM, instance_id=900):
        return registers.open_customer(
            name=f"海棠餐饮{uuid.uuid4().hex[:6]}", category="commercial", unit_id=unit_by_code("001").id,
            phone="13805510001", billing_title="海棠餐饮",
        )  # fmt: skip


def propose(diner, by="customer_service", kind="correction", **changes) -> Request:
    request = propose_change(
        table="registers_customer", record_id=diner.pk, changes=changes, reason="客户来函", actor=actor_named(by)
    )
    return start("data_change", by=by, request_ids=[request.pk], change_kind=kind, change_reason="客户来函")


SIGN = {"decision": "approve", "comment": "同意"}


def test_a_phone_takes_one_steward_and_a_notice_is_printed(diner):
    case = propose(diner, phone="13905510002")
    assert [t["role"] for t in case.open_tasks("sign_change")] == ["data_steward"]
    assert case.variables["record_title"] == diner.name
    assert "13905510002" not in str(case.variables)
    case.complete("sign_change", SIGN, by="data_steward")
    diner.refresh_from_db()
    assert diner.phone == "13905510002"
    assert case.variables["notice_no"].startswith("BG")
    assert case.variables["changed"][0]["new"] == "139****0002"
    case.complete("verify_change", verification="right", verification_note="一致", by="archivist")
    case.expect_ended("change_done")


def test_a_name_takes_two_at_once_and_the_manager(diner):
    case = propose(diner, name="海棠餐饮二店")
    assert {t["role"] for t in case.open_tasks("sign_change")} == {"data_steward", "finance_officer"}
    _sign(case, "finance_officer")
    _sign(case, "data_steward")
    case.complete("approve_by_manager", SIGN, by="branch_manager")
    diner.refresh_from_db()
    assert diner.name == "海棠餐饮二店"


def _sign(case: Request, who: str, **more) -> None:
    roles = [t["role"] for t in case.open_tasks("sign_change")]
    case.complete("sign_change", {**SIGN, **more}, by=who, nth=roles.index(who))


def test_whoever_asks_is_refused_at_the_desk_and_nothing_of_it_stays(diner):
    case = propose(diner, by="data_steward", phone="13905510002")
    with pytest.raises(AskerNeverApproves):
        case.complete("sign_change", SIGN, by="data_steward")
    case.expect_waiting_at("sign_change")
    assert ChangeRequest.objects.get(record=diner.pk).approvals.count() == 0
    diner.refresh_from_db()
    assert diner.phone == "13805510001"


def test_a_task_that_was_assigned_to_the_asker_is_refused_too(diner):
    case = propose(diner, by="data_steward", phone="13905510002")
    with audited(actor=SYSTEM):
        other = User.objects.create(username=f"steward_{uuid.uuid4().hex[:6]}", full_name="另一位")
        Position.objects.create(user=other, role_id="data_steward", unit_id=unit_by_code("000").id)
    task = case.open_tasks("sign_change")[0]
    claim_user_task(user_task_id=task["id"], actor=actor_named(other.username))
    assign_user_task(user_task_id=task["id"], to_username="data_steward", actor=actor_named(other.username))
    with pytest.raises(AskerNeverApproves):
        case.complete("sign_change", SIGN, by="data_steward")
    assign_user_task(user_task_id=task["id"], to_username=other.username, actor=actor_named("data_steward"))
    case.complete("sign_change", SIGN, by=other.username)
    diner.refresh_from_db()
    assert diner.phone == "13905510002"


def test_one_field_is_refused_and_the_others_are_changed(diner):
    case = propose(diner, billing_title="海棠餐饮有限公司", phone="13905510002")
    _sign(case, "finance_officer")
    _sign(case, "data_steward", refused_fields=["phone"], comment="号码不全")
    diner.refresh_from_db()
    assert (diner.billing_title, diner.phone) == ("海棠餐饮有限公司", "13805510001")
    assert [told["label"] for told in case.variables["changed"]] == ["开票抬头"]


def test_a_record_that_changed_meanwhile_brings_it_back_and_again_it_goes(diner):
    first, second = propose(diner, phone="13905510002"), propose(diner, phone="13905510003")
    assert second.variables["conflicts"] == 1
    first.complete("sign_change", SIGN, by="data_steward")
    second.complete("sign_change", SIGN, by="data_steward")
    second.expect_waiting_at("amend_proposal")
    assert "联系电话" in second.variables["return_reason"]
    second.complete("amend_proposal", amendment="again", by="customer_service")
    second.complete("sign_change", SIGN, by="data_steward")
    diner.refresh_from_db()
    assert diner.phone == "13905510003"


def test_found_wrong_the_old_value_comes_back_by_a_request_of_its_own(diner):
    case = propose(diner, phone="13905510002")
    case.complete("sign_change", SIGN, by="data_steward")
    case.complete("verify_change", verification="wrong", verification_note="号码有误", by="archivist")
    case.expect_waiting_at("sign_change")
    assert Customer.objects.get(pk=diner.pk).phone == "13905510002"
    case.complete("sign_change", SIGN, by="data_steward")
    assert Customer.objects.get(pk=diner.pk).phone == "13805510001"


def test_an_address_needs_nobody(diner):
    case = propose(diner, address="中山北路 120 号")
    case.expect_waiting_at("verify_change")
    assert Customer.objects.get(pk=diner.pk).address == "中山北路 120 号"


def test_all_refused_closes_the_request(diner):
    case = propose(diner, phone="13905510002")
    case.complete("sign_change", {"decision": "refuse", "comment": "无依据"}, by="data_steward")
    case.expect_ended("change_refused")
    assert ChangeRequest.objects.get(record=diner.pk).state == "REFUSED"


def test_somebody_elses_request_is_not_taken_along(diner):
    request = propose_change(
        table="registers_customer", record_id=diner.pk, changes={"phone": "13905510002"}, reason="x",
        actor=actor_named("customer_service"),
    )  # fmt: skip
    with pytest.raises(NoSuchRecord):
        start("data_change", by="archivist", request_ids=[request.pk], change_kind="correction", change_reason="x")
