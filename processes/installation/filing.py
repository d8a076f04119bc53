"""Turns a finished installation into register records, in one transaction."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.queries import documents_of
from engine.service_tasks import Call
from registers import commands as registers
from registers.models import ArchiveVolume, Contract, Customer, SupplyPoint

_CHINA = ZoneInfo("Asia/Shanghai")
_PRESSURES = {"low": "low", "medium_b": "medium", "medium_a": "medium"}


def file_everything(call: Call) -> dict[str, Any]:
    """Customer, site, supply point, appliances, meter installation, contract, account and volume."""
    customer = _customer(call)
    registers.adopt_charges(instance_id=str(call.instance_id), customer_id=customer.pk)
    point = _supply_point(call, customer)
    _hang_meter(call, point)
    contract = _contract(call, customer, point)
    volume = _volume(call, customer)
    return {
        "customer_id": customer.pk,
        "customer_no": customer.number,
        "supply_point_no": point.number,
        "contract_no": contract.number,
        "volume_no": volume.number,
    }


def _hang_meter(call: Call, point: SupplyPoint) -> None:
    seen = call.variables
    registers.install_meter(
        meter_id=int(seen["meter_id"]),
        supply_point_id=point.pk,
        reading_in=Decimal(str(seen["first_reading"])),
        seal_numbers=str(seen["seal_numbers"]).replace("，", "、").split("、"),
        installed_at=dt.datetime.combine(_date(seen["commissioned_on"]), dt.time(), _CHINA),
    )


def _contract(call: Call, customer: Customer, point: SupplyPoint) -> Contract:
    seen = call.variables
    registers.open_payment_account(
        customer_id=customer.pk,
        method="collection",
        bank=seen["bank"],
        account_name=customer.name,
        account_no=seen["bank_account_no"],
        agreement_no=seen.get("agreement_no") or "",
    )
    return registers.sign_contract(
        customer_id=customer.pk,
        supply_point_id=point.pk,
        signed_on=_date(seen["contract_signed_on"]),
        valid_until=_date(seen["contract_until"]) if seen.get("contract_until") else None,
        monthly_volume=Decimal(str(seen["expected_monthly"])),
    )


def _volume(call: Call, customer: Customer) -> ArchiveVolume:
    seen = call.variables
    printed = documents_of(call.instance_id)
    return registers.file_volume(
        title=f"{customer.name} 用气报装",
        items=[{"title": d["title"], "document": d["number"], "sha256": d["sha256"]} for d in printed],
        unit_id=call.unit_id or 0,
        customer_id=customer.pk,
        shelf=seen["shelf"],
        keep_until=_years_on(call.now.astimezone(_CHINA).date(), int(seen["retention_years"])),
    )


def _customer(call: Call) -> Customer:
    seen = call.variables
    return registers.open_customer(
        name=seen["customer_name"],
        category=seen["category"],
        unit_id=call.unit_id or 0,
        grade="large" if seen["limits"]["project_class"] == "large" else "general",
        licence_no=seen.get("licence_no") or "",
        contact_name=seen["contact_name"],
        phone=seen["contact_phone"],
        address=seen["site_address"],
    )


def _supply_point(call: Call, customer: Customer) -> SupplyPoint:
    seen = call.variables
    site = registers.open_site(customer_id=customer.pk, address=seen["site_address"], purpose="生产经营用气")
    registers.register_appliances(
        site_id=site.pk,
        appliances=[
            {"kind": a["name"], "rated_flow": a["rated_flow"], "quantity": a["quantity"]} for a in seen["appliances"]
        ],
    )
    return registers.open_supply_point(
        site_id=site.pk,
        riser=seen["riser"],
        pressure=_PRESSURES[seen["pressure"]],
        design_flow=Decimal(str(seen["meter_choice"]["design_flow"])),
    )


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _years_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
