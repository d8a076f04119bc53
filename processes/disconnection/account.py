"""What the registers know of a customer who leaves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q

from registers import commands as registers
from registers.models import Charge, MeterInstallation, Reading, SupplyPoint, Tariff


def installed(serial: str) -> MeterInstallation | None:
    """Where the meter of that serial number hangs now; None when nowhere, or when two makers' meters bear it."""
    found = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    rows = list(found.select_related("supply_point__site__customer")[:2])
    return rows[0] if len(rows) == 1 else None


def described(installation: MeterInstallation, today: dt.date) -> dict[str, Any]:
    """The variables that the forms show."""
    site = installation.supply_point.site
    readings = Reading.objects.filter(installation=installation).order_by("-taken_at")
    last, billed = readings.first(), readings.filter(billed=True).first()
    return {
        "installation_id": installation.pk,
        "meter_id": installation.meter_id,
        "supply_point_id": installation.supply_point_id,
        "site_id": site.pk,
        "customer_id": site.customer_id,
        "customer_name": site.customer.name,
        "site_address": site.address,
        "category": site.customer.category,
        "last_reading": last.mechanical if last else installation.reading_in,
        "billed_reading": billed.mechanical if billed else installation.reading_in,
        "price": _price(site.customer.category, today),
        "arrears": registers.receivable(customer_id=site.customer_id),
    }


def open_charges(customer_id: int) -> list[Charge]:
    """What is still to be paid, the oldest first."""
    return list(Charge.objects.filter(customer_id=customer_id, state=Charge.State.OPEN).order_by("charged_at", "pk"))


def other_points(*, customer_id: int, supply_point_id: int) -> bool:
    """Whether the customer is supplied anywhere else."""
    rest = SupplyPoint.objects.filter(site__customer_id=customer_id, valid_until=None).exclude(pk=supply_point_id)
    return rest.exists()


def _price(category: str, day: dt.date) -> Decimal | None:
    in_force = Q(valid_until=None) | Q(valid_until__gte=day)
    rows = Tariff.objects.filter(in_force, category=category, valid_from__lte=day)
    return rows.order_by("step", "-valid_from").values_list("price", flat=True).first()
