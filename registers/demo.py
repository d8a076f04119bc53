"""What a demo company has on its shelves from the start: tariffs, and verified meters in the warehouses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings

from ledger.context import audited
from people.actors import SYSTEM
from people.demo import NotInDemoMode
from people.models import Unit, today
from registers.commands import receive_meter
from registers.models import Customer, Meter, Tariff

SIZES: tuple[tuple[str, str, str, str], ...] = (
    ("G4", "6", "diaphragm", "天信仪表"),
    ("G6", "10", "diaphragm", "天信仪表"),
    ("G10", "16", "diaphragm", "金卡智能"),
    ("G16", "25", "diaphragm", "金卡智能"),
    ("G25", "40", "diaphragm", "金卡智能"),
    ("G40", "65", "rotary", "苍南仪表"),
    ("G65", "100", "rotary", "苍南仪表"),
    ("G100", "160", "rotary", "苍南仪表"),
    ("G160", "250", "turbine", "天信仪表"),
    ("G250", "400", "turbine", "天信仪表"),
    ("G400", "650", "ultrasonic", "威星智能"),
)
"""G-size, rated flow in m³/h, type, maker."""

PRICES = {"residential": "2.6900", "school": "2.9100", "government": "3.4500"}
OTHER_PRICE = "3.8600"
EACH = 12


def load_registers() -> int:
    """How many meters were added; each size has a dozen at each of the first two branches."""
    if not settings.DEMO:
        raise NotInDemoMode(NotInDemoMode.__doc__)
    with audited(actor=SYSTEM, reason="Demo stock"):
        _tariffs()
        return sum(_stock(unit) for unit in Unit.objects.filter(code__in=("001", "002")).order_by("code"))


def _tariffs() -> None:
    for category in Customer.Category.values:
        if not Tariff.objects.filter(category=category).exists():
            Tariff.objects.create(
                category=category,
                step=1,
                price=Decimal(PRICES.get(category, OTHER_PRICE)),
                valid_from=dt.date(2026, 1, 1),
                citation="演示数据：江城市发展和改革委员会气价文件",
            )


def _stock(unit: Unit) -> int:
    verified = today() - dt.timedelta(days=30)
    added = 0
    for size, flow, kind, maker in SIZES:
        for turn in range(1, EACH + 1):
            serial = f"{unit.code}{size[1:].zfill(3)}26{turn:04d}"
            if Meter.objects.filter(maker=maker, serial=serial).exists():
                continue
            receive_meter(
                serial=serial,
                maker=maker,
                type=kind,
                g_size=size,
                rated_flow=Decimal(flow),
                unit_id=unit.pk,
                made_on=verified - dt.timedelta(days=60),
                verified_on=verified,
                verified_until=verified + dt.timedelta(days=3 * 365),
            )
            added += 1
    return added
