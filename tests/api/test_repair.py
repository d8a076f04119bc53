"""Operators over HTTP: incidents in bulk, batches with a result per row, suspension with a clear 409."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook
from rest_framework.test import APIClient

from engine.programs import forget
from engine.testing import Request, start
from people.models import User
from people.roles import ROLES
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(company, db):
    from engine.commands import deploy_definition
    from people.actors import SYSTEM

    forget()
    deploy_definition(files={"p.bpmn": Drawing("repaired").start().user_task("record").end().xml()}, actor=SYSTEM)
    return [start("repaired", by="cashier") for _ in range(3)]


def client(username: str) -> APIClient:
    made = APIClient()
    made.force_login(User.objects.get(username=username))
    return made


def post(who: str, path: str, **body):
    return client(who).post(f"/api/{path}", body, format="json", HTTP_IDEMPOTENCY_KEY=path)


def test_a_suspended_instance_answers_409_with_the_reason(made):
    answer = post("administrator", f"process-instances/{made[0].id}/suspend/", reason="核查资料")
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "SUSPENDED"
    assert answer.json()["may"]["resume"] is True
    task = made[0].open_tasks()[0]["id"]
    refused = post("cashier", f"user-tasks/{task}/complete/", variables={})
    assert refused.status_code == 409
    assert refused.json()["code"] == "suspended"
    assert "核查资料" in refused.json()["detail"]
    assert post("administrator", f"process-instances/{made[0].id}/resume/", reason="好了").json()["state"] == "ACTIVE"
    assert post("cashier", f"process-instances/{made[0].id}/suspend/", reason="x").status_code in (403, 404)


def test_all_that_a_filter_finds_is_canceled_in_a_batch(made):
    answer = post(
        "administrator", "batches/", kind="cancel_instances", reason="作废", filter={"definition": "repaired"}
    )
    assert answer.status_code == 202, answer.content
    batch = answer.json()
    assert (batch["total"], batch["waiting"], batch["state"]) == (3, 3, "RUNNING")
    Request(0).run_jobs()
    seen = client("administrator").get(f"/api/batches/{batch['id']}/").json()
    assert (seen["done"], seen["waiting"], seen["state"]) == (3, 0, "ENDED")
    assert seen["results"] == [{"state": "DONE", "code": "canceled", "count": 3}]
    rows = client("administrator").get(f"/api/batches/{batch['id']}/rows/?state=DONE").json()["results"]
    assert [row["instance_id"] for row in rows] == [str(request.id) for request in made]
    exported = client("administrator").get(f"/api/batches/{batch['id']}/export/").content.decode()
    assert exported.count("canceled") == 3


def test_a_batch_is_ordered_by_whoever_may_and_seen_by_no_other(made):
    assert post("cashier", "batches/", kind="cancel_instances", reason="x", ids=[str(made[0].id)]).status_code == 403
    batch = post("administrator", "batches/", kind="suspend_instances", reason="x", ids=[str(made[0].id)]).json()
    assert client("cashier").get(f"/api/batches/{batch['id']}/").status_code == 404
    assert client("cashier").get("/api/batches/").json()["results"] == []
    wrong = post("administrator", "batches/", kind="explode", reason="x", ids=["1"])
    assert wrong.status_code == 400
    assert post("administrator", "batches/", kind="cancel_instances", reason="x", ids=["a"]).status_code == 400
    assert post("administrator", "batches/", kind="cancel_instances", reason="x").status_code == 400


def test_incidents_are_listed_sorted_and_exported_for_operators_only(made):
    assert client("cashier").get("/api/incidents/").status_code == 403
    assert client("cashier").get("/api/incidents/export/").status_code == 403
    for ordering in ("-created_at", "created_at", "-attempts", "attempts"):
        assert client("administrator").get(f"/api/incidents/?ordering={ordering}&q=x").json()["results"] == []
    assert "编号" in client("administrator").get("/api/incidents/export/").content.decode("utf-8-sig")


def test_a_suspended_definition_refuses_starts(made):
    answer = post("administrator", "process-definitions/repaired/suspend/", reason="新规")
    assert answer.json()["versions"] == [1]
    refused = post("cashier", "process-instances/", definition="repaired", variables={})
    assert (refused.status_code, refused.json()["code"]) == (409, "suspended")
    assert post("administrator", "process-definitions/repaired/resume/", reason="好").status_code == 200


def test_versions_are_compared_tried_and_migrated(made):
    from engine.commands import deploy_definition
    from people.actors import SYSTEM

    new = Drawing("repaired").start().user_task("note_down").end()
    deploy_definition(files={"p.bpmn": new.xml()}, actor=SYSTEM)
    path = "/api/process-definitions/repaired/migration/?from=1&to=2"
    assert client("cashier").get(path).status_code == 403
    found = client("administrator").get(path).json()
    assert (found["from"], found["to"], found["running"]) == (1, 2, 3)
    assert [(e["id"], e["suggested"], e["why"], e["waiting"]) for e in found["elements"]] == [
        ("begin", "begin", "id", 0),
        ("record", "note_down", "position", 3),
        ("finished", "finished", "id", 0),
    ]
    one = f"process-instances/{made[0].id}/migrate/"
    tried = post("administrator", one, to=2, dry_run=True, reason="试").json()
    assert (tried["state"], tried["obstacles"][0]["element_id"]) == ("needs_mapping", "record")
    refused = post("administrator", one, to=2, reason="新")
    assert (refused.status_code, refused.json()["code"]) == (409, "needs_mapping")
    assert post("administrator", one, to=2, reason="新", mapping={"record": "note_down"}).json()["state"] == "safe"
    parameters = {"to": 2, "mapping": {"record": "note_down"}, "dry_run": True}
    filtered = {"definition": "repaired", "version": "1", "state": "open"}
    batch = post("administrator", "batches/", kind="migrate_instances", reason="新", filter=filtered,
                 parameters=parameters).json()  # fmt: skip
    Request(0).run_jobs()
    seen = client("administrator").get(f"/api/batches/{batch['id']}/").json()
    assert seen["results"] == [{"state": "DONE", "code": "safe", "count": 2}]


def test_a_definition_is_the_whole_companys(made):
    assert "suspend_instances" in ROLES["branch_manager"].may
    for verb in ("suspend", "resume"):
        assert post("branch_manager", f"process-definitions/repaired/{verb}/", reason="x").status_code == 403
    assert shown("branch_manager", "process-definitions/repaired/")["may"] == {"suspend": False, "resume": False}
    assert shown("administrator", "process-definitions/repaired/")["may"] == {"suspend": True, "resume": False}
    post("administrator", "process-definitions/repaired/suspend/", reason="新规")
    seen = shown("administrator", "process-definitions/repaired/")
    assert (seen["may"], seen["suspended_reason"]) == ({"suspend": False, "resume": True}, "新规")
    assert seen["suspended_at"]


def test_the_inbox_marks_what_stands_still_and_the_instance_tells_why(made):
    post("administrator", f"process-instances/{made[0].id}/suspend/", reason="核查资料")
    lines = shown("cashier", "user-tasks/?view=group&definition=repaired")["results"]
    assert {line["instance"]["id"]: line["suspended"] for line in lines} == {
        str(request.id): request is made[0] for request in made
    }
    assert shown("administrator", f"process-instances/{made[0].id}/")["suspended_reason"] == "核查资料"
    assert shown("administrator", f"process-instances/{made[1].id}/")["suspended_reason"] == ""


def test_a_legal_hold_is_placed_found_and_lifted_by_who_may(made):
    address = f"process-instances/{made[0].id}/"
    placed = post("auditor", f"{address}hold/", reason="诉讼").json()
    assert placed["hold"]["reason"] == "诉讼"
    assert placed["hold"]["placed_by"]["username"] == "auditor"
    assert (placed["may"]["hold"], placed["may"]["lift_hold"]) == (False, True)
    assert shown("administrator", address)["hold"] is None
    found = [line["id"] for line in shown("auditor", "process-instances/?held=yes")["results"]]
    assert found == [str(made[0].id)]
    assert shown("administrator", "process-instances/?held=yes")["results"] == []
    assert post("administrator", f"{address}lift-hold/", reason="x").status_code == 403
    assert post("auditor", f"{address}lift-hold/", reason="结案").json()["hold"] is None
    assert shown("auditor", "process-instances/?held=yes")["results"] == []


def shown(who: str, path: str):
    return client(who).get(f"/api/{path}").json()


def test_lists_are_exported_by_who_sees_them_and_the_ledger_knows(made):
    made[0].complete("record", by="cashier")
    instances = client("branch_manager").get("/api/process-instances/export/?definition=repaired")
    lines = instances.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(",")[0]) == (4, "编号")
    assert client("branch_manager_2").get("/api/process-instances/export/").content.count(b"repaired") == 0
    assert client("process_designer").get("/api/process-instances/export/").status_code == 403
    assert client("branch_manager").get("/api/process-instances/export/?priority=x").status_code == 400
    book = client("branch_manager").get("/api/process-instances/export/?format=xlsx").content
    assert load_workbook(BytesIO(book)).active.max_row >= 4
    done = client("cashier").get("/api/user-tasks/export/").content.decode("utf-8-sig")
    assert done.count("record") == 1
    assert client("surveyor").get("/api/user-tasks/export/").content.decode("utf-8-sig").count("\n") == 1
    incidents = client("administrator").get("/api/incidents/export/?format=xlsx")
    assert incidents["Content-Disposition"].endswith('incidents.xlsx"')
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM ledger.event WHERE action = 'done_tasks_exported' ORDER BY id")
        assert cursor.fetchall() == [("cashier",), ("surveyor",)]


def test_a_signer_is_added_over_http(company, db):
    from engine.commands import deploy_definition
    from people.actors import SYSTEM
    from tests.movement.test_signers import countersign, signing

    forget()
    deploy_definition(files={"p.bpmn": countersign().xml()}, actor=SYSTEM)
    request = signing()
    path = f"user-tasks/{request.open_tasks()[0]['id']}/add-signer/"
    shown = client("cashier").get(f"/api/{path}").json()
    assert (shown["kind"], len(shown["signers"])) == ("role", 2)
    preview = post("cashier", path, role="legal_officer", preview=True).json()["preview"]
    assert (preview["signers"], preview["opened"][0]["candidate_groups"][0]["key"]) == (3, "legal_officer")
    assert post("cashier", path, role="legal_officer").status_code == 400
    assert post("designer", path, role="legal_officer", reason="x").status_code in (403, 404)
    added = post("cashier", path, role="legal_officer", reason="须法务把关")
    assert added.status_code == 200, added.content
    again = post("cashier", path, role="legal_officer", reason="须法务把关").json()
    assert again == added.json()
    assert len(request.open_tasks()) == 3
    refused = client("surveyor").post(
        f"/api/{path}", {"role": "surveyor", "reason": "x"}, format="json", HTTP_IDEMPOTENCY_KEY="other",
        HTTP_ACCEPT_LANGUAGE="en",
    )  # fmt: skip
    assert refused.status_code in (403, 409)
