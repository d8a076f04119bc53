"""Ends things on a day without deleting them: contracts, accounts, appliances, supply points, sites, customers."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from people.models import today
from registers.commands.finding import refresh_search
from registers.commands.opening import instance_now, record_of
from registers.models import Contact, Contract, Customer, GasAppliance, PaymentAccount, Site, SupplyPoint
from registers.refusals import AlreadyClosed, told_by_the_database

T = TypeVar("T", PaymentAccount, Contact, GasAppliance, SupplyPoint, Site)


def end_contract(*, contract_id: int, ended_on: dt.date | None = None) -> Contract:
    """The contract, ended: that day belongs to it no more."""
    instance_now()
    contract = record_of(Contract, contract_id, lock=True)
    if contract.state == Contract.State.ENDED:
        raise AlreadyClosed(contract.number)
    contract.state, contract.valid_until = Contract.State.ENDED, ended_on or today()
    with told_by_the_database(contract.number):
        contract.save(update_fields=["state", "valid_until"])
    return contract


def end_payment_account(*, account_id: int, ended_on: dt.date | None = None) -> PaymentAccount:
    """The account, ended: from that day on another may be in force."""
    return _end(record_of(PaymentAccount, account_id, lock=True), ended_on)


def open_contact(*, customer_id: int, name: str, phone: str, duty: str = "site") -> Contact:
    """The new contact of a customer."""
    instance = instance_now()
    with told_by_the_database(name):
        return Contact.objects.create(
            customer=record_of(Customer, customer_id),
            name=name.strip(),
            phone=phone.strip(),
            duty=duty,
            opened_in=instance,
        )


def end_contact(*, contact_id: int, ended_on: dt.date | None = None) -> Contact:
    """The contact, ended."""
    return _end(record_of(Contact, contact_id, lock=True), ended_on)


def end_appliance(*, appliance_id: int, ended_on: dt.date | None = None) -> GasAppliance:
    """The appliance, taken out of use."""
    return _end(record_of(GasAppliance, appliance_id, lock=True), ended_on)


def close_supply_point(*, supply_point_id: int, closed_on: dt.date | None = None) -> SupplyPoint:
    """The supply point, closed; the database refuses while a meter hangs there."""
    return _end(record_of(SupplyPoint, supply_point_id, lock=True), closed_on)


@transaction.atomic
def close_site(*, site_id: int, closed_on: dt.date | None = None) -> Site:
    """The site, closed with its supply points; it is no longer found by its address."""
    site = record_of(Site, site_id, lock=True)
    for point in site.supply_points.select_for_update().filter(valid_until=None).order_by("pk"):
        _end(point, closed_on)
    _end(site, closed_on)
    refresh_search(customer_id=site.customer_id)
    return site


@transaction.atomic
def close_customer(*, customer_id: int, keep_years: int, closed_on: dt.date | None = None) -> Customer:
    """The customer, closed with everything open, kept with its volumes for so many years (the rule is the caller's
    table).

    The database refuses while a meter hangs anywhere at the customer's.
    """
    instance_now()
    customer = record_of(Customer, customer_id, lock=True)
    if customer.state == Customer.State.CLOSED:
        raise AlreadyClosed(customer.number)
    day = closed_on or today()
    for contract in customer.contracts.filter(state=Contract.State.IN_FORCE).order_by("pk"):
        end_contract(contract_id=contract.pk, ended_on=day)
    for account in customer.accounts.filter(valid_until=None).order_by("pk"):
        end_payment_account(account_id=account.pk, ended_on=day)
    for site in customer.sites.filter(valid_until=None).order_by("pk"):
        close_site(site_id=site.pk, closed_on=day)
    customer.state, customer.closed_on, customer.keep_until = Customer.State.CLOSED, day, years_on(day, keep_years)
    with told_by_the_database(customer.number):
        customer.save(update_fields=["state", "closed_on", "keep_until"])
    kept_shorter = Q(keep_until=None) | Q(keep_until__lt=customer.keep_until)
    customer.volumes.filter(kept_shorter).update(keep_until=customer.keep_until)
    return customer


def years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _end(row: T, day: dt.date | None) -> T:
    instance_now()
    if row.valid_until is not None:
        raise AlreadyClosed(f"{row._meta.verbose_name} {row.pk}")
    row.valid_until = day or today()
    with told_by_the_database(f"{row._meta.verbose_name} {row.pk}"):
        row.save(update_fields=["valid_until"])
    return row
