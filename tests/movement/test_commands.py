"""Return, withdraw, rewind, move and skip with PostgreSQL: who may, what becomes of it, what is kept."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import orjson
import pytest
from django.db import connection

from engine import commands, movement, queries, refusals
from engine.service_tasks import service_task
from engine.testing import Request, person, start
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
OPERATOR = "administrator"


@service_task("test.books")
def books(inputs, call):
    """Something that happens outside and cannot be taken back."""
    return {}


def key() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def three(deploy):
    deploy(
        Drawing("three").start().user_task("record").user_task("check", groups="finance_officer")
        .user_task("pay", groups="cashier").end()
    )  # fmt: skip


def at_check() -> Request:
    first = {"amount": Decimal("1.10"), "day": dt.date(2026, 11, 22)}
    return start("three", by="cashier").complete("record", first, by="cashier")


def give_back(request: Request, element: str = "check", *, to: str = "record", by: str = "finance_officer"):
    task = request.open_tasks(element)[0]["id"]
    return commands.return_user_task(
        user_task_id=task, to=to, actor=person(by), reason="金额有误", idempotency_key=key()
    )


def withdraw(request: Request, element: str, *, by: str, nth: int = 0):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM user_task WHERE root_id = %s AND element_id = %s AND state = 'COMPLETED' ORDER BY id",
            [request.id, element],
        )
        task = cursor.fetchall()[nth][0]
    return commands.withdraw_completion(user_task_id=task, actor=person(by), reason="填错", idempotency_key=key())


def test_a_returned_task_is_open_again_for_who_did_it_and_the_earlier_round_stays(three):
    request = at_check()
    give_back(request)
    request.expect_waiting_at("record").expect_not_waiting_at("check")
    [again] = request.open_tasks("record")
    assert (again["round"], again["state"], again["assignee"]) == (2, "ASSIGNED", "cashier")
    with connection.cursor() as cursor:
        cursor.execute("SELECT element_id, round, state, superseded_at IS NOT NULL FROM user_task ORDER BY id")
        assert cursor.fetchall() == [
            ("record", 1, "COMPLETED", True), ("check", 1, "CANCELED", False), ("record", 2, "ASSIGNED", False)
        ]  # fmt: skip
    request.complete("record", by="cashier").complete("check", by="finance_officer").complete("pay", by="cashier")
    request.expect_ended("finished")


def test_variables_go_back_exactly_and_the_ledger_tells_old_and_new(three):
    request = at_check().complete("check", amount=Decimal("99.90"), day=dt.date(2030, 1, 1), by="finance_officer")
    give_back(request, "pay", by="cashier")
    assert request.variables["amount"] == Decimal("1.10")
    assert request.variables["day"] == dt.date(2026, 11, 22)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger.event WHERE body LIKE '%return_user_task%' ORDER BY id DESC LIMIT 1")
        told = orjson.loads(cursor.fetchone()[0])
    assert told["context"]["reason"] == "金额有误", told
    assert {"name": "amount", "old": 99.90, "new": 1.10} in [
        {name: change.get(name) for name in ("name", "old", "new")} for change in told["details"]["changes"]
    ], told  # fmt: skip
    history = queries.variable_history(request.id, "amount", person(OPERATOR))
    assert [change["new"] for change in history] == [1.1, 99.9, 1.1]


def test_only_who_has_the_task_returns_it_and_only_with_a_reason(three):
    request = at_check()
    with pytest.raises(refusals.NotACandidate):
        give_back(request, by="surveyor")
    task = request.open_tasks("check")[0]["id"]
    with pytest.raises(refusals.Invalid):
        commands.return_user_task(
            user_task_id=task, to="record", actor=person("finance_officer"), reason=" ", idempotency_key=key()
        )
    with pytest.raises(movement.CannotReturn):
        give_back(request, to="pay")


def test_the_same_key_returns_once_and_another_body_is_refused(three):
    request, one = at_check(), key()
    task = request.open_tasks("check")[0]["id"]
    ask = {"user_task_id": task, "to": "record", "actor": person("finance_officer"), "idempotency_key": one}
    first = commands.return_user_task(reason="错", **ask)
    assert commands.return_user_task(reason="错", **ask) == first
    assert len(request.open_tasks("record")) == 1
    with pytest.raises(refusals.IdempotencyKeyReused):
        commands.return_user_task(reason="又错", **ask)


def test_a_completion_is_withdrawn_until_somebody_begins(three):
    request = at_check()
    with pytest.raises(movement.CannotWithdraw):
        withdraw(request, "record", by="finance_officer")
    withdraw(request, "record", by="cashier")
    request.expect_waiting_at("record").expect_not_waiting_at("check")
    request.complete("record", by="cashier").claim("check", by="finance_officer")
    with pytest.raises(movement.CannotWithdraw):
        withdraw(request, "record", by="cashier", nth=1)
    with pytest.raises(movement.CannotWithdraw):
        withdraw(request, "record", by="cashier", nth=0)


@pytest.mark.parametrize(("rule", "targets"), [
    ("none", []), ("previous", ["check"]), ("any", ["check", "record"]), ("record", ["record"]),
])  # fmt: skip
def test_the_diagram_says_where_a_task_may_be_returned_to(deploy, rule, targets):
    properties = f'<zeebe:properties><zeebe:property name="returnTo" value="{rule}"/></zeebe:properties>'
    deploy(
        Drawing("ruled").start().user_task("record").user_task("check").user_task("pay", extra=properties).end()
    )  # fmt: skip
    request = start("ruled", by="cashier").complete("record", by="cashier").complete("check", by="cashier")
    shown = queries.returns_of(request.open_tasks("pay")[0]["id"], person("cashier"))
    assert [one["element_id"] for one in shown["targets"]] == targets


def test_a_service_task_in_between_stops_people_but_not_operators(deploy):
    deploy(Drawing("served").start().user_task("record").service_task("book", "test.books").user_task("pay").end())
    request = start("served", by="cashier").complete("record", by="cashier").expect_waiting_at("pay")
    with pytest.raises(movement.CannotReturn) as refused:
        give_back(request, "pay", by="cashier")
    assert refused.value.extra == {"effects": ["book"]}
    [target] = queries.returns_of(request.open_tasks("pay")[0]["id"], person("cashier"))["targets"]
    assert (target["allowed"], target["effects"][0]["element_id"]) == (False, "book")
    commands.rewind_process_instance(
        instance_id=request.id, to="record", actor=person(OPERATOR), reason="重来", idempotency_key=key()
    )
    request.expect_waiting_at("record")


def test_operators_move_and_others_do_not(three):
    request = at_check()
    ask = {"instance_id": request.id, "cancel": ["check"], "enter": ["pay"], "reason": "线下已审"}
    with pytest.raises(refusals.Forbidden):
        commands.move_tokens(actor=person("cashier"), idempotency_key=key(), **ask)
    commands.move_tokens(actor=person(OPERATOR), idempotency_key=key(), variables={"checked": True}, **ask)
    request.expect_waiting_at("pay").expect_not_waiting_at("check")
    assert request.variables["checked"] is True


def test_a_skipped_user_task_was_done_by_nobody(three):
    request = at_check()
    task = request.open_tasks("check")[0]
    commands.skip(
        instance_id=request.id, work_id=task["work_id"], actor=person(OPERATOR), reason="不需要",
        idempotency_key=key(), variables={"checked": False},
    )  # fmt: skip
    request.expect_waiting_at("pay")
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, completed_by FROM user_task WHERE id = %s", [task["id"]])
        assert cursor.fetchone() == ("CANCELED", "")
    assert request.variables["checked"] is False


def test_one_signer_takes_the_signature_back(deploy):
    loop = (
        '<zeebe:assignmentDefinition candidateGroups="cashier"/></bpmn:extensionElements>'
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
        'inputCollection="=[10, 20]" inputElement="part" outputCollection="signed" outputElement="=said"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    drawing = Drawing("signing").start()
    drawing._add("userTask", "sign", f"<bpmn:extensionElements><zeebe:userTask/>{loop}")
    deploy(drawing.user_task("file").end())
    request = start("signing", by="cashier").complete("sign", said="yes", by="cashier")
    withdraw(request, "sign", by="cashier")
    assert [task["loop_index"] for task in request.open_tasks("sign")] == [2, 1]
    request.complete("sign", said="no", by="cashier").complete("sign", said="no", by="cashier")
    assert request.variables["signed"] == ["no", "no"]
    request.complete("file", by="cashier").expect_ended("finished")


def test_two_who_go_back_at_once_leave_one_token(three):
    request = at_check()
    give_back(request)
    with pytest.raises((refusals.NotOpen, movement.CannotReturn)):
        commands.return_user_task(
            user_task_id=int(request.open_tasks("record")[0]["id"]) - 1, to="record", actor=person("finance_officer"),
            reason="错", idempotency_key=key(),
        )  # fmt: skip
    assert len(request.open_tasks()) == 1
