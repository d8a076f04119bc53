"""Every way to write a governed column, tried as each database role that a process or a person logs in as.

Generated over the list of governed columns: what is added to it is tried here without another word.
"""

import io
import json
from collections import Counter

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from ledger.context import audited
from people.actors import SYSTEM, actor_named
from registers.change_requests import propose_change
from registers.governed import FILLED_ONCE, GOVERNED
from registers.grants import AUDITOR, LOGINS, SEALER, WEB, WORKER, grant_roles
from tests.registers.conftest import sql
from tests.registers.test_grants import as_role
from tests.registers.test_walls import OTHER_VALUE, _one_row_everywhere

COLUMNS = [(table, column) for table, columns in GOVERNED.items() for column in columns]
NOT_ALLOWED, GUARDED, IN_OWN_NAME, NOT_ENOUGH, DONE = "42501", "RG010", "RG011", "RG016", "RG013"
WALLS = {NOT_ALLOWED, GUARDED}

BY_COLUMN = {
    "update": "UPDATE {t} SET {c} = {v}",
    "update in a part of another statement": "WITH w AS (UPDATE {t} SET {c} = {v} RETURNING 1) SELECT count(*) FROM w",
    "update beside another column": "UPDATE {t} SET id = id, {c} = {v}",
    "update joined to itself": "UPDATE {t} AS a SET {c} = {v} FROM {t} AS b WHERE a.id = b.id".replace("{v}", "{va}"),
    "insert on conflict": "INSERT INTO {t} SELECT * FROM {t} ON CONFLICT (id) DO UPDATE SET {c} = {vt}",
    "merge": "MERGE INTO {t} AS a USING (SELECT id AS key FROM {t}) AS b ON a.id = b.key "
    "WHEN MATCHED THEN UPDATE SET {c} = {va}",
    "block of code": "DO $x$ BEGIN EXECUTE 'UPDATE {t} SET {c} = ' || $v${v}$v$; END $x$",
    "prepared": "DEALLOCATE ALL; PREPARE forged AS UPDATE {t} SET {c} = {v}; EXECUTE forged",
    "cursor": "DO $x$ DECLARE k CURSOR FOR SELECT * FROM {t} FOR UPDATE; r record; BEGIN OPEN k; FETCH k INTO r; "
    "UPDATE {t} SET {c} = {v} WHERE CURRENT OF k; END $x$",
    "other type": "ALTER TABLE {t} ALTER COLUMN {c} TYPE text USING 'x'",
    "default": "ALTER TABLE {t} ALTER COLUMN {c} SET DEFAULT NULL",
    "column dropped": "ALTER TABLE {t} DROP COLUMN {c}",
    "right taken": "GRANT UPDATE ({c}) ON {t} TO {role}; UPDATE {t} SET {c} = {v}",
    "view": "CREATE VIEW window_{c} AS SELECT * FROM {t}; UPDATE window_{c} SET {c} = {v}",
    "temporary view": "CREATE TEMP VIEW window_{c} AS SELECT * FROM {t}; UPDATE window_{c} SET {c} = {v}",
    "function of mine": "CREATE FUNCTION mine_{c}() RETURNS void LANGUAGE sql SECURITY DEFINER AS "
    "$x$ UPDATE {t} SET {c} = {v} $x$; SELECT mine_{c}()",
    "rule": "CREATE RULE mine AS ON INSERT TO registers_number DO ALSO UPDATE {t} SET {c} = {v}",
}
BY_TABLE = {
    "delete": "DELETE FROM {t}",
    "truncate": "TRUNCATE {t} CASCADE",
    "guard off": "ALTER TABLE {t} DISABLE TRIGGER registers_guard",
    "watch off": "ALTER TABLE {t} DISABLE TRIGGER ledger_watch",
    "all triggers off": "ALTER TABLE {t} DISABLE TRIGGER ALL",
    "guard dropped": "DROP TRIGGER registers_guard ON {t}",
    "trigger of mine": "CREATE TRIGGER mine BEFORE INSERT ON {t} FOR EACH ROW EXECUTE FUNCTION registers_guard()",
    "renamed": "ALTER TABLE {t} RENAME TO {t}_old",
    "another in its place": "CREATE TABLE public.{t}_new (LIKE {t})",
    "dropped": "DROP TABLE {t} CASCADE",
    "owned": "ALTER TABLE {t} OWNER TO {role}",
    "policy": "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY",
    "child": "CREATE TABLE child_of_{t} () INHERITS ({t})",
    "copied from a file": "COPY {t} FROM '/etc/hostname'",
    "copied from a program": "COPY {t} FROM PROGRAM 'true'",
    "published": "CREATE PUBLICATION mine FOR TABLE {t}",
}
BY_SESSION = {
    "triggers of a replica": "SET session_replication_role = replica",
    "role of the keeper": "SET ROLE register_keeper",
    "rights of the keeper": "GRANT register_keeper TO {role}",
    "superuser": "ALTER ROLE {role} SUPERUSER",
    "catalogue": "UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'",
    "catalogue of rights": "UPDATE pg_catalog.pg_class SET relacl = NULL",
    "extension": "DROP EXTENSION plpgsql CASCADE",
    "language": "CREATE FUNCTION mine() RETURNS void LANGUAGE c AS 'x'",
    "function replaced": "CREATE OR REPLACE FUNCTION registers_guard() RETURNS trigger LANGUAGE plpgsql AS "
    "$x$ BEGIN RETURN NEW; END $x$",
    "keeper's function given": "ALTER FUNCTION registers_apply_change(bigint) OWNER TO {role}",
    "search path of the function": "ALTER FUNCTION registers_apply_change(bigint) SET search_path = pg_temp",
    "authority of mine": "INSERT INTO registers_authority (table_name, role, valid_from, citation) "
    "VALUES ('*', 'surveyor', '2026-01-01', 'x')",
}


def value_for(column, prefix=""):
    """The value that differs, its own columns qualified where two rows are in sight."""
    value = OTHER_VALUE[column]
    return value.replace(column, f"{prefix}{column}") if prefix and not value.startswith("'") else value


def statement(way, *, table="", column="", role=""):
    if not column:
        return way.format(t=table, role=role)
    return way.format(
        t=table, c=column, role=role, v=value_for(column), va=value_for(column, "a."), vt=value_for(column, f"{table}.")
    )


def tried(text):
    """The code with which the database refuses; the test fails when it does not."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(text.replace("%", "%%"))
    return caught.value.__cause__.pgcode


def everything():
    """Every governed value of every row, as the ledger and the registers would show a change."""
    return {(table, column): sql(f"SELECT id, {column}::text FROM {table} ORDER BY id") for table, column in COLUMNS}


@pytest.fixture
def rows(file, in_process):
    """A row in every governed table; refused statements are not recorded one by one, that has a test of its own."""
    grant_roles()
    with in_process():
        _one_row_everywhere(file)
    watching = list(connection.execute_wrappers)
    connection.execute_wrappers.clear()
    yield
    connection.execute_wrappers.extend(watching)


@pytest.mark.parametrize("role", LOGINS)
def test_no_way_writes_a_governed_column(rows, in_process, role):
    before, codes = everything(), Counter()
    assert all(before.values())
    for acting in ({"actor": actor_named("branch_manager")}, {"actor": SYSTEM, "instance_id": 900}):
        with audited(**acting), as_role(role):
            for table, column in COLUMNS:
                for way in BY_COLUMN.values():
                    code = tried(statement(way, table=table, column=column, role=role))
                    walled = column not in FILLED_ONCE.get(table, ()) and table != "registers_reading"
                    assert code == NOT_ALLOWED or not walled, (table, column, way)
                    codes[code] += 1
    assert everything() == before
    assert set(codes) <= WALLS, codes
    if role in (SEALER, AUDITOR):
        assert set(codes) == {NOT_ALLOWED}


@pytest.mark.parametrize("role", LOGINS)
def test_no_way_around_the_walls(rows, in_process, role):
    before = everything()
    with in_process(), as_role(role):
        found = {
            (name, tried(statement(way, table=table, role=role)))
            for name, way in BY_TABLE.items()
            for table in GOVERNED
        }
        found |= {(name, tried(statement(way, role=role))) for name, way in BY_SESSION.items()}
    assert {pair for pair in found if pair[1] != NOT_ALLOWED} == set()
    assert everything() == before


@pytest.mark.parametrize("role", LOGINS)
def test_copying_a_row_over_itself_changes_nothing(rows, in_process, role):
    """COPY only adds rows: one with a number that is there is refused, whatever its other values are."""
    before = everything()
    with in_process(), as_role(role):
        for table in GOVERNED:
            with pytest.raises(psycopg2.Error), transaction.atomic():
                copied(table)
    assert everything() == before


def copied(table):
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} TO STDOUT", out)
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(out.getvalue()))


@pytest.mark.parametrize("role", LOGINS)
def test_no_view_is_a_window_to_write_through(rows, role):
    writable = sql(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('v', 'm') AND n.nspname IN ('public', 'ledger') "
        "AND has_table_privilege(%s, c.oid, 'INSERT, UPDATE, DELETE')",
        role,
    )
    assert writable == []


CALLS = {
    "an unapproved request": ("SELECT registers_apply_change({id})", {NOT_ENOUGH, NOT_ALLOWED}),
    "one that is not there": ("SELECT registers_apply_change(-1)", {DONE, NOT_ALLOWED}),
    "a bulk change that is not there": ("SELECT registers_apply_bulk(-1)", {DONE, NOT_ALLOWED}),
    "a correction finished as an opening": ("SELECT registers_finish_request({id}, 1)", {DONE, NOT_ALLOWED}),
    "no number": ("SELECT registers_apply_change(NULL)", {DONE, NOT_ALLOWED}),
    "the guard as a function": ("SELECT registers_guard()", {"0A000"}),
    "state written": (
        "UPDATE registers_changerequest SET state = 'APPLIED' WHERE id = {id}", {IN_OWN_NAME, NOT_ALLOWED},
    ),
    "changes rewritten": (
        "UPDATE registers_changerequest SET changes = '{{}}' WHERE id = {id}", {IN_OWN_NAME, NOT_ALLOWED},
    ),
    "approved in another's name": (
        "INSERT INTO registers_changeapproval (request_id, approver_id, fields, approved, comment, decided_at) "
        "SELECT {id}, id, ARRAY['{c}'], true, '', now() FROM people_user WHERE username = 'data_steward'",
        {IN_OWN_NAME, NOT_ALLOWED},
    ),
    "asked in another's name": (
        "INSERT INTO registers_changerequest (table_name, record, changes, reason, requester_id, effective_on, state, "
        "proposed_at, instance) SELECT table_name, record, changes, reason, requester_id, effective_on, state, "
        "proposed_at, instance FROM registers_changerequest WHERE id = {id}",
        {IN_OWN_NAME, NOT_ALLOWED},
    ),
}  # fmt: skip


@pytest.mark.parametrize("role", LOGINS)
def test_no_call_with_forged_arguments_changes_a_column(rows, file, role):
    request = propose_change(
        table="registers_customer", record_id=file.customer.pk, changes={"phone": "13900000000"}, reason="换号",
        actor=actor_named("customer_service"),
    )  # fmt: skip
    before = everything()
    with audited(actor=actor_named("surveyor")), as_role(role):
        for name, (text, expected) in CALLS.items():
            code = tried(text.format(id=request.pk, c="phone"))
            assert code in expected, (name, code)
    assert everything() == before


@pytest.mark.parametrize("role", [SEALER, AUDITOR])
def test_who_only_reads_applies_and_records_nothing(rows, file, role):
    """Functions that act with their owner's rights are for the application alone."""
    with audited(actor=SYSTEM), as_role(role):
        for call in ("registers_apply_change(1)", "registers_apply_bulk(1)", "registers_finish_request(1, 1)"):
            assert tried(f"SELECT {call}") == NOT_ALLOWED
        if role == AUDITOR:
            assert tried("SELECT ledger.record('admin', 'forged', '', '', '', '{}')") == NOT_ALLOWED


def test_every_function_with_its_owners_rights_is_known(rows):
    """A new one is looked at here first: what it does, and who may call it."""
    found = sql(
        "SELECT p.oid::regprocedure::text, p.proconfig::text FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.prosecdef AND n.nspname IN ('public', 'ledger') ORDER BY 1"
    )
    assert {name for name, _ in found} == OWNERS_RIGHTS
    assert all("search_path" in (settings or "") for _, settings in found), found


OWNERS_RIGHTS = {
    "registers_apply_change(bigint)",
    "registers_apply_bulk(bigint)",
    "registers_finish_request(bigint,bigint)",
    "ledger.record(text,text,text,text,text,jsonb)",
    "ledger.watch_row()",
    "ledger.watch_truncate()",
    "ledger.ensure_partitions(integer)",
    "trace_partition(date)",
    "closed_partition(date)",
}


@pytest.mark.parametrize("role", [WEB, WORKER])
def test_each_refused_way_is_recorded_with_who_acts(file, in_process, role):
    grant_roles()
    with in_process():
        _one_row_everywhere(file)
    ways = {
        name: statement(way, table="registers_customer", column="name", role=role) for name, way in BY_COLUMN.items()
    }
    first = sql("SELECT coalesce(max(id), 0) FROM ledger.event")[0][0]
    with audited(actor=actor_named("branch_manager")), as_role(role):
        codes = {name: tried(text) for name, text in ways.items()}
    told = sql(
        "SELECT body FROM ledger.event WHERE id > %s AND action = 'write_refused' AND actor = 'branch_manager'", first
    )
    details = [json.loads(body)["details"] for (body,) in told]
    assert Counter(one["code"] for one in details) == Counter(codes.values())
    assert {one["statement"] for one in details} >= {text[:500] for text in ways.values()}


def test_what_may_be_filled_once_is_on_the_list(db):
    assert all(set(columns) <= set(GOVERNED[table]) for table, columns in FILLED_ONCE.items())
