"""What hangs on records that somebody wants to change: customers, meters in use, open charges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Sum

from registers.models import (
    Charge,
    Contact,
    Contract,
    Customer,
    LedgerEntry,
    MeterInstallation,
    MeterTest,
    Payment,
    PaymentAccount,
    Reading,
    Regulator,
    Riser,
    SupplyPoint,
    Tariff,
)

_FIND = Callable[[list[int]], Iterable[int | None]]


@dataclass(frozen=True, slots=True)
class Impact:
    """How much hangs on the records."""

    customers: int
    meters: int
    charges: int
    amount: Decimal
    """What is owed of those charges, in yuan."""


def customers_touched(table: str, records: Iterable[int]) -> set[int]:
    """The customers that the records belong to, however far up; for a price, all of its category."""
    find = _CUSTOMERS.get(table)
    return {pk for pk in find(list(records)) if pk is not None} if find else set()


def impact_on(customer_ids: set[int]) -> Impact:
    """What hangs on these customers now."""
    installed = MeterInstallation.objects.filter(
        supply_point__site__customer_id__in=customer_ids, removed_at__isnull=True
    )
    owed = Charge.objects.filter(customer_id__in=customer_ids, state=Charge.State.OPEN)
    paid = Payment.objects.filter(charge__in=owed.values("pk")).aggregate(n=Sum("amount"))["n"] or Decimal(0)
    total = owed.aggregate(n=Sum("amount"))["n"] or Decimal(0)
    return Impact(len(customer_ids), installed.count(), owed.count(), total - paid)


def meters_of(customer_id: int) -> list[MeterInstallation]:
    """The meters in use at the customer's."""
    found = MeterInstallation.objects.filter(supply_point__site__customer_id=customer_id, removed_at__isnull=True)
    return list(found.select_related("meter", "supply_point").order_by("pk"))


def open_charges_of(customer_id: int) -> list[Charge]:
    """What the customer still owes."""
    return list(Charge.objects.filter(customer_id=customer_id, state=Charge.State.OPEN).order_by("pk"))


def credit_of(customer_id: int) -> Decimal:
    """What the company owes the customer: credits that no charge has used, in yuan."""
    entries = LedgerEntry.objects.filter(customer_id=customer_id, charge=None)
    return -(entries.aggregate(n=Sum("amount"))["n"] or Decimal(0))


def _of(model: Any, lookup: str, key: str = "pk") -> _FIND:
    return lambda records: model.objects.filter(**{f"{key}__in": records}).values_list(lookup, flat=True)


def _of_number(model: Any, column: str) -> _FIND:
    def find(records: list[int]) -> Iterable[int]:
        numbers = list(model.objects.filter(pk__in=records).values_list("number", flat=True))
        points = SupplyPoint.objects.filter(**{f"{column}__in": numbers})
        return points.values_list("site__customer_id", flat=True)

    return find


def _of_tariff(records: list[int]) -> Iterable[int]:
    categories = list(Tariff.objects.filter(pk__in=records).values_list("category", flat=True))
    return Customer.objects.filter(category__in=categories, state=Customer.State.OPEN).values_list("pk", flat=True)


_AT_METER = "supply_point__site__customer_id"
_CUSTOMERS: Mapping[str, _FIND] = MappingProxyType(
    {
        "registers_customer": lambda records: records,
        "registers_supplypoint": _of(SupplyPoint, "site__customer_id"),
        "registers_meterinstallation": _of(MeterInstallation, _AT_METER),
        "registers_meter": _of(MeterInstallation, _AT_METER, "meter_id"),
        "registers_contract": _of(Contract, "customer_id"),
        "registers_paymentaccount": _of(PaymentAccount, "customer_id"),
        "registers_reading": _of(Reading, f"installation__{_AT_METER}"),
        "registers_metertest": _of(MeterTest, f"meter__installations__{_AT_METER}"),
        "registers_contact": _of(Contact, "customer_id"),
        "registers_riser": _of_number(Riser, "riser"),
        "registers_regulator": _of_number(Regulator, "regulator"),
        "registers_tariff": _of_tariff,
    }
)
