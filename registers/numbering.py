"""Numbers without gaps: one row a series, locked until the transaction ends."""

from __future__ import annotations

from django.db import connection

from people.models import Unit, today

_NEXT = """
INSERT INTO registers_number (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = registers_number.last + 1 RETURNING last
"""
_LETTERS = {
    "customer": "KH",
    "site": "DZ",
    "supply_point": "GQ",
    "contract": "HT",
    "charge": "JF",
    "volume": "DA",
    "hazard": "YH",
    "theft_case": "WZ",
}


def next_number(kind: str, unit: Unit) -> str:
    """The next number of the kind at the unit's branch this year, such as KH001-2026-00001."""
    branch = unit.code.partition("-")[0]
    series = f"{_LETTERS[kind]}{branch}-{today().year}"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        return f"{series}-{cursor.fetchone()[0]:05d}"
