"""Tells browsers what to look at again: rows written in the transaction, a NOTIFY that only wakes the readers."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import psycopg2
from django.db import DatabaseError, InterfaceError, connection, connections

CHANNEL = "engine_push"
OVERLAP_SECONDS = 10
POLL_SECONDS = 5.0
KEEP_MINUTES = 10
logger = logging.getLogger(__name__)

_RECENT = "SELECT id, topic FROM push_event WHERE id > %s OR at > now() - make_interval(secs => %s) ORDER BY id"


def topics_sql(topics: Sequence[str], *, jobs: bool = False) -> tuple[str, list[Any]]:
    """An SQL expression, and its parameters, that writes the topics and wakes the listeners at the commit.

    With `jobs` the workers are woken too.
    """
    return "engine_push(%s, %s)", [list(topics), jobs]


def push(topics: Sequence[str]) -> None:
    """Writes the topics in the open transaction."""
    sql, params = topics_sql(topics)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", params)


class Reader:
    """Reads what was written since the last time, each event once, although ids do not commit in order."""

    def __init__(self) -> None:
        self._seen: dict[int, float] = {}
        self._last = 0

    def begin(self, cursor: Any) -> int:
        """Starts after what is there now; the highest sequence number."""
        self._take(cursor)
        cursor.execute("SELECT coalesce(max(id), 0) FROM push_event")
        self._last = max(self._last, cursor.fetchone()[0])
        return self._last

    def read(self, cursor: Any) -> list[tuple[str, int]]:
        """New topics with the highest sequence number of each, oldest first."""
        newest: dict[str, int] = {}
        for number, topic in self._take(cursor):
            newest[topic] = max(number, newest.get(topic, 0))
        return sorted(newest.items(), key=lambda pair: pair[1])

    def _take(self, cursor: Any) -> list[tuple[int, str]]:
        cursor.execute(_RECENT, [self._last, OVERLAP_SECONDS])
        found = [(number, topic) for number, topic in cursor.fetchall() if number not in self._seen]
        moment = time.monotonic()
        self._seen.update({number: moment for number, _ in found})
        if found:
            self._last = max(self._last, found[-1][0])
        if len(self._seen) > 20_000:
            self._seen = {n: at for n, at in self._seen.items() if moment - at < 3 * OVERLAP_SECONDS}
        return found


def listen(callback: Callable[[str, int], None], stop: Event) -> None:
    """Calls `callback(topic, seq)` for everything committed until `stop`; after a lost connection ("*", seq) first.

    Runs in a thread of its own: it holds one connection. "*" means that anything may have changed.
    """
    while not stop.is_set():
        try:
            _listen(callback, stop)
        except (DatabaseError, InterfaceError, psycopg2.Error, OSError, ValueError) as problem:
            logger.warning("push listener lost its connection: %s", problem)
            stop.wait(1.0)
        finally:
            connections["default"].close()


def _listen(callback: Callable[[str, int], None], stop: Event) -> None:
    connection.ensure_connection()
    raw = connection.connection
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
        reader = Reader()
        callback("*", reader.begin(cursor))
        while not stop.is_set():
            select.select([raw], [], [], min(POLL_SECONDS, 1.0))
            raw.poll()
            raw.notifies.clear()
            for topic, number in reader.read(cursor):
                callback(topic, number)


def forget_old() -> int:
    """Deletes what every reader has long seen; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM push_event WHERE at < now() - make_interval(mins => %s)", [KEEP_MINUTES])
        return int(cursor.rowcount)
