"""Whoever asks never approves: not in person, not through a substitute, not in somebody's place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from engine import commands, queries, separation
from engine.testing import person, start
from people.commands import appoint_substitute
from people.models import today
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def approval(deploy):
    def excluding(value: str) -> str:
        return f'<zeebe:properties><zeebe:property name="notCompletedBy" value="{value}"/></zeebe:properties>'

    deploy(
        Drawing("approval").start()
        .user_task("propose", groups="cashier,finance_officer")
        .user_task("approve", groups="finance_officer,cashier", extra=excluding("requester,propose")).end()
    )  # fmt: skip


def stands_in(substitute: str, *, absent: str, **scope) -> None:
    appoint_substitute(
        absent=absent, substitute=substitute, valid_from=today(), valid_until=today() + dt.timedelta(days=1),
        actor=person(absent), **scope,
    )  # fmt: skip


def refused(request, by: str) -> type[Exception]:
    with pytest.raises(separation.EngineRefusal) as refusal:
        request.complete("approve", by=by)
    assert "{" not in refusal.value.message("zh") + refusal.value.message("en")
    with pytest.raises(type(refusal.value)):
        commands.claim_user_task(user_task_id=request.open_tasks()[0]["id"], actor=person(by))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body::jsonb -> 'details' ->> 'rule', actor FROM ledger.event WHERE action = 'task_refused'"
            " AND instance = %s ORDER BY id",
            [str(request.id)],
        )
        assert cursor.fetchall()[-2:] == [(type(refusal.value).__name__, by)] * 2
    return type(refusal.value)


def test_who_started_it_does_not_approve_it(approval):
    request = start("approval", by="cashier").complete("propose", by="finance_officer")
    assert refused(request, "cashier") is separation.RequesterDecides


def test_who_proposed_it_does_not_approve_it(approval):
    request = start("approval", by="branch_manager").complete("propose", by="cashier")
    assert refused(request, "cashier") is separation.SameHand
    request.complete("approve", by="finance_officer").expect_ended("finished")


def test_who_stands_in_for_the_requester_does_not_approve_it_even_by_a_right_of_their_own(approval):
    request = start("approval", by="cashier").complete("propose", by="cashier")
    stands_in("finance_officer", absent="cashier")
    assert refused(request, "finance_officer") is separation.SameHandInPlace


def test_a_substitution_for_another_process_excludes_nobody(approval):
    request = start("approval", by="cashier").complete("propose", by="cashier")
    stands_in("finance_officer", absent="cashier", definitions=["installation"])
    request.complete("approve", by="finance_officer").expect_ended("finished")


def test_what_was_proposed_in_somebodys_place_excludes_both(approval):
    stands_in("surveyor", absent="cashier")
    request = start("approval", by="branch_manager").complete("propose", by="surveyor")
    task = queries.user_tasks_for(person("surveyor"), view="done").results[0]
    assert (task["completed_by"]["username"], task["behalf"]["username"]) == ("surveyor", "cashier")
    assert refused(request, "cashier") is separation.SameHandInPlace
    assert refused(request, "surveyor") is separation.SameHand
    request.complete("approve", by="finance_officer").expect_ended("finished")


def test_a_task_is_not_assigned_to_who_is_excluded(approval):
    request = start("approval", by="branch_manager").complete("propose", by="cashier")
    with pytest.raises(separation.SameHand):
        commands.assign_user_task(
            user_task_id=request.open_tasks()[0]["id"], to_username="cashier", actor=person("branch_manager")
        )
