"""Codes, yes and no, ids and English names as people read them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection

from ledger import audited
from people.actors import SYSTEM
from people.models import Unit, User
from registers.models import Customer
from tests.api.conversation import Person
from tests.api.installation import acceptance, applied

pytestmark = pytest.mark.usefixtures("db_open")


def _trace_changes(person: Person, instance_id: str) -> dict[str, dict[str, Any]]:
    lines = person.get(f"/api/process-instances/{instance_id}/trace/")["results"]
    return {change["name"]: change for line in lines for change in line["changes"]}


def test_the_timeline_says_choices_as_the_form_does() -> None:
    instance = applied()
    changes = _trace_changes(Person("customer_service"), instance["id"])
    assert (changes["category"]["new"], changes["category"]["new_text"]) == ("commercial", "商业")
    assert changes["category"]["old_text"] is None
    assert changes["appliances"]["new_text"].startswith("设备名称：双眼大锅灶；")
    english = _trace_changes(Person("customer_service", lang="en"), instance["id"])
    assert english["category"]["label"] == "Category"
    assert english["category"]["new_text"] == "Commercial"


def test_data_and_their_past_are_told_in_words() -> None:
    instance, clerk = applied(), Person("customer_service")
    path = f"/api/process-instances/{instance['id']}/variables/"
    found = {variable["name"]: variable for variable in clerk.get(path)["variables"]}
    assert (found["channel"]["value"], found["channel"]["text"]) == ("counter", "柜台")
    [first] = clerk.get(f"{path}channel/history/")["results"]
    assert (first["new"], first["new_text"], first["old_text"]) == ("counter", "柜台", None)
    assert "、" in found["papers"]["text"]
    assert "licence" not in found["papers"]["text"]


def test_an_engine_event_tells_its_variables_as_changes() -> None:
    instance = applied()
    auditor = Person("auditor")
    events = auditor.get("/api/audit/changes/", kind="engine", instance=instance["id"])["results"]
    changes = {change["field"]: change for event in events for change in event["changes"]}
    assert changes["category"]["label"] == "用户类别"
    assert changes["category"]["new_text"] == "商业"
    assert all("changes" not in event["details"] for event in events)


def test_a_row_tells_its_codes_and_whom_its_ids_mean() -> None:
    unit = Unit.objects.get(code="001")
    with audited(actor=SYSTEM, reason="test"):
        row = Customer.objects.create(number="KH-READ-1", name="读数测试饭店", category="commercial", unit=unit)
    seen = {"table": "registers_customer", "record": str(row.pk)}
    [event] = Person("auditor").get("/api/audit/changes/", **seen)["results"]
    words = {change["field"]: change["new_text"] for change in event["changes"]}
    assert (words["category"], words["grade"], words["state"]) == ("商业", "普通客户", "在册")
    assert words["unit_id"] == unit.name
    [event] = Person("auditor", lang="en").get("/api/audit/changes/", **seen)["results"]
    english = {change["field"]: change["new_text"] for change in event["changes"]}
    assert (english["category"], english["state"], english["unit_id"]) == ("Commercial", "Open", unit.name)
    auditor = Person("auditor")
    answer = auditor.client.get("/api/audit/changes/export/", seen)
    cells = [cell for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in line]
    assert "普通客户" in cells
    assert "general" not in cells


def test_english_names_are_shown_to_english_readers() -> None:
    reader = Person("customer_service", lang="en")
    task = reader.get(f"/api/user-tasks/{acceptance(Person('customer_service'))['id']}/")
    assert task["definition"]["name"] == "Gas connection for business customers"
    instance = reader.get(f"/api/process-instances/{task['instance']['id']}/")
    assert instance["definition"]["name"] == "Gas connection for business customers"
    assert instance["open"][0]["name"] == task["name"]
    assert task["name"].isascii()
    lines = reader.get(f"/api/process-instances/{task['instance']['id']}/trace/")["results"]
    assert any(line["element_name"] == task["name"] for line in lines)
    elements = {e["id"]: e for e in reader.get("/api/process-definitions/installation/")["elements"]}
    assert elements[task["element_id"]]["name"] == task["name"]


def test_every_line_of_the_trace_has_an_id_of_its_own_and_no_page_loses_one() -> None:
    clerk = Person("customer_service")
    task = acceptance(clerk)
    for verb in ("claim", "unclaim", "claim"):
        clerk.post(f"/api/user-tasks/{task['id']}/{verb}/", {})
        assert clerk.status == 200
    path = f"/api/process-instances/{task['instance']['id']}/trace/"
    whole = [line["id"] for line in clerk.get(path)["results"]]
    assert len(set(whole)) == len(whole)
    paged: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = clerk.get(path, page_size="1", **cursor)
        paged += [line["id"] for line in page["results"]]
        if not page["next"]:
            break
        cursor = {"cursor": page["next"].split("cursor=")[1].split("&")[0]}
    assert paged == whole


def test_a_clock_says_how_long_a_working_day_is() -> None:
    clocks = {clock["key"]: clock for clock in applied()["clocks"]}
    assert clocks["statutory"]["working_day_seconds"] > 6 * 3600
    assert clocks["gross"]["working_day_seconds"] is None


def test_an_instance_names_its_customer_to_those_who_see_customers() -> None:
    instance = applied()
    assert instance["customer"] is None
    with audited(actor=SYSTEM, reason="test"):
        unit = Unit.objects.get(pk=instance["unit"]["id"])
        row = Customer.objects.create(number="KH-READ-2", name="建档测试饭店", category="hotel", unit=unit)
    with connection.cursor() as cursor:
        subject = [instance["id"], "customer_id", str(row.pk)]
        cursor.execute("INSERT INTO instance_subject (root_id, name, value) VALUES (%s, %s, %s)", subject)
    address = f"/api/process-instances/{instance['id']}/"
    assert Person("customer_service").get(address)["customer"] == {"id": str(row.pk), "name": "建档测试饭店"}
    assert Person("administrator").get(address)["customer"] is None


def test_a_column_that_no_app_names_is_named_all_the_same() -> None:
    row = User.objects.get(username="surveyor")
    with audited(actor=SYSTEM, reason="test"):
        User.objects.filter(pk=row.pk).update(phone="13800000001")
    page = Person("auditor").get("/api/audit/changes/", table="people_user", record=str(row.pk), field="phone")
    assert [change["label"] for event in page["results"] for change in event["changes"]][:1] == ["电话"]


def test_the_catalogue_counts_what_runs_on_earlier_versions_too() -> None:
    applied()
    designer = Person("process_designer")
    before = designer.get("/api/process-definitions/installation/")
    assert before["running"] > 0
    files = designer.get("/api/process-definitions/installation/files/")["files"]
    files["process.bpmn"] = files["process.bpmn"].replace('name="回访"', 'name="回访客户"')
    designer.post("/api/process-definitions/", {"files": files, "comment": "改名"})
    assert designer.status == 201
    assert designer.get("/api/process-definitions/installation/")["running"] == before["running"]
    newest, *_earlier = designer.get("/api/process-definitions/installation/versions/")["results"]
    assert newest["running"] == 0
    [listed] = [d for d in designer.get("/api/process-definitions/")["results"] if d["key"] == "installation"]
    assert listed["running"] == before["running"]
