"""A governed field changes by an approved request and by nothing else."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction

from ledger.context import audited
from people import commands as people_commands
from people.actors import acting_for
from people.models import User, today
from registers.change_requests import (
    apply_change,
    approvals_needed,
    close_request,
    conflicts_of,
    decide_change,
    propose_change,
    revert_change,
)
from registers.models import ChangeRequest, Customer
from registers.queries import customer, customer_history, customers
from registers.refusals import (
    AlreadyDecided,
    AskerNeverApproves,
    GovernedField,
    NoSuchRecord,
    NotEnoughApprovals,
    NotYetEffective,
    OnlyOwnName,
)
from tests.registers.conftest import sql

CUSTOMER = "registers_customer"


@pytest.fixture
def propose(file, people):
    def make(**changes):
        return propose_change(
            table=CUSTOMER,
            record_id=file.customer.pk,
            changes=changes,
            reason="客户更名来函",
            actor=people("customer_service"),
        )

    return make


def approve(request, people, *who):
    for name in who:
        decide_change(request_id=request.pk, approved=True, actor=people(name))


def test_an_approved_change_is_applied_found_and_told(file, people, propose):
    request = propose(name="合肥徽香餐饮有限公司", phone="13812341234")
    assert request.changes == {"name": {"old": "合肥徽味餐饮有限公司", "new": "合肥徽香餐饮有限公司"}}
    assert approvals_needed(request) == {"name": 2}
    assert Customer.objects.get().name == "合肥徽味餐饮有限公司"
    proposed = {f.name: f.proposed for f in customer(file.customer.pk, people("surveyor")).fields}
    assert proposed["name"] == "合肥徽香餐饮有限公司"
    approve(request, people, "data_steward", "branch_manager")
    assert apply_change(request_id=request.pk, actor=people("data_steward")) == "APPLIED"
    assert [row.name for row in customers(people("surveyor"), q="hfhx").results] == ["合肥徽香餐饮有限公司"]
    change = customer_history(file.customer.pk, people("surveyor"))[0]
    assert [(c.old, c.new) for c in change.changes] == [("合肥徽味餐饮有限公司", "合肥徽香餐饮有限公司")]
    assert change.change_request == str(request.pk)


def test_applying_twice_changes_once(file, people, propose):
    request = propose(phone="13900000000")
    approve(request, people, "data_steward")
    assert [apply_change(request_id=request.pk, actor=people("data_steward")) for _ in range(2)] == ["APPLIED"] * 2
    assert len([c for c in customer_history(file.customer.pk, people("auditor")) if c.action == "update"]) == 1


def test_without_enough_people_nothing_is_applied(people, propose):
    request = propose(name="新名", phone="13900000000")
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=request.pk, actor=people("data_steward"))
    decide_change(request_id=request.pk, approved=True, fields=["phone"], actor=people("branch_manager"))
    decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
    with pytest.raises(NotEnoughApprovals) as caught:
        apply_change(request_id=request.pk, actor=people("data_steward"))
    assert caught.value.subject == "name"
    assert Customer.objects.get().phone == "13812341234"


def test_one_refusal_of_a_field_outweighs_approvals(people, propose):
    request = propose(phone="13900000000")
    approve(request, people, "data_steward")
    decide_change(request_id=request.pk, approved=False, actor=people("branch_manager"))
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=request.pk, actor=people("data_steward"))


def test_of_two_approved_changes_of_a_field_one_is_applied_and_one_comes_back(people, propose):
    first, second = propose(phone="13900000001"), propose(phone="13900000002")
    assert [(c.request_id, c.proposed) for c in conflicts_of(first)] == [(second.pk, "13900000002")]
    for request in (first, second):
        approve(request, people, "data_steward")
    assert apply_change(request_id=first.pk, actor=people("data_steward")) == "APPLIED"
    assert apply_change(request_id=second.pk, actor=people("data_steward")) == "CONFLICT"
    assert Customer.objects.get().phone == "13900000001"
    assert ChangeRequest.objects.get(pk=second.pk).conflict == {
        "phone": {"expected": "13812341234", "found": "13900000001"}
    }


def test_a_change_waits_for_its_date(file, people):
    request = propose_change(
        table=CUSTOMER, record_id=file.customer.pk, changes={"phone": "13900000000"}, reason="搬迁",
        actor=people("customer_service"), effective_on=today() + dt.timedelta(days=1),
    )  # fmt: skip
    approve(request, people, "data_steward")
    with pytest.raises(NotYetEffective):
        apply_change(request_id=request.pk, actor=people("data_steward"))


def test_a_reversal_needs_its_own_approvals(people, propose):
    request = propose(phone="13900000000")
    approve(request, people, "data_steward")
    apply_change(request_id=request.pk, actor=people("data_steward"))
    back = revert_change(request_id=request.pk, reason="填写有误", actor=people("customer_service"))
    assert back.changes == {"phone": {"old": "13900000000", "new": "13812341234"}}
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=back.pk, actor=people("data_steward"))


def test_self_approval_is_refused_and_recorded(people, propose):
    request = propose(phone="13900000000")
    with pytest.raises(AskerNeverApproves):
        decide_change(request_id=request.pk, approved=True, actor=people("customer_service"))
    ((action, actor),) = sql("SELECT action, actor FROM ledger.event WHERE kind = 'admin' ORDER BY id DESC LIMIT 1")
    assert (action, actor) == ("approval_refused", "customer_service")


def test_neither_a_substitute_of_the_asker_nor_in_the_name_of_the_asker(people, propose):
    request = propose(phone="13900000000")
    people_commands.appoint_substitute(
        absent="customer_service", substitute="archivist", valid_from=today(), valid_until=today(),
        actor=people("customer_service"),
    )  # fmt: skip
    asker = people("customer_service")
    for disguise in (
        people("archivist"),
        acting_for(people("archivist"), absent=asker),
        acting_for(people("data_steward"), absent=asker),
    ):
        with pytest.raises(AskerNeverApproves):
            decide_change(request_id=request.pk, approved=True, actor=disguise)


def test_whoever_the_asker_stands_in_for_does_not_approve_either(people, propose):
    people_commands.appoint_substitute(
        absent="data_steward", substitute="customer_service", valid_from=today(), valid_until=today(),
        actor=people("data_steward"),
    )  # fmt: skip
    with pytest.raises(AskerNeverApproves):
        decide_change(request_id=propose(phone="1390").pk, approved=True, actor=people("data_steward"))


def test_two_approvals_through_one_absent_person_count_once(people, propose):
    request = propose(name="新名字")
    absent = people("branch_manager")
    for name in ("data_steward", "finance_officer"):
        people_commands.appoint_substitute(
            absent="branch_manager", substitute=name, valid_from=today(), valid_until=today(), actor=absent
        )
        decide_change(request_id=request.pk, approved=True, actor=acting_for(people(name), absent=absent))
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=request.pk, actor=people("data_steward"))


def test_a_decision_and_a_request_are_in_ones_own_name_and_never_rewritten(people, propose):
    request = propose(phone="13900000000")
    steward, clerk = (User.objects.get(username=name) for name in ("data_steward", "customer_service"))
    with audited(actor=people("customer_service")):
        for statement in (
            f"INSERT INTO registers_changeapproval (request_id, approver_id, fields, approved, comment, decided_at) "
            f"VALUES ({request.pk}, {steward.pk}, '{{phone}}', true, '', now())",
            "UPDATE registers_changerequest SET state = 'APPLIED'",
            'UPDATE registers_changerequest SET changes = \'{"phone": {"old": "13812341234", "new": "1"}}\'',
            f"UPDATE registers_changerequest SET requester_id = {steward.pk}",
            f"INSERT INTO registers_changerequest (table_name, record, changes, reason, requester_id, effective_on, "
            f"state, instance, proposed_at) SELECT table_name, record, changes, 'x', {steward.pk}, effective_on, "
            f"'PROPOSED', '', now() FROM registers_changerequest",
        ):
            with pytest.raises(DatabaseError) as caught, transaction.atomic():
                sql(statement)
            assert caught.value.__cause__.pgcode == "RG011", statement
    approve(request, people, "data_steward")
    with audited(actor=people("data_steward")):
        for statement in (
            "UPDATE registers_changeapproval SET approved = false",
            "DELETE FROM registers_changeapproval",
        ):
            with pytest.raises(DatabaseError) as caught, transaction.atomic():
                sql(statement)
            assert caught.value.__cause__.pgcode == "RG011", statement
    assert clerk.pk != steward.pk


def test_what_is_not_governed_or_not_there_is_not_proposed(file, people, propose):
    with pytest.raises(GovernedField):
        propose(state="CLOSED")
    with pytest.raises(GovernedField):
        propose_change(table="people_user", record_id=1, changes={"password": "x"}, reason="r", actor=people("auditor"))
    for who in ("customer_service_2", "surveyor", "auditor"):
        with pytest.raises(NoSuchRecord):
            propose_change(
                table=CUSTOMER, record_id=file.customer.pk, changes={"phone": "1"}, reason="r", actor=people(who)
            )


def test_a_closed_request_takes_no_decision_and_is_withdrawn_by_its_asker_only(people, propose):
    request = propose(phone="13900000000")
    with pytest.raises(OnlyOwnName):
        close_request(request_id=request.pk, state="WITHDRAWN", actor=people("data_steward"))
    close_request(request_id=request.pk, state="WITHDRAWN", actor=people("customer_service"))
    with pytest.raises(AlreadyDecided):
        decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
    assert apply_change(request_id=request.pk, actor=people("data_steward")) == "WITHDRAWN"
    assert Customer.objects.get().phone == "13812341234"


def test_values_of_every_kind_are_applied_exactly(file, people):
    for table, record, change, who in (
        (
            "registers_meterinstallation",
            file.installation.pk,
            {"reading_in": 13.25},
            ("data_steward", "branch_manager"),
        ),
        ("registers_paymentaccount", file.account.pk, {"account_no": "62220000"}, ("data_steward", "finance_officer")),
        ("registers_supplypoint", file.point.pk, {"riser": "LG-18"}, ("data_steward",)),
        ("registers_contract", file.contract.pk, {"valid_from": "2026-12-01"}, ("data_steward",)),
    ):
        request = propose_change(
            table=table, record_id=record, changes=change, reason="更正", actor=people("customer_service")
        )
        approve(request, people, *who)
        assert apply_change(request_id=request.pk, actor=people("data_steward")) == "APPLIED"
        ((row,),) = sql(f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", record)
        (field,) = change
        row = row if isinstance(row, dict) else json.loads(row)
        assert row[field] == change[field]
