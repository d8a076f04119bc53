"""The shapes in which queries answer: frozen rows, already masked for their reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A line of the customer list."""

    id: int
    number: str
    name: str
    category: str
    category_label: str
    grade: str
    grade_label: str
    unit: dict[str, Any]
    phone: Any
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Customers, and the cursor of the next page."""

    results: tuple[CustomerRow, ...]
    next_after: str | None
    count: int | None
    count_capped: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a record: its name in the reader's language, its value and how it may be seen."""

    name: str
    label: str
    value: Any
    right: str
    governed: bool
    proposed: Any = None
    """The new value that an open change request asks for."""


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter at one of the customer's supply points, now or once."""

    id: int
    installation_id: int
    serial: str
    type: str
    size: str
    state: str
    supply_point: str
    installed_at: dt.datetime
    removed_at: dt.datetime | None
    reading_in: Decimal
    reading_out: Decimal | None
    seal_numbers: tuple[str, ...]
    verified_until: dt.date | None


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """All of a customer's file that the reader may see."""

    id: int
    number: str
    name: str
    unit: dict[str, Any]
    fields: tuple[FieldView, ...]
    sites: tuple[dict[str, Any], ...]
    supply_points: tuple[dict[str, Any], ...]
    appliances: tuple[dict[str, Any], ...]
    meters: tuple[MeterView, ...]
    contracts: tuple[dict[str, Any], ...]
    accounts: tuple[dict[str, Any], ...]
    charges: tuple[dict[str, Any], ...]
    volumes: tuple[dict[str, Any], ...]
    hazards: tuple[dict[str, Any], ...]
    contacts: tuple[dict[str, Any], ...]
    payments: tuple[dict[str, Any], ...]
    theft_cases: tuple[dict[str, Any], ...]
    instance_ids: tuple[str, ...]
    """The instances that wrote this file; the API adds those that the engine knows of."""
