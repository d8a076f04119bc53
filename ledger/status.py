"""How the evidence stands now: the seal, the witnesses, what is missing, and the walls around it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ledger.doctor import findings
from ledger.sealing.sealer import lag

ALARM_SECONDS = 60
"""An event that waits longer for its seal raises an alarm."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Events that were removed from a session's numbering before they were sealed."""

    event_id: int
    stream: int
    expected: int
    found: int
    found_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint that a witness cosigned."""

    witness: str
    size: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Detached:
    """A month that stands in a bundle."""

    partition: str
    start: int
    size: int
    bundle: str
    sha256: str
    detached_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What the audit page and the operators' watch show; `alarms` is empty when all is well."""

    size: int
    note: str
    sealed_at: dt.datetime | None
    lag_seconds: int
    gaps: tuple[Gap, ...]
    witnesses: tuple[Seen, ...]
    detached: tuple[Detached, ...]
    findings: tuple[str, ...]
    alarms: tuple[str, ...]


def status(now: dt.datetime) -> Status:
    """The state of the evidence; `alarms` holds the codes seal_late, events_missing, walls_changed."""
    newest = _rows("SELECT size, note, sealed_at FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
    size, note, sealed_at = newest[0] if newest else (0, "", None)
    waits = int(lag(now).total_seconds())
    gaps = [Gap(*row) for row in _rows("SELECT event_id, stream, expected, found, found_at FROM ledger.gap LIMIT 200")]
    wrong = tuple(findings())
    alarms = {"seal_late": waits > ALARM_SECONDS, "events_missing": bool(gaps), "walls_changed": bool(wrong)}
    return Status(
        size=size,
        note=note,
        sealed_at=sealed_at,
        lag_seconds=waits,
        gaps=tuple(gaps),
        witnesses=tuple(
            Seen(*row)
            for row in _rows(
                "SELECT DISTINCT ON (witness) witness, size, at FROM ledger.cosignature ORDER BY witness, size DESC"
            )
        ),
        detached=tuple(
            Detached(*row)
            for row in _rows(
                "SELECT partition, start, size, bundle, sha256, detached_at FROM ledger.detached ORDER BY size"
            )
        ),
        findings=wrong,
        alarms=tuple(code for code, raised in alarms.items() if raised),
    )


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
