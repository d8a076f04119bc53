"""Many readings at once: one statement for all of them, each still judged by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from registers.models import Reading
from registers.refusals import told_by_the_database


@dataclass(frozen=True, slots=True)
class NewReading:
    """What an installed meter showed at a moment."""

    installation_id: int
    taken_at: dt.datetime
    mechanical: Decimal
    electronic: Decimal | None = None
    source: str = Reading.Source.READER


def record_readings(*, readings: Sequence[NewReading]) -> list[int]:
    """The ids in the order given; when the database refuses one, none of them is recorded."""
    order = sorted(range(len(readings)), key=lambda n: (readings[n].installation_id, readings[n].taken_at))
    rows = [
        Reading(
            installation_id=one.installation_id,
            taken_at=one.taken_at,
            mechanical=one.mechanical,
            electronic=one.electronic,
            source=one.source,
        )
        for one in (readings[n] for n in order)
    ]
    with told_by_the_database(f"{len(rows)} readings"):
        Reading.objects.bulk_create(rows)
    ids = dict(zip(order, (row.pk for row in rows), strict=True))
    return [ids[n] for n in range(len(readings))]
