"""Forms of user tasks: what is shown, what is taken, what is refused."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from engine import commands, queries, refusals
from engine.testing import person, start
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db
FORM = {
    "key": "record",
    "title": {"zh": "登记", "en": "Record"},
    "schema": {
        "type": "object",
        "required": ["amount"],
        "properties": {
            "customer": {"type": "string", "title": "客户", "x-en": {"title": "Customer"}},
            "amount": {"type": "number", "title": "金额", "minimum": 0, "x-en": {"title": "Amount"}},
            "on": {"type": "string", "format": "date", "title": "日期"},
            "secret": {"type": "string", "title": "内部"},
        },
    },
    "outcomes": [{"value": True, "label": {"zh": "同意", "en": "Approve"}, "style": "primary"},
                 {"value": False, "label": {"zh": "不同意", "en": "Refuse"}}],
    "outcome_field": "approved",
    "tasks": {"record": {"customer": "read", "secret": "hidden"}},
}  # fmt: skip


@pytest.fixture
def recording(deploy):
    form = '<zeebe:formDefinition formId="record"/>'
    drawing = Drawing("recording").start().user_task("record", extra=form).user_task("look").end()
    deploy(drawing, **{"record.form.json": json.dumps(FORM).encode()})


def begin():
    return start("recording", by="cashier", customer="红星饭店", secret="s")


def test_the_form_shows_data_rights_and_buttons_in_the_readers_language(recording):
    task = begin().open_tasks()[0]["id"]
    form = queries.form_for(task, person("cashier"), lang="en")
    assert form["schema"]["properties"]["amount"]["title"] == "Amount"
    assert form["rights"]["customer"] == "read"
    assert form["data"] == {"customer": "红星饭店"}
    assert [outcome["label"] for outcome in form["outcomes"]] == ["Approve", "Refuse"]
    with pytest.raises(refusals.NotFound):
        queries.form_for(task, person("cashier_2"))


def test_a_draft_comes_back_and_is_gone_when_discarded(recording):
    task = begin().open_tasks()[0]["id"]
    commands.save_draft(user_task_id=task, actor=person("cashier"), data={"amount": "not yet", "customer": "forged"})
    form = queries.form_for(task, person("cashier"))
    assert form["data"] == {"amount": "not yet", "customer": "红星饭店"}
    assert form["draft"]["saved_at"]
    commands.discard_draft(user_task_id=task, actor=person("cashier"))
    assert queries.form_for(task, person("cashier"))["draft"] is None


def test_accepted_values_are_typed(recording):
    request = begin().complete("record", amount=12.5, on="2026-11-21", approved=True, by="cashier")
    variables = request.variables
    assert variables["amount"] == Decimal("12.5")
    assert variables["on"] == dt.date(2026, 11, 21)
    assert variables["approved"] is True
    done = queries.user_tasks_for(person("cashier"), view="done").results
    assert [task["outcome"] for task in done] == ["同意"]


@pytest.mark.parametrize(
    ("sent", "refusal", "field"),
    [
        ({"amount": -1, "approved": True}, refusals.InvalidForm, "/amount"),
        ({"approved": True}, refusals.InvalidForm, "/amount"),
        ({"amount": 1, "approved": "maybe"}, refusals.InvalidForm, "/approved"),
        ({"amount": 1, "approved": True, "unknown": 1}, refusals.InvalidForm, "/unknown"),
        ({"amount": 1, "approved": True, "customer": "forged"}, refusals.ReadOnlyField, "/customer"),
    ],
)
def test_wrong_values_are_refused_and_nothing_changes(recording, sent, refusal, field):
    request = begin()
    with pytest.raises(refusal) as refused:
        request.complete("record", sent, by="cashier")
    assert [error["field"] for error in refused.value.errors] == [field]
    assert request.waiting_at() == ["record"]
    assert "amount" not in request.variables


def test_a_hidden_field_that_is_sent_is_dropped(recording):
    request = begin().complete("record", {"amount": 1, "approved": True, "secret": "forged"}, by="cashier")
    assert request.variables["secret"] == "s"


def test_who_may_not_see_contacts_sees_them_masked_everywhere(deploy):
    masked = {**FORM, "outcomes": [], "outcome_field": "", "tasks": {"record": {"contact_phone": "read"}}, "schema": {
        "type": "object",
        "properties": {"contact_phone": {"type": "string", "x-mask": "phone"}, "note": {"type": "string"}},
    }}  # fmt: skip
    form = '<zeebe:formDefinition formId="record"/>'
    drawing = Drawing("calling").start().user_task("record", groups="cost_estimator,surveyor", extra=form)
    deploy(drawing.user_task("look", groups="surveyor").end(), **{"record.form.json": json.dumps(masked).encode()})
    request = start("calling", by="customer_service", contact_phone="13812341234")
    task = request.open_tasks()[0]["id"]
    assert queries.form_for(task, person("surveyor"))["data"] == {"contact_phone": "13812341234"}
    form = queries.form_for(task, person("cost_estimator"))
    assert (form["data"], form["rights"]["contact_phone"]) == ({"contact_phone": "138****1234"}, "masked")
    (variable,) = queries.variables_of(request.id, person("cost_estimator"))
    assert variable["value"] == "138****1234"
    assert "13812341234" not in str(queries.trace_of(request.id, person("cost_estimator")).results)
    assert "13812341234" not in str(queries.variable_history(request.id, "contact_phone", person("cost_estimator")))
    request.complete("record", {"contact_phone": "138****1234", "note": "seen"}, by="cost_estimator")
    assert request.variables["contact_phone"] == "13812341234"
