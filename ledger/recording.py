"""Records acts that are not rows: of the engine, at log-in, of readers and administrators."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from django.db import connection

Kind = Literal["engine", "auth", "read", "admin"]

RECORD_SQL = "ledger.record(%s, %s, %s, %s, %s, %s::jsonb)"
"""SQL expression for a statement of the engine's own; its parameters come from `record_parameters`."""


def record_parameters(
    *,
    kind: Kind,
    action: str,
    body: Mapping[str, Any] | None = None,
    table: str = "",
    record: object = "",
    instance_id: object = "",
) -> list[str]:
    """The parameters of `RECORD_SQL`."""
    instance = "" if instance_id is None else str(instance_id)
    return [kind, action, table, str(record), instance, json.dumps(body or {}, ensure_ascii=False, default=_plain)]


def record(
    *,
    kind: Kind,
    action: str,
    body: Mapping[str, Any] | None = None,
    table: str = "",
    record: object = "",
    instance_id: object = "",
) -> int:
    """Appends an event in the open transaction and returns its id; the context must have been set."""
    parameters = record_parameters(
        kind=kind, action=action, body=body, table=table, record=record, instance_id=instance_id
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {RECORD_SQL}", parameters)
        return int(cursor.fetchone()[0])


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"{type(value).__name__} cannot stand in an event")
