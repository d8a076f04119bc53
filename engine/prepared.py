"""Statements of the hot path, prepared once per database session: the server parses and plans them once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

_sessions: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_MARK = re.compile(r"%s|%%|%\((\w+)\)s")
_ENABLED = getattr(settings, "PREPARED_STATEMENTS", True)
"""Off behind a pooler that gives each transaction another session."""


def execute(
    cursor: Any,
    sql: str,
    params: Sequence[Any],
    shared: Mapping[str, Any] | None = None,
    *,
    first: tuple[str, Sequence[Any]] = ("", ()),
    then: Sequence[str] = (),
) -> None:
    """Executes like `cursor.execute`, prepared; the same text must be used again to gain anything.

    A value of `shared` stands wherever the text says `%(name)s` and is sent once. `first` is a statement with its
    parameters that rides ahead, `then` are some without that ride behind: only what the last one returns is had.
    """
    layout = _layout(sql)
    if not _ENABLED:
        given = iter(params)
        values = [(shared or {})[name] if name else next(given) for name in layout.marks]
        cursor.execute(_joined(first[0], layout.plain, then), [*first[1], *values])
        return
    names = _sessions.setdefault(connection.connection, {})
    known = names.get(sql)
    if known is None:
        known = names[sql] = _prepared(cursor, layout, f"engine_{len(names)}")
    values = [*first[1], *params, *[shared[name] for name in layout.shared]] if shared else [*first[1], *params]
    cursor.execute(_joined(first[0], known, then), values)


def _joined(first: str, sql: str, then: Sequence[str]) -> str:
    return "; ".join([*([first] if first else ()), sql, *then]) if first or then else sql


@dataclass(frozen=True)
class _Layout:
    """A statement's text with numbers, and with plain marks; each mark's name, "" for one that goes by position."""

    numbered: str
    plain: str
    marks: tuple[str, ...]
    shared: tuple[str, ...]


@lru_cache(maxsize=500)
def _layout(sql: str) -> _Layout:
    marks = tuple(found.group(1) or "" for found in _MARK.finditer(sql) if found.group() != "%%")
    shared = tuple(dict.fromkeys(name for name in marks if name))
    by_position = marks.count("")
    numbers = {name: by_position + index for index, name in enumerate(shared, 1)}
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        if found.group() == "%%":
            return "%"
        if name := found.group(1):
            return f"${numbers[name]}"
        count += 1
        return f"${count}"

    plain = _MARK.sub(lambda found: "%s" if found.group(1) else found.group(), sql)
    return _Layout(_MARK.sub(number, sql), plain, marks, shared)


def _prepared(cursor: Any, layout: _Layout, name: str) -> str:
    cursor.execute(f"PREPARE {name} AS {layout.numbered}")
    marks = ", ".join(["%s"] * (layout.marks.count("") + len(layout.shared)))
    return f"EXECUTE {name} ({marks})" if marks else f"EXECUTE {name}"
