"""Each process logs in to the database as a role of its own, with the rights that `manage.py grant_roles` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

OWNER = "gas_owner"
"""Owns the database and migrates it; the processes that serve people never log in as it."""


def url_as(url: str, role: str) -> str:
    """The same database for another role, without the first one's password."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}@{place}"))


def url_for(process: str, env: Mapping[str, str], *, embedded: bool) -> str:
    """Where "web", "worker" or "sealer" logs in: as named by `WEB_DATABASE_URL` and so on, else by its role.

    On a server that is not ours the roles have no password until somebody gives them one: there, without a URL
    for the process, it logs in as the owner, and the triggers alone stand between it and a governed column.
    """
    named = env.get(f"{process.upper()}_DATABASE_URL", "")
    if named:
        return named
    return url_as(env["DATABASE_URL"], f"gas_{process}") if embedded else env["DATABASE_URL"]
