"""Tells browsers what to look at again: rows written in the transaction, a NOTIFY after it that only wakes."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import psycopg2
from django.db import DatabaseError, InterfaceError, connection, connections, transaction

CHANNEL = "engine_push"
OVERLAP = 2_000
"""How many numbers back are read again: a transaction may commit after later numbers were read."""
POLL_SECONDS = 0.5
"""How long a listener sleeps at most: the delay of an event whose wake-up was lost."""
RARELY_SECONDS = 0.04
"""How soon after a wake-up this process sends the next."""
AGAIN_SECONDS = 0.08
"""After something came a listener looks again so soon, for those that woke nobody; more than RARELY_SECONDS."""
KEEP_MINUTES = 10
logger = logging.getLogger(__name__)

_RECENT = "SELECT id, topic FROM push_event WHERE id > %s ORDER BY id"


INSERT = "INSERT INTO push_event (topic) SELECT %s"
"""The statement (or WITH part) that writes topics, parted by spaces; `wake` must follow it."""


def push(topics: Sequence[str]) -> None:
    """Writes the topics in the open transaction and wakes the listeners after it."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [" ".join(topics)])
    wake()


def wake(*, jobs: bool = False) -> None:
    """Wakes listeners, with `jobs` workers too, after the commit.

    Never inside the transaction: NOTIFY holds a lock of the whole server until the commit is on disk, so that
    commits would queue one behind the other. A wake-up that is lost or left out costs a listener one poll.
    """
    transaction.on_commit(lambda: _notify(jobs=jobs))


def riding(*, jobs: bool) -> list[str]:
    """The statements that wake, to be sent right behind a COMMIT; none when somebody was just woken."""
    if not _due(jobs=jobs):
        return []
    workers = ["NOTIFY engine_job"] if jobs else []
    return ["BEGIN", "SET LOCAL synchronous_commit = off", f"NOTIFY {CHANNEL}", *workers, "COMMIT"]


_WAKE = "SELECT set_config('synchronous_commit', 'off', true), pg_notify('engine_push', '')"
"""A wake-up is worth no wait for the disk."""
_woken_at = 0.0


def _notify(*, jobs: bool) -> None:
    if _due(jobs=jobs):
        with connection.cursor() as cursor:
            cursor.execute(_WAKE + (", pg_notify('engine_job', '')" if jobs else ""))


def _due(*, jobs: bool) -> bool:
    global _woken_at
    moment = time.monotonic()
    if not jobs and moment - _woken_at < RARELY_SECONDS:
        return False
    _woken_at = moment
    return True


class Reader:
    """Reads what was written since the last time, each event once, although ids do not commit in order."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
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
        for number, topics in self._take(cursor):
            for topic in topics.split():
                newest[topic] = max(number, newest.get(topic, 0))
        return sorted(newest.items(), key=lambda pair: pair[1])

    def _take(self, cursor: Any) -> list[tuple[int, str]]:
        cursor.execute(_RECENT, [self._last - OVERLAP])
        found = [(number, topics) for number, topics in cursor.fetchall() if number not in self._seen]
        self._seen.update(number for number, _ in found)
        if found:
            self._last = max(self._last, found[-1][0])
        if len(self._seen) > 3 * OVERLAP:
            self._seen = {number for number in self._seen if number > self._last - OVERLAP}
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
        sleep = POLL_SECONDS
        while not stop.is_set():
            select.select([raw], [], [], sleep)
            raw.poll()
            raw.notifies.clear()
            found = reader.read(cursor)
            sleep = AGAIN_SECONDS if found else POLL_SECONDS
            for topic, number in found:
                callback(topic, number)


def forget_old() -> int:
    """Deletes what every reader has long seen; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM push_event WHERE at < now() - make_interval(mins => %s)", [KEEP_MINUTES])
        return int(cursor.rowcount)
