"""The database backend that sends BEGIN together with the first statement."""

from __future__ import annotations

import contextlib

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, connection, transaction

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_transaction_wrote_is_gone_when_it_fails(table):
    failing("INSERT INTO scratch VALUES (1)")
    assert rows() == []


def test_a_first_statement_that_cannot_be_read_leaves_the_next_ones_in_a_transaction(table):
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            run("INSERT INTO scratch VALUE")
        run("INSERT INTO scratch VALUES (1)")
        transaction.set_rollback(True)
    assert rows() == []


def test_many_rows_at_once_and_copies_stand_in_the_transaction_too(table):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO scratch VALUES (%s)", [(1,), (2,)])
        transaction.set_rollback(True)
    assert rows() == []


def test_a_savepoint_takes_back_its_part_only(table):
    with transaction.atomic():
        run("INSERT INTO scratch VALUES (1)")
        with pytest.raises(DatabaseError), transaction.atomic():
            run("INSERT INTO scratch VALUES ('no number')")
        run("INSERT INTO scratch VALUES (2)")
    assert rows() == [1, 2]


def test_after_an_error_nothing_of_the_transaction_is_kept(table):
    failing("INSERT INTO scratch VALUES (1)", "INSERT INTO scratch VALUES ('no number')")
    assert rows() == []


def test_nobody_else_sees_it_before_the_commit(table):
    with transaction.atomic():
        run("INSERT INTO scratch VALUES (1)")
        assert seen_by_another() == []
    assert seen_by_another() == [1]


def test_a_connection_that_the_server_ended_is_replaced(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = psycopg2.connect(connection.connection.dsn)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    assert not connection.is_usable()
    connection.close()
    assert rows() == []


def test_a_statement_may_bring_the_commit_of_its_block(table):
    with transaction.atomic():
        run("INSERT INTO scratch VALUES (1)")
        assert connection.may_carry_commit()
        with connection.carrying_commit():
            run("INSERT INTO scratch VALUES (2); COMMIT; SELECT 1")
        assert seen_by_another() == [1, 2]
    failing("INSERT INTO scratch VALUES (3)")
    assert rows() == [1, 2]


def test_a_statement_that_fails_before_its_commit_leaves_nothing(table):
    with contextlib.suppress(DatabaseError), transaction.atomic():
        run("INSERT INTO scratch VALUES (1)")
        with connection.carrying_commit():
            run("INSERT INTO scratch VALUES ('no number'); COMMIT; SELECT 1")
        raise AssertionError("it was written")
    with transaction.atomic():
        run("INSERT INTO scratch VALUES (2)")
    assert rows() == [2]


def test_inside_another_block_no_statement_brings_a_commit(table):
    assert not connection.may_carry_commit()
    with transaction.atomic(), transaction.atomic():
        assert not connection.may_carry_commit()
    connection.set_autocommit(False)
    try:
        with transaction.atomic():
            assert not connection.may_carry_commit()
    finally:
        connection.rollback()
        connection.set_autocommit(True)


@pytest.fixture
def table():
    run("CREATE TABLE scratch (n int)")
    yield
    run("DROP TABLE scratch")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def failing(*statements: str) -> None:
    """Runs the statements in one transaction that ends with an error."""
    with contextlib.suppress(ZeroDivisionError, DatabaseError), transaction.atomic():
        for statement in statements:
            run(statement)
        raise ZeroDivisionError


def rows() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM scratch ORDER BY n")
        return [n for (n,) in cursor.fetchall()]


def seen_by_another() -> list[int]:
    other = psycopg2.connect(connection.connection.dsn)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT n FROM scratch ORDER BY n")
            return [n for (n,) in cursor.fetchall()]
    finally:
        other.close()


def test_a_session_that_broke_in_the_middle_of_a_request_is_replaced_before_the_next():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert connection.connection.closed
    connection.close_if_unusable_or_obsolete()  # what Django does between two requests
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
