"""Inclusion and consistency proofs out of the database: a few hundred hashes are read, however long the log is."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from ledger.sealing.tree import TILE, Range, consistency_ranges, inclusion_ranges, root


class NothingSealed(Exception):
    """There is no checkpoint yet (or none of the size asked for): run the sealer first."""

    code = "not_sealed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an event stands in the log, and the hashes that lead from it to the signed root.

    `body` is None when its month was detached: it stands in the month's bundle, `leaf` is its hash all the same.
    """

    index: int
    size: int
    leaf: bytes
    proof: tuple[bytes, ...]
    body: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """Two checkpoints and the hashes that show the newer to continue the older; an `old` of 0 needs none."""

    old: int
    size: int
    proof: tuple[bytes, ...]
    note: str


def receipt(event_id: int) -> Receipt:
    """The proof that an event is in the newest checkpoint; raises `NothingSealed` while it is not."""
    size, note = newest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.index, l.hash, e.body FROM ledger.leaf l "
            "LEFT JOIN ledger.event e ON e.at = l.at AND e.id = l.event_id WHERE l.event_id = %s",
            [event_id],
        )
        found = cursor.fetchone()
    if found is None or found[0] >= size:
        raise NothingSealed(NothingSealed.__doc__)
    proof = tuple(range_root(part) for part in inclusion_ranges(size, found[0]))
    return Receipt(index=found[0], size=size, leaf=bytes(found[1]), proof=proof, body=found[2], note=note)


def consistency(old: int, size: int | None = None) -> Consistency:
    """The proof that the checkpoint of `size` (None: the newest) continues the log of `old` events."""
    if size is None:
        size, note = newest()
    else:
        note = note_of(size)
    if old > size:
        raise NothingSealed(NothingSealed.__doc__)
    ranges = consistency_ranges(size, old) if old else []
    return Consistency(old=old, size=size, proof=tuple(range_root(part) for part in ranges), note=note)


def newest() -> tuple[int, str]:
    """Size and note of the newest checkpoint; raises `NothingSealed` when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")
        found = cursor.fetchone()
    if found is None:
        raise NothingSealed(NothingSealed.__doc__)
    return int(found[0]), str(found[1])


def note_of(size: int) -> str:
    """The note of the checkpoint of this very size; raises `NothingSealed` when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger.checkpoint WHERE size = %s", [size])
        found = cursor.fetchone()
    if found is None:
        raise NothingSealed(NothingSealed.__doc__)
    return str(found[0])


def range_root(part: Range) -> bytes:
    """The root over the leaves from `low` up to but without `high`."""
    low, high = part
    width = high - low
    if width & (width - 1) == 0 and low % width == 0:
        return _full(width.bit_length() - 1, low >> (width.bit_length() - 1))
    middle = low + (1 << ((width - 1).bit_length() - 1))
    return sha256(b"\x01" + range_root((low, middle)) + range_root((middle, high))).digest()


def _full(level: int, index: int) -> bytes:
    """The root of a full subtree, from the nearest kept level below that has all of it."""
    for kept in range(level - level % TILE, 0, -TILE):
        count = 1 << (level - kept)
        hashes = _hashes(
            "SELECT hash FROM ledger.node WHERE level = %s AND index >= %s AND index < %s ORDER BY index",
            [kept, index * count, (index + 1) * count],
        )
        if len(hashes) == count:
            return root(hashes)
    count = 1 << level
    return root(
        _hashes(
            "SELECT hash FROM ledger.leaf WHERE index >= %s AND index < %s ORDER BY index",
            [index * count, (index + 1) * count],
        )
    )


def _hashes(sql: str, parameters: list[int]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [bytes(row[0]) for row in cursor.fetchall()]
