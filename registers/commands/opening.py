"""Opens and closes records inside a process instance: the engine has set the ledger's context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger.context import current_context
from people.models import Unit, today
from registers.commands.finding import fill_search, refresh_search
from registers.models import (
    ArchiveItem,
    ArchiveVolume,
    Contract,
    Customer,
    GasAppliance,
    Hazard,
    PaymentAccount,
    Site,
    SupplyPoint,
)
from registers.numbering import next_number
from registers.refusals import NoSuchRecord, NotInAProcess, told_by_the_database


def instance_now() -> str:
    """The process instance of the open transaction; raises `NotInAProcess` when there is none."""
    instance = current_context().get("instance", "")
    if not instance:
        raise NotInAProcess
    return str(instance)


def open_customer(
    *,
    name: str,
    category: str,
    unit_id: int,
    grade: str = "general",
    licence_no: str = "",
    billing_title: str = "",
    contact_name: str = "",
    phone: str = "",
    address: str = "",
) -> Customer:
    """The new customer with its number."""
    instance = instance_now()
    unit = _unit(unit_id)
    customer = Customer(
        number=next_number("customer", unit),
        name=name.strip(),
        category=category,
        grade=grade,
        licence_no=licence_no.strip(),
        billing_title=billing_title.strip() or name.strip(),
        contact_name=contact_name.strip(),
        phone=phone.strip(),
        address=address.strip(),
        unit=unit,
        opened_in=instance,
    )
    fill_search(customer)
    with transaction.atomic():
        customer.save()
    return customer


def open_site(*, customer_id: int, address: str, purpose: str = "", unit_id: int | None = None) -> Site:
    """The new site of a customer; the customer is found by its address from now on."""
    instance = instance_now()
    customer = record_of(Customer, customer_id)
    unit = _unit(unit_id) if unit_id else customer.unit
    site = Site.objects.create(
        number=next_number("site", unit),
        customer=customer,
        address=address.strip(),
        purpose=purpose,
        unit=unit,
        opened_in=instance,
    )
    refresh_search(customer_id=customer.pk)
    return site


def open_supply_point(
    *,
    site_id: int,
    riser: str = "",
    pressure: str = "low",
    pressure_kpa: Decimal | None = None,
    design_flow: Decimal | None = None,
    regulator: str = "",
) -> SupplyPoint:
    """The new supply point at a site."""
    instance = instance_now()
    site = record_of(Site, site_id)
    return SupplyPoint.objects.create(
        number=next_number("supply_point", site.unit),
        site=site,
        riser=riser,
        pressure=pressure,
        pressure_kpa=pressure_kpa,
        design_flow=design_flow,
        regulator=regulator,
        opened_in=instance,
    )


def register_appliances(*, site_id: int, appliances: Iterable[Mapping[str, Any]]) -> list[GasAppliance]:
    """The appliances of a site: each with kind, rated_flow, and maybe model and quantity."""
    instance_now()
    site = record_of(Site, site_id)
    return [
        GasAppliance.objects.create(
            site=site,
            kind=item["kind"],
            model=item.get("model", ""),
            rated_flow=Decimal(str(item["rated_flow"])),
            quantity=int(item.get("quantity", 1)),
        )
        for item in appliances
    ]


def sign_contract(
    *,
    customer_id: int,
    supply_point_id: int | None = None,
    number: str = "",
    signed_on: dt.date | None = None,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    monthly_volume: Decimal | None = None,
) -> Contract:
    """The signed contract; without a number it gets the next one of the branch."""
    instance = instance_now()
    customer = record_of(Customer, customer_id)
    signed = signed_on or today()
    with told_by_the_database(number):
        contract = Contract.objects.create(
            number=number or next_number("contract", customer.unit),
            customer=customer,
            supply_point_id=supply_point_id,
            signed_on=signed,
            valid_from=valid_from or signed,
            valid_until=valid_until,
            monthly_volume=monthly_volume,
            signed_in=instance,
        )
    refresh_search(customer_id=customer_id)
    return contract


def open_payment_account(
    *,
    customer_id: int,
    method: str,
    bank: str = "",
    account_name: str = "",
    account_no: str = "",
    agreement_no: str = "",
) -> PaymentAccount:
    """The customer's account; a second one in force is refused by the database."""
    instance = instance_now()
    with told_by_the_database("payment account"):
        return PaymentAccount.objects.create(
            customer=record_of(Customer, customer_id),
            method=method,
            bank=bank,
            account_name=account_name,
            account_no=account_no.replace(" ", ""),
            agreement_no=agreement_no,
            opened_in=instance,
        )


def file_volume(
    *,
    title: str,
    items: Iterable[Mapping[str, Any]],
    unit_id: int,
    customer_id: int | None = None,
    shelf: str = "",
    keep_until: dt.date | None = None,
) -> ArchiveVolume:
    """The archive volume with its catalogue: each item with title, and maybe document, pages and sha256."""
    instance = instance_now()
    unit = _unit(unit_id)
    volume = ArchiveVolume.objects.create(
        number=next_number("volume", unit),
        customer_id=customer_id,
        title=title,
        shelf=shelf,
        unit=unit,
        filed_in=instance,
        keep_until=keep_until,
    )
    ArchiveItem.objects.bulk_create(
        ArchiveItem(
            volume=volume,
            position=position,
            title=item["title"],
            document=item.get("document", ""),
            pages=int(item.get("pages", 1)),
            sha256=item.get("sha256", ""),
        )
        for position, item in enumerate(items, start=1)
    )
    return volume


def record_hazard(
    *,
    unit_id: int,
    grade: str,
    place: str,
    description: str,
    customer_id: int | None = None,
    site_id: int | None = None,
    clause: str = "",
    found_at: dt.datetime | None = None,
    due_on: dt.date | None = None,
) -> Hazard:
    """The hazard, open, with its number."""
    instance = instance_now()
    unit = _unit(unit_id)
    return Hazard.objects.create(
        number=next_number("hazard", unit),
        customer_id=customer_id,
        site_id=site_id,
        unit=unit,
        grade=grade,
        place=place,
        clause=clause,
        description=description,
        found_at=found_at or timezone.now(),
        due_on=due_on,
        recorded_in=instance,
    )


def close_hazard(*, hazard_id: int, note: str, closed_at: dt.datetime | None = None) -> Hazard:
    """The hazard, closed; one that is closed already stays as it was."""
    instance_now()
    hazard = Hazard.objects.select_for_update().filter(pk=hazard_id).first()
    if hazard is None:
        raise NoSuchRecord(f"hazard {hazard_id}")
    if hazard.state == Hazard.State.OPEN:
        hazard.state, hazard.closed_at, hazard.closing_note = Hazard.State.CLOSED, closed_at or timezone.now(), note
        hazard.save(update_fields=["state", "closed_at", "closing_note"])
    return hazard


def _unit(unit_id: int) -> Unit:
    return record_of(Unit, unit_id)


def record_of(model: Any, pk: int, *, lock: bool = False) -> Any:
    """The record, locked until the transaction ends when asked so; raises `NoSuchRecord`."""
    rows = model.objects.select_for_update() if lock else model.objects
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoSuchRecord(f"{model._meta.verbose_name} {pk}")
    return found
