"""Takes a month out of the database once its bundle is written and verified; its hashes stay, for old proofs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ledger.recording import record
from ledger.sealing import verify
from ledger.sealing.bundles import export, first_attached

_MONTH = re.compile(r"\d{4}_(0[1-9]|1[0-2])")


class CannotDetach(Exception):
    """The month stays where it is."""

    code = "cannot_detach"


@dataclass(frozen=True, slots=True)
class DetachedMonth:
    """The partition that left, and the bundle that holds its events."""

    partition: str
    start: int
    size: int
    sha256: str


def detach(month: str, path: Path, *, key: verify.Key) -> DetachedMonth:
    """Writes the bundle of everything up to the end of the month (as 2026_01), verifies it, and detaches the month.

    Needs the database's owner and an open `audited` context. Raises `CannotDetach` for a month that is not the oldest
    with events, is not over, or is not sealed to its end.
    """
    partition = f"event_{month}"
    _refuse_unknown(month, partition)
    start, until = first_attached(), _checkpoint_after(partition)
    with path.open("xb") as out:
        export(out, start=start, until=until)
    with path.open("rb") as written:
        verify.verify_all([written], key, [])
    digest = sha256(path.read_bytes()).hexdigest()
    found = DetachedMonth(partition=partition, start=start, size=until, sha256=digest)
    with transaction.atomic(), connection.cursor() as cursor:
        body = {"partition": partition, "start": start, "size": until, "bundle": path.name, "sha256": digest}
        record(kind="admin", action="ledger_detached", body=body)
        cursor.execute(
            "INSERT INTO ledger.detached (partition, start, size, bundle, sha256) VALUES (%s, %s, %s, %s, %s)",
            [partition, start, until, path.name, digest],
        )
        cursor.execute(f"ALTER TABLE ledger.event DETACH PARTITION ledger.{partition}")
    return found


def _refuse_unknown(month: str, partition: str) -> None:
    if not _MONTH.fullmatch(month) or not _one("SELECT to_regclass(%s) IS NOT NULL", f"ledger.{partition}"):
        raise CannotDetach(f"there is no partition of the month {month}; write it as 2026_01")
    if _one("SELECT EXISTS (SELECT 1 FROM ledger.detached WHERE partition = %s)", partition):
        raise CannotDetach(f"{month} is detached already")
    if _one("SELECT to_date(%s, 'YYYY_MM') + interval '1 month' > now() AT TIME ZONE 'UTC'", month):
        raise CannotDetach(f"{month} is not over")
    before = "SELECT 1 FROM ledger.event WHERE at < to_date(%s, 'YYYY_MM')::timestamp AT TIME ZONE 'UTC'"
    if _one(f"SELECT EXISTS ({before})", month):
        raise CannotDetach(f"a month before {month} is not detached yet")


def _checkpoint_after(partition: str) -> int:
    """The size of the first checkpoint that covers the whole month."""
    events = f"FROM ledger.{partition} e LEFT JOIN ledger.leaf l ON l.event_id = e.id"
    last = f"SELECT max(l.index) {events}"
    if waiting := _one(f"SELECT count(*) {events} WHERE l.index IS NULL"):
        raise CannotDetach(f"{waiting} events are not sealed yet")
    if (index := _one(last)) is None:
        raise CannotDetach("the month holds no events")
    return int(_one("SELECT min(size) FROM ledger.checkpoint WHERE size > %s", index))


def _one(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]
