"""Follows each session's numbering while sealing: a number that did not come is an event that was removed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

NUMBERED = re.compile(rb'\{"n": (\d{1,18}), "s": (\d{1,18}), "v": 2, ')
"""How the body of a numbered event begins (PostgreSQL writes short keys first)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Before this event its session's numbers `expected` to `found - 1` are missing."""

    event_id: int
    stream: int
    expected: int
    found: int


@dataclass
class Streams:
    """What a batch of events tells of the streams that it touches."""

    first: dict[int, tuple[int, int]] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def follow(self, event_id: int, body: bytes) -> None:
        """Takes the next event of the log."""
        told = NUMBERED.match(body)
        if told is None:
            return
        number, stream = int(told[1]), int(told[2])
        before = self.last.get(stream)
        self.last[stream] = number
        if before is None:
            self.first[stream] = event_id, number
        elif number != before + 1:
            self.gaps.append(Gap(event_id=event_id, stream=stream, expected=before + 1, found=number))


def keep_streams(cursor: Any, streams: Streams) -> tuple[Gap, ...]:
    """Joins the batch to what was sealed before, writes down how far each stream goes now; the gaps that were met."""
    if not streams.last:
        return ()
    cursor.execute("SELECT stream, last FROM ledger.stream WHERE stream = ANY (%s)", [sorted(streams.last)])
    known = dict(cursor.fetchall())
    gaps = streams.gaps + [
        Gap(event_id=event_id, stream=stream, expected=known.get(stream, 0) + 1, found=number)
        for stream, (event_id, number) in streams.first.items()
        if number != known.get(stream, 0) + 1
    ]
    cursor.execute(
        "INSERT INTO ledger.stream (stream, last) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) "
        "ON CONFLICT (stream) DO UPDATE SET last = excluded.last, sealed_at = clock_timestamp()",
        [list(streams.last), list(streams.last.values())],
    )
    if gaps:
        columns = [[getattr(gap, name) for gap in gaps] for name in ("event_id", "stream", "expected", "found")]
        cursor.execute(
            "INSERT INTO ledger.gap (event_id, stream, expected, found) "
            "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])",
            columns,
        )
    return tuple(sorted(gaps, key=lambda gap: gap.event_id))
