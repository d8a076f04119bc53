"""Exports the sealed log, or a part of it, for the auditor; docs/evidence.md tells the format."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.db import connection

from ledger.sealing.proofs import NothingSealed
from ledger.sealing.verify import MAGIC

SIGNATURES = 256


class MonthDetached(Exception):
    """Events from there on were detached with their month: they stand in the month's bundle."""

    code = "detached"


def export(out: BinaryIO, *, start: int = 0, until: int | None = None) -> int:
    """Writes the log from the checkpoint of size `start` (0: from the beginning) to that of `until`; returns its size.

    Raises `NothingSealed` without such checkpoints and `MonthDetached` when a bundle holds the beginning already.
    """
    if start < first_attached():
        raise MonthDetached(MonthDetached.__doc__)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, note, frontier FROM ledger.checkpoint WHERE size >= %s AND (%s IS NULL OR size <= %s) "
            "ORDER BY size",
            [start, until, until],
        )
        checkpoints = cursor.fetchall()
    if not checkpoints or (start and checkpoints[0][0] != start) or until not in (None, checkpoints[-1][0]):
        raise NothingSealed(NothingSealed.__doc__)
    frontier = [bytes(part) for part in checkpoints[0][2]] if start else []
    size = checkpoints[-1][0]
    checkpoints = _spread(checkpoints)
    _line(out, MAGIC)
    _line(out, b"start %d" % start)
    _line(out, b"frontier %d" % len(frontier))
    for part in frontier:
        _line(out, base64.b64encode(part))
    _line(out, b"checkpoints %d" % len(checkpoints))
    for _, note, _ in checkpoints:
        out.write(note.encode())
    _line(out, b"events %d" % size)
    for body in _bodies(start, size):
        _line(out, body.encode())
    _line(out, b"end")
    return int(size)


def _spread(checkpoints: list[Any]) -> list[Any]:
    """At most `SIGNATURES` of the checkpoints, the first and the last among them: each costs the verifier 20 ms."""
    if len(checkpoints) <= SIGNATURES:
        return checkpoints
    step = (len(checkpoints) - 1) / (SIGNATURES - 1)
    return [checkpoints[round(n * step)] for n in range(SIGNATURES)]


def first_attached() -> int:
    """The size of the checkpoint from which on the events are in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger.detached")
        return int(cursor.fetchone()[0])


def _line(out: BinaryIO, data: bytes) -> None:
    out.write(data + b"\n")


def _bodies(start: int, size: int) -> Iterator[str]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT e.body FROM ledger.leaf l JOIN ledger.event e ON e.at = l.at AND e.id = l.event_id "
            "WHERE l.index >= %s AND l.index < %s ORDER BY l.index",
            [start, size],
        )
        while rows := cursor.fetchmany(5_000):
            for (body,) in rows:
                yield body
