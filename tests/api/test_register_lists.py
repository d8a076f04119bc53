"""The registers over HTTP: who may list what, in which words, and what leaves as a workbook."""

from __future__ import annotations

import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook

from tests.api.conversation import Person

pytestmark = pytest.mark.usefixtures("db_open")


def keys(person: Person) -> list[str]:
    return [one["key"] for one in person.get("/api/registers/")["results"]]


def test_everybody_is_offered_what_they_may_list() -> None:
    assert "theft-cases" in keys(Person("surveyor"))
    assert keys(Person("warehouse_keeper")) == ["meters"]
    designer = Person("process_designer")
    assert keys(designer) == []
    designer.get("/api/registers/meters/")
    assert designer.status == 404


def test_a_list_has_its_words_in_both_languages_and_pages_on() -> None:
    keeper = Person("warehouse_keeper")
    first = keeper.get("/api/registers/meters/", state="IN_STOCK", sort="-serial", page_size=3)
    assert [row["texts"]["state"] for row in first["results"]] == ["在库"] * 3
    later = keeper.get("/api/registers/meters/", **dict(parse_qsl(urlsplit(first["next"]).query)))["results"]
    assert later[0]["values"]["serial"] < first["results"][-1]["values"]["serial"]
    english = Person("warehouse_keeper", lang="en").get("/api/registers/meters/", page_size=1)
    assert english["results"][0]["texts"]["type"] in {"Diaphragm", "Rotary", "Turbine", "Ultrasonic"}


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwgInkiXQ=="])
def test_a_further_page_that_cannot_be_read_is_told_with_its_field(cursor: str) -> None:
    person = Person("surveyor")
    body = person.get("/api/registers/customers/", cursor=cursor)
    assert (person.status, body["code"], body["errors"][0]["field"]) == (400, "invalid", "/cursor")


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "phone"},
        {"phone": "138"},
        {"sort": "unit__path"},
        {"valid_from_from": "gestern"},
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(asked: dict[str, str]) -> None:
    person = Person("surveyor")
    body = person.get("/api/registers/customers/", **asked)
    assert (person.status, body["code"]) == (400, "cannot_filter")
    assert "列表" in body["detail"]


def test_a_record_and_its_history_open() -> None:
    keeper = Person("warehouse_keeper")
    row = keeper.get("/api/registers/meters/", page_size=1)["results"][0]
    page = keeper.get(f"/api/registers/meters/{row['id']}/")
    assert page["name"] == row["values"]["serial"]
    assert {"serial", "state"} <= {field["name"] for field in page["fields"]}
    assert keeper.get(f"/api/registers/meters/{row['id']}/history/")["count"] >= 1
    keeper.get(f"/api/registers/meters/{row['id']}/consumption/")
    assert keeper.status == 200
    for address in ("meters/x/", "meters/999999999/", "cellars/", f"customers/{row['id']}/"):
        keeper.get(f"/api/registers/{address}")
        assert keeper.status == 404, address


def test_an_export_needs_a_reason_and_bears_its_reader() -> None:
    keeper = Person("warehouse_keeper")
    keeper.post("/api/registers/meters/export/", {"reason": " "})
    assert keeper.status == 400
    keeper.post("/api/registers/meters/export/?state=IN_STOCK", {"reason": "=年度盘点"})
    assert keeper.status == 200
    sheet = load_workbook(io.BytesIO(keeper.answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "warehouse_keeper" in rows[0][0]
    assert "年度盘点" in rows[0][0]
    assert "年度盘点" in sheet.oddFooter.center.text
    assert rows[1][0] == "表号"
    assert len(rows) > 3
    designer = Person("process_designer")
    designer.post("/api/registers/meters/export/", {"reason": "x"})
    assert designer.status == 404


def test_the_customers_of_a_list_bear_the_number_of_their_running_instances() -> None:
    person = Person("surveyor")
    rows = person.get("/api/customers/", page_size=20)["results"]
    for row in rows[:5]:
        instances = person.get(f"/api/customers/{row['id']}/")["instances"]
        assert row["open_instances"] == sum(one["state"] == "ACTIVE" for one in instances), row["number"]
