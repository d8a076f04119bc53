"""A pytest plugin: each area of the tests has a database of its own, cloned from one that is migrated once.

So an area may commit a whole company and keep it, while another finds its tables empty.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql
from pytest_django.plugin import blocking_manager_key

ROOT = Path(__file__).resolve().parents[1]
ASKING = frozenset({"db", "transactional_db", "django_db_setup", "company", "site", "live_server"})

_databases: Any = None
_base = ""
_made: set[str] = set()
_peopled: set[str] = set()


def world_of(path: Path) -> str:
    """The name of the database that a test file works in."""
    first, second, *_ = (*path.relative_to(ROOT).parts, "", "")
    return second if first == "tests" else first


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    names = set(getattr(item, "fixturenames", ()))
    if names & ASKING or item.get_closest_marker("django_db"):
        _enter(world_of(item.path) + ("_emptied" if _is_transactional(item) else ""))
        if _wants_the_company(item):
            load_company_once(_config.stash[blocking_manager_key])


def _is_transactional(item: pytest.Item) -> bool:
    """Whether Django empties every table after the test: such a database is shared with no other test."""
    marker = item.get_closest_marker("django_db")
    asked = "transactional_db" in getattr(item, "fixturenames", ())
    return asked or bool(marker and (marker.kwargs.get("transaction") or any(marker.args[:1])))


def _wants_the_company(item: pytest.Item) -> bool:
    """Whether the test asks for the root's `company`, which must be committed before any transaction of the test."""
    info = getattr(item, "_fixtureinfo", None)
    definitions = info.name2fixturedefs.get("company", ()) if info else ()
    return bool(definitions) and definitions[-1].baseid == ""


def _enter(world: str) -> None:
    from django.db import connection

    _migrate_once()
    name = f"{_base}_{world}"
    if connection.settings_dict["NAME"] == name:
        return
    connection.close()
    if world not in _made:
        _administer("CREATE DATABASE {} TEMPLATE {}", name, _base)
        _made.add(world)
    connection.settings_dict["NAME"] = name
    _forget()


def load_company_once(blocker: Any) -> None:
    """The demo company with its stock and every process, committed in the database of the present area."""
    from django.core.management import call_command
    from django.db import connection

    from people.demo import load_company
    from registers.demo import load_registers

    if connection.settings_dict["NAME"] in _peopled:
        return
    with blocker.unblock():
        load_company()
        load_registers()
        call_command("deploy_processes", verbosity=0)
    _peopled.add(connection.settings_dict["NAME"])


def _migrate_once() -> None:
    global _databases, _base
    if _databases is not None:
        return
    from django.db import connection
    from django.test.utils import setup_databases

    from registers.grants import grant_roles

    with _config.stash[blocking_manager_key].unblock():
        _databases = setup_databases(verbosity=0, interactive=False)
        grant_roles()
        connection.close()
    _base = str(connection.settings_dict["NAME"])


def _forget() -> None:
    """What a process remembers of the database that it leaves."""
    from engine import programs
    from engine.queries import names
    from people.actors import forget_actors

    programs.forget()
    names.forget()
    forget_actors()


def _administer(statement: str, *names: str) -> None:
    from django.db import connection

    values = connection.settings_dict
    login = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "password": values["PASSWORD"]}
    admin = psycopg2.connect(dbname="postgres", **{k: v for k, v in login.items() if v})
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    admin.close()


_config: Any = None


def pytest_configure(config: pytest.Config) -> None:
    global _config
    _config = config


def pytest_unconfigure() -> None:
    if not _base:
        return
    from django.db import connection

    connection.close()
    for name in [*(f"{_base}_{world}" for world in sorted(_made)), _base]:
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
