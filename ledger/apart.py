"""An event that stays although the transaction it tells of is rolled back."""

from __future__ import annotations

from typing import Any

import psycopg2

from ledger.recording import Kind, record_parameters


def append_apart(
    connection: Any,
    *,
    action: str,
    table: str,
    context: str,
    body: dict[str, Any],
    kind: Kind = "admin",
    record: object = "",
    instance_id: object = "",
) -> None:
    """Appends an event over a connection of its own, committed at once, whatever becomes of that of `connection`."""
    parameters = record_parameters(
        kind=kind, action=action, table=table, body=body, record=record, instance_id=instance_id
    )
    apart = psycopg2.connect(**connection.get_connection_params())
    try:
        with apart, apart.cursor() as cursor:
            cursor.execute("SELECT set_config('app.context', %s, true)", [context])
            cursor.execute("SELECT ledger.record(%s, %s, %s, %s, %s, %s::jsonb)", parameters)
    finally:
        apart.close()
