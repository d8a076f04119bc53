"""Keeps what is searched of a customer in step with the records that it is taken from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

from registers.models import Contract, Customer, MeterInstallation, Site, SupplyPoint
from registers.searching import haystack, initials, search_keys

MOST_NUMBERS = 200
"""Meters and contracts of one customer by which it is found: the newest ones."""


def refresh_search(*, customer_id: int) -> None:
    """Makes the derived search columns agree with the customer, its sites, meters and contracts."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return
    fill_search(customer, [*_addresses(customer_id), *_numbers(customer_id)])
    customer.save(update_fields=["initials", "search_text", "search_keys"])


def refresh_search_of(*, table: str, record_id: int) -> None:
    """The same for the customer that a changed record belongs to; nothing for tables that nobody is found by."""
    find = _CUSTOMERS.get(table)
    for customer_id in set(find(record_id)) if find else ():
        refresh_search(customer_id=customer_id)


def refresh_search_of_many(*, table: str, records: Iterable[int]) -> None:
    """The same for many records at once: a few statements, however many there are."""
    find = _CUSTOMERS_OF_MANY.get(table)
    ids = set(find(list(records))) if find else set()
    texts: dict[int, list[str]] = defaultdict(list)
    sites = Site.objects.filter(customer_id__in=ids, valid_until=None).order_by("pk")
    meters = MeterInstallation.objects.filter(supply_point__site__customer_id__in=ids).order_by("-pk")
    contracts = Contract.objects.filter(customer_id__in=ids).order_by("-pk")
    for pairs in (
        sites.values_list("customer_id", "address"),
        meters.values_list("supply_point__site__customer_id", "meter__serial"),
        contracts.values_list("customer_id", "number"),
    ):
        for customer_id, text in pairs:
            texts[customer_id].append(text)
    customers = list(Customer.objects.filter(pk__in=ids))
    for customer in customers:
        fill_search(customer, texts[customer.pk])
    Customer.objects.bulk_update(customers, ["initials", "search_text", "search_keys"], batch_size=1_000)


def fill_search(customer: Customer, others: Iterable[str] = ()) -> None:
    """Computes the derived columns of a customer that is about to be saved."""
    texts = [customer.number, customer.billing_title, customer.address, *others]
    customer.initials = initials(customer.name)
    customer.search_text = haystack(name=customer.name, others=texts)
    customer.search_keys = search_keys(customer.search_text)


def _addresses(customer_id: int) -> Iterable[str]:
    return Site.objects.filter(customer_id=customer_id, valid_until=None).values_list("address", flat=True)


def _numbers(customer_id: int) -> list[str]:
    meters = MeterInstallation.objects.filter(supply_point__site__customer_id=customer_id).order_by("-pk")
    contracts = Contract.objects.filter(customer_id=customer_id).order_by("-pk")
    return [
        *dict.fromkeys(meters.values_list("meter__serial", flat=True)[:MOST_NUMBERS]),
        *contracts.values_list("number", flat=True)[:MOST_NUMBERS],
    ]


def _of(model: Any, lookup: str, key: str = "pk") -> Callable[[int], Iterable[int]]:
    return lambda record_id: model.objects.filter(**{key: record_id}).values_list(lookup, flat=True)


_CUSTOMERS: MappingProxyType[str, Callable[[int], Iterable[int]]] = MappingProxyType(
    {
        "registers_customer": lambda record_id: [record_id],
        "registers_site": _of(Site, "customer_id"),
        "registers_supplypoint": _of(SupplyPoint, "site__customer_id"),
        "registers_contract": _of(Contract, "customer_id"),
        "registers_meterinstallation": _of(MeterInstallation, "supply_point__site__customer_id"),
        "registers_meter": _of(MeterInstallation, "supply_point__site__customer_id", "meter_id"),
    }
)


def _of_many(model: Any, lookup: str, key: str = "pk") -> Callable[[list[int]], Iterable[int]]:
    return lambda records: model.objects.filter(**{f"{key}__in": records}).values_list(lookup, flat=True)


_CUSTOMERS_OF_MANY: MappingProxyType[str, Callable[[list[int]], Iterable[int]]] = MappingProxyType(
    {
        "registers_customer": lambda records: records,
        "registers_contract": _of_many(Contract, "customer_id"),
        "registers_meter": _of_many(MeterInstallation, "supply_point__site__customer_id", "meter_id"),
    }
)
