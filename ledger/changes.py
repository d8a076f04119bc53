"""What an event looks like to its reader."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.labels import field_label, table_label


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's old and new value."""

    field: str
    label: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One event, shaped as the API shows it."""

    id: int
    at: dt.datetime
    kind: str
    action: str
    actor: Mapping[str, str] | None
    on_behalf_of: Mapping[str, str] | None
    instance: str
    user_task: str
    change_request: str
    table: str
    table_label: str
    record: str
    changes: tuple[FieldChange, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    ip: str = ""
    request_id: str = ""
    record_label: str = ""


def change_of(body: str, lang: str = "zh") -> Change:
    """The event that a stored body tells of."""
    said = json.loads(body)
    context = said.get("context", {})
    table = said["table"]
    return Change(
        id=said["id"],
        at=dt.datetime.fromisoformat(said["at"]),
        kind=said["kind"],
        action=said["action"],
        actor=_person(context, "actor", "full_name"),
        on_behalf_of=_person(context, "behalf", "behalf_name"),
        instance=said.get("instance", ""),
        user_task=context.get("task", ""),
        change_request=context.get("change_request", ""),
        table=table,
        table_label=table_label(table, lang) if table else "",
        record=said["record"],
        changes=tuple(
            FieldChange(field=name, label=field_label(table, name, lang), old=pair[0], new=pair[1])
            for name, pair in sorted(said.get("changes", {}).items())
        ),
        details=said.get("details", {}),
        reason=context.get("reason", ""),
        ip=context.get("ip", ""),
        request_id=context.get("request", ""),
    )


def _person(context: Mapping[str, Any], username: str, full_name: str) -> dict[str, str] | None:
    name = context.get(username)
    return {"username": name, "full_name": context.get(full_name, name)} if name else None
