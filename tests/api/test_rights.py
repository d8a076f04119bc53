"""Who may what through HTTP: deny by default, and the other branch's things do not exist."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from tests.api.conversation import Person
from tests.api.installation import applied

pytestmark = pytest.mark.usefixtures("db_open")

READS = [
    "/api/me/",
    "/api/process-definitions/",
    "/api/process-definitions/installation/",
    "/api/process-definitions/installation/versions/",
    "/api/process-definitions/installation/bpmn/",
    "/api/process-instances/",
    "/api/user-tasks/",
    "/api/customers/",
    "/api/audit/changes/",
    "/api/audit/changes/export/",
    "/api/incidents/",
    "/api/units/",
    "/api/groups/",
    "/api/forms/",
    "/api/service-tasks/",
    "/api/attachments/limits/",
]
ONLY = {
    "/api/customers/": {"customer_service", "branch_manager", "auditor"},
    "/api/audit/changes/": {"auditor"},
    "/api/audit/changes/export/": {"auditor"},
    "/api/incidents/": {"administrator"},
}


@pytest.mark.parametrize("path", READS)
def test_a_stranger_reads_nothing(path: str) -> None:
    stranger = Person(None)
    stranger.get(path)
    assert stranger.status == 401


@pytest.mark.parametrize("username", ["customer_service", "branch_manager", "auditor", "administrator"])
@pytest.mark.parametrize("path", READS)
def test_reading_follows_the_roles(path: str, username: str) -> None:
    person = Person(username)
    person.get(path)
    allowed = username in ONLY.get(path, {username})
    assert person.status == (200 if allowed else 403)


def test_the_other_branch_neither_lists_nor_opens_an_instance() -> None:
    instance = applied()
    other = Person("branch_manager_2")
    for path in ("", "trace/", "variables/", "documents/", "attachments/", "bpmn/"):
        other.get(f"/api/process-instances/{instance['id']}/{path}")
        assert other.status == 404, path
    assert instance["id"] not in {i["id"] for i in other.get("/api/process-instances/")["results"]}
    own = Person("branch_manager").get("/api/process-instances/", business_key=instance["business_key"])
    assert [i["id"] for i in own["results"]] == [instance["id"]]


def test_cancelling_is_for_those_who_may_and_keeps_the_reason() -> None:
    instance = applied()
    address = f"/api/process-instances/{instance['id']}/cancel/"
    clerk = Person("surveyor")
    clerk.post(address, {"reason": "x"})
    assert clerk.status == 403
    manager = Person("branch_manager")
    manager.post(address, {"reason": ""})
    assert manager.status == 400
    canceled = manager.post(address, {"reason": "客户撤回申请"})
    assert canceled["state"] == "CANCELED"
    assert canceled["open"] == []
    manager.post(address, {"reason": "再次"})
    assert manager.status == 409
    reasons = {c["reason"] for c in Person("auditor").get(f"/api/audit/instances/{instance['id']}/")["results"]}
    assert "客户撤回申请" in reasons


def test_only_a_publisher_deploys() -> None:
    diagram = "<definitions/>"
    clerk = Person("customer_service")
    clerk.post("/api/process-definitions/", {"files": {"process.bpmn": diagram}})
    assert clerk.status == 403
    designer = Person("process_designer")
    refusal = designer.post("/api/process-definitions/", {"files": {"process.bpmn": diagram}})
    assert (designer.status, refusal["code"]) == (422, "definition_refused")
    assert refusal["findings"]
    assert all(f["message"] for f in refusal["findings"])


def test_a_dry_run_tells_the_findings_and_changes_nothing() -> None:
    designer = Person("process_designer")
    files = designer.get("/api/process-definitions/installation/files/")["files"]
    before = designer.get("/api/process-definitions/installation/")["version"]
    files["process.bpmn"] = re.sub(r"(<\w*:?conditionExpression[^>]*>=)", r"\1 + ", files["process.bpmn"], count=1)
    broken = designer.post("/api/process-definitions/", {"files": files, "dry_run": True})
    findings = broken["findings"]
    assert any(f["severity"] == "error" and f["element_id"] and f["line"] for f in findings)
    assert designer.get("/api/process-definitions/installation/")["version"] == before


def test_an_edited_definition_is_a_new_version_and_running_instances_stay_on_theirs() -> None:
    running = applied()
    designer = Person("process_designer")
    files = designer.get("/api/process-definitions/installation/files/")["files"]
    files["process.bpmn"] = files["process.bpmn"].replace('name="审核资料"', 'name="审核申请资料"')
    deployed = designer.post("/api/process-definitions/", {"files": files, "comment": "改名"})
    assert designer.status == 201, deployed
    again = designer.post("/api/process-definitions/", {"files": files, "comment": "改名"})
    assert (designer.status, again["unchanged"]) == (200, True)
    person = Person("customer_service")
    assert person.get(f"/api/process-instances/{running['id']}/")["definition"]["version"] < deployed["version"]
    [task] = person.get("/api/user-tasks/", view="group", instance=applied()["id"])["results"]
    assert task["name"] == "审核申请资料"
    versions = designer.get("/api/process-definitions/installation/versions/")["results"]
    assert versions[0]["comment"] == "改名"
    assert versions[0]["deployed_by"]["username"] == "process_designer"
    call_command("deploy_processes", verbosity=0)
    assert designer.get("/api/process-definitions/installation/")["version"] == deployed["version"], (
        "a restart undid it"
    )


def test_the_export_holds_the_filtered_changes_and_is_recorded_itself() -> None:
    instance = applied(remarks="=cmd|' /C calc'!A0")
    auditor = Person("auditor")
    answer = auditor.client.get("/api/audit/changes/export/", {"instance": instance["id"], "format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    answer = auditor.client.get("/api/audit/changes/export/", {"instance": instance["id"], "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == len(rows)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    exports = auditor.get("/api/audit/changes/", kind="read", actor="auditor", action="changes_exported")["results"]
    assert exports[0]["details"]["filters"] == {"instance": instance["id"]}


def test_broken_filters_are_named() -> None:
    auditor = Person("auditor")
    assert auditor.get("/api/audit/changes/", **{"from": "gestern"})["errors"][0]["field"] == "/from"
    assert auditor.get("/api/audit/changes/", cursor="x")["errors"][0]["field"] == "/cursor"
    assert Person("customer_service").get("/api/customers/", cursor="x")["errors"][0]["field"] == "/cursor"
    Person("customer_service").get("/api/user-tasks/", cursor="x")
