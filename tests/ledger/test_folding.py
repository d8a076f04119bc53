"""Folding all events gives back every row of every watched table, whatever was inserted, updated and deleted."""

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.context import audited
from ledger.folding import backward, forward, state_at, watched
from people.actors import SYSTEM
from tests.ledger.sealed import run

EXCEPTIONS = json.loads((Path(__file__).parent / "unwatched.json").read_text(encoding="utf-8"))
WATCHED = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if model._meta.app_label in {"people", "registers", "engine_documents", "engine"}
    and model._meta.db_table not in EXCEPTIONS
)
LATER = dt.timedelta(minutes=1)


def columns(table):
    """Name, type and length of the columns that may be written."""
    return run(
        "SELECT attname, format_type(atttypid, NULL), atttypmod - 4, attnotnull FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        table,
    )


def anything(chance, kind, length):
    """A value of the type; the database's own rules are off, so any will do."""
    word = "".join(chance.choice("燃气a'\\\"{}[]%\n ") for _ in range(chance.randrange(0, 12)))
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=chance.randrange(10**7), microseconds=7)
    made = {
        "boolean": chance.random() < 0.5,
        "smallint": chance.randrange(-(2**15), 2**15),
        "integer": chance.randrange(-(2**31), 2**31),
        "bigint": chance.randrange(-(2**63), 2**63),
        "numeric": f"{chance.randrange(-999, 999)}.{chance.randrange(100):02}",
        "date": moment.date(),
        "timestamp with time zone": moment,
        "jsonb": json.dumps({word: [1, None, word]}),
        "daterange": f"[{moment.date()},{moment.date() + dt.timedelta(days=3)})",
        "tstzrange": f"[{moment.isoformat()},{(moment + dt.timedelta(days=3)).isoformat()})",
        "text[]": [word, "x"],
        "character varying[]": [word, "x"],
        "integer[]": [chance.randrange(10**6), 7],
        "bigint[]": [chance.randrange(10**6), 7],
        "bytea[]": [word.encode(), b"x"],
        "bytea": word.encode(),
        "inet": "10.0.0.7",
    }
    return made.get(kind, word[:length] if length > 0 else word)


@pytest.fixture
def bare(db):
    """Copies of all watched tables without the rules that would refuse random rows, under the same watch."""
    run("CREATE SCHEMA bare")
    for table in WATCHED:
        how = watched(table)
        assert how is not None, f"{table} is not watched"
        run(f'CREATE TABLE bare."{table}" AS SELECT * FROM public."{table}" LIMIT 0')
        arguments = [f'bare."{table}"', how.key, ",".join(sorted(how.ignored)), ",".join(sorted(how.secret))]
        run("SELECT ledger.watch(%s::regclass, %s, %s, %s)", *arguments)


def mutate(chance, table, how, fields, keys):
    """One random insert, update or delete; returns the key."""
    act = chance.choice(["insert", "update", "update", "delete"]) if keys else "insert"
    values = {name: anything(chance, kind, length) for name, kind, length, _ in fields if name != how.key}
    if act == "insert":
        key = str(chance.randrange(1, 10**6)) if how.key == "id" else f"k{chance.randrange(10**6)}"
        key = "1" + key if key in keys else key
        names = ", ".join(f'"{name}"' for name in values)
        run(
            f'INSERT INTO bare."{table}" ("{how.key}", {names}) VALUES (%s{", %s" * len(values)})',
            key,
            *values.values(),
        )
        keys.append(key)
        return key
    key = chance.choice(keys)
    where = f'"{how.key}"::text = %s'
    if act == "delete":
        run(f'DELETE FROM bare."{table}" WHERE {where}', key)
        keys.remove(key)
    else:
        some = chance.sample(sorted(values), k=chance.randrange(1, len(values) + 1))
        settings_ = ", ".join(f'"{name}" = %s' for name in some)
        run(f'UPDATE bare."{table}" SET {settings_} WHERE {where}', *[values[name] for name in some], key)
    return key


def told(table, how, key):
    """The row as it stands, without what the ledger does not keep."""
    rows = run(f'SELECT to_jsonb(t)::text FROM bare."{table}" t WHERE "{how.key}"::text = %s', key)
    return plain(json.loads(rows[0][0]), how) if rows else None


def plain(row, how):
    kept = {name: value for name, value in (row or {}).items() if value is not None and name not in how.ignored}
    return {name: "***" if name in how.secret else value for name, value in kept.items()} if row is not None else None


@pytest.mark.parametrize("table", WATCHED)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_folding_reproduces_every_row(bare, table, seed):
    chance, how, fields = random.Random(seed), watched(table), columns(f'public."{table}"')
    with transaction.atomic():
        keys, seen, past = [], set(), []
        with audited(actor=SYSTEM):
            for _ in range(8):
                key = mutate(chance, table, how, fields, keys)
                seen.add(key)
                (moment,) = run("SELECT max(at) FROM ledger.event WHERE table_name = %s AND record = %s", table, key)[0]
                past.append((key, moment, told(table, how, key)))
        for key in seen:
            now = told(table, how, key)
            assert plain(state_at(table, key, run("SELECT clock_timestamp()")[0][0] + LATER), how) == now
            bodies = run("SELECT body FROM ledger.event WHERE table_name = %s AND record = %s ORDER BY id", table, key)
            events = [json.loads(body) for (body,) in bodies]
            assert plain(forward(events), how) == now
            assert backward(now, events) is None
        for key, moment, then in past:
            assert plain(state_at(table, key, moment), how) == then
        transaction.set_rollback(True)


def test_a_record_whose_beginning_was_detached_is_told_backward(shelf):
    with audited(actor=SYSTEM):
        shelf.run("INSERT INTO shelf (id, name, size, token, seen) VALUES (1, 'a', 5, 's', 3)")
        shelf.run("UPDATE shelf SET name = 'b'")
        shelf.run("UPDATE shelf SET name = 'c', note = 'n'")
    moments = [dt.datetime.fromisoformat(event["at"]) for event in shelf.events()]
    run("ALTER TABLE ledger.event DISABLE TRIGGER event_deny_change")
    part = run("SELECT DISTINCT tableoid::regclass::text FROM ledger.event WHERE table_name = 'shelf'")[0][0]
    run(f"ALTER TABLE {part} DISABLE TRIGGER event_deny_change")
    assert run("DELETE FROM ledger.event WHERE table_name = 'shelf' AND action = 'insert'") == 1
    assert state_at("shelf", 1, moments[1]) == {"id": 1, "name": "b", "size": 5, "note": None, "token": "***"}
    assert state_at("shelf", 1, moments[2])["note"] == "n"
    assert state_at("shelf", 2, moments[2]) is None


def test_every_table_is_watched_or_excepted_with_a_reason(db):
    found = {
        name
        for (name,) in run(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        )
    }
    unwatched = {name for name in found if watched(name) is None}
    assert unwatched - EXCEPTIONS.keys() == set(), "watch these tables, or say in unwatched.json why not"
    assert EXCEPTIONS.keys() - unwatched == set(), "these stand in unwatched.json for nothing"
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


def test_the_test_of_watched_tables_would_see_a_new_one(db):
    run("CREATE TABLE registers_quiet (id bigint)")
    with pytest.raises(AssertionError, match="registers_quiet"):
        test_every_table_is_watched_or_excepted_with_a_reason(None)
    assert connection.in_atomic_block
