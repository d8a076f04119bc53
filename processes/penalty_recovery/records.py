"""What the registers know that a recovery is computed with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from registers.models import Charge, GasAppliance, MeterInstallation, Reading, Tariff, TheftCase

TYPES = {"diaphragm": "皮膜", "rotary": "罗茨", "turbine": "涡轮", "ultrasonic": "超声"}
BEFORE_DAYS = 120


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
    """The first step's price day by day from `first` to `last`, in periods; days without one are left out."""
    rows = Tariff.objects.filter(category=category, valid_from__lte=last).order_by("step", "-valid_from")
    lowest = [row for row in rows if row.step == rows[0].step]
    return [one for row in reversed(lowest) if (one := _period(row, first, last))]


def _period(row: Tariff, first: dt.date, last: dt.date) -> dict[str, Any] | None:
    begins, ends = max(row.valid_from, first), min(row.valid_until or last, last)
    if begins > ends:
        return None
    return {
        "from": begins.isoformat(), "until": ends.isoformat(), "days": (ends - begins).days + 1, "price": row.price,
        "citation": f"{row.citation}（{row.valid_from} 起）",
    }  # fmt: skip


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


def received(notice_no: str) -> Decimal:
    """What has been paid on the notice."""
    paid = Charge.objects.filter(notice_no=notice_no).aggregate(paid=Sum("payments__amount"))
    return paid["paid"] or Decimal(0)
