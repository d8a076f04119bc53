"""Data stores: named values that outlive every instance, read under a lock and written by the step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from engine.wire import dump_exact, load_exact

# What another definition wrote meanwhile is not overwritten with nothing; the order keeps two commands from waiting
# for each other.
_LOCK = "SELECT name, content FROM data_store WHERE name = ANY(%s) ORDER BY name FOR UPDATE"
_OPEN = """INSERT INTO data_store (name, content, updated_at) SELECT unnest(%s::text[]), 'null', %s
 ON CONFLICT (name) DO NOTHING"""
WRITE = """INSERT INTO data_store AS d (name, content, updated_at) SELECT r.name, r.content, %s
 FROM i, json_to_recordset(%s) AS r(name text, content text)
 ON CONFLICT (name) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
 WHERE d.content <> excluded.content"""
"""Part of the statement that writes a step."""


class Stores(Mapping[str, Any]):
    """What the stores hold for a command: locked when first asked for, and until the transaction ends.

    `unwritten` is what earlier steps of the same command have put there.
    """

    def __init__(self, names: Sequence[str], unwritten: Mapping[str, Any]) -> None:
        self._names = names
        self._unwritten = unwritten
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._unwritten:
            return self._unwritten[name]
        if name not in self._read:
            self._read.update(_locked([*self._names, name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def open_stores(names: Sequence[str], *, now: Any) -> None:
    """A definition that names these stores is deployed: those that are new hold null."""
    if names:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [sorted(names), now])


def store_rows(written: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a step leaves in stores, in the order in which they are locked."""
    return [{"name": name, "content": dump_exact(value)} for name, value in sorted(written.items())]


def _locked(names: Sequence[str]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(names)])
        return {name: load_exact(content) for name, content in cursor.fetchall()}
