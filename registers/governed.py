"""Governed fields: which columns only an approved request may change, and how many people must approve each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GOVERNED: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "registers_customer": {
            "number": 2,
            "name": 2,
            "category": 2,
            "licence_no": 1,
            "billing_title": 1,
            "phone": 1,
            "credit_rating": 2,
        },
        "registers_supplypoint": {"site_id": 2, "riser": 1},
        "registers_meter": {"serial": 2, "maker": 1, "type": 1, "g_size": 1},
        "registers_meterinstallation": {
            "meter_id": 2,
            "supply_point_id": 2,
            "installed_at": 1,
            "reading_in": 2,
            "electronic_in": 2,
            "removed_at": 1,
            "reading_out": 2,
            "electronic_out": 2,
        },
        "registers_contract": {"number": 2, "customer_id": 2, "supply_point_id": 1, "valid_from": 1},
        "registers_paymentaccount": {
            "customer_id": 2,
            "method": 1,
            "bank": 2,
            "account_name": 2,
            "account_no": 2,
            "agreement_no": 1,
            "valid_until": 1,
        },
        "registers_tariff": {"category": 2, "step": 2, "above": 2, "price": 2, "valid_from": 2, "valid_until": 2},
        "registers_reading": {"installation_id": 2, "taken_at": 2, "mechanical": 2, "electronic": 2},
        "registers_contact": {"customer_id": 2, "name": 1, "phone": 1, "valid_until": 1},
        "registers_riser": {"number": 2, "regulator_id": 1},
        "registers_regulator": {"number": 2},
        "registers_metertest": {
            "meter_id": 2,
            "passed": 2,
            "error_percent": 2,
            "tested_on": 2,
            "verified_until": 2,
        },
    }
)
"""Table → column → approvals needed. A billed reading is governed; one that is not billed yet may be corrected."""

FILLED_ONCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "registers_meterinstallation": ("removed_at", "reading_out", "electronic_out"),
        "registers_paymentaccount": ("valid_until",),
        "registers_tariff": ("valid_until",),
        "registers_contact": ("valid_until",),
        "registers_metertest": ("passed", "error_percent", "tested_on", "verified_until"),
    }
)
"""Columns that a process instance may fill while they are empty (a removal, an end); from then on they are governed."""

FREE: Mapping[str, tuple[str, ...]] = MappingProxyType({"registers_customer": ("address", "contact_name", "grade")})
"""Columns that a request may name beside governed ones, and that need nobody's approval."""


def field_needs(table: str, field: str) -> int | None:
    """How many people must approve the field; None when no request may name it."""
    return 0 if field in FREE.get(table, ()) else GOVERNED.get(table, {}).get(field)


_OPENING = {"name": 2, "category": 2, "licence_no": 1, "billing_title": 1, "phone": 1, "unit_id": 1}
_OPENING_FREE = ("grade", "contact_name", "address")
_CLOSING = {"state": 2}


def request_needs(kind: str, table: str, field: str) -> int | None:
    """How many people must approve the field of a request of this kind; None when such a request may not name it."""
    if kind == "open":
        return 0 if field in _OPENING_FREE else _OPENING.get(field)
    return _CLOSING.get(field) if kind == "close" else field_needs(table, field)
