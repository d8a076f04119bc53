"""The event table takes rows from its own functions and gives none back: tried as real SQL by a superuser."""

import datetime as dt
import json
from io import StringIO

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.context import Origin, audited, coming_from, context_sql, set_context
from ledger.queries import Filters, NotAnAuditor, changes, every, history_of, state_at
from ledger.recording import record
from people.actors import SYSTEM, Actor

CLERK = Actor(user_id=7, username="clerk", full_name="陈晓燕", on_behalf_of=(9, "absent"))
AUDITOR = Actor(user_id=8, username="auditor", full_name="金明镜", grants=frozenset({("auditor", "0001.")}))


def refuses(shelf, sql, code, *parameters):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        shelf.run(sql, *parameters)
    assert caught.value.__cause__.pgcode == code, caught.value


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO shelf (name) VALUES ('x')",
        "UPDATE shelf SET name = 'y'",
        "DELETE FROM shelf",
        "INSERT INTO shelf (name) SELECT 'x' FROM generate_series(1, 3)",
        "WITH w AS (UPDATE shelf SET note = 'y' RETURNING id) SELECT * FROM w",
        "MERGE INTO shelf s USING (SELECT 1000 AS id) n ON s.id = n.id WHEN MATCHED THEN UPDATE SET name = 'm'",
        "INSERT INTO shelf (id, name) VALUES (1000, 'z') ON CONFLICT (id) DO UPDATE SET name = 'z'",
    ],
)
def test_nobody_writes_a_watched_table_without_saying_who(shelf, sql):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (id, name) VALUES (1000, 'first')")
    before = len(shelf.events())
    refuses(shelf, sql, "LG001")
    assert shelf.run("SELECT name FROM shelf") == [("first",)]
    assert len(shelf.events()) == before


def test_copy_without_a_context_is_refused(shelf):
    with pytest.raises(psycopg2.DatabaseError, match="nobody said who acts"), transaction.atomic():
        copy_in(shelf)
    with audited(actor=CLERK):
        copy_in(shelf)
    assert [event["changes"]["name"] for event in shelf.events()] == [[None, "x"], [None, "y"]]


def copy_in(shelf):
    with connection.cursor() as cursor:
        cursor.copy_from(StringIO("x\ny\n"), "shelf", columns=("name",))


def test_an_empty_context_is_no_context(shelf):
    shelf.run("SELECT set_config('app.context', '', true)")
    refuses(shelf, "INSERT INTO shelf (name) VALUES ('x')", "LG001")


@pytest.mark.parametrize("target", ["ledger.event", "partition"])
@pytest.mark.parametrize("act", ["UPDATE {} SET body = '{{}}'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"])
def test_no_event_is_changed_or_removed_even_by_a_superuser(shelf, act, target):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (name) VALUES ('x')")
    name = target
    if target == "partition":
        name = shelf.run("SELECT tableoid::regclass::text FROM ledger.event LIMIT 1")[0][0]
        assert name != "ledger.event"
    count = len(shelf.events())
    assert count == 1
    refuses(shelf, act.format(name), "LG002")
    assert len(shelf.events()) == count


def test_the_deny_triggers_fire_in_a_replica_session_too(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (name) VALUES ('x')")
    shelf.run("SET LOCAL session_replication_role = replica")
    refuses(shelf, "DELETE FROM ledger.event", "LG002")
    refuses(shelf, "UPDATE shelf SET name = 'quiet'", "LG001")


def test_the_name_of_every_partition_that_comes_is_guarded(shelf):
    made = shelf.run("SELECT ledger.ensure_partitions(14)")[0][0]
    assert made > 0
    unguarded = shelf.run(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "WHERE i.inhparent = 'ledger.event'::regclass AND (SELECT count(*) FROM pg_trigger t "
        "WHERE t.tgrelid = c.oid AND t.tgenabled = 'A') <> 2"
    )
    assert unguarded == []
    assert shelf.run("SELECT ledger.ensure_partitions(14)") == [(0,)]


def test_rows_are_only_recorded_by_the_trigger(shelf):
    with audited(actor=CLERK):
        refuses(shelf, "SELECT ledger.record('row', 'insert', 'shelf', '1', '', '{}')", "LG003")


def test_a_change_says_old_and_new_of_the_changed_fields_only(shelf):
    with audited(
        actor=CLERK, instance_id=41, user_task_id=5, reason="moved", request=Origin(request_id="r-1", ip="10.0.0.9")
    ):
        shelf.run("INSERT INTO shelf (id, name, size) VALUES (1, '一号', 2.50)")
        shelf.run("UPDATE shelf SET size = 3, note = 'n' WHERE id = 1")
        shelf.run("DELETE FROM shelf")
    inserted, updated, deleted = shelf.events()
    assert inserted["changes"] == {"id": [None, 1], "name": [None, "一号"], "size": [None, 2.5]}
    assert updated["changes"] == {"size": [2.5, 3], "note": [None, "n"]}
    assert deleted["changes"] == {"id": [1, None], "name": ["一号", None], "size": [3, None], "note": ["n", None]}
    assert updated["record"] == "1"
    assert updated["context"] == {
        "actor_id": 7, "actor": "clerk", "full_name": "陈晓燕", "behalf_id": 9, "behalf": "absent",
        "instance": "41", "task": "5", "reason": "moved", "request": "r-1", "ip": "10.0.0.9",
    }  # fmt: skip
    assert updated["db"]["user"]


def test_every_way_to_write_is_captured(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (name) SELECT 'n' || g FROM generate_series(1, 5) g")
        shelf.run("UPDATE shelf SET note = 'bulk'")
        shelf.run("WITH w AS (UPDATE shelf SET note = 'cte' WHERE id < 3 RETURNING 1) SELECT count(*) FROM w")
        shelf.run("INSERT INTO shelf (id, name) VALUES (1, 'z') ON CONFLICT (id) DO UPDATE SET name = 'upsert'")
        shelf.run("DELETE FROM shelf")
    assert [event["action"] for event in shelf.events()] == (
        ["insert"] * 5 + ["update"] * 5 + ["update"] * 2 + ["update"] + ["delete"] * 5
    )


def test_an_update_that_changes_nothing_and_an_ignored_column_make_no_event(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (name, seen) VALUES ('x', 1)")
        shelf.run("UPDATE shelf SET name = name")
    shelf.run("UPDATE shelf SET seen = 2")
    assert len(shelf.events()) == 1
    assert "seen" not in shelf.events()[0]["changes"]


def test_a_secret_is_noted_as_changed_and_never_written_down(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (name, token) VALUES ('x', 'hunter2')")
        shelf.run("UPDATE shelf SET token = 'hunter3'")
    assert shelf.events()[1]["changes"] == {"token": ["***", "***"]}
    assert "hunter" not in json.dumps(shelf.events())


def test_a_rolled_back_write_leaves_no_event(shelf):
    with transaction.atomic():
        with audited(actor=CLERK):
            shelf.run("INSERT INTO shelf (name) VALUES ('x')")
        transaction.set_rollback(True)
    assert shelf.events() == []


def test_the_outer_context_comes_back(shelf):
    with audited(actor=CLERK, reason="outer"):
        with audited(actor=SYSTEM, reason="inner"):
            shelf.run("INSERT INTO shelf (name) VALUES ('in')")
        shelf.run("INSERT INTO shelf (name) VALUES ('out')")
    assert [event["context"]["reason"] for event in shelf.events()] == ["inner", "outer"]
    refuses(shelf, "DELETE FROM shelf", "LG001")


def test_a_context_does_not_survive_an_inner_failure(shelf):
    with audited(actor=CLERK, reason="outer"):
        with pytest.raises(ZeroDivisionError), audited(actor=SYSTEM, reason="inner"):
            raise ZeroDivisionError
        shelf.run("INSERT INTO shelf (name) VALUES ('out')")
    assert shelf.events()[0]["context"]["reason"] == "outer"


def test_the_context_rides_in_the_statement_that_locks(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (id, name) VALUES (1, 'x')")
    expression, parameters = context_sql(actor=SYSTEM, instance_id=3)
    with transaction.atomic():
        shelf.run(f"SELECT name, {expression} FROM shelf WHERE id = 1 FOR UPDATE", *parameters)
        shelf.run("UPDATE shelf SET name = 'y'")
        with connection.cursor() as cursor:
            set_context(cursor, actor=CLERK, reason="after")
        shelf.run("UPDATE shelf SET name = 'z'")
    assert [(e["context"]["actor"], e["instance"]) for e in shelf.events()[1:]] == [("system", "3"), ("clerk", "")]


def test_the_origin_of_the_request_is_carried(shelf):
    with coming_from(Origin(request_id="r-2", ip="10.1.1.1")), audited(actor=CLERK):
        record(kind="read", action="view", table="shelf", record=1, body={"columns": ["name"]})
    event = shelf.events()[0]
    assert (event["context"]["ip"], event["context"]["request"], event["kind"]) == ("10.1.1.1", "r-2", "read")


def test_an_act_without_a_context_is_refused(shelf):
    with pytest.raises(DatabaseError), transaction.atomic():
        record(kind="engine", action="complete")


def test_the_body_and_the_columns_beside_it_agree(shelf):
    with audited(actor=CLERK, instance_id=4):
        shelf.run("INSERT INTO shelf (name) VALUES ('x')")
        record(kind="engine", action="user_task_completed", body={"x": 1})
    rows = shelf.run(
        "SELECT id, at, kind, action, table_name, record, instance, actor, xid::text, body FROM ledger.event"
    )
    assert len(rows) >= 2
    for id_, at, kind, action, table, record_, instance, actor, xid, body in rows:
        said = json.loads(body)
        assert dt.datetime.fromisoformat(said["at"]) == at
        assert [said[k] for k in ("id", "kind", "action", "table", "record", "instance", "xid")] == [
            id_, kind, action, table, record_, instance, xid
        ]  # fmt: skip
        assert said["context"].get("actor", "") == actor


def test_truncate_is_recorded_for_a_superuser_and_refused_to_others(shelf):
    shelf.run("TRUNCATE shelf")
    assert [event["action"] for event in shelf.events()] == ["truncate"]
    shelf.run("CREATE ROLE shelf_writer NOLOGIN")
    shelf.run("GRANT TRUNCATE, SELECT ON shelf TO shelf_writer")
    shelf.run("SET LOCAL SESSION AUTHORIZATION shelf_writer")
    refuses(shelf, "TRUNCATE shelf", "LG002")
    shelf.run("RESET SESSION AUTHORIZATION")


def test_the_history_is_paged_filtered_and_read_by_auditors_only(shelf):
    with audited(actor=CLERK, instance_id=77):
        shelf.run("INSERT INTO shelf (id, name) VALUES (1, 'a'), (2, 'b')")
        for size in range(7):
            shelf.run("UPDATE shelf SET size = %s WHERE id = 1", size)
    with pytest.raises(NotAnAuditor):
        changes(Filters(table="shelf"), CLERK)
    first = changes(Filters(table="shelf"), AUDITOR, page_size=4)
    rest = changes(Filters(table="shelf", below=first.next_below), AUDITOR, page_size=50)
    assert (len(first.results), len(rest.results), rest.next_below, first.count) == (4, 5, None, 9)
    ids = [change.id for change in (*first.results, *rest.results)]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 9
    assert len(changes(Filters(table="shelf", field="size"), AUDITOR).results) == 7
    assert len(changes(Filters(instance="77", record="2"), AUDITOR).results) == 1
    assert changes(Filters(table="shelf", text='"b"'), AUDITOR).results[0].record == "2"
    assert changes(Filters(table="shelf", actor="somebody"), AUDITOR).results == ()
    assert len(list(every(Filters(table="shelf"), batch=2))) == 9
    newest = history_of("shelf", 1)[0]
    assert [(c.field, c.old, c.new) for c in newest.changes] == [("size", 5, 6)]
    assert newest.on_behalf_of == {"username": "absent", "full_name": "absent"}


def test_a_record_is_told_as_of_any_moment(shelf):
    with audited(actor=CLERK):
        shelf.run("INSERT INTO shelf (id, name) VALUES (1, 'a')")
        shelf.run("UPDATE shelf SET name = 'b'")
        shelf.run("DELETE FROM shelf")
    made, changed, gone = (dt.datetime.fromisoformat(event["at"]) for event in shelf.events())
    assert state_at("shelf", 1, made - dt.timedelta(microseconds=1)) is None
    assert state_at("shelf", 1, made) == {"id": 1, "name": "a"}
    assert state_at("shelf", 1, changed)["name"] == "b"
    assert state_at("shelf", 1, gone) is None


VALUES = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",))),
        "size": st.none() | st.integers(-(10**12), 10**12),
        "note": st.none() | st.sampled_from(["", "null", "[]", '{"a": 1}', "'", "\\"]),
    }
)


@given(st.lists(VALUES, min_size=1, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_folding_the_events_gives_the_row_back(shelf, states):
    with transaction.atomic():
        with audited(actor=CLERK):
            for turn, state in enumerate(states):
                sql = (
                    "INSERT INTO shelf (name, size, note, id) VALUES (%s, %s, %s, 99)"
                    if turn == 0
                    else "UPDATE shelf SET name = %s, size = %s, note = %s WHERE id = 99"
                )
                shelf.run(sql, state["name"], state["size"], state["note"])
        (row,) = shelf.run("SELECT to_jsonb(s) - 'seen' - 'token' FROM shelf s WHERE id = 99")
        folded = state_at("shelf", 99, dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
        now = json.loads(row[0]) if isinstance(row[0], str) else row[0]
        assert {k: v for k, v in now.items() if v is not None} == {k: v for k, v in folded.items() if v is not None}
        transaction.set_rollback(True)
