"""Exports the sealed log for the auditor, and proves single events; docs/evidence.md tells the format."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection

from ledger.sealing.tree import inclusion_proof
from ledger.sealing.verify import MAGIC


class NothingSealed(Exception):
    """There is no checkpoint yet (or none of the size asked for): run the sealer first."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an event stands in the log, and the hashes that lead from it to the signed root."""

    index: int
    size: int
    proof: tuple[bytes, ...]
    body: str
    note: str


def export(out: BinaryIO, *, start: int = 0) -> int:
    """Writes the log from the checkpoint of size `start` (0: from the beginning); returns its size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note, frontier FROM ledger.checkpoint WHERE size >= %s ORDER BY size", [start])
        checkpoints = cursor.fetchall()
    if not checkpoints or (start and checkpoints[0][0] != start):
        raise NothingSealed(NothingSealed.__doc__)
    frontier = [bytes(part) for part in checkpoints[0][2]] if start else []
    size = checkpoints[-1][0]
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


def receipt(event_id: int) -> Receipt:
    """The proof that an event is in the newest checkpoint; raises `NothingSealed` while it is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
        newest = cursor.fetchone()
        cursor.execute(
            "SELECT l.index, e.body FROM ledger.leaf l JOIN ledger.event e ON e.at = l.at AND e.id = l.event_id "
            "WHERE l.event_id = %s",
            [event_id],
        )
        found = cursor.fetchone()
        if newest is None or found is None:
            raise NothingSealed(NothingSealed.__doc__)
        cursor.execute("SELECT hash FROM ledger.leaf WHERE index < %s ORDER BY index", [newest[0]])
        leaves = [bytes(row[0]) for row in cursor.fetchall()]
    return Receipt(
        index=found[0],
        size=newest[0],
        proof=tuple(inclusion_proof(leaves, found[0])),
        body=found[1],
        note=newest[1],
    )
