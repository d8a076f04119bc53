"""What a record or an instance was at any moment, from the events alone as long as they are here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

_EVENTS = "SELECT body FROM ledger.event WHERE kind = 'row' AND table_name = %s AND record = %s ORDER BY id"
_ARGUMENTS = """
SELECT t.tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.tgname = 'ledger_watch' AND n.nspname = 'public' AND c.relname = %s
"""
_ACTS = """
SELECT body FROM ledger.event WHERE instance = %s AND kind = 'engine' AND at <= %s ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """How a table is watched: its key column, the columns that are ignored, and those whose values are kept out."""

    key: str
    ignored: frozenset[str]
    secret: frozenset[str]


@dataclass(frozen=True, slots=True)
class InstanceState:
    """An instance's variables by scope and name at a moment, and the last act before it."""

    variables: Mapping[tuple[str, str], Any]
    action: str
    actor: str
    at: dt.datetime


def state_at(table: str, record: object, moment: dt.datetime) -> dict[str, Any] | None:
    """The record's watched columns as they were at the moment; None when it did not exist.

    Folded forward from its creation; where that month was detached, backward from the row as it stands now.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [table, str(record)])
        events = [json.loads(body) for (body,) in cursor.fetchall()]
    if events and events[0]["action"] == "insert":
        return forward([event for event in events if _moment(event) <= moment])
    return backward(_present(table, record), [event for event in events if _moment(event) > moment])


def forward(events: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The state after these events, the oldest first."""
    state: dict[str, Any] | None = None
    for event in events:
        state = fold(state, event)
    return state


def backward(state: dict[str, Any] | None, events: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The state before these events, the oldest first."""
    for event in reversed(events):
        old = {name: pair[0] for name, pair in event.get("changes", {}).items()}
        state = None if event["action"] == "insert" else {**(state or {}), **old}
    return state


def fold(state: dict[str, Any] | None, event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The state after one more row event."""
    if event["action"] == "delete":
        return None
    return {**(state or {}), **{name: pair[1] for name, pair in event.get("changes", {}).items()}}


def instance_at(instance: object, moment: dt.datetime) -> InstanceState | None:
    """The instance's variables at the moment; None when it had not begun."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, [str(instance), moment])
        acts = [json.loads(body) for (body,) in cursor.fetchall()]
    if not acts:
        return None
    values: dict[tuple[str, str], Any] = {}
    for act in acts:
        changes = act.get("details", {}).get("changes")
        for change in changes if isinstance(changes, list) else ():
            values[str(change.get("scope_id") or "0"), str(change["name"])] = change.get("new")
    last = acts[-1]
    actor = last.get("context", {}).get("full_name", "")
    return InstanceState(variables=values, action=last["action"], actor=actor, at=_moment(last))


def watched(table: str) -> Watched | None:
    """How the table is watched; None when it is not."""
    with connection.cursor() as cursor:
        cursor.execute(_ARGUMENTS, [table])
        found = cursor.fetchone()
    if found is None:
        return None
    key, ignored, secret = bytes(found[0]).decode().split("\0")[:3]
    return Watched(key=key, ignored=_names(ignored), secret=_names(secret))


def _present(table: str, record: object) -> dict[str, Any] | None:
    """The watched columns of the row as it stands now."""
    how = watched(table)
    if how is None:
        return None
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t)::text FROM {quote(table)} t WHERE {quote(how.key)}::text = %s", [str(record)]
        )
        found = cursor.fetchone()
    if found is None:
        return None
    row = json.loads(found[0])
    return {n: "***" if n in how.secret and v is not None else v for n, v in row.items() if n not in how.ignored}


def _names(text: str) -> frozenset[str]:
    return frozenset(name for name in text.split(",") if name)


def _moment(event: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(event["at"])
