"""Writes ledger/manifest.json from a database of its own: every migration applied, every role's rights given.

Run by the author of a migration that touches a trigger, a function or a grant: `make manifest`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    from config import embedded_postgres

    os.environ.setdefault("DATABASE_URL", embedded_postgres.start(embedded_postgres.TEST_DATA))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        call_command("grant_roles")
        call_command("ledger_doctor", "--write")
    finally:
        connection.close()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
