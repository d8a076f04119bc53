"""The bytes that an instance is kept in between two commands: compact, typed exactly, readable part by part."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgpack

from bpmn.feel.temporal import DaysDuration, MonthsDuration
from engine.runtime.protocol import SnapshotUnreadable

VERSION = 1
SEALED = b"\x02"
SQUEEZED = b"\x03"
WORTH_SQUEEZING = 512
"""Bytes from which a row is compressed: what is saved is written to disk twice, into the table and into the log."""
BARE = b"\x9a"
"""Begins a snapshot of the first day, which had no checksum."""
_DECIMAL, _INTEGER, _DATE, _TIME, _INSTANT, _TIMEDELTA, _DAYS, _MONTHS = range(1, 9)


def pack(value: Any) -> bytes:
    """The value as bytes; Decimal, date, time, datetime, durations and big integers keep their type."""
    return msgpack.packb(value, default=_tag)


def unpack(data: bytes) -> Any:
    """What `pack` was given; tuples come back as lists."""
    return msgpack.unpackb(data, ext_hook=_untag, strict_map_key=False)


def seal(row: list[Any]) -> bytes:
    """A snapshot: a version byte, a checksum, the packed row, compressed when it is long."""
    body = pack(row)
    kind = SEALED
    if len(body) > WORTH_SQUEEZING:
        kind, body = SQUEEZED, zlib.compress(body, 1, -15)
    return kind + zlib.crc32(body).to_bytes(4, "big") + body


def unseal(snapshot: bytes) -> list[Any]:
    """The row of a snapshot; raises SnapshotUnreadable when one byte of it is not as it was written."""
    kind = snapshot[:1]
    sealed = kind in (SEALED, SQUEEZED)
    body = snapshot[5:] if sealed else snapshot
    whole = sealed and zlib.crc32(body) == int.from_bytes(snapshot[1:5], "big")
    if not whole and kind != BARE:
        raise SnapshotUnreadable("not a snapshot of this runtime, or damaged")
    try:
        row = unpack(zlib.decompress(body, -15) if kind == SQUEEZED else body)
    except (ValueError, TypeError, zlib.error) as problem:
        raise SnapshotUnreadable("not a snapshot of this runtime, or damaged") from problem
    if not isinstance(row, list) or len(row) != 10 or row[0] != VERSION:
        raise SnapshotUnreadable("not a snapshot of this version of the runtime")
    return row


def _tag(value: Any) -> Any:
    for kind, code, write in _WRITERS:
        if isinstance(value, kind):
            return msgpack.ExtType(code, write(value).encode())
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"a variable cannot hold {type(value).__name__}")


def _instant(value: dt.datetime) -> str:
    key = getattr(value.tzinfo, "key", None)
    return f"{value.isoformat()}[{key}]" if key else value.isoformat()


def _read_instant(text: str) -> dt.datetime:
    if not text.endswith("]"):
        return dt.datetime.fromisoformat(text)
    from zoneinfo import ZoneInfo

    written, _, key = text[:-1].partition("[")
    return dt.datetime.fromisoformat(written).astimezone(ZoneInfo(key))


def _read_timedelta(text: str) -> dt.timedelta:
    days, seconds, microseconds = text.split(",")
    return dt.timedelta(days=int(days), seconds=int(seconds), microseconds=int(microseconds))


_WRITERS: tuple[tuple[type, int, Any], ...] = (
    (Decimal, _DECIMAL, str),
    (dt.datetime, _INSTANT, _instant),
    (dt.date, _DATE, dt.date.isoformat),
    (dt.time, _TIME, dt.time.isoformat),
    (dt.timedelta, _TIMEDELTA, lambda v: f"{v.days},{v.seconds},{v.microseconds}"),
    (DaysDuration, _DAYS, lambda v: str(v.nanos)),
    (MonthsDuration, _MONTHS, lambda v: str(v.months)),
    (int, _INTEGER, str),
)
_READERS: dict[int, Any] = {
    _DECIMAL: Decimal,
    _INTEGER: int,
    _DATE: dt.date.fromisoformat,
    _TIME: dt.time.fromisoformat,
    _INSTANT: _read_instant,
    _TIMEDELTA: _read_timedelta,
    _DAYS: lambda text: DaysDuration(int(text)),
    _MONTHS: lambda text: MonthsDuration(int(text)),
}


def _untag(code: int, data: bytes) -> Any:
    reader = _READERS.get(code)
    if reader is None:
        raise SnapshotUnreadable(f"unknown type {code}")
    return reader(data.decode())
