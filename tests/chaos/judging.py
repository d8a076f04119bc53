"""What must hold for every instance, whatever happened: the rows are the snapshot's, the trace has no gap."""

from __future__ import annotations

from typing import Any

from django.db import connection

from engine.rows import whole_entries
from tests.movement.test_shell import in_snapshot, open_rows


def rows(sql: str, *params: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall()


def trace_entries(root_id: int) -> list[list[Any]]:
    """All entries of the instance's trace in their order: sequence, action, element, scope, work, details."""
    found = rows("SELECT entries FROM trace WHERE root_id = %s ORDER BY first_seq, at", root_id)
    return [entry for (entries,) in found for entry in whole_entries(entries)]


def gaps(root_id: int) -> list[str]:
    """What is wrong with the numbers of the trace: they run 1, 2, 3 … to the instance's own."""
    numbers = [entry[0] for entry in trace_entries(root_id) if entry[0] is not None]
    ((last,),) = rows("SELECT trace_seq FROM process_instance WHERE id = %s", root_id)
    if numbers == list(range(1, last + 1)):
        return []
    return [f"instance {root_id}: the trace has {len(numbers)} entries, the instance counts {last}"]


def apart(root_id: int) -> list[str]:
    """Where the rows are not what the snapshot says."""
    ((state,),) = rows("SELECT state FROM process_instance WHERE id = %s", root_id)
    here, there = open_rows(root_id), in_snapshot(root_id) if state in ("ACTIVE", "SUSPENDED") else []
    return [f"instance {root_id}: the rows say {here}, the snapshot {there}"] if here != there else []
