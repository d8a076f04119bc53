"""Every test with a database talks to a real PostgreSQL: the embedded server, or DATABASE_URL."""

import os

if "DATABASE_URL" not in os.environ:
    from config import embedded_postgres

    os.environ["DATABASE_URL"] = embedded_postgres.start(embedded_postgres.TEST_DATA)
os.environ.setdefault("DEMO", "1")
