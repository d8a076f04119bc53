"""Whoever asks never approves, in whatever disguise; who has no authority at the unit does not approve either."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from ledger.context import audited
from people import commands as people_commands
from people.actors import SYSTEM, acting_for, actor_named
from people.models import Position, Unit, User, today
from registers import commands
from registers.change_requests import apply_change, decide_change, propose_change
from registers.models import ChangeRequest, Customer
from registers.refusals import AskerNeverApproves, NoAuthority, NotEnoughApprovals
from tests.registers.conftest import sql

CUSTOMER = "registers_customer"


@pytest.fixture
def request_of(file, people):
    def make(asker="customer_service", **changes):
        return propose_change(
            table=CUSTOMER, record_id=file.customer.pk, changes=changes or {"phone": "13900000000"}, reason="换号",
            actor=people(asker),
        )  # fmt: skip

    return make


def refused(kind, request, actor):
    with pytest.raises(kind):
        decide_change(request_id=request.pk, approved=True, actor=actor)
    ((action, who, code),) = sql(
        "SELECT action, actor, body::jsonb -> 'details' ->> 'code' FROM ledger.event "
        "WHERE kind = 'admin' ORDER BY id DESC LIMIT 1"
    )
    expected = "RG014" if kind is AskerNeverApproves else "RG020"
    assert (action, who, code) == ("approval_refused", actor.username, expected)


def appoint(absent, substitute, until=0):
    people_commands.appoint_substitute(
        absent=absent, substitute=substitute, valid_from=today(), valid_until=today() + dt.timedelta(days=until),
        actor=actor_named(absent),
    )  # fmt: skip


def test_the_asker_who_has_the_authority(request_of, people):
    refused(AskerNeverApproves, request_of(asker="data_steward"), people("data_steward"))


def test_a_chain_of_substitutes(request_of, people):
    request = request_of(asker="customer_service")
    appoint("customer_service", "archivist")
    appoint("archivist", "data_steward")
    refused(AskerNeverApproves, request, people("data_steward"))


def test_a_chain_the_other_way(request_of, people):
    request = request_of(asker="customer_service")
    appoint("data_steward", "archivist")
    appoint("archivist", "customer_service")
    refused(AskerNeverApproves, request, people("data_steward"))


def test_two_who_share_a_substitute_stay_two(request_of, people):
    request = request_of(asker="customer_service")
    appoint("customer_service", "archivist")
    appoint("data_steward", "archivist")
    decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
    assert apply_change(request_id=request.pk, actor=people("data_steward")) == "APPLIED"


def test_a_substitute_of_a_substitute_in_an_approvers_name(request_of, people):
    request = request_of(asker="customer_service")
    appoint("customer_service", "data_steward")
    appoint("data_steward", "branch_manager")
    refused(AskerNeverApproves, request, acting_for(people("branch_manager"), absent=people("data_steward")))


def test_an_appointment_that_ended_before_the_decision_but_not_before_the_asking(request_of, people):
    request = request_of(asker="customer_service")
    appoint("customer_service", "data_steward")
    with audited(actor=SYSTEM):
        sql("SET session_replication_role = replica")
        sql("UPDATE registers_changerequest SET proposed_at = proposed_at - interval '3 days'")
        sql("UPDATE people_substitute SET valid_from = valid_from - 3, valid_until = valid_until - 2")
        sql("SET session_replication_role = DEFAULT")
    refused(AskerNeverApproves, request, people("data_steward"))


def test_a_second_account_of_the_same_person(request_of, people):
    request = request_of(asker="customer_service")
    with audited(actor=SYSTEM):
        asker = User.objects.get(username="customer_service")
        User.objects.filter(username="data_steward").update(phone=asker.phone)
    refused(AskerNeverApproves, request, people("data_steward"))
    with audited(actor=SYSTEM):
        User.objects.filter(username__in=["data_steward", "customer_service"]).update(phone="0551-65432100")
    decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))


def test_a_forged_date_of_the_decision(request_of, people):
    request = request_of(asker="data_steward")
    steward = people("data_steward")
    with audited(actor=steward), pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(
            "INSERT INTO registers_changeapproval (request_id, approver_id, fields, approved, comment, decided_at) "
            "VALUES (%s, %s, '{phone}', true, '', now() - interval '9 years')",
            request.pk, steward.user_id,
        )  # fmt: skip
    assert caught.value.__cause__.pgcode == "RG014"


@pytest.mark.parametrize("who", ["surveyor", "branch_manager_2", "finance_officer", "administrator", "auditor"])
def test_who_has_no_authority_at_the_records_unit(request_of, people, who):
    refused(NoAuthority, request_of(), people(who))


def test_finance_decides_on_billing_but_not_on_the_phone(request_of, people):
    request = request_of(billing_title="新抬头", phone="13900000000")
    refused(NoAuthority, request, people("finance_officer"))
    decide_change(request_id=request.pk, approved=True, fields=["billing_title"], actor=people("finance_officer"))


def test_in_the_name_of_somebody_who_appointed_nobody(request_of, people):
    refused(NoAuthority, request_of(), acting_for(people("surveyor"), absent=people("data_steward")))


def test_an_authority_that_was_lost_counts_no_more_than_one_never_had(request_of, people):
    request = request_of()
    decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
    with audited(actor=SYSTEM):
        Position.objects.filter(user__username="data_steward").update(valid_from=today() + dt.timedelta(days=1))
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=request.pk, actor=people("branch_manager"))


def test_a_temporary_table_does_not_stand_in_for_the_requests(request_of, people):
    request = request_of(name="伪造的名字")
    sql("CREATE TEMP TABLE registers_changeapproval AS SELECT * FROM public.registers_changeapproval")
    for name in ("data_steward", "branch_manager"):
        sql(
            "INSERT INTO pg_temp.registers_changeapproval (id, request_id, approver_id, fields, approved, comment, "
            "decided_at) VALUES (1, %s, %s, '{name}', true, '', now())",
            request.pk, people(name).user_id,
        )  # fmt: skip
    sql("GRANT SELECT ON pg_temp.registers_changeapproval TO PUBLIC")
    with pytest.raises(NotEnoughApprovals):
        apply_change(request_id=request.pk, actor=people("data_steward"))
    assert Customer.objects.get(pk=request.record).name == "合肥徽味餐饮有限公司"


@pytest.mark.django_db(transaction=True)
def test_of_two_approved_changes_applied_at_the_same_time_one_comes_back(file, people):
    requests = []
    for phone in ("13900000001", "13900000002"):
        request = propose_change(
            table=CUSTOMER, record_id=file.customer.pk, changes={"phone": phone}, reason="换号",
            actor=people("customer_service"),
        )  # fmt: skip
        decide_change(request_id=request.pk, approved=True, actor=people("data_steward"))
        requests.append(request)
    barrier, states = threading.Barrier(2), {}

    def apply(request):
        barrier.wait()
        try:
            states[request.pk] = apply_change(request_id=request.pk, actor=people("branch_manager"))
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states.values()) == ["APPLIED", "CONFLICT"]
    applied = ChangeRequest.objects.get(state="APPLIED")
    conflict = ChangeRequest.objects.get(state="CONFLICT")
    won = applied.changes["phone"]["new"]
    assert Customer.objects.get(pk=file.customer.pk).phone == won
    assert conflict.conflict == {"phone": {"expected": "13812341234", "found": won}}


def test_a_refused_write_is_recorded_though_everything_is_rolled_back(file, people):
    with pytest.raises(DatabaseError), transaction.atomic(), audited(actor=people("branch_manager")):
        Customer.objects.filter(pk=file.customer.pk).update(name="夜里改的")
    ((actor, code, statement),) = sql(
        "SELECT actor, body::jsonb -> 'details' ->> 'code', body::jsonb -> 'details' ->> 'statement' "
        "FROM ledger.event WHERE action = 'write_refused' ORDER BY id DESC LIMIT 1"
    )
    assert (actor, code) == ("branch_manager", "RG010")
    assert statement.startswith('UPDATE "registers_customer" SET "name"')
    assert "夜里改的" not in statement


def test_a_refused_write_of_nobody_is_nobodys(file, people):
    with pytest.raises(DatabaseError), transaction.atomic(), audited(actor=people("branch_manager")):
        Customer.objects.filter(pk=file.customer.pk).update(name="x")
    sql("SELECT set_config('app.context', '', true)")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE registers_customer SET address = 'x'")
    assert sql("SELECT actor FROM ledger.event WHERE action = 'write_refused' ORDER BY id DESC LIMIT 1") == [("",)]


def test_a_customer_of_another_unit_is_decided_there(company, in_process, people):
    with in_process():
        there = commands.open_customer(name="滨湖酒店", category="hotel", unit_id=Unit.objects.get(code="002").pk)
    request = propose_change(
        table=CUSTOMER, record_id=there.pk, changes={"phone": "13900000000"}, reason="换号",
        actor=people("customer_service_2"),
    )  # fmt: skip
    refused(NoAuthority, request, people("branch_manager"))
    decide_change(request_id=request.pk, approved=True, actor=people("branch_manager_2"))
