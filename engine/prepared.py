"""Statements of the hot path, prepared once per database session: the server parses and plans them once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

_sessions: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_MARK = re.compile(r"%s|%%")
_ENABLED = getattr(settings, "PREPARED_STATEMENTS", True)
"""Off behind a pooler that gives each transaction another session."""


def execute(cursor: Any, sql: str, params: Sequence[Any]) -> None:
    """Executes like `cursor.execute`, prepared; the same text must be used again to gain anything."""
    if not _ENABLED:
        cursor.execute(sql, params)
        return
    names = _sessions.setdefault(connection.connection, {})
    known = names.get(sql)
    if known is None:
        name = f"engine_{len(names)}"
        cursor.execute(f"PREPARE {name} AS {_numbered(sql)}")
        marks = ", ".join(["%s"] * len(params))
        known = names[sql] = f"EXECUTE {name} ({marks})" if params else f"EXECUTE {name}"
    cursor.execute(known, params)


def _numbered(sql: str) -> str:
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        if found.group() == "%%":
            return "%"
        count += 1
        return f"${count}"

    return _MARK.sub(number, sql)
