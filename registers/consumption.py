"""Gas used month by month, from the readings between which it was used."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone

from people.actors import Actor
from registers.listing import listed_for, visible
from registers.models import Charge, MeterInstallation
from registers.refusals import NoSuchRecord

MOST_MONTHS = 36
_PLACES = {
    "meters": "meter_id",
    "supply-points": "supply_point_id",
    "customers": "supply_point__site__customer_id",
}


@dataclass(frozen=True, slots=True)
class MonthUsed:
    """What was used in a month, in m³; spread evenly over the days between two readings."""

    month: str
    volume: Decimal
    charged: Decimal | None
    """What was charged for gas of the month; None where the record has no account of its own."""


def consumption(key: str, record_id: int, actor: Actor) -> list[MonthUsed]:
    """The months with readings, oldest first, at most the last `MOST_MONTHS`."""
    listed = listed_for(actor, key)
    if key not in _PLACES or not visible(actor, listed).filter(pk=record_id).exists():
        raise NoSuchRecord(str(record_id))
    months: dict[str, Decimal] = defaultdict(Decimal)
    rows = MeterInstallation.objects.filter(**{_PLACES[key]: record_id}).prefetch_related("readings")
    for installation in rows:
        for (since, low), (until, high) in pairwise(_points(installation)):
            _spread(months, since, until, high - low)
    charged = _charged(record_id) if key == "customers" else None
    return [
        MonthUsed(
            month,
            months[month].quantize(Decimal("0.1")),
            None if charged is None else charged.get(month, Decimal(0)),
        )
        for month in sorted({*months, *(charged or ())})[-MOST_MONTHS:]
    ]


def _charged(customer_id: int) -> dict[str, Decimal]:
    """What was charged for gas by the month it was used in."""
    months: dict[str, Decimal] = defaultdict(Decimal)
    for charge in Charge.objects.filter(customer_id=customer_id, volume__isnull=False).exclude(state="CANCELED"):
        month = charge.period_from or timezone.localdate(charge.charged_at)
        months[f"{month:%Y-%m}"] += charge.amount
    return dict(months)


def _points(installation: MeterInstallation) -> list[tuple[dt.date, Decimal]]:
    """Every known reading of the installation by day."""
    known = {timezone.localdate(installation.installed_at): installation.reading_in}
    for reading in sorted(installation.readings.all(), key=lambda r: r.taken_at):
        known[timezone.localdate(reading.taken_at)] = reading.mechanical
    if installation.removed_at and installation.reading_out is not None:
        known[timezone.localdate(installation.removed_at)] = installation.reading_out
    return sorted(known.items())


def _spread(months: dict[str, Decimal], since: dt.date, until: dt.date, volume: Decimal) -> None:
    days, day = (until - since).days, since
    while day < until:
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        end = min(following, until)
        months[f"{day:%Y-%m}"] += volume * (end - day).days / days
        day = end
