"""Migration operations that put a table under the ledger's watch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.migrations import RunSQL


def watch(table: str, *, key: str = "id", ignore: Iterable[str] = (), secret: Iterable[str] = ()) -> RunSQL:
    """Every insert, update and delete of the table is recorded with old and new values.

    `ignore`: columns whose change alone is no event (and needs no context). `secret`: columns whose
    change is recorded, but never their values. The app's first migration must depend on ("ledger", "0001_event").
    """
    return RunSQL(
        [("SELECT ledger.watch(%s::regclass, %s, %s, %s)", [table, key, ",".join(ignore), ",".join(secret)])],
        [("SELECT ledger.unwatch(%s::regclass)", [table])],
    )
