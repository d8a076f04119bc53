"""The database's own roles: who may touch which table, so that a wall stands behind the application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection, transaction

from registers.governed import FILLED_ONCE, GOVERNED

APPLICATION, WEB, WORKER, SEALER, AUDITOR = "gas_app", "gas_web", "gas_worker", "gas_sealer", "gas_auditor"
MEMBERS = (WEB, WORKER)
LOGINS = (WEB, WORKER, SEALER, AUDITOR)
_LEDGER = ", ".join(
    f"ledger.{name}"
    for name in ("event", "event_other", "leaf", "node", "checkpoint", "stream", "gap", "cosignature", "detached")
)
_CORRECTED_UNTIL_BILLED = ("registers_reading",)
_APPEND_ONLY = (
    "registers_accessapproval",
    "registers_changeapproval",
    "registers_ledgerentry",
    "registers_meterhandover",
    "registers_payment",
    "registers_theftevidence",
)
_CALLED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "public.registers_apply_change(bigint)": (APPLICATION,),
        "public.registers_apply_bulk(bigint)": (APPLICATION,),
        "public.registers_finish_request(bigint, bigint)": (APPLICATION,),
        "ledger.record(text, text, text, text, text, jsonb)": (APPLICATION, SEALER),
    }
)
"""Functions that act with their owner's rights and change something: who may call them, and nobody else."""
_READ_ONLY = ("django_migrations", "registers_authority")


@dataclass(frozen=True, slots=True)
class Granted:
    """The log-in roles and how many statements made them what they are."""

    roles: tuple[str, ...]
    statements: int


def grant_roles() -> Granted:
    """Makes the roles when missing and gives each exactly its rights; run by the owner after every migration.

    The log-in roles have no password: PostgreSQL lets them in over the local socket, or after `ALTER ROLE … PASSWORD`.
    """
    statements = [*_roles(), *_later(), *_application(), *_sealer(), *_auditor(), *_functions()]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return Granted(roles=LOGINS, statements=len(statements))


def _roles() -> Iterator[str]:
    """What a server lacks of the roles; nothing when they are there, for all databases of a server share them."""
    for name in (APPLICATION, *LOGINS):
        kind = "NOLOGIN" if name == APPLICATION else "LOGIN"
        yield (
            f"DO $$ BEGIN IF to_regrole('{name}') IS NULL THEN "
            f"CREATE ROLE {name} {kind} NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT; END IF; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    for member in MEMBERS:
        yield (
            f"DO $$ BEGIN IF NOT pg_has_role('{member}', '{APPLICATION}', 'MEMBER') THEN "
            f"GRANT {APPLICATION} TO {member}; END IF; END $$"
        )
    for log_in in LOGINS:
        yield (
            f"DO $$ BEGIN IF (SELECT rolconfig IS NULL FROM pg_roles WHERE rolname = '{log_in}') THEN "
            f"ALTER ROLE {log_in} SET idle_in_transaction_session_timeout = '60s'; END IF; END $$"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_database())")
        yield f"REVOKE TEMPORARY ON DATABASE {cursor.fetchone()[0]} FROM PUBLIC"
    for name in (APPLICATION, *LOGINS):
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public, ledger FROM {name}"
        yield f"GRANT USAGE ON SCHEMA public, ledger TO {name}"


def _later() -> Iterator[str]:
    """What a table of a later migration gets until the roles are granted anew: a register is walled only then."""
    yield (f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION}")
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION}"


def _application() -> Iterator[str]:
    """Everything of the application's tables but the governed columns; of the ledger, reading and its functions."""
    for table in _tables():
        if table in _READ_ONLY:
            yield f'GRANT SELECT ON public."{table}" TO {APPLICATION}'
        elif table in GOVERNED and table not in _CORRECTED_UNTIL_BILLED:
            columns = ", ".join(f'"{column}"' for column in _free_columns(table))
            yield f'GRANT SELECT, INSERT, UPDATE ({columns}) ON public."{table}" TO {APPLICATION}'
        elif table.startswith("registers_"):
            rights = "SELECT, INSERT" if table in _APPEND_ONLY else "SELECT, INSERT, UPDATE"
            yield f'GRANT {rights} ON public."{table}" TO {APPLICATION}'
        else:
            yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON public."{table}" TO {APPLICATION}'
    for view in _tables("vm"):
        yield f'GRANT SELECT ON public."{view}" TO {APPLICATION}'
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION}"
    yield f"GRANT SELECT ON {_LEDGER} TO {APPLICATION}"


def _sealer() -> Iterator[str]:
    yield f"GRANT SELECT ON {_LEDGER} TO {SEALER}"
    yield f"GRANT INSERT ON ledger.leaf, ledger.node, ledger.checkpoint, ledger.gap, ledger.cosignature TO {SEALER}"
    yield f"GRANT INSERT, UPDATE ON ledger.stream TO {SEALER}"


def _auditor() -> Iterator[str]:
    yield f"GRANT SELECT ON {_LEDGER} TO {AUDITOR}"
    for table in _tables():
        if table.startswith(("registers_", "people_")) and table != "people_user":
            yield f'GRANT SELECT ON public."{table}" TO {AUDITOR}'
    yield (
        "GRANT SELECT (id, username, full_name, language, unit_id, is_active, last_login, last_seen_at, created_at) "
        f"ON public.people_user TO {AUDITOR}"
    )


def _functions() -> Iterator[str]:
    """Who calls what acts with its owner's rights; the keeper's own are given with the keeper's rights, borrowed."""
    borrow = "DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN EXECUTE format('{}'"
    borrow += ", current_user); END IF; END $$"
    yield borrow.format("GRANT register_keeper TO %I")
    for function, roles in _CALLED_BY.items():
        yield f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {', '.join((APPLICATION, *LOGINS))}"
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(roles)}"
    yield borrow.format("REVOKE register_keeper FROM %I")


def _tables(kinds: str = "rp") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind = ANY (%s) ORDER BY c.relname",
            [list(kinds)],
        )
        return [name for (name,) in cursor.fetchall()]


def _free_columns(table: str) -> list[str]:
    walled = set(GOVERNED[table]) - set(FILLED_ONCE.get(table, ()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum",
            [table],
        )
        return [name for (name,) in cursor.fetchall() if name not in walled]
