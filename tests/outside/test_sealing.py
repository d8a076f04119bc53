"""What a form marks sensitive stands nowhere in clear: not in a table, the trace, the ledger or a log."""

from __future__ import annotations

import base64
import json
import os

import pytest
from django.db import connection
from django.test import Client

from engine import commands, queries, sealing
from engine.commands import deploy_definition
from engine.testing import person, start
from people.actors import SYSTEM
from people.models import User
from tests.engine.drawing import Drawing
from tests.outside.conftest import mapping

pytestmark = pytest.mark.django_db
SECRET = "6222-0000-1111-2222"
CLEAR = "Chaoyang Road 8"
FORM = {
    "key": "account",
    "title": {"zh": "账户", "en": "Account"},
    "schema": {
        "type": "object",
        "properties": {
            "bank_card": {"type": "string", "x-sensitive": True},
            "address": {"type": "string"},
            "paid_on": {"type": "string", "format": "date", "x-sensitive": True},
        },
    },
}


def everything_written() -> str:
    """Every row of every table, as text, and every bytes column as it lies there."""
    found: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'ledger')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
        for column, table in (("snapshot", "process_instance"), ("content", "stored_variable")):
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            found += [bytes(row[0]).decode("latin-1") for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def account(company, db, settings):
    settings.VARIABLE_KEYS = f"first:{base64.b64encode(os.urandom(32)).decode()}"
    form = '<zeebe:formDefinition formId="account"/>'
    drawing = Drawing("account").start().user_task("enter", extra=form)
    drawing.service_task("tell", "external.bank", io=mapping(card="bank_card")).user_task("look").end()
    files = {"process.bpmn": drawing.xml(), "forms/account.form.json": json.dumps(FORM).encode()}
    deploy_definition(files=files, actor=SYSTEM)
    return start("account", by="cashier")


def enter(request, card: str = SECRET):
    return request.complete(
        "enter", {"bank_card": card, "address": CLEAR, "paid_on": "1999-12-31"}, by="cashier", run=False
    )


def test_a_sensitive_value_is_written_nowhere_in_clear_and_read_as_before(account, caplog):
    caplog.set_level("DEBUG")
    commands.save_draft(user_task_id=account.open_tasks()[0]["id"], actor=person("cashier"), data={"bank_card": SECRET})
    enter(account)
    written = everything_written()
    assert CLEAR in written
    assert SECRET not in written
    assert SECRET not in caplog.text
    assert "1999-12-31" not in written
    assert account.variables["bank_card"] == SECRET
    history = queries.variable_history(account.id, "bank_card", SYSTEM)
    assert [(h["old"], h["new"], h["by"]["username"]) for h in history] == [(None, SECRET, "cashier")]


def test_a_worker_outside_gets_it_in_clear_though_the_job_is_sealed(account):
    from engine.outside import external_tasks as tasks
    from engine.outside.credentials import machine_of, make_credential

    enter(account)
    token = make_credential(name="bank", topics=["external.bank"], actor=person("administrator"))[1]
    (task,) = tasks.fetch_and_lock(
        machine=machine_of(token), topics=["external.bank"], worker_id="w", lock_seconds=9, most=1
    )
    assert task["variables"] == {"card": SECRET}


def test_a_large_one_and_one_inside_another_are_sealed_too(account):
    enter(account, card=SECRET * 500)
    nested = sealing.sealed_within({"rows": [{"bank_card": SECRET, "address": CLEAR}]}, sealing.marks())
    assert SECRET not in str(nested)
    assert sealing.opened(nested) == {"rows": [{"bank_card": SECRET, "address": CLEAR}]}
    assert SECRET not in everything_written()
    assert account.variables["bank_card"] == SECRET * 500


def test_after_a_rotation_old_values_are_read_and_new_ones_use_the_new_key(account, settings):
    enter(account)
    old = settings.VARIABLE_KEYS
    settings.VARIABLE_KEYS = f"second:{base64.b64encode(os.urandom(32)).decode()},{old}"
    assert account.variables["bank_card"] == SECRET
    assert base64.b64decode(sealing.seal("x")["$sealed"])[1:7] == b"second"
    settings.VARIABLE_KEYS = settings.VARIABLE_KEYS.split(",")[0]
    with pytest.raises(sealing.KeyMissing, match="first"):
        _ = account.variables


def test_a_changed_byte_is_noticed(account):
    sealed = bytearray(sealing.seal_bytes(b"the snapshot"))
    assert sealing.open_bytes(bytes(sealed)) == b"the snapshot"
    sealed[-1] ^= 1
    with pytest.raises(sealing.KeyMissing):
        sealing.open_bytes(bytes(sealed))


def test_an_installation_without_keys_makes_one_and_keeps_it(settings, tmp_path):
    settings.VARIABLE_KEYS, settings.VARIABLE_KEYS_FILE = "", tmp_path / "variable-keys"
    sealing._keys.cache_clear()
    sealed = sealing.seal("x")
    assert (tmp_path / "variable-keys").stat().st_mode & 0o777 == 0o600
    sealing._keys.cache_clear()
    assert sealing.opened(sealed) == "x"
    sealing._keys.cache_clear()


def test_an_auditor_opens_it_for_a_reason_and_the_look_is_recorded(account):
    enter(account)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM ledger.event WHERE kind = 'engine' AND body LIKE '%$sealed%' ORDER BY id LIMIT 1"
        )
        event = cursor.fetchone()[0]
    auditor, path = Client(), f"/api/audit/changes/{event}/reveal/"
    auditor.force_login(User.objects.get(username="auditor"))
    listed = auditor.get("/api/audit/changes/", {"instance": account.id}).content.decode()
    assert "$sealed" in listed
    assert SECRET not in listed
    answer = auditor.post(path, {"reason": "核对托收账号"}, content_type="application/json")
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()
    assert "$sealed" not in answer.content.decode()
    looks = auditor.get("/api/audit/changes/", {"action": "sealed_opened"}).json()["results"]
    assert [(look["actor"]["username"], look["reason"], look["details"]["event"]) for look in looks] == [
        ("auditor", "核对托收账号", event)
    ]
    assert auditor.post(path, {"reason": " "}, content_type="application/json").status_code == 400
    missing = "/api/audit/changes/999999999/reveal/"
    assert auditor.post(missing, {"reason": "x"}, content_type="application/json").status_code == 404
    stranger = Client()
    stranger.force_login(User.objects.get(username="administrator"))
    assert stranger.post(path, {"reason": "x"}, content_type="application/json").status_code == 403
