"""Proposed changes over HTTP: proposed, shown field by field and masked, refused in words."""

from __future__ import annotations

import uuid

import pytest

from ledger.context import audited
from people.actors import SYSTEM
from people.queries import unit_by_code
from registers import commands as registers
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")


@pytest.fixture
def diner(db_open):
    with audited(actor=SYSTEM, instance_id=900):
        return registers.open_customer(
            name=f"海棠餐饮{uuid.uuid4().hex[:6]}", category="commercial", unit_id=unit_by_code("001").id,
            phone="13805510001",
        )  # fmt: skip


def proposal(diner, **changes):
    overlay = {"table": "registers_customer", "record_id": diner.pk, "changes": changes}
    return {"overlays": [overlay], "reason": "客户来函"}


def test_a_proposal_is_shown_old_and_new_and_masked_where_it_must(diner):
    clerk = Person("customer_service")
    (number,) = clerk.post("/api/change-requests/", proposal(diner, phone="13905510002", address="中山北路 120 号"))[
        "request_ids"
    ]
    assert clerk.status == 201
    seen = {f["name"]: f for f in clerk.get(f"/api/change-requests/{number}/")["fields"]}
    assert (seen["phone"]["old"], seen["phone"]["new"], seen["phone"]["needed"]) == ("13805510001", "13905510002", 1)
    assert (seen["address"]["needed"], seen["phone"]["to_decide"]) == (0, False)
    masked = Person("legal_officer").get(f"/api/change-requests/{number}/")
    assert "13905510002" not in repr(masked)
    assert {f["name"]: f["new"] for f in masked["fields"]}["phone"] == "139****0002"
    [listed] = Person("data_steward").get("/api/change-requests/", table="registers_customer", record=diner.pk)
    assert {f["name"]: f["to_decide"] for f in listed["fields"]} == {"phone": True, "address": False}
    other = Person("customer_service_2")
    other.get(f"/api/change-requests/{number}/")
    assert other.status == 404


@pytest.mark.parametrize(
    ("who", "changes", "status", "code"),
    [
        ("customer_service", {"state": "CLOSED"}, 422, "governed_field"),
        ("customer_service", {"phone": "13805510001"}, 422, "nothing_changes"),
        ("customer_service", {"category": "palace"}, 422, "unfit_value"),
        ("customer_service", {"name": ""}, 422, "unfit_value"),
        ("customer_service_2", {"phone": "1"}, 404, "not_found"),
        ("surveyor", {"phone": "1"}, 404, "not_found"),
        ("customer_service", {}, 400, "invalid"),
    ],
)
def test_what_may_not_be_proposed_is_said(diner, who, changes, status, code):
    person = Person(who)
    answer = person.post("/api/change-requests/", proposal(diner, **changes))
    assert (person.status, answer["code"]) == (status, code), answer
    assert answer["detail"]


def test_the_fields_that_may_be_proposed(diner):
    address, of = "/api/change-requests/fields/", {"table": "registers_customer", "record": diner.pk}
    fields = {f["name"]: f for f in Person("customer_service").get(address, **of)}
    assert {"name", "phone", "category", "address"} <= fields.keys()
    assert {"state", "unit_id", "search_text"} & fields.keys() == set()
    assert {"value": "hotel", "label": "宾馆"} in fields["category"]["choices"]
    for who, asked, status in (
        ("auditor", of, 404),
        ("customer_service", {"table": "people_user", "record": 1}, 404),
        ("customer_service", {"table": "x", "record": "y"}, 400),
    ):
        person = Person(who)
        person.get(address, **asked)
        assert person.status == status
