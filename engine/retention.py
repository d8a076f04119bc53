"""Closed instances leave the hot tables for monthly partitions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from engine import clock
from engine.bundles import TABLES
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM

KEEP_HOT_DAYS = int(getattr(settings, "KEEP_HOT_DAYS", 90))
"""How long a closed instance stays in the hot tables when its definition's property `keepHotDays` says nothing."""

_DUE = """SELECT i.id, (i.ended_at AT TIME ZONE 'Asia/Shanghai')::date, i.definition_key,
 EXISTS (SELECT 1 FROM legal_hold h WHERE h.root_id = i.id AND h.lifted_at IS NULL)
 FROM process_instance i JOIN process_definition d ON d.id = i.definition_id
 WHERE i.root_id = i.id AND i.ended_at IS NOT NULL AND i.state NOT IN ('ACTIVE', 'SUSPENDED') AND i.id > %s
 AND i.ended_at < %s - make_interval(days => coalesce(
   (substring(d.properties::jsonb ->> 'keepHotDays' FROM '^[0-9]{1,5}$'))::int, %s))
 AND NOT EXISTS (SELECT 1 FROM job j WHERE j.root_id = i.id)
 ORDER BY i.id LIMIT %s"""


@dataclass(frozen=True)
class Moved:
    """How many closed instances went (or would go) by definition, and how many stay because of a legal hold."""

    by_definition: dict[str, int]
    held: int


def move_closed(*, dry_run: bool, batch: int = 200) -> Moved:
    """Moves what is due, so many instances in one transaction; may be stopped and run again at any time."""
    counted: dict[str, int] = {}
    held, after = 0, 0
    while rows := _due(after, batch):
        after = rows[-1][0]
        going = [row for row in rows if not row[3]]
        held += len(rows) - len(going)
        for _, _, key, _ in going:
            counted[key] = counted.get(key, 0) + 1
        if going and not dry_run:
            _move({row[0]: row[1] for row in going})
    return Moved(counted, held)


def _due(after: int, batch: int) -> list[tuple[int, dt.date, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [after, clock.now(), KEEP_HOT_DAYS, batch])
        return list(cursor.fetchall())


def _move(roots: dict[int, dt.date]) -> None:
    months = {day.replace(day=1) for day in roots.values()}
    with audited(actor=SYSTEM, reason="retention"), transaction.atomic(), connection.cursor() as cursor:
        for month in sorted(months):
            cursor.execute("SELECT closed_partition(%s)", [month])
        cursor.execute("SELECT id FROM process_instance WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [sorted(roots)])
        for table in TABLES:
            names = ", ".join(_columns(table))
            cursor.execute(
                f"WITH gone AS (DELETE FROM {table} WHERE root_id = ANY(%s) RETURNING *)"
                f" INSERT INTO closed_{table} ({names}, closed_on)"
                f" SELECT {names}, r.closed_on FROM gone JOIN unnest(%s::bigint[], %s::date[]) AS r(root, closed_on)"
                " ON r.root = gone.root_id",
                [sorted(roots), list(roots), list(roots.values())],
            )
        body = {"instances": len(roots), "first": min(roots), "last": max(roots)}
        record(kind="admin", action="move_closed_instances", body=body, table="process_instance", record=min(roots))


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped ORDER BY attnum",
            [table],
        )
        return [row[0] for row in cursor.fetchall()]
