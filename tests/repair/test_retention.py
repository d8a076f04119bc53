"""Closed instances leave the hot tables and still open; a legal hold keeps them; a month becomes a bundle."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from engine import bundles, clock, commands, queries, refusals
from engine.bundles import TABLES
from engine.detaching import RetentionRefused, export_month
from engine.retention import move_closed
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


def test_what_i_did_in_a_closed_instance_is_still_in_my_list_and_opens(ended):
    task = queries.user_tasks_for(person("cashier"), view="done").results[0]["id"]
    before = queries.user_task(task, person("cashier")), queries.form_for(task, person("cashier"))
    move_closed(dry_run=False)
    done = queries.user_tasks_for(person("cashier"), view="done", page_size=1)
    assert done.results[0]["id"] == task
    rest = queries.user_tasks_for(person("cashier"), view="done", cursor=done.next).results
    assert [line["instance"]["id"] for line in (*done.results, *rest)] == [str(ended[1].id), str(ended[0].id)]
    assert queries.counts_for(person("cashier"))["done"] == 2
    after = queries.user_task(task, person("cashier")), queries.form_for(task, person("cashier"))
    assert {**after[0], "may": None} == {**before[0], "may": None}
    assert after[1] == before[1]
    with pytest.raises(refusals.NotOpen):
        commands.claim_user_task(user_task_id=task, actor=person("cashier"))
    with pytest.raises(refusals.NotFound):
        queries.user_task(task, person("branch_manager_2"))


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


@pytest.fixture
def bundled(ended, tmp_path, settings):
    """Two closed instances in a bundle of ARCHIVE_FOLDER, their month detached."""
    settings.ARCHIVE_FOLDER = tmp_path
    move_closed(dry_run=False)
    day = ended[0]._one("SELECT closed_on FROM closed_process_instance WHERE id = %s", ended[0].id)
    export_month(day.replace(day=1), tmp_path / "closed")
    return ended


def seen(request: Request) -> list:
    return [
        queries.process_instance(request.id, SYSTEM),
        queries.trace_of(request.id, SYSTEM).results,
        queries.variables_of(request.id, SYSTEM),
    ]


def test_an_instance_in_a_bundle_reads_as_it_did_in_the_database(ended, tmp_path, settings):
    settings.ARCHIVE_FOLDER = tmp_path
    before = seen(ended[0])
    move_closed(dry_run=False)
    day = ended[0]._one("SELECT closed_on FROM closed_process_instance WHERE id = %s", ended[0].id)
    export_month(day.replace(day=1), tmp_path / "closed")
    [found] = bundles.bundles()
    assert found.rows["process_instance"] == 2
    with bundles.standing_in(bundles.proven(found), ended[0].id):
        assert seen(ended[0]) == before
    with pytest.raises(refusals.NotFound):
        queries.process_instance(ended[0].id, SYSTEM)


@pytest.mark.parametrize("file", ["user_task.jsonl", "trace.jsonl", "manifest.json"])
def test_a_bundle_that_was_touched_is_refused_with_the_files_name(bundled, tmp_path, file):
    path = tmp_path / "closed" / file
    old = path.read_bytes()
    path.write_bytes(old.replace(b"cashier", b"finance").replace(b'"rows": 2', b'"rows": 3'))
    assert path.read_bytes() != old
    with pytest.raises(bundles.BundleBroken, match=file):
        bundles.proven(bundles.bundle("closed"))
    with pytest.raises(CommandError, match=file):
        call_command("retention", attach="closed", verbosity=0)


def test_a_detached_month_comes_back_from_its_bundle(bundled):
    call_command("retention", attach="closed", verbosity=0)
    assert count("closed_process_instance", bundled[0]) == 1
    traced = queries.trace_of(bundled[0].id, SYSTEM).results
    assert [line["seq"] for line in traced] == sorted(line["seq"] for line in traced)
    assert queries.process_instance(bundled[0].id, SYSTEM)["state"] == "COMPLETED"
    with pytest.raises(CommandError, match="attached already"):
        call_command("retention", attach="closed", verbosity=0)
    done = queries.user_tasks_for(person("cashier"), view="done").results
    assert len(done) == 2


def test_a_month_of_the_trace_leaves_when_its_instances_have_and_comes_back(bundled, tmp_path):
    month = dt.datetime.now(dt.UTC).strftime("%Y-%m")
    with pytest.raises(CommandError, match="still in the database"):
        call_command("retention", detach_trace=month, verbosity=0)
    alone = tmp_path / f"trace-{month}"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM process_instance WHERE id = %s", [bundled[2].id])
    call_command("retention", detach_trace=month, verbosity=0)
    assert count("trace", bundled[0]) == 0
    with bundles.standing_in(bundles.bundle("closed"), bundled[0].id):
        assert queries.trace_of(bundled[0].id, SYSTEM).results
    lines = (alone / "trace.jsonl").read_text().count(f'"root_id":{bundled[0].id},')
    call_command("retention", attach="closed", verbosity=0)
    assert count("trace", bundled[0]) == lines
    call_command("retention", attach=alone.name, verbosity=0)
    assert count("trace", bundled[0]) == lines


def test_closed_tables_have_the_columns_of_the_hot_ones():
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(columns, [table])
            hot = {row[0] for row in cursor.fetchall()}
            cursor.execute(columns, [f"closed_{table}"])
            assert hot | {"closed_on"} == {row[0] for row in cursor.fetchall()}


def test_auditors_open_a_bundle_others_do_not_and_every_look_is_recorded(bundled):
    auditor = person("auditor")
    assert [found["instances"] for found in queries.archives(auditor)] == [2]
    _, page = queries.archive_instances("closed", auditor, q=f" {bundled[0].id} ")
    assert [row["id"] for row in page.results] == [str(bundled[0].id)]
    shown = queries.archive_instance("closed", bundled[0].id, auditor)
    assert shown["instance"]["state"] == "COMPLETED"
    assert {variable["name"] for variable in shown["variables"]} >= {"customer_id", "done"}
    for who in ("administrator", "branch_manager"):
        with pytest.raises(refusals.Forbidden):
            queries.archive_instance("closed", bundled[0].id, person(who))
    for name in ("../closed", "nothing", ""):
        with pytest.raises(refusals.NotFound):
            queries.archive_instances(name, auditor)
    with pytest.raises(refusals.NotFound):
        queries.archive_instance("closed", bundled[2].id, auditor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, record FROM ledger.event WHERE action LIKE 'bundle_%%' ORDER BY id")
        assert cursor.fetchall() == [("bundle_opened", "closed"), ("bundle_instance_read", "closed")]
