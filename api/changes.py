"""The ledger's changes as the API shows them, with the names of instances and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, make_aware

from api.column_names import column_name
from api.errors import is_number, unreadable
from api.record_values import RecordValues, record_values
from api.refusals import ApiRefusal
from engine.queries.readings import Reading, readings_of
from engine.queries.references import business_keys, user_task_names
from ledger.changes import Change
from ledger.queries import Filters
from ledger.words import action_label, kind_label

PLAIN = ("kind", "action", "instance", "table", "record", "field", "actor")
PROCESS_SCOPE = "0"
"""The scope of the process itself; others belong to one activity or sub-process."""


def as_changes(found: Iterable[Change], lang: str = "zh") -> list[dict[str, Any]]:
    """Each change shaped as `Change`; ids and codes get the words that people know."""
    rows = list(found)
    words = _Words(
        business_keys(c.instance for c in rows),
        user_task_names((c.user_task for c in rows), lang),
        record_values(rows, lang),
        readings_of((c.instance for c in rows if c.kind == "engine"), lang),
        lang,
    )
    return [_change(c, words) for c in rows]


@dataclass(frozen=True)
class _Words:
    """What the ids and codes of a list of changes are called."""

    keys: Mapping[str, str]
    tasks: Mapping[str, str]
    values: RecordValues
    readings: Mapping[str, Reading]
    lang: str


def _change(c: Change, words: _Words) -> dict[str, Any]:
    return {
        "id": str(c.id),
        "at": c.at,
        "kind": c.kind,
        "kind_label": kind_label(c.kind, words.lang),
        "action": c.action,
        "action_label": action_label(c.action, words.lang),
        "actor": c.actor,
        "on_behalf_of": c.on_behalf_of,
        "instance": {"id": c.instance, "business_key": words.keys.get(c.instance, "")} if c.instance else None,
        "user_task": {"id": c.user_task, "name": words.tasks.get(c.user_task, "")} if c.user_task else None,
        "table": c.table,
        "table_label": c.table_label,
        "record": c.record,
        "record_label": c.record_label,
        "changes": _fields(c, words.values) or _variables(c, words.readings.get(c.instance) or Reading(False)),
        "details": _details(c, words.readings.get(c.instance)),
        "reason": c.reason,
        "ip": c.ip,
        "request_id": c.request_id,
        "change_request": str(c.change_request or ""),
    }


def _fields(c: Change, values: RecordValues) -> list[dict[str, Any]]:
    return [
        {
            "field": f.field,
            "label": column_name(f.label, f.field, english=values.english),
            "old": f.old,
            "new": f.new,
            "old_text": values.text(c.table, f.field, f.old),
            "new_text": values.text(c.table, f.field, f.new),
        }
        for f in c.changes
    ]


def _variables(c: Change, reading: Reading) -> list[dict[str, Any]]:
    """The variables that an engine event changed; those of an inner scope say which."""
    told = c.details.get("changes")
    return [
        {
            "field": item["name"],
            "label": reading.label(item["name"]),
            "old": item.get("old"),
            "new": item.get("new"),
            "old_text": reading.text(item["name"], item.get("old")),
            "new_text": reading.text(item["name"], item.get("new")),
            "scope_id": str(item.get("scope_id") or PROCESS_SCOPE),
        }
        for item in (told if c.kind == "engine" and isinstance(told, list) else ())
        if isinstance(item, Mapping) and item.get("name")
    ]


def _details(c: Change, reading: Reading | None) -> dict[str, Any]:
    """What else the event tells; its variables stand in `changes`."""
    details = {name: value for name, value in c.details.items() if c.kind != "engine" or name != "changes"}
    if reading and isinstance(details.get("element"), str) and details["element"]:
        details["element_name"] = reading.element(details["element"])
    return details


def filters_from(given: Mapping[str, str], cursor: str | None) -> Filters:
    """The ledger's filters of a query string; raises `ApiRefusal` naming the field that cannot be read."""
    plain: dict[str, Any] = {name: given[name] for name in PLAIN if given.get(name)}
    if cursor and not is_number(cursor):
        raise ApiRefusal([unreadable("/cursor", cursor)])
    return Filters(
        **plain,
        text=given.get("q", ""),
        since=moment_from("from", given.get("from", ""), end=False),
        until=moment_from("to", given.get("to", ""), end=True),
        below=int(cursor) if cursor else None,
    )


def moment_from(name: str, text: str, *, end: bool) -> dt.datetime | None:
    """A date-time, or a whole day (the `to` day included)."""
    if not text:
        return None
    try:
        moment, day = parse_datetime(text.replace(" ", "+")), parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None:
        moment = dt.datetime.combine(day + dt.timedelta(days=1 if end else 0), dt.time())
    if moment is None:
        raise ApiRefusal([unreadable(f"/{name}", text)])
    return moment if moment.tzinfo else make_aware(moment, get_current_timezone())
