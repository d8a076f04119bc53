"""Keeps what is searched of a customer in step with the records that it is taken from."""

from __future__ import annotations

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
