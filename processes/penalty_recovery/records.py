"""What the registers know that a recovery is computed with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from registers.models import Charge, GasAppliance, MeterInstallation, Payment, Reading, Tariff, TheftCase

TYPES = {"diaphragm": "皮膜", "rotary": "罗茨", "turbine": "涡轮", "ultrasonic": "超声"}
BEFORE_DAYS = 120
_DAY = dt.timedelta(days=1)


def installed(serial: str) -> MeterInstallation | None:
    """Where the meter of that serial number hangs now; None when nowhere, or at more than one place."""
    found = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    rows = list(found.select_related("meter", "supply_point__site__customer")[:2])
    return rows[0] if len(rows) == 1 else None


def described(hung: MeterInstallation) -> dict[str, Any]:
    """The variables that the forms show of the customer, the place and the meter."""
    site = hung.supply_point.site
    customer = site.customer
    last = Reading.objects.filter(installation=hung).order_by("-taken_at").first()
    earlier = TheftCase.objects.filter(customer=customer, outcome="recovered").count()
    return {
        "customer_id": customer.pk,
        "customer_name": customer.name,
        "contact_phone": customer.phone or None,
        "category": customer.category,
        "credit_rating": customer.credit_rating,
        "site_id": site.pk,
        "site_address": site.address,
        "supply_point_id": hung.supply_point_id,
        "meter_id": hung.meter_id,
        "meter_type": TYPES[hung.meter.type],
        "meter_size": hung.meter.g_size,
        "meter_qmax": hung.meter.rated_flow,
        "last_reading": last.mechanical if last else hung.reading_in,
        "earlier_cases": earlier,
        "repeated": earlier > 0,
    }


def appliances(site_id: int, day: dt.date) -> list[dict[str, Any]]:
    """The appliances in use at the place on that day."""
    in_use = Q(valid_until=None) | Q(valid_until__gte=day)
    rows = GasAppliance.objects.filter(in_use, site_id=site_id).order_by("id")
    return [{"name": one.kind, "rated_flow": one.rated_flow, "quantity": one.quantity} for one in rows]


def prices(category: str, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Every step's price from `first` to `last`, in periods within one year; days without a price are left out."""
    within = Q(valid_until=None) | Q(valid_until__gte=first)
    rows = list(Tariff.objects.filter(within, category=category, valid_from__lte=last).order_by("above", "step"))
    starts = sorted(
        {first}
        | {row.valid_from for row in rows}
        | {row.valid_until + _DAY for row in rows if row.valid_until}
        | {dt.date(year, 1, 1) for year in range(first.year, last.year + 1)}
    )
    begun = [day for day in starts if first <= day <= last]
    spans = zip(begun, [*(day - _DAY for day in begun[1:]), last], strict=True)
    return [_price(row, *span) for span in spans for row in rows if _in_force(row, span[0])]


def _in_force(row: Tariff, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


def _price(row: Tariff, begins: dt.date, ends: dt.date) -> dict[str, Any]:
    return {
        "from": begins.isoformat(), "until": ends.isoformat(), "days": (ends - begins).days + 1, "step": row.step,
        "above": row.above, "price": row.price, "citation": f"{row.citation}（{row.valid_from} 起）",
    }  # fmt: skip


def used_in_years(supply_point_id: int, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """What was billed there in each calendar year that the period touches: it fills the lower steps first."""
    return [
        {"year": str(year), "volume": billed(supply_point_id, dt.date(year, 1, 1), dt.date(year, 12, 31))}
        for year in range(first.year, last.year + 1)
    ]


def billed(supply_point_id: int, first: dt.date, last: dt.date) -> Decimal:
    """What was billed there for months that lie in the period or reach into it, by the days that do."""
    rows = _charges(supply_point_id, first, last)
    return sum((_share(row, first, last) for row in rows), Decimal(0)).quantize(Decimal("0.001"))


def _charges(supply_point_id: int, first: dt.date, last: dt.date) -> list[Charge]:
    found = Charge.objects.filter(supply_point_id=supply_point_id, volume__gt=0)
    found = found.filter(period_from__lte=last, period_until__gte=first)
    return list(found.exclude(state="CANCELED"))


def _share(row: Charge, first: dt.date, last: dt.date) -> Decimal:
    if row.volume is None or row.period_from is None or row.period_until is None:
        return Decimal(0)
    whole = (row.period_until - row.period_from).days + 1
    within = (min(row.period_until, last) - max(row.period_from, first)).days + 1
    return row.volume * within / whole


def before(supply_point_id: int, first: dt.date) -> tuple[Decimal, int]:
    """The volume billed for whole months that ended in the four months before, and their days."""
    since = first - dt.timedelta(days=BEFORE_DAYS + 31)
    rows = [one for one in _charges(supply_point_id, since, first) if one.period_until and one.period_until < first]
    days = sum((one.period_until - one.period_from).days + 1 for one in rows if one.period_from and one.period_until)
    return sum((one.volume or Decimal(0) for one in rows), Decimal(0)), days


def received_by_part(charge_no: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    """What has been paid of each part, by its notice number."""
    found = dict.fromkeys((str(one["notice_no"]) for one in parts), Decimal(0))
    for reference, amount in Payment.objects.filter(charge__number=charge_no).values_list("reference", "amount"):
        notice_no = reference.partition("/")[0]
        if notice_no in found:
            found[notice_no] += amount
    return found
