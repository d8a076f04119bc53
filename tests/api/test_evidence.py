"""The evidence by the API: proofs that a stranger can check, the seal's state, and what was on a given day."""

from __future__ import annotations

import base64
import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection

from ledger.sealing import verify, witness
from tests.api.conversation import Person
from tests.api.installation import applied

pytestmark = pytest.mark.usefixtures("db_open")


@pytest.fixture
def sealed(tmp_path_factory):
    """An instance whose events are sealed, and the verifier key."""
    from django.conf import settings

    from ledger.sealing.notes import key_at

    instance = applied()
    path = tmp_path_factory.getbasetemp() / "api-sealer-key"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.checkpoint")
        fresh = cursor.fetchone()[0] == 0
    if not fresh and not path.exists():
        pytest.skip("another key has sealed this log")
    for _ in range(200):
        call_command("seal", once=True, key=path, verbosity=0)
        if Person("auditor").get("/api/audit/evidence/")["lag_seconds"] == 0:
            break
    assert settings.DEMO
    return instance, verify.key_of(key_at(path).verifier_key)


def test_an_event_is_proved_to_a_stranger(sealed) -> None:
    instance, key = sealed
    auditor = Person("auditor")
    change = auditor.get(f"/api/audit/instances/{instance['id']}/")["results"][-1]
    told = auditor.get(f"/api/audit/changes/{change['id']}/proof/")
    checkpoint = verify.checkpoint_of(told["checkpoint"].encode(), key)
    proof = [base64.b64decode(part) for part in told["proof"]]
    assert told["holds"] is True
    assert base64.b64decode(told["root"]) == checkpoint.root
    assert witness.inclusion_holds(told["body"].encode(), told["index"], checkpoint, proof)
    assert not witness.inclusion_holds(told["body"].encode() + b" ", told["index"], checkpoint, proof)


def test_the_state_of_the_evidence_is_told_to_auditors_only(sealed) -> None:
    told = Person("auditor").get("/api/audit/evidence/")
    assert told["size"] > 0
    assert told["note"].startswith(f"gas-process\n{told['size']}\n")
    assert "walls_changed" not in told["alarms"]
    assert told["findings"] == []
    for name in ("", "evidence/", "consistency/?old=1", "changes/1/proof/", "records/people_unit/1/"):
        clerk = Person("customer_service")
        clerk.get(f"/api/audit/{name or 'changes/'}")
        assert clerk.status == 403, name
    consistency = Person("auditor").get("/api/audit/consistency/", old=told["size"])
    assert (consistency["old"], consistency["size"], consistency["proof"]) == (told["size"], told["size"], [])


def test_what_is_not_sealed_says_so(sealed) -> None:
    auditor = Person("auditor")
    assert auditor.get("/api/audit/changes/999999999/proof/")["code"] == "not_sealed"
    assert auditor.status == 409
    assert auditor.get("/api/audit/changes/x/proof/")["errors"][0]["field"] == "/event_id"
    assert auditor.get("/api/audit/consistency/", old="x")["errors"][0]["field"] == "/old"
    assert auditor.get("/api/audit/records/people_unit/1/", at="gestern")["errors"][0]["field"] == "/at"
    auditor.get("/api/audit/records/pg_class/1/")
    assert auditor.status == 404


def test_a_record_and_an_instance_as_of_a_moment() -> None:
    instance = applied(remarks="第一次")
    auditor = Person("auditor")
    changes = auditor.get(f"/api/audit/instances/{instance['id']}/")["results"]
    first = min(changes, key=lambda change: int(change["id"]))
    now = auditor.get(f"/api/audit/instances/{instance['id']}/state/")
    assert now["existed"] is True
    assert now["business_key"] == instance["business_key"]
    assert len(now["variables"]) > 3
    before = auditor.get(f"/api/audit/instances/{instance['id']}/state/", at="2020-01-01")
    assert (before["existed"], before["variables"]) == (False, [])
    assert first["action_label"]
    unit = auditor.get("/api/audit/records/people_unit/1/")
    assert unit["existed"] is True
    assert {"name", "code"} <= {one["field"] for one in unit["fields"]}
    assert auditor.get("/api/audit/records/people_unit/1/", at="2020-01-01")["existed"] is False
    reads = auditor.get("/api/audit/changes/", kind="read", action="state_viewed")["results"]
    assert {"people_unit", ""} <= {read["table"] for read in reads}


def test_the_export_tells_kinds_and_actions_in_words_beside_the_codes() -> None:
    instance = applied()
    auditor = Person("auditor")
    answer = auditor.client.get("/api/audit/changes/export/", {"instance": instance["id"], "format": "csv"})
    head, *rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert head[1:5] == ["类别代码", "类别", "动作代码", "动作"]
    assert ["engine", "流程办理", "start_process_instance", "发起流程"] in [row[1:5] for row in rows]
