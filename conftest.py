"""Every test with a database talks to a real PostgreSQL: the embedded server, or DATABASE_URL (see tests/database.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, also for tests that work on committed rows and so carry no `django_db` mark."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo company with every process deployed, committed once for the session.

    Tests that use it see each other's rows, as people do, and clean nothing up: each works on instances of its own.
    """
    from django.core.management import call_command

    from people.demo import load_company

    with django_db_blocker.unblock():
        load_company()
        call_command("deploy_processes", verbosity=0)
        yield


def database_url() -> str:
    """The URL of this run's test database, for processes that a test starts."""
    from django.db import connection

    values = connection.settings_dict
    if str(values["HOST"]).startswith("/") or not values["HOST"]:
        return f"postgresql://{values['USER']}:{values['PASSWORD']}@/{values['NAME']}?host={values['HOST']}"
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
