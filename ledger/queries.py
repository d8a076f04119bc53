"""Reads the ledger: newest first, keyset paged, or one record folded to any moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db import connection

from ledger.changes import Change, change_of
from ledger.folding import fold, instance_at, state_at
from ledger.labels import labels_of

__all__ = ["Filters", "Page", "changes", "every", "fold", "history_of", "instance_at", "page_of", "state_at"]
PAGE = 50
LONGEST_PAGE = 200
COUNT_CAP = 1_001


class NotAnAuditor(Exception):
    """Only a person with the audit permission reads the whole ledger."""

    code = "forbidden"


class Reader(Protocol):
    """Who asks; `people.actors.Actor` is one."""

    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; empty means everything. `since` is included, `until` is not."""

    kind: str = ""
    action: str = ""
    instance: str = ""
    table: str = ""
    record: str = ""
    field: str = ""
    actor: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    text: str = ""
    below: int | None = None
    """Only events with a lesser id: the cursor of the next page."""
    above: int | None = None
    """Only events with a greater id: the cursor of the next page when the oldest come first."""
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Changes in the order asked for, and the cursor of the next page (its last id) when there is one."""

    results: tuple[Change, ...]
    next_below: int | None
    count: int
    count_capped: bool


_CONDITIONS: dict[str, str] = {
    "kind": "kind = %s",
    "action": "action = %s",
    "instance": "instance = %s",
    "table": "table_name = %s",
    "record": "record = %s",
    "field": "%s = ANY (fields)",
    "actor": "actor = %s",
    "since": "at >= %s",
    "until": "at < %s",
    "below": "id < %s",
    "above": "id > %s",
}


def changes(filters: Filters, actor: Reader, *, page_size: int = PAGE, lang: str = "zh") -> Page:
    """A page of the whole ledger for somebody who may audit; raises `NotAnAuditor` for others."""
    if not actor.may("audit"):
        raise NotAnAuditor(NotAnAuditor.__doc__)
    return page_of(filters, page_size=page_size, lang=lang)


def page_of(filters: Filters, *, page_size: int = PAGE, lang: str = "zh") -> Page:
    """A page without a question who asks: for callers that have narrowed the filters and mask the result."""
    where, parameters = _where(filters)
    size, order = max(1, min(page_size, LONGEST_PAGE)), "ASC" if filters.oldest_first else "DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, body FROM ledger.event WHERE {where} ORDER BY id {order} LIMIT %s", [*parameters, size + 1]
        )
        rows = cursor.fetchall()
        whole, more = _where(replace(filters, below=None, above=None))
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ledger.event WHERE {whole} LIMIT %s) AS found", [*more, COUNT_CAP]
        )
        count = cursor.fetchone()[0]
    found = [change_of(body, lang) for _, body in rows[:size]]
    return Page(
        results=tuple(with_record_labels(found)),
        next_below=rows[size - 1][0] if len(rows) > size else None,
        count=min(count, COUNT_CAP - 1),
        count_capped=count >= COUNT_CAP,
    )


def history_of(table: str, record: object, *, lang: str = "zh", limit: int = 1_000) -> list[Change]:
    """The changes of one record, newest first."""
    filters = Filters(kind="row", table=table, record=str(record))
    where, parameters = _where(filters)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM ledger.event WHERE {where} ORDER BY id DESC LIMIT %s", [*parameters, limit])
        return with_record_labels([change_of(body, lang) for (body,) in cursor.fetchall()])


def every(filters: Filters, *, lang: str = "zh", batch: int = LONGEST_PAGE) -> Iterator[Change]:
    """All matching changes, newest first, read in batches: for exports."""
    below = filters.below
    while True:
        page = page_of(replace(filters, below=below), page_size=batch, lang=lang)
        yield from page.results
        if page.next_below is None:
            return
        below = page.next_below


def with_record_labels(found: list[Change]) -> list[Change]:
    """The changes with the records' present names, one query a table."""
    wanted: dict[str, set[str]] = {}
    for change in found:
        if change.record and labels_of(change.table).record_column:
            wanted.setdefault(change.table, set()).add(change.record)
    names = {(table, key): name for table, keys in wanted.items() for key, name in _names(table, keys)}
    return [replace(change, record_label=names.get((change.table, change.record), change.record)) for change in found]


def _names(table: str, keys: set[str]) -> list[tuple[str, str]]:
    quote = connection.ops.quote_name
    column = quote(labels_of(table).record_column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id::text, {column}::text FROM {quote(table)} WHERE id = ANY (%s)",
            [[int(key) for key in keys if key.isdigit()]],
        )
        return list(cursor.fetchall())


def _where(filters: Filters) -> tuple[str, list[Any]]:
    parts, parameters = ["true"], []
    for name, condition in _CONDITIONS.items():
        value = getattr(filters, name)
        if value not in ("", None):
            parts.append(condition)
            parameters.append(value)
    if filters.text:
        parts.append("strpos(lower(body), lower(%s)) > 0")
        parameters.append(filters.text)
    return " AND ".join(parts), parameters
