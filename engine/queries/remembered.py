"""The variables of a scope, also after it has ended: then as the trace saw them last."""

from __future__ import annotations

from typing import Any

from django.db import connection

from engine import steps
from engine.runtime.protocol import WorkNotOpen
from engine.sealing import opened
from engine.wire import load_exact

_CHANGES = "SELECT changes FROM trace WHERE root_id = %s AND changes IS NOT NULL ORDER BY first_seq, at"


def variables_now_or_last(*, root_id: int, scope_id: str) -> dict[str, Any]:
    """What is visible in the scope; of an ended one (a called process that is done) what was its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {steps.COLUMNS} FROM every_process_instance i WHERE i.id = %s", [root_id])
        root = steps.instance_from(cursor.fetchone())
    try:
        return steps.variables_of_scope(root, scope_id)
    except WorkNotOpen:
        return _last(root_id, scope_id)


def _last(root_id: int, scope_id: str) -> dict[str, Any]:
    """A change without a new value tells that the scope ended; its old value is the last one."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [root_id])
        changes = [change for (text,) in cursor.fetchall() for change in opened(load_exact(text))]
    return {c["name"]: c.get("new", c.get("old")) for c in changes if c["scope_id"] == scope_id}
