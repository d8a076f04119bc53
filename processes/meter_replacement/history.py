"""What the registers know of a meter that is to be replaced."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Q, Sum

from registers.models import Charge, MeterInstallation, Reading, Tariff

TYPES = MappingProxyType({"diaphragm": "皮膜", "rotary": "罗茨", "turbine": "涡轮", "ultrasonic": "超声"})
MONTHS = 4


def installed(serial: str) -> MeterInstallation | None:
    """Where the meter of that serial number hangs now; None when nowhere, or when two makers' meters bear it."""
    found = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    rows = list(found.select_related("meter", "supply_point__site__customer")[:2])
    return rows[0] if len(rows) == 1 else None


def described(installation: MeterInstallation) -> dict[str, Any]:
    """The variables that the forms show of an installed meter."""
    meter, site = installation.meter, installation.supply_point.site
    last = Reading.objects.filter(installation=installation).order_by("-taken_at").first()
    customer = site.customer
    return {
        "installation_id": installation.pk,
        "meter_id": meter.pk,
        "supply_point_id": installation.supply_point_id,
        "customer_id": customer.pk,
        "customer_name": customer.name,
        "contact_phone": customer.phone or None,
        "category": customer.category,
        "site_address": site.address,
        "meter_type": TYPES[meter.type],
        "meter_size": meter.g_size,
        "wanted_type": TYPES[meter.type],
        "wanted_size": meter.g_size,
        "last_reading": last.mechanical if last else installation.reading_in,
        "last_read_on": (last.taken_at if last else installation.installed_at).date().isoformat(),
    }


def recent_months(supply_point_id: int, before: dt.date) -> list[dict[str, Any]]:
    """The billed volumes of the last four months that ended by `before`, newest first."""
    return _months(supply_point_id, Q(period_until__lt=before))[:MONTHS]


def last_year_months(supply_point_id: int, day: dt.date) -> list[dict[str, Any]]:
    """The billed volume of the same month a year before `day`, if there was any."""
    wanted = f"{day.year - 1:04d}-{day.month:02d}"
    return [one for one in _months(supply_point_id, Q(period_until__lt=day)) if one["month"] == wanted]


def _months(supply_point_id: int, when: Q) -> list[dict[str, Any]]:
    billed = Charge.objects.filter(when, supply_point_id=supply_point_id, volume__gt=0).exclude(state="CANCELED")
    rows = billed.values("period_until").annotate(volume=Sum("volume")).order_by("-period_until")
    volumes: dict[str, Decimal] = {}
    for row in rows:
        month = f"{row['period_until']:%Y-%m}"
        volumes[month] = volumes.get(month, Decimal(0)) + row["volume"]
    return [{"month": month, "volume": volume} for month, volume in volumes.items()]


def price_on(category: str, day: dt.date) -> Decimal | None:
    """The price of the first step for that category on that day, in CNY/m³."""
    in_force = Q(valid_until=None) | Q(valid_until__gte=day)
    rows = Tariff.objects.filter(in_force, category=category, valid_from__lte=day)
    return rows.order_by("step", "-valid_from").values_list("price", flat=True).first()
