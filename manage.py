#!/usr/bin/env python
"""Django's command line; it brings up the embedded PostgreSQL when no DATABASE_URL is given."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import embedded_postgres
    from config.database_roles import OWNER

    if "DATABASE_URL" not in os.environ and not {"--help", "makemigrations"} & set(sys.argv[1:2]):
        os.environ["DATABASE_URL"] = embedded_postgres.start(owner=OWNER)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
