"""Rows on their way into tables: each table has its columns, its next id and its text for COPY."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "riser": "number address pressure regulator_id unit_id valid_from valid_until",
        "regulator": "number model address inlet_kpa outlet_kpa unit_id valid_from valid_until",
        "customer": "number name category grade credit_rating licence_no billing_title contact_name phone address "
        "unit_id state valid_from closed_on keep_until opened_in initials search_text search_keys",
        "site": "number customer_id address purpose unit_id valid_from valid_until opened_in",
        "supplypoint": "number site_id riser pressure pressure_kpa design_flow regulator valid_from valid_until "
        "opened_in",
        "meter": "serial maker type g_size rated_flow made_on verified_on verified_until mechanical_reading "
        "electronic_reading remote_terminal state unit_id",
        "meterinstallation": "meter_id supply_point_id installed_at removed_at reading_in reading_out electronic_in "
        "electronic_out seal_numbers installed_in removed_in removal_reason seals_intact",
        "reading": "installation_id taken_at mechanical electronic source billed",
        "gasappliance": "site_id kind model rated_flow quantity valid_from valid_until",
        "contact": "customer_id name phone duty valid_from valid_until opened_in",
        "contract": "number customer_id supply_point_id signed_on valid_from valid_until monthly_volume state "
        "signed_in",
        "paymentaccount": "customer_id method bank account_name account_no agreement_no valid_from valid_until "
        "opened_in",
        "charge": "number customer_id kind amount due_on charged_at notice_no supply_point_id period_from period_until "
        "volume state charged_in",
        "ledgerentry": "kind charge_id customer_id amount text reverses_id posted_at posted_in",
        "payment": "charge_id amount method reference paid_at received_in",
        "archivevolume": "number customer_id title shelf unit_id filed_at filed_in keep_until",
        "archiveitem": "volume_id position title document pages sha256",
        "hazard": "number customer_id site_id unit_id grade place clause description found_at due_on state closed_at "
        "closing_note recorded_in",
    }
)
"""The registers that are filled and their columns after the id, parents before their children."""


class Rows:
    """Rows of every table, waiting to be copied; ids go on from where the tables end."""

    def __init__(self, last: Mapping[str, int]) -> None:
        self.last = dict(last)
        self.count = dict.fromkeys(COLUMNS, 0)
        self._digests = {table: hashlib.sha256() for table in COLUMNS}
        self._lines: dict[str, list[str]] = {table: [] for table in COLUMNS}

    def add(self, table: str, *values: Any) -> int:
        """The id of the new row; None is NULL, everything else its text."""
        key = self.last[table] = self.last[table] + 1
        self._lines[table].append("\t".join([str(key), *[_text(value) for value in values]]))
        return key

    def taken(self) -> Iterator[tuple[str, io.StringIO]]:
        """The text of each table that has rows; they are forgotten here."""
        for table, lines in self._lines.items():
            if lines:
                text = "\n".join(lines) + "\n"
                self._digests[table].update(text.encode())
                self.count[table] += len(lines)
                lines.clear()
                yield table, io.StringIO(text)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of all text that was taken, by table."""
        return {table: digest.hexdigest() for table, digest in self._digests.items() if self.count[table]}


def _text(value: Any) -> str:
    if type(value) is str:
        return value.replace("\n", "\\n") if "\n" in value else value
    if value is None:
        return "\\N"
    if type(value) is bool:
        return "t" if value else "f"
    if type(value) is list:
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)
