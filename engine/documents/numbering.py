"""Gives out numbers by rule: series, unit, year, running number without repetition."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import connection, transaction

_CHINA = ZoneInfo("Asia/Shanghai")
_NEXT = """
INSERT INTO number_series (series, unit_code, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (series, unit_code, year) DO UPDATE SET last = number_series.last + 1 RETURNING last
"""


def number_for(*, key: str, series: str, unit_code: str, now: dt.datetime) -> str:
    """The number of `key`, such as "SL-001-2026-00042"; asked again, the same one."""
    year = now.astimezone(_CHINA).year
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        cursor.execute("SELECT number FROM document_number WHERE key = %s", [key])
        if row := cursor.fetchone():
            return str(row[0])
        cursor.execute(_NEXT, [series, unit_code, year])
        number = f"{series}-{unit_code}-{year}-{cursor.fetchone()[0]:05d}"
        cursor.execute("INSERT INTO document_number (key, number, given_at) VALUES (%s, %s, %s)", [key, number, now])
    return number
