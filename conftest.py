"""Every test with a database talks to a real PostgreSQL: see tests/database.py and tests/worlds.py."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("no_clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no_clock")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> None:
    """The databases are made by tests/worlds.py, one for each area."""


@pytest.fixture
def company() -> None:
    """The demo company with every process deployed, committed once in the area's database.

    Tests that use it see each other's rows, as people do, and clean nothing up: each works on instances of its own.
    It is loaded by tests/worlds.py, before the test's own transaction begins.
    """


def database_url() -> str:
    """The URL of this run's test database, for processes that a test starts."""
    from django.db import connection

    values = connection.settings_dict
    if str(values["HOST"]).startswith("/") or not values["HOST"]:
        return f"postgresql://{values['USER']}:{values['PASSWORD']}@/{values['NAME']}?host={values['HOST']}"
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
