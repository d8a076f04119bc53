"""Seals what is certain: every event of a transaction older than all that still run, read again before signing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from ledger.sealing import verify
from ledger.sealing.notes import SigningKey
from ledger.sealing.streams import Gap, Streams, keep_streams
from ledger.sealing.tree import grown, leaf_hash, root_of

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('ledger.sealer'))"
_LAST = "SELECT size, horizon::text, frontier, note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_NEW = """
INSERT INTO ledger.leaf (index, event_id, at, hash)
SELECT %s + row_number() OVER (ORDER BY id) - 1, id, at, sha256('\\x00'::bytea || convert_to(body, 'UTF8'))
FROM ledger.event WHERE xid >= %s::xid8 AND xid < %s::xid8
"""
_AGAIN = """
SELECT l.index, l.event_id, l.hash, e.body
FROM ledger.leaf l LEFT JOIN ledger.event e ON e.at = l.at AND e.id = l.event_id WHERE l.index >= %s ORDER BY l.index
"""
_BATCH = 5_000


class SealBroken(Exception):
    """The log is not as it was sealed: nothing more is signed until somebody has looked."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many events a run sealed, and the size and note of the newest checkpoint."""

    events: int
    size: int
    note: str
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Last:
    size: int = 0
    horizon: str = "0"
    frontier: tuple[bytes, ...] = ()
    note: str = ""


def seal(key: SigningKey) -> Sealed:
    """Seals everything that is certain by now; raises `SealBroken` instead of signing what does not add up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        last = _last(cursor)
        _check_last(last, key)
        cursor.execute(_HORIZON)
        horizon = cursor.fetchone()[0]
        _check_counter(last, horizon)
        cursor.execute(_NEW, [last.size, last.horizon, horizon])
        if not cursor.rowcount:
            return Sealed(events=0, size=last.size, note=last.note)
        streams, nodes = Streams(), _Nodes()
        size, frontier = grown(last.size, last.frontier, _read_again(last.size, streams), nodes.keep)
        nodes.write(cursor)
        gaps = keep_streams(cursor, streams)
        note = key.checkpoint(size=size, root=root_of(frontier))
        cursor.execute(
            "INSERT INTO ledger.checkpoint (size, horizon, frontier, note) VALUES (%s, %s::xid8, %s, %s)",
            [size, horizon, frontier, note],
        )
        return Sealed(events=size - last.size, size=size, note=note, gaps=gaps)


@dataclass
class _Nodes:
    """The subtrees that became full."""

    rows: list[tuple[int, int, bytes]] = field(default_factory=list)

    def keep(self, level: int, index: int, root: bytes) -> None:
        self.rows.append((level, index, root))

    def write(self, cursor: Any) -> None:
        if self.rows:
            cursor.execute(
                "INSERT INTO ledger.node (level, index, hash) "
                "SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])",
                [list(column) for column in zip(*self.rows, strict=True)],
            )


def _last(cursor: Any) -> _Last:
    cursor.execute(_LAST)
    row = cursor.fetchone()
    if row is None:
        return _Last()
    return _Last(size=row[0], horizon=row[1], frontier=tuple(bytes(part) for part in row[2]), note=row[3])


def _check_last(last: _Last, key: SigningKey) -> None:
    if not last.size:
        return
    try:
        signed = verify.checkpoint_of(last.note.encode(), verify.key_of(key.verifier_key))
    except verify.Refused as problem:
        raise SealBroken(f"the newest checkpoint is not of this key: {problem}") from problem
    if signed.size != last.size or signed.root != root_of(last.frontier):
        raise SealBroken("the frontier of the newest checkpoint does not lead to its signed root")


def _check_counter(last: _Last, horizon: str) -> None:
    """New events of a server that counts from below the newest checkpoint would never come up for a seal."""
    if int(horizon) < int(last.horizon):
        raise SealBroken(
            f"this server's transaction counter ({horizon}) is behind that of the newest checkpoint ({last.horizon}): "
            "the log was restored into another server"
        )


def _read_again(start: int, streams: Streams) -> Iterator[bytes]:
    """The leaf hashes, each computed here anew from the event as it is stored: a signed root cannot be taken back."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_AGAIN, [start])
        while rows := cursor.fetchmany(_BATCH):
            for index, event_id, stored, body in rows:
                data = b"" if body is None else body.encode()
                if leaf_hash(data) != bytes(stored):
                    raise SealBroken(f"event {index} is not what was just read")
                streams.follow(event_id, data)
                yield bytes(stored)


def lag(now: dt.datetime) -> dt.timedelta:
    """How long the oldest event that no checkpoint covers has been waiting; zero when all are sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH waiting AS MATERIALIZED (SELECT at FROM ledger.event WHERE xid >= coalesce("
            "(SELECT horizon FROM ledger.checkpoint ORDER BY size DESC LIMIT 1), '0'::xid8)) "
            "SELECT min(at) FROM waiting"
        )
        oldest = cursor.fetchone()[0]
    return max(dt.timedelta(0), now - oldest) if oldest else dt.timedelta(0)
