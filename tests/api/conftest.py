"""API tests work on committed rows of the session's company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def db_open(company: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
