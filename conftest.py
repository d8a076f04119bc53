"""Every test with a database talks to a real PostgreSQL: the embedded server, or DATABASE_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

if "DATABASE_URL" not in os.environ:
    from config import embedded_postgres

    os.environ["DATABASE_URL"] = embedded_postgres.start(embedded_postgres.TEST_DATA)
os.environ.setdefault("DEMO", "1")


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
