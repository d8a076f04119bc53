"""Months that leave the database as bundles, and come back: closed instances, and months of the trace alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from engine.bundles import FILES, TABLES, Bundle, load, proven, rows_of
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM

_HELD = """SELECT count(*) FROM legal_hold h JOIN closed_process_instance c ON c.id = h.root_id
 WHERE h.lifted_at IS NULL AND c.closed_on >= %s AND c.closed_on < (%s::date + interval '1 month')"""
_ALREADY = "EXISTS (SELECT 1 FROM trace t WHERE t.root_id = r.root_id AND t.first_seq = r.first_seq AND t.at = r.at)"
_STILL_HERE = "SELECT count(DISTINCT t.root_id) FROM {table} t JOIN every_process_instance i ON i.id = t.root_id"


class RetentionRefused(Exception):
    """The month stays as it is."""


def export_month(month: dt.date, folder: Path) -> dict[str, Any]:
    """A bundle of the month's instances, trace included, one JSON line a row, with digests; then it is detached.

    The detached tables stay in the database until somebody drops them; refused while one of them is under legal hold.
    """
    tables = [f"closed_{table}_{month:%Y_%m}" for table in TABLES]
    with audited(actor=SYSTEM, reason="retention"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HELD, [month, month])
        if held := cursor.fetchone()[0]:
            raise RetentionRefused(f"{held} instances of {month:%Y-%m} are under legal hold")
        _refuse_unless_attached(tables[0], month)
        folder.mkdir(parents=True)
        files = {
            name: _written(folder / f"{name}.jsonl", f"SELECT * FROM {table} ORDER BY root_id")
            for name, table in zip(TABLES, tables, strict=True)
        }
        trace = f"SELECT * FROM trace WHERE root_id IN (SELECT id FROM {tables[0]}) ORDER BY root_id, first_seq, at"
        files["trace"] = _written(folder / "trace.jsonl", trace)
        for name, table in zip(TABLES, tables, strict=True):
            cursor.execute(f"ALTER TABLE closed_{name} DETACH PARTITION {table}")
        return _told("detach_closed_month", month, folder, files)


def export_trace(month: dt.date, folder: Path) -> dict[str, Any]:
    """A bundle of a month's part of the trace, which is then detached: of instances that have all left the database."""
    table = f"trace_{month:%Y_%m}"
    with audited(actor=SYSTEM, reason="retention"), transaction.atomic(), connection.cursor() as cursor:
        _refuse_unless_attached(table, month)
        cursor.execute(_STILL_HERE.format(table=table))
        if here := cursor.fetchone()[0]:
            raise RetentionRefused(f"{here} instances with a trace in {month:%Y-%m} are still in the database")
        folder.mkdir(parents=True)
        files = {"trace": _written(folder / "trace.jsonl", f"SELECT * FROM {table} ORDER BY root_id, first_seq, at")}
        cursor.execute(f"ALTER TABLE trace DETACH PARTITION {table}")
        return _told("detach_trace_month", month, folder, files)


def attach(bundle: Bundle) -> dict[str, int]:
    """How many rows of each kind the bundle's month has again; digests are proven first, and nothing is doubled."""
    proven(bundle)
    month = dt.date.fromisoformat(f"{bundle.month}-01")
    with audited(actor=SYSTEM, reason="retention"), transaction.atomic(), connection.cursor() as cursor:
        if "process_instance" in bundle.rows:
            _closed_again(cursor, bundle, month)
        lines = [json.dumps(row) for row in rows_of(bundle, "trace")]
        load(cursor, "trace", "trace", lines, unless=_ALREADY)  # a month of it may have been detached as well
        record(kind="admin", action="attach_closed_month", body=bundle.manifest, table="process_instance", record=month)
    return bundle.rows


def _closed_again(cursor: Any, bundle: Bundle, month: dt.date) -> None:
    if _attached(f"closed_process_instance_{month:%Y_%m}"):
        raise RetentionRefused(f"{bundle.month} is attached already")
    for name in TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS closed_{name}_{month:%Y_%m}")
    cursor.execute("SELECT closed_partition(%s)", [month])
    for name in TABLES:
        load(cursor, f"closed_{name}", f"closed_{name}", [json.dumps(row) for row in rows_of(bundle, name)])


def _attached(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(%s))", [table])
        return bool(cursor.fetchone()[0])


def _refuse_unless_attached(table: str, month: dt.date) -> None:
    if not _attached(table):
        raise RetentionRefused(f"there is no partition of {month:%Y-%m}")


def _told(action: str, month: dt.date, folder: Path, files: Mapping[str, Any]) -> dict[str, Any]:
    manifest: dict[str, Any] = {"month": f"{month:%Y-%m}", "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    record(kind="admin", action=action, body=manifest, table="process_instance", record=month)
    return manifest


def _written(path: Path, sql: str) -> dict[str, object]:
    rows, digest = 0, hashlib.sha256()
    with path.open("wb") as file, connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(r)::text FROM ({sql}) r")
        for (line,) in cursor.fetchall():
            data = line.encode() + b"\n"
            file.write(data)
            digest.update(data)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


__all__ = ["FILES", "RetentionRefused", "attach", "export_month", "export_trace"]
