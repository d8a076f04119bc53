"""What an instance has done so far, as the runtime's planning reads it: its trace with exact old and new values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine.programs import deployed
from engine.rows import whole_entries
from engine.runtime.protocol import ABSENT, TraceEntry, VariableChange
from engine.runtime.returning import History, Told
from engine.sealing import opened
from engine.wire import exact_numbers, load_exact

_TRACE = "SELECT entries, changes FROM trace WHERE root_id = %s ORDER BY first_seq, at"
_CALLED = "SELECT DISTINCT digest FROM process_instance WHERE root_id = %s AND digest <> %s"


def history_of(root_id: int, digest: str) -> History:
    """The whole history of a root instance and of everything that it called."""
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [root_id, digest])
        programs = [deployed(one).program for one in (digest, *(row[0] for row in cursor.fetchall()))]
        cursor.execute(_TRACE, [root_id])
        return History(programs, [Told(_entries(entries), _changes(changes)) for entries, changes in cursor.fetchall()])


def _entries(text: str) -> list[TraceEntry]:
    """The runtime's own lines; claims and the like have no number."""
    return [TraceEntry(*line) for line in whole_entries(text) if line[0] is not None]


def _changes(text: str | None) -> list[VariableChange]:
    if not text or text == "[]":
        return []
    return [
        VariableChange(
            change["scope_id"], change["name"], _side(change, "old"), _side(change, "new"), change["element_id"]
        )
        for change in opened(load_exact(text))
    ]


def _side(change: Mapping[str, Any], side: str) -> Any:
    """The value as it was: fractions exact, dates and times from the text that is kept beside them."""
    if side not in change:
        return ABSENT
    kept = change.get(f"exact_{side}")
    return exact_numbers(change[side]) if kept is None else load_exact(kept)
