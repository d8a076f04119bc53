"""What hangs on a customer: sites, meters, contracts, money, papers, hazards, each masked for its reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from people.actors import Actor
from people.permissions import fields, masked_row
from registers.models import (
    ArchiveVolume,
    Charge,
    Contact,
    Contract,
    Customer,
    GasAppliance,
    Hazard,
    MeterInstallation,
    Payment,
    PaymentAccount,
    Site,
    SupplyPoint,
    TheftCase,
)
from registers.views import MeterView

_LIMIT = 500
REMOVED = "REMOVED"


def related(customer: Customer, actor: Actor, path: str) -> dict[str, Any]:
    """The parts of the record page by the names of `CustomerRecord`."""
    installations = list(
        MeterInstallation.objects.filter(supply_point__site__customer=customer)
        .select_related("meter", "supply_point")
        .order_by("-installed_at")[:_LIMIT]
    )
    parts: dict[str, Any] = {
        name: _rows(model.objects.filter(**{lookup: customer}).order_by("-pk")[:_LIMIT], actor, path)
        for name, model, lookup in _PARTS
    }
    parts["meters"] = tuple(_meter(installation) for installation in installations)
    parts["instance_ids"] = _instances(customer, parts, installations)
    return parts


_PARTS: tuple[tuple[str, Any, str], ...] = (
    ("sites", Site, "customer"),
    ("supply_points", SupplyPoint, "site__customer"),
    ("appliances", GasAppliance, "site__customer"),
    ("contracts", Contract, "customer"),
    ("accounts", PaymentAccount, "customer"),
    ("charges", Charge, "customer"),
    ("volumes", ArchiveVolume, "customer"),
    ("hazards", Hazard, "customer"),
    ("contacts", Contact, "customer"),
    ("payments", Payment, "charge__customer"),
    ("theft_cases", TheftCase, "customer"),
)
_INSTANCE_COLUMNS = ("opened_in", "signed_in", "charged_in", "filed_in", "recorded_in")


def _rows(found: Iterable[Model], actor: Actor, path: str) -> tuple[dict[str, Any], ...]:
    shown = []
    for row in found:
        rights = fields(actor, row, unit_path=path)
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        shown.append(masked_row(values, rights, row._meta.label_lower))
    return tuple(shown)


def _meter(installation: MeterInstallation) -> MeterView:
    meter = installation.meter
    return MeterView(
        id=meter.pk,
        installation_id=installation.pk,
        serial=meter.serial,
        type=meter.type,
        size=meter.g_size,
        state=meter.state if installation.removed_at is None else REMOVED,
        supply_point=installation.supply_point.number,
        installed_at=installation.installed_at,
        removed_at=installation.removed_at,
        reading_in=installation.reading_in,
        reading_out=installation.reading_out,
        seal_numbers=tuple(installation.seal_numbers),
        verified_until=meter.verified_until,
    )


def _instances(
    customer: Customer, parts: dict[str, Any], installations: Iterable[MeterInstallation]
) -> tuple[str, ...]:
    found = [customer.opened_in]
    for name, _, _ in _PARTS:
        found += [row.get(column, "") for row in parts[name] for column in _INSTANCE_COLUMNS]
    for installation in installations:
        found += [installation.installed_in, installation.removed_in]
    return tuple(dict.fromkeys(instance for instance in found if instance))
