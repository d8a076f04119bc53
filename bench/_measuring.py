"""What several benchmarks need: a server of their own, its CPU, the limit that pgbench reaches on it, medians."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
FULL = os.environ.get("BENCH", "") == "full"
"""`BENCH=full` runs at the sizes that the goals name; without it each benchmark takes a minute or two."""

TABLES = """
DROP TABLE IF EXISTS least_instance, least_inbox, least_trace;
CREATE TABLE least_instance (id int PRIMARY KEY, version int NOT NULL, body bytea NOT NULL) WITH (fillfactor = 70);
CREATE TABLE least_inbox (id bigserial PRIMARY KEY, instance int NOT NULL, state text NOT NULL, role text, name text);
CREATE INDEX ON least_inbox (role, id) WHERE state = 'CREATED';
CREATE INDEX ON least_inbox (instance) WHERE state = 'CREATED';
CREATE TABLE least_trace (instance int NOT NULL, seq bigint NOT NULL, at timestamptz NOT NULL, body text NOT NULL);
CREATE INDEX ON least_trace (instance, seq);
INSERT INTO least_instance SELECT n, 0, decode(repeat(md5(n::text), 64), 'hex') || decode(repeat(md5((n + 1)::text), 64), 'hex')
 FROM generate_series(1, 200) n;
INSERT INTO least_inbox (instance, state, role, name) SELECT n, 'CREATED', 'r', 'work' FROM generate_series(1, 200) n;
VACUUM ANALYZE least_instance;
"""
SCRIPT = r"""
\set i random(1, 200)
BEGIN;
SELECT version, body FROM least_instance WHERE id = :i FOR UPDATE;
UPDATE least_instance SET version = version + 1, body = body WHERE id = :i;
UPDATE least_inbox SET state = 'COMPLETED' WHERE instance = :i AND state = 'CREATED';
INSERT INTO least_inbox (instance, state, role, name) VALUES (:i, 'CREATED', 'r', 'work');
INSERT INTO least_trace VALUES (:i, 1, now(), 'left work'), (:i, 2, now(), 'taken flow'), (:i, 3, now(), 'entered work');
COMMIT;
"""


@contextmanager
def own_server() -> Iterator[Path]:
    """A fresh server with the company in it, Django set up on it; its folder. BENCH_DATABASE_URL names another one."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.update(DEMO="1", LOG_LEVEL="ERROR", GAS_VAR=folder, PYTHONPYCACHEPREFIX=f"{folder}/bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as in service, where the bytecode lies ready
        if "BENCH_DATABASE_URL" in os.environ:
            os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
        else:
            from config import embedded_postgres

            os.environ["DATABASE_URL"] = embedded_postgres.start(Path(folder) / "postgres")
        import django

        django.setup()
        from django.core.management import call_command

        from people.demo import load_company

        call_command("migrate", verbosity=0)
        load_company()
        yield Path(folder)


def limit(folder: Path, clients: int) -> dict[str, float]:
    """Transactions a second of the least that a step must do, and the CPU of each."""
    from django.db import connection

    from config.embedded_postgres import bin_path

    with connection.cursor() as cursor:
        for statement in TABLES.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    script = folder / "least.sql"
    script.write_text(SCRIPT)
    command = [str(bin_path() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(int(SECONDS)),
               "-f", str(script), os.environ["DATABASE_URL"]]  # fmt: skip
    server, client = server_cpu(), _children()
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    done = float(_number(r"actually processed: (\d+)", text))
    return {
        "per_second": float(_number(r"tps = ([\d.]+)", text)),
        "server_ms": (server_cpu() - server) / done * 1000,
        "client_ms": (_children() - client) / done * 1000,
    }


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found.group(1)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def own_cpu() -> float:
    """Seconds of CPU that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def server_cpu() -> float:
    """Seconds of CPU that the PostgreSQL server and all its processes, ended ones too, have used; 0 when elsewhere."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    try:
        postmaster = int(_stat(own)[1])
    except FileNotFoundError:
        return 0.0
    ticks = sum(int(n) for n in _stat(postmaster)[11:15])
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((fields := _stat(int(entry.name)))[1]) == postmaster:
                ticks += int(fields[11]) + int(fields[12])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree_cpu(pid: int) -> float:
    """Seconds of CPU that a process and its threads have used."""
    return sum(int(n) for n in _stat(pid)[11:13]) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(_number(r"VmRSS:\s+(\d+)", text)) / 1024


def fresh_key() -> str:
    """An idempotency key as the browser makes one: it begins with the time."""
    return f"{time.time_ns() // 1_000_000:011x}-{uuid.uuid4()}"


def median(runs: Sequence[dict[str, float]], by: str = "per_second") -> dict[str, float]:
    """The run in the middle."""
    return sorted(runs, key=lambda run: run[by])[len(runs) // 2]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def middle(values: Sequence[float]) -> float:
    """The median of plain numbers."""
    return statistics.median(values)


@contextmanager
def unhurried() -> Iterator[None]:
    """What is written inside does not wait for the disk: for the rows that a benchmark starts with."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")


def load() -> str:
    """How busy the machine is, for the head of a report."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
