"""Numbers by rule: without gaps in a series, the same again for the same key, never twice under a race."""

from __future__ import annotations

import datetime as dt
import random
import string
import threading

import pytest
from django.db import connection

from engine.documents.models import DocumentNumber
from engine.documents.numbering import number_for

NOW = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # already the new year in Shanghai


@pytest.mark.django_db
def test_counts_per_series_unit_and_year():
    first = number_for(key="a", series="SL", unit_code="001", now=NOW)
    assert first == "SL-001-2027-00001"
    assert number_for(key="b", series="SL", unit_code="001", now=NOW) == "SL-001-2027-00002"
    assert number_for(key="c", series="SL", unit_code="002", now=NOW) == "SL-002-2027-00001"
    assert number_for(key="a", series="SL", unit_code="001", now=NOW) == first


def test_eight_at_once_get_four_numbers_for_four_keys(company, django_db_blocker):
    series = "".join(random.choices(string.ascii_uppercase, k=12))  # committed for good: a series of its own
    start, found = threading.Barrier(8), []

    def ask(key: str) -> None:
        start.wait()
        found.append(number_for(key=key, series=series, unit_code="001", now=NOW))
        connection.close()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=ask, args=(f"{series}{n % 4}",)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(set(found)) == [f"{series}-001-2027-{n:05d}" for n in range(1, 5)]
        assert DocumentNumber.objects.filter(key__startswith=series).count() == 4
