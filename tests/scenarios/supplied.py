"""A customer who has been supplied for a while: site, meter, contract's category, billed months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.context import audited
from people.actors import SYSTEM
from people.models import today
from people.queries import unit_by_code
from registers import commands as registers
from registers.models import Customer, Meter, MeterInstallation, SupplyPoint


@dataclass(frozen=True, slots=True)
class Supplied:
    """What was recorded."""

    customer: Customer
    point: SupplyPoint
    meter: Meter
    installation: MeterInstallation


def supplied(
    serial: str, *, name: str = "海棠餐饮", months: Sequence[str] = ("900", "910", "905", "915"), g_size: str = "G25"
) -> Supplied:
    """A commercial customer of the first branch, its meter hung two years ago; `months` in m³, newest last."""
    unit = unit_by_code("001").pk
    began = dt.datetime.combine(today() - dt.timedelta(days=730), dt.time(9), dt.UTC)
    with audited(actor=SYSTEM, instance_id=1, reason="supplied"):
        customer = registers.open_customer(
            name=name, category="commercial", unit_id=unit, contact_name="王建国", phone="13805510001"
        )
        site = registers.open_site(customer_id=customer.pk, address="中山北路 118 号")
        point = registers.open_supply_point(site_id=site.pk)
        meter = stocked(serial, g_size=g_size)
        registers.issue_meter(meter_id=meter.pk)
        hung = registers.install_meter(
            meter_id=meter.pk, supply_point_id=point.pk, reading_in=Decimal(0), installed_at=began
        )
        for back, volume in enumerate(reversed(months), start=1):
            _bill(customer, point, back, Decimal(volume))
    return Supplied(customer, point, meter, hung)


def stocked(serial: str, *, g_size: str = "G25") -> Meter:
    """A verified diaphragm meter on the first branch's shelf; the caller has said who does it."""
    return registers.receive_meter(
        serial=serial,
        maker="江城仪表",
        type="diaphragm",
        g_size=g_size,
        rated_flow=Decimal(40),
        unit_id=unit_by_code("001").pk,
        verified_until=today() + dt.timedelta(days=700),
    )


def _bill(customer: Customer, point: SupplyPoint, back: int, volume: Decimal) -> None:
    """One month's charge, `back` months ago."""
    year, month = divmod(today().year * 12 + today().month - 1 - back, 12)
    first = dt.date(year, month + 1, 1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    registers.post_charge(
        unit_id=customer.unit_id,
        kind="气费",
        amount=(volume * Decimal("3.86")).quantize(Decimal("0.01")),
        customer_id=customer.pk,
        supply_point_id=point.pk,
        period_from=first,
        period_until=last,
        volume=volume,
    )
