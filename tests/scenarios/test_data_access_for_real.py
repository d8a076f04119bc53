"""Access to masked fields in the database: asked for, approved, used, recorded, ended."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from engine import clock
from engine.testing import Request, start
from ledger.context import audited
from people.actors import SYSTEM, actor_named
from people.models import Position, User, today
from people.queries import unit_by_code
from registers import commands as registers
from registers import lifting, queries, record_pages
from registers.access import set_state
from registers.access_ending import end_access, endable
from registers.access_refusals import AccessNotInForce, NothingToLift, VolumeIsReturned
from registers.models import AccessGrant, ArchiveLoan, ArchiveVolume
from registers.refusals import (
    AccessOnlyInItsInstance,
    AccessTooLong,
    AskerNeverApproves,
    NoSuchRecord,
    NotEnoughApprovals,
)

pytestmark = pytest.mark.django_db
TODAY = today()
YES = {"decision": "approve", "comment": "同意"}


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


def ask(row, by="cashier", days=7, **more) -> Request:
    asked = {
        "access_kind": "fields", "access_register": "customers", "access_records": [row.pk],
        "access_fields": ["phone"], "access_purpose": "电话回访",
        "access_until": (today() + dt.timedelta(days=days)).isoformat(),
    }  # fmt: skip
    return start("data_access", by=by, **(asked | more))


def phone_seen(diner, by="cashier") -> str:
    found = record_pages.register_record("customers", diner.pk, actor_named(by))
    other = queries.customer(diner.pk, actor_named(by))
    told = {next(f.value for f in page.fields if f.name == "phone") for page in (found, other)}
    assert len(told) == 1
    return str(told.pop())


@contextmanager
def _fixed(case: Request):
    refused = pytest.raises(DatabaseError, match="not rewritten")
    with refused, transaction.atomic(), audited(actor=SYSTEM, instance_id=case.id):
        yield


def reads_under(case: Request) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger.event WHERE kind = 'read' AND action = 'view_under_grant' AND instance = %s",
            [str(case.id)],
        )
        return int(cursor.fetchone()[0])


def test_a_masked_phone_is_seen_for_a_week_and_each_look_is_recorded(diner):
    assert phone_seen(diner) == "138****0001"
    case = ask(diner)
    assert phone_seen(diner) == "138****0001"
    case.complete("sign_access", YES, by="data_steward")
    assert phone_seen(diner) == "13805510001"
    assert reads_under(case) == 2
    case.pass_time(days=9)
    case.expect_ended("access_ended")
    assert AccessGrant.objects.get(user__username="cashier").state == "ENDED"
    assert phone_seen(diner) == "138****0001"


def test_the_day_after_the_last_it_counts_no_more_even_before_the_timer(diner, monkeypatch):
    case = ask(diner)
    case.complete("sign_access", YES, by="data_steward")
    monkeypatch.setattr(lifting, "today", lambda: TODAY + dt.timedelta(days=8))
    assert phone_seen(diner) == "138****0001"


def test_the_database_lets_nothing_else_make_a_grant(diner):
    case = ask(diner)
    grant = AccessGrant.objects.get(instance=str(case.id))
    with pytest.raises(NotEnoughApprovals):
        set_state(grant_id=grant.pk, state="GRANTED", instance_id=str(case.id), actor=SYSTEM)
    with pytest.raises(AccessOnlyInItsInstance):
        set_state(grant_id=grant.pk, state="GRANTED", instance_id="1", actor=SYSTEM)
    case.complete("sign_access", YES, by="data_steward")
    with _fixed(case):
        AccessGrant.objects.filter(pk=grant.pk).update(fields=["phone", "licence_no"])
    with _fixed(case):
        AccessGrant.objects.filter(pk=grant.pk).update(valid_until=today() + dt.timedelta(days=90))
    assert phone_seen(diner) == "13805510001"


def test_whoever_asks_and_whoever_stands_in_never_approves(diner):
    with audited(actor=SYSTEM):
        Position.objects.create(user=User.objects.get(username="cashier"), role_id="data_steward",
                                unit_id=unit_by_code("000").id)  # fmt: skip
    case = ask(diner, access_fields=["phone"], access_kind="export", access_records=[])
    with pytest.raises(AskerNeverApproves):
        case.complete("sign_access", YES, by="cashier")
    case.expect_waiting_at("sign_access")
    assert AccessGrant.objects.get(instance=str(case.id)).approvals.count() == 0


def test_too_long_and_nothing_to_lift_are_said_at_once(diner):
    with pytest.raises(AccessTooLong):
        ask(diner, days=93)
    with pytest.raises(NothingToLift):
        ask(diner, access_fields=["name"])
    with pytest.raises(NothingToLift):
        ask(diner, by="customer_service")


def test_refused_it_lifts_nothing(diner):
    case = ask(diner)
    case.complete("sign_access", {"decision": "refuse", "comment": "用途不明"}, by="data_steward")
    case.expect_ended("access_refused")
    assert phone_seen(diner) == "138****0001"


def test_a_volume_is_lent_reminded_and_returned(diner):
    with audited(actor=SYSTEM, instance_id=900):
        volume = ArchiveVolume.objects.create(
            number=f"V-{uuid.uuid4().hex[:6]}", title="装表卷", customer=diner, unit_id=diner.unit_id, shelf="A1",
        )  # fmt: skip
    case = ask(volume, access_kind="borrow", access_register="volumes", access_fields=[])
    case.complete("sign_access", YES, by="data_steward")
    case.complete("hand_over_volume", {"handover_note": "已交"}, by="archivist")
    assert ArchiveLoan.objects.get(volume=volume).borrower.username == "cashier"
    case.pass_time(days=9)
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM notification WHERE instance_id = %s ORDER BY id DESC LIMIT 1", [case.id])
        assert "请归还案卷" in cursor.fetchone()[0]
    case.complete("take_back_volume", {"return_note": "完好"}, by="archivist")
    case.expect_ended("volume_returned")
    assert ArchiveLoan.objects.get(volume=volume).returned_on == today()


def in_force(diner, **more) -> tuple[Request, AccessGrant]:
    case = ask(diner, **more)
    case.complete("sign_access", YES, by="data_steward")
    return case, AccessGrant.objects.get(instance=str(case.id))


@pytest.mark.parametrize("by", ["cashier", "data_steward", "branch_manager"])
def test_ended_early_it_lifts_nothing_at_once_and_the_reason_is_in_the_ledger(diner, by):
    case, grant = in_force(diner)
    assert phone_seen(diner) == "13805510001"
    end_access(grant_id=grant.pk, reason="回访已完成", actor=actor_named(by))
    assert phone_seen(diner) == "138****0001"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body::jsonb #>> '{context,actor}', body::jsonb #>> '{context,reason}' FROM ledger.event "
            "WHERE instance = %s AND table_name = 'registers_accessgrant' ORDER BY id DESC LIMIT 1", [str(case.id)],
        )  # fmt: skip
        assert cursor.fetchone() == (by, "回访已完成")
    with pytest.raises(AccessNotInForce):
        end_access(grant_id=grant.pk, reason="再次", actor=actor_named(by))
    case.pass_time(days=9)
    case.expect_ended("access_ended")


def test_strangers_and_the_other_branch_end_nothing(diner):
    _, grant = in_force(diner)
    for stranger in ("customer_service", "branch_manager_2"):
        with pytest.raises(NoSuchRecord):
            end_access(grant_id=grant.pk, reason="不相干", actor=actor_named(stranger))
        assert not endable(actor_named(stranger)).filter(pk=grant.pk).exists()
    assert phone_seen(diner) == "13805510001"


def test_the_grant_reaches_its_own_record_only(diner, company):
    with audited(actor=SYSTEM, instance_id=900):
        other = registers.open_customer(
            name=f"别家{uuid.uuid4().hex[:6]}", category="commercial", unit_id=unit_by_code("001").id,
            phone="13805510002", billing_title="别家",
        )  # fmt: skip
    in_force(diner)
    assert phone_seen(other) == "138****0002"


def test_an_export_counts_for_exactly_its_list_until_it_ends(diner, monkeypatch):
    asked = {"category": "commercial"}
    _, grant = in_force(
        diner, access_kind="export", access_records=[], access_fields=["phone"], access_filter="category=commercial"
    )
    cashier = actor_named("cashier")
    assert lifting.export_grant(cashier, "customers", asked | {"sort": "name"}) == grant
    for elsewhere in ({"category": "industrial"}, {}, asked | {"q": "海棠"}):
        assert lifting.export_grant(cashier, "customers", elsewhere) is None
    assert lifting.export_grant(cashier, "accounts", asked) is None
    assert lifting.export_grant(actor_named("customer_service"), "customers", asked) is None
    with monkeypatch.context() as later:
        later.setattr(lifting, "today", lambda: TODAY + dt.timedelta(days=8))
        assert lifting.export_grant(cashier, "customers", asked) is None
    end_access(grant_id=grant.pk, reason="名单已交", actor=cashier)
    assert lifting.export_grant(cashier, "customers", asked) is None


def test_a_loan_ends_with_the_volume(diner):
    with audited(actor=SYSTEM, instance_id=900):
        volume = ArchiveVolume.objects.create(
            number=f"V-{uuid.uuid4().hex[:6]}", title="装表卷", customer=diner, unit_id=diner.unit_id, shelf="A1",
        )  # fmt: skip
    _, grant = in_force(volume, access_kind="borrow", access_register="volumes", access_fields=[])
    with pytest.raises(VolumeIsReturned):
        end_access(grant_id=grant.pk, reason="不借了", actor=actor_named("cashier"))
