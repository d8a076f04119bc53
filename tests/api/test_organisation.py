"""The organisation tree through the API: opened, renamed, closed and opened again, by administrators of the place."""

from __future__ import annotations

import csv
import io

import pytest

from ledger.queries import history_of
from people.models import Unit
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")
WANTED = {"code": "org-t1", "name": "东城新片区", "kind": "station", "parent": "001", "reason": "新设片区"}


def one(admin: Person, code: str) -> dict:
    return next(u for u in admin.get("/api/organisation/")["results"] if u["code"] == code)


def test_a_unit_is_opened_renamed_closed_and_opened_again_and_the_ledger_tells_why() -> None:
    admin = Person("administrator")
    opened = admin.post("/api/organisation/", WANTED)
    assert (admin.status, opened["parent"], opened["is_open"], opened["staff"]) == (201, "001", True, 0)
    address = "/api/organisation/org-t1/"
    assert admin.put(address, {"name": "东城一片", "reason": "更名"})["name"] == "东城一片"
    assert admin.post(f"{address}close/", {"reason": "撤并"})["is_open"] is False
    assert "org-t1" not in {u["code"] for u in admin.get("/api/units/")["results"]}
    assert one(admin, "org-t1")["is_open"] is False
    assert admin.post(f"{address}reopen/", {"reason": "恢复"})["is_open"] is True
    told = history_of("people_unit", Unit.objects.get(code="org-t1").pk)
    assert [event.reason for event in told] == ["恢复", "撤并", "更名", "新设片区"]
    assert {event.actor["username"] for event in told} == {"administrator"}


def test_a_unit_in_use_is_not_closed_and_says_by_whom() -> None:
    admin = Person("administrator")
    answer = admin.post("/api/organisation/001/close/", {"reason": "撤并"})
    assert admin.status == 409
    assert "岗位" in answer["detail"]
    assert Unit.objects.get(code="001").is_open


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"code": "001"}, "编码"),
        ({"code": "a b"}, "编码"),
        ({"parent": "no-such"}, "上级"),
        ({"kind": "branch"}, "类别"),
        ({"reason": "  "}, ""),
        ({"name": ""}, ""),
    ],
)
def test_what_is_wrong_with_a_unit_is_told(changes: dict, word: str) -> None:
    admin = Person("administrator")
    before = Unit.objects.count()
    answer = admin.post("/api/organisation/", {**WANTED, "code": "org-t2"} | changes)
    assert admin.status == 400
    assert word in answer["detail"]
    assert Unit.objects.count() == before


def test_nobody_else_sees_or_changes_the_tree() -> None:
    clerk = Person("customer_service")
    clerk.get("/api/organisation/")
    assert clerk.status == 403
    clerk.post("/api/organisation/", {**WANTED, "code": "org-t3"})
    assert clerk.status == 403
    assert not Unit.objects.filter(code="org-t3").exists()


def test_the_export_holds_every_unit_and_is_recorded() -> None:
    admin = Person("administrator")
    answer = admin.client.get("/api/organisation/export/", {"format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {u["code"] for u in admin.get("/api/organisation/")["results"]}
    assert Person("auditor").get("/api/audit/changes/", kind="read", action="organisation_exported")["results"]
