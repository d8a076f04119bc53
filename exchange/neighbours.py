"""What is recorded beside a new reading: before it, at the same moment and after it, for many in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

_BESIDE = """SELECT b.taken_at, b.mechanical, s.mechanical, a.mechanical
  FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY q(i, t, n)
  LEFT JOIN LATERAL (SELECT taken_at, mechanical FROM registers_reading
                      WHERE installation_id = q.i AND taken_at < q.t ORDER BY taken_at DESC LIMIT 1) b ON true
  LEFT JOIN LATERAL (SELECT mechanical FROM registers_reading
                      WHERE installation_id = q.i AND taken_at > q.t ORDER BY taken_at LIMIT 1) a ON true
  LEFT JOIN registers_reading s ON s.installation_id = q.i AND s.taken_at = q.t
 ORDER BY q.n"""


@dataclass(frozen=True, slots=True)
class Point:
    """What a meter showed at a moment."""

    at: dt.datetime
    mechanical: Decimal


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The recorded readings beside a moment; None where there is none."""

    before: Point | None
    same: Decimal | None
    after: Decimal | None


def neighbours(places: Sequence[tuple[int, dt.datetime]]) -> list[Neighbours]:
    """For each installation and moment, in the order given."""
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [[place for place, _ in places], [moment for _, moment in places]])
        return [Neighbours(Point(at, shown) if at else None, same, after) for at, shown, same, after in cursor]
