"""Adding a signer to a running countersign, on both runtimes: who may, whom, and what the ledger keeps of it."""

from __future__ import annotations

import uuid

import orjson
import pytest
from django.db import connection

from engine import commands, programs, queries, refusals, separation, signers
from engine.testing import Request, person, start
from people.models import Position
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
FINANCE = "finance_officer"


@pytest.fixture(params=["kernel", "spiff"])
def runtime(request, settings):
    settings.ENGINE_RUNTIME = request.param
    programs.runtime.cache_clear()
    yield request.param
    programs.runtime.cache_clear()


def countersign(
    *, groups: str = "=[who]", items: str = '=["cashier", "surveyor"]', properties: str = "", in_turn: bool = False,
    until: str = "",
) -> Drawing:  # fmt: skip
    drawing = Drawing("signing", "会签").start().user_task("draw_up")
    loop = f'<zeebe:loopCharacteristics inputCollection="{items.replace(chr(34), "&quot;")}" inputElement="who"'
    loop += ' outputCollection="signed" outputElement="=said"/>'
    inner = f'<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="{groups}"/>{properties}'
    sequential = ' isSequential="true"' if in_turn else ""
    done = f"<bpmn:completionCondition>{until}</bpmn:completionCondition>" if until else ""
    drawing._add(
        "userTask", "sign",
        f"<bpmn:extensionElements>{inner}</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics{sequential}>"
        f"<bpmn:extensionElements>{loop}</bpmn:extensionElements>{done}</bpmn:multiInstanceLoopCharacteristics>",
    )  # fmt: skip
    return drawing.user_task("file").end()


def add(request: Request, *, by: str = "cashier", reason: str = "金额较大", nth: int = 0, key: str = "", **who: str):
    return commands.add_signer(
        user_task_id=request.open_tasks("sign")[nth]["id"], actor=person(by), reason=reason,
        idempotency_key=key or str(uuid.uuid4()), **who,
    )  # fmt: skip


def signing() -> Request:
    return start("signing", by="cashier").complete("draw_up", by="cashier")


def body_of(event_id: int) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger.event WHERE id = %s", [event_id])
        return orjson.loads(cursor.fetchone()[0])


def test_the_new_signer_signs_as_the_others_do_and_the_process_waits_for_it(deploy, runtime):
    deploy(countersign())
    request = signing().complete("sign", said="yes", by="cashier")
    added = add(request, role=FINANCE, by="surveyor")
    assert [task["role"] for task in request.open_tasks("sign")] == ["surveyor", FINANCE]
    assert added.user_task_id == request.open_tasks("sign")[1]["id"]
    request.complete("sign", said="no", by="surveyor").expect_not_waiting_at("file")
    request.complete("sign", said="late", by=FINANCE).expect_waiting_at("file")
    assert request.variables["signed"] == ["yes", "no", "late"]
    told = body_of(added.event_id)
    assert told["context"]["reason"] == "金额较大"
    assert told["details"]["signers"] == {"old": ["cashier", "surveyor"], "new": ["cashier", "surveyor", FINANCE]}


def test_in_turn_the_new_signer_comes_last(deploy, runtime):
    deploy(countersign(in_turn=True))
    request = signing()
    assert add(request, role=FINANCE).user_task_id is None
    request.complete("sign", said=1, by="cashier").complete("sign", said=2, by="surveyor")
    [last] = request.open_tasks("sign")
    assert last["role"] == FINANCE
    request.complete("sign", said=3, by=FINANCE).expect_waiting_at("file")
    assert request.variables["signed"] == [1, 2, 3]
    with pytest.raises(refusals.NotOpen):
        commands.add_signer(
            user_task_id=last["id"], actor=person(FINANCE), reason="晚了", role="legal_officer", idempotency_key="late"
        )


def test_who_comes_later_in_turn_is_not_added_again(deploy):
    deploy(countersign(in_turn=True))
    request = signing()
    with pytest.raises(signers.SignsAlready):
        add(request, role="surveyor")


def test_a_person_may_be_named_who_then_has_the_task(deploy, runtime):
    deploy(countersign())
    request = signing()
    add(request, role=FINANCE, username=FINANCE)
    task = request.open_tasks("sign")[2]
    assert (task["state"], task["assignee"]) == ("ASSIGNED", FINANCE)
    with pytest.raises(signers.SignsAlready):
        add(request, role="legal_officer", username=FINANCE)
    with pytest.raises(refusals.NotACandidate):
        add(request, role="legal_officer", username="designer")
    assert len(request.open_tasks("sign")) == 3


def test_what_cannot_be_added_is_refused_with_a_reason_and_nothing_changes(deploy):
    deploy(countersign())
    request = signing()
    for who, refused in (
        ({"role": "surveyor"}, signers.SignsAlready),
        ({"role": "nobody_knows"}, refusals.Invalid),
        ({}, refusals.Invalid),
        ({"role": FINANCE, "reason": " "}, refusals.Invalid),
        ({"role": FINANCE, "by": "designer"}, refusals.Forbidden),
        ({"role": FINANCE, "username": "no.such"}, refusals.NotFound),
    ):
        with pytest.raises(refused):
            add(request, **who)
    Position.objects.filter(role_id="legal_officer").delete()
    with pytest.raises(signers.NobodyToSign):
        add(request, role="legal_officer")
    assert len(request.open_tasks("sign")) == 2


@pytest.mark.parametrize(
    ("drawn", "offered"),
    [
        ({}, True),
        ({"groups": "cashier"}, False),
        ({"items": '=[{"role": "cashier"}]', "groups": "=[who.role]"}, False),
        ({"properties": '<zeebe:properties><zeebe:property name="addSigner" value="none"/></zeebe:properties>'}, False),
    ],
)
def test_the_diagram_decides_whether_a_signer_may_be_added(deploy, drawn, offered):
    deploy(countersign(**drawn))
    request = signing()
    task = request.open_tasks("sign")[0]
    assert queries.user_task(task["id"], person("cashier"))["may"]["add_signer"] is offered
    if not offered:
        with pytest.raises(signers.CannotAddSigner):
            add(request, role=FINANCE)


def test_the_hand_that_drew_it_up_cannot_be_added(deploy):
    rule = '<zeebe:properties><zeebe:property name="notCompletedBy" value="draw_up"/></zeebe:properties>'
    deploy(countersign(items='=["surveyor"]', properties=rule))
    request = signing()
    with pytest.raises(separation.SameHand):
        add(request, by="surveyor", role="cashier", username="cashier")
    assert len(request.open_tasks("sign")) == 1


def test_the_preview_tells_what_would_open_and_changes_nothing(deploy):
    deploy(countersign())
    request = signing()
    task = request.open_tasks("sign")[0]["id"]
    shown = queries.signers_for(task, person("cashier"))
    assert [one["candidate_groups"][0]["key"] for one in shown["signers"]] == ["cashier", "surveyor"]
    choice = next(one for one in shown["choices"] if one["role"] == FINANCE)
    assert FINANCE in {one["username"] for one in choice["people"]}
    preview = queries.signer_preview(task, person("cashier"), role=FINANCE)
    assert (preview["signers"], preview["opened"][0]["candidate_groups"][0]["key"]) == (3, FINANCE)
    assert len(request.open_tasks("sign")) == 2


def test_the_same_key_adds_once(deploy):
    deploy(countersign())
    request, key = signing(), str(uuid.uuid4())
    assert add(request, role=FINANCE, key=key) == add(request, role=FINANCE, key=key)
    assert len(request.open_tasks("sign")) == 3


def test_an_added_signature_can_be_withdrawn_while_the_others_are_out(deploy, runtime):
    deploy(countersign())
    request = signing()
    added = add(request, role=FINANCE)
    request.complete("sign", said="hasty", by=FINANCE, nth=2)
    if runtime == "spiff":
        return
    commands.withdraw_completion(
        user_task_id=added.user_task_id, actor=person(FINANCE), reason="看错", idempotency_key=str(uuid.uuid4())
    )
    assert [task["role"] for task in request.open_tasks("sign")] == ["cashier", "surveyor", FINANCE]
    for who in ("cashier", "surveyor", FINANCE):
        request.complete("sign", said=who, by=who)
    assert request.variables["signed"] == ["cashier", "surveyor", FINANCE]
