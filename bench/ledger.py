"""What the evidence costs: the trigger per row, sealing and verifying per event, a long record page.

Run: `python -m bench ledger`. It makes and drops a database of its own on the embedded server.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("BENCH_ROWS", "20000"))
CHANGES = 1_000


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        sys.path.insert(0, str(Path.cwd()))
        from config import embedded_postgres

        os.environ["DATABASE_URL"] = embedded_postgres.start(Path(folder) / "postgres")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        _triggers()
        _sealing()
        _record_page()
        connection.close()


def _run(sql: str, *parameters: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _triggers() -> None:
    from ledger.context import audited
    from people.actors import SYSTEM

    columns = ", ".join(f"c{n} text" for n in range(10))
    for name in ("plain", "watched"):
        _run(f"CREATE TABLE bench_{name} (id bigint PRIMARY KEY, n int, {columns})")
    _run("SELECT ledger.watch('bench_watched')")
    _run("VACUUM ANALYZE")
    values = ", ".join("'一个普通长度的字段值'" for _ in range(10))
    took: dict[tuple[str, str], float] = {}
    for name in ("plain", "watched"):
        for act, sql in (
            ("insert", f"INSERT INTO bench_{name} SELECT g, 0, {values} FROM generate_series(1, %s) g"),
            ("update", f"UPDATE bench_{name} SET n = n + 1, c3 = c3 || 'x' WHERE id <= %s"),
        ):
            began = time.perf_counter()
            with audited(actor=SYSTEM):
                _run(sql, ROWS)
            took[name, act] = (time.perf_counter() - began) / ROWS * 1e3
    for act in ("insert", "update"):
        plain, watched = took["plain", act], took["watched", act]
        print(f"{act}: {plain:.4f} ms a row, watched {watched:.4f} ms: the trigger takes {watched - plain:.3f} ms")


def _sealing() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ledger.sealing import verify
    from ledger.sealing.bundles import export
    from ledger.sealing.notes import SigningKey
    from ledger.sealing.sealer import seal

    key = SigningKey(private=Ed25519PrivateKey.generate())
    began = time.perf_counter()
    sealed = seal(key)
    print(f"sealing: {sealed.events / (time.perf_counter() - began):,.0f} events/s ({sealed.events} events)")
    began = time.perf_counter()
    _run("SELECT sum(length(sha256(convert_to(body, 'UTF8')))) FROM ledger.event")
    print(f"the limit, reading and hashing alone: {sealed.events / (time.perf_counter() - began):,.0f} events/s")
    out = io.BytesIO()
    began = time.perf_counter()
    export(out)
    print(f"exporting: {sealed.events / (time.perf_counter() - began):,.0f} events/s, {len(out.getvalue()):,} bytes")
    began = time.perf_counter()
    verify.verify(out.getvalue(), verify.key_of(key.verifier_key))
    print(f"verifying: {sealed.events / (time.perf_counter() - began):,.0f} events/s, standard library only")


def _record_page() -> None:
    from ledger.context import audited
    from ledger.queries import history_of
    from people.actors import SYSTEM

    with audited(actor=SYSTEM, reason="bench"):
        for n in range(CHANGES):
            _run("UPDATE bench_watched SET n = %s WHERE id = 1", -n - 1)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        found = history_of("bench_watched", 1)
        best = min(best, time.perf_counter() - began)
    print(f"a record with {len(found)} changes: {best * 1e3:.0f} ms")
