"""A worker tells a database that is away from a statement that is wrong."""

from __future__ import annotations

import contextlib

import pytest
from django.db import DatabaseError, InterfaceError, ProgrammingError, connection

from engine.jobs.working import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_session_that_ends_with_a_plain_database_error_is_begun_again(monkeypatch):
    worker = Worker()
    begun = []

    def work_once() -> int:
        begun.append(worker.number)
        if len(begun) > 1:
            worker.stop.set()
            return 1
        with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise DatabaseError("server closed the connection unexpectedly")

    monkeypatch.setattr(worker, "work_once", work_once)
    worker.run()
    assert len(set(begun)) == 2


def test_a_wrong_statement_ends_the_worker(monkeypatch):
    worker = Worker()

    def work_once() -> int:
        raise ProgrammingError("no such table")

    monkeypatch.setattr(worker, "work_once", work_once)
    with pytest.raises(ProgrammingError):
        worker.run()
