"""Closed instances leave the hot tables and still open; a legal hold keeps them; a month becomes a bundle."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.core.management import call_command
from django.db import connection

from engine import clock, commands, queries, refusals
from engine.retention import TABLES, RetentionRefused, export_month, move_closed
from engine.testing import Request, person, start
from people.actors import SYSTEM
from tests.engine.drawing import Drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(deploy):
    deploy(Drawing("keeping", keepHotDays="30").start().user_task("record").end())
    requests = [start("keeping", by="cashier", customer_id=7, text="长" * 3000) for _ in range(3)]
    for request in requests[:2]:
        request.complete("record", by="cashier", done=True)
    clock.move_to(clock.now() + dt.timedelta(days=31))
    return requests


def count(table: str, request: Request) -> int:
    return request._one(f"SELECT count(*) FROM {table} WHERE root_id = %s", request.id)


def test_a_closed_instance_leaves_the_hot_tables_and_still_opens(ended):
    request = ended[0]
    before = [
        queries.process_instance(request.id, SYSTEM),
        queries.trace_of(request.id, SYSTEM).results,
        queries.variables_of(request.id, SYSTEM),
        queries.variable_history(request.id, "done", SYSTEM),
    ]
    assert move_closed(dry_run=True).by_definition == {"keeping": 2}
    assert count("process_instance", request) == 1
    assert move_closed(dry_run=False).by_definition == {"keeping": 2}
    for table in ("process_instance", "user_task", "instance_subject", "stored_variable"):
        assert count(table, request) == 0
        assert count(f"every_{table}", request) >= 1
    assert before == [
        queries.process_instance(request.id, SYSTEM),
        queries.trace_of(request.id, SYSTEM).results,
        queries.variables_of(request.id, SYSTEM),
        queries.variable_history(request.id, "done", SYSTEM),
    ]
    found = queries.process_instances(SYSTEM, filters={"definition": "keeping"}).results
    assert {line["id"] for line in found} == {str(request.id) for request in ended}
    assert move_closed(dry_run=False).by_definition == {}
    ended[2].complete("record", by="cashier").expect_ended()


def test_what_is_young_or_under_legal_hold_stays(ended):
    young = start("keeping", by="cashier").complete("record", by="cashier")
    officer = person("legal_officer")
    assert commands.place_legal_hold(instance_id=ended[0].id, actor=officer, reason="诉讼") is True
    assert commands.place_legal_hold(instance_id=ended[0].id, actor=officer, reason="诉讼") is False
    moved = move_closed(dry_run=False)
    assert (moved.by_definition, moved.held) == ({"keeping": 1}, 1)
    assert [count("process_instance", request) for request in (ended[0], young)] == [1, 1]
    assert commands.lift_legal_hold(instance_id=ended[0].id, actor=officer, reason="结案") is True
    assert move_closed(dry_run=False).by_definition == {"keeping": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.event WHERE body LIKE '%%place_legal_hold%%诉讼%%'")
        assert cursor.fetchone()[0] == 1


def test_only_who_may_places_a_hold_and_says_why(ended):
    with pytest.raises(refusals.Forbidden):
        commands.place_legal_hold(instance_id=ended[0].id, actor=person("cashier"), reason="x")
    with pytest.raises(refusals.Invalid):
        commands.place_legal_hold(instance_id=ended[0].id, actor=person("legal_officer"), reason=" ")


def test_a_month_becomes_a_bundle_unless_it_is_under_legal_hold(ended, tmp_path):
    move_closed(dry_run=False)
    day = ended[0]._one("SELECT closed_on FROM closed_process_instance WHERE id = %s", ended[0].id)
    month = day.replace(day=1)
    commands.place_legal_hold(instance_id=ended[0].id, actor=person("legal_officer"), reason="诉讼")
    with pytest.raises(RetentionRefused, match="legal hold"):
        export_month(month, tmp_path / "held")
    commands.lift_legal_hold(instance_id=ended[0].id, actor=person("legal_officer"), reason="结案")
    folder = tmp_path / "bundle"
    call_command("retention", detach=f"{month:%Y-%m}", to=folder, verbosity=0)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {*TABLES, "trace"}
    for name, told in manifest["files"].items():
        data = (folder / f"{name}.jsonl").read_bytes()
        assert (hashlib.sha256(data).hexdigest(), data.count(b"\n")) == (told["sha256"], told["rows"])
    assert str(ended[0].id) in (folder / "trace.jsonl").read_text()
    assert count("every_process_instance", ended[0]) == 0


def test_closed_tables_have_the_columns_of_the_hot_ones():
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(columns, [table])
            hot = {row[0] for row in cursor.fetchall()}
            cursor.execute(columns, [f"closed_{table}"])
            assert hot | {"closed_on"} == {row[0] for row in cursor.fetchall()}
