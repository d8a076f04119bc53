"""A pytest plugin, loaded before Django reads its settings: the embedded server, unless DATABASE_URL names another."""

from __future__ import annotations

import os

if "DATABASE_URL" not in os.environ:
    from config import embedded_postgres

    os.environ["DATABASE_URL"] = embedded_postgres.start(embedded_postgres.TEST_DATA)
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("CROSSCHECK_SECONDS", "0")
