"""A write that the database refuses is recorded, though its transaction is rolled back.

The record is written over a connection of its own and committed at once. A session that is not of this system (psql,
another program) is refused as well, and stands in the server's own log alone.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import psycopg2
from django.db import DatabaseError

from ledger.apart import append_apart

logger = logging.getLogger(__name__)

APPROVAL_CODES = frozenset({"RG011", "RG014", "RG020"})
WRITE_CODES = frozenset({"RG010", "PE001", "LG001", "LG002", "LG003", "42501"})
REFUSED_CODES = APPROVAL_CODES | WRITE_CODES
_SPOKEN = "app.context"
_said: WeakKeyDictionary[Any, tuple[object, str]] = WeakKeyDictionary()
"""What each connection was told of who acts, and in which transaction."""


def watch(sender: object, connection: Any, **more: object) -> None:
    """Has every statement of a new connection pass by `_noted`; a receiver of `connection_created`."""
    if connection.vendor == "postgresql" and _noted not in connection.execute_wrappers:
        connection.execute_wrappers.append(_noted)


def _noted(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    if _SPOKEN in str(sql):
        _said[connection] = (_transaction(connection), _context_in(params))
    try:
        return execute(sql, params, many, context)
    except DatabaseError as refused:
        code = getattr(refused.__cause__, "pgcode", None)
        if code in REFUSED_CODES:
            _record(connection, str(code), refused, str(sql))
        raise


def _transaction(connection: Any) -> object:
    return connection.atomic_blocks[0] if connection.atomic_blocks else None


def _context_in(params: Any) -> str:
    return next((p for p in params or () if isinstance(p, str) and p.startswith("{") and '"actor"' in p), "")


def _record(connection: Any, code: str, refused: DatabaseError, sql: str) -> None:
    transaction, said = _said.get(connection, (None, ""))
    if transaction is None or transaction is not _transaction(connection):
        said = ""
    about = getattr(getattr(refused.__cause__, "diag", None), "table_name", None) or ""
    body = {
        "code": code,
        "message": str(refused).partition("\n")[0],
        "statement": sql[:500],
        "pid": connection.connection.info.backend_pid,
    }
    action = "approval_refused" if code in APPROVAL_CODES else "write_refused"
    try:
        append_apart(connection, action=action, table=about, context=said or unknown(), body=body)
    except psycopg2.Error:
        logger.exception("a refused write could not be recorded: %s", body)


def unknown() -> str:
    """The context of somebody whom the product does not know."""
    return json.dumps({"actor": "", "full_name": "不明身份", "reason": ""}, ensure_ascii=False)
