"""Bulk changes over HTTP: template, check, proposal, rows for readers of other rights; and the other kinds."""

from __future__ import annotations

import io
import uuid

import pytest
from openpyxl import Workbook, load_workbook

from ledger.context import audited
from people.actors import SYSTEM
from people.queries import unit_by_code
from registers import commands as registers
from registers.models import BulkChange, ChangeRequest
from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def a_diner(unit="001"):
    with audited(actor=SYSTEM, instance_id=900):
        return registers.open_customer(
            name=f"海棠餐饮{uuid.uuid4().hex[:6]}", category="commercial", unit_id=unit_by_code(unit).id,
            phone="13805510001",
        )  # fmt: skip


def uploaded(person, *rows, heads=("客户编号", "联系电话")):
    from django.core.files.uploadedfile import SimpleUploadedFile

    book = Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    token = person.client.get("/api/session/").json()["csrf_token"]
    file = SimpleUploadedFile("变更.xlsx", out.getvalue(), content_type=XLSX)
    answer = person.client.post("/api/attachments/", {"file": file}, headers={"X-CSRFToken": token})
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def test_from_the_template_to_the_decision(db_open):
    clerk, one, two = Person("customer_service"), a_diner(), a_diner()
    registers_of = {r["key"]: r for r in clerk.get("/api/bulk-changes/registers/")}
    assert {"customers", "meters", "accounts"} <= set(registers_of)
    clerk.get("/api/bulk-changes/template/", register="customers", filled="true", q=one.number)
    sheet = load_workbook(io.BytesIO(clerk.answer.content)).worksheets[0]
    assert sheet["A1"].value == registers_of["customers"]["key_label"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [one.number]
    asked = {"register": "customers", "attachment": uploaded(clerk, [one.number, "13905510002"], ["K-404", "1"])}
    checked = clerk.post("/api/bulk-changes/check/", asked)
    assert (clerk.status, checked["total"], checked["changed"]) == (200, 2, 1)
    [problem] = checked["problems"]
    assert (problem["row"], problem["code"], problem["label"]) == (3, "unknown_record", "客户编号")
    assert "K-404" in problem["message"]
    clerk.post("/api/bulk-changes/", {**asked, "reason": "改号"})
    assert (clerk.status, clerk.answer.json()["code"]) == (422, "sheet_has_problems")
    asked["attachment"] = uploaded(clerk, [one.number, "13905510002"], [two.number, "13905510003"])
    started = clerk.post("/api/bulk-changes/", {**asked, "reason": "改号"})
    assert clerk.status == 201
    bulk = BulkChange.objects.get(pk=started["bulk_id"])
    assert (bulk.row_count, bulk.instance, len(bulk.file_sha256)) == (2, started["instance_id"], 64)
    steward, legal, other = Person("data_steward"), Person("legal_officer"), Person("customer_service_2")
    seen = steward.get(f"/api/bulk-changes/{bulk.pk}/")
    assert [(f["name"], f["rows"], f["to_decide"]) for f in seen["fields"]] == [("phone", 2, True)]
    rows = steward.get(f"/api/bulk-changes/{bulk.pk}/rows/")["results"]
    assert [(r["record_id"], r["fields"][0]["new"]) for r in rows] == [
        (one.pk, "13905510002"), (two.pk, "13905510003"),
    ]  # fmt: skip
    assert "13905510002" not in repr(legal.get(f"/api/bulk-changes/{bulk.pk}/rows/"))
    legal.get(f"/api/bulk-changes/{bulk.pk}/export/")
    told = load_workbook(io.BytesIO(legal.answer.content)).active
    assert [cell.value for cell in told[2]][2:5] == ["联系电话", "138****0001", "139****0002"]
    for path in ("", "rows/", "export/"):
        other.get(f"/api/bulk-changes/{bulk.pk}/{path}")
        assert other.status == 404


def test_rows_of_a_list_get_one_value(db_open):
    clerk, one, two = Person("customer_service", lang="en"), a_diner(), a_diner()
    asked = {"register": "customers", "records": [one.pk, two.pk], "changes": {"category": "hotel"}}
    checked = clerk.post("/api/bulk-changes/check/", asked)
    assert [d["fields"][0]["new"] for d in checked["differences"]] == ["hotel", "hotel"]
    assert checked["columns"][0]["needed"] == 2
    clerk.post("/api/bulk-changes/", {**asked, "reason": "category"})
    assert clerk.status == 201
    for unfit in (
        {"changes": {"state": "CLOSED"}},
        {"changes": {}},
        {"records": [], "list_filter": "q=nobody-has-this"},
    ):
        clerk.post("/api/bulk-changes/check/", {**asked, **unfit})
        assert clerk.status == 400, unfit
    wrong = clerk.post("/api/bulk-changes/check/", {**asked, "changes": {"category": "palace"}})
    assert {p["code"] for p in wrong["problems"]} == {"not_a_choice"}
    assert "use one of" in wrong["problems"][0]["message"]


@pytest.mark.parametrize("who", ["surveyor", "auditor", "administrator"])
def test_whoever_may_not_propose_has_no_bulk_change(who):
    person = Person(who)
    assert person.get("/api/bulk-changes/registers/") == []
    person.get("/api/bulk-changes/template/", register="customers")
    assert person.status == 404
    person.post("/api/bulk-changes/check/", {"register": "customers", "records": [1], "changes": {"phone": "1"}})
    assert person.status == 404


def test_somebody_elses_file_is_not_read(db_open):
    clerk, other = Person("customer_service"), Person("customer_service_2")
    attachment = uploaded(clerk, ["x", "1"])
    other.post("/api/bulk-changes/check/", {"register": "customers", "attachment": attachment})
    assert other.status == 404


def test_new_customer_closing_and_handing_over(db_open):
    clerk, diner = Person("customer_service"), a_diner()
    paper = uploaded(clerk, ["x", "1"])
    unit = str(unit_by_code("001").id)
    name = f"滨江酒楼{uuid.uuid4().hex[:6]}"
    new = {"unit": unit, "name": name, "category": "hotel", "phone": "13805510077", "address": "滨江路 1 号"}
    clerk.post("/api/change-requests/opening/", {**new, "reason": "新户"})
    assert (clerk.status, clerk.answer.json()["code"]) == (422, "papers_missing")
    opened = clerk.post("/api/change-requests/opening/", {**new, "reason": "新户", "papers": [paper]})
    [number] = opened["request_ids"]
    seen = Person("data_steward").get(f"/api/change-requests/{number}/")
    assert (seen["kind"], seen["record_label"]) == ("open", name)
    assert {f["name"]: f["new"] for f in seen["fields"]}["category"] == "宾馆"
    Person("customer_service_2").get(f"/api/change-requests/{number}/")
    assert clerk.get("/api/change-requests/closing/", customer=diner.pk)["obstacles"] == []
    assert [s["id"] for s in clerk.get("/api/change-requests/similar/", name=diner.name)] == [str(diner.pk)]
    holder = {"customer_id": diner.pk, "name": "望湖火锅店", "balance": "settled", "reason": "转让"}
    clerk.post("/api/change-requests/transfer/", {**holder, "papers": [uploaded(clerk, ["x", "1"])]})
    assert clerk.status == 201
    told = clerk.get("/api/change-requests/closing/", customer=diner.pk)["obstacles"]
    assert len(told) == 1
    clerk.post("/api/change-requests/closing/", {"customer_id": diner.pk, "reason": "停业"})
    assert (clerk.status, clerk.answer.json()["code"]) == (409, "still_hanging")
    assert told[0] in clerk.answer.json()["detail"]
    request = ChangeRequest.objects.get(kind="transfer", record=diner.pk)
    clerk.post(f"/api/change-requests/{request.pk}/revert/", {"reason": "x"})
    assert clerk.status == 404
    assert "在用表" in clerk.get("/api/change-requests/impact/", table="registers_customer", record=diner.pk)["impact"]
