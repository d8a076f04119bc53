"""The ledger's changes as the API shows them, with the names of instances and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, make_aware

from api.refusals import ApiRefusal
from engine.queries.references import business_keys, user_task_names
from ledger.changes import Change
from ledger.queries import Filters

PLAIN = ("kind", "action", "instance", "table", "record", "field", "actor")


def as_changes(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Each change shaped as `Change`; ids get the names that people know."""
    rows = list(found)
    keys = business_keys(c.instance for c in rows)
    names = user_task_names(c.user_task for c in rows)
    return [_change(c, keys, names) for c in rows]


def _change(c: Change, keys: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(c.id),
        "at": c.at,
        "kind": c.kind,
        "action": c.action,
        "actor": c.actor,
        "on_behalf_of": c.on_behalf_of,
        "instance": {"id": c.instance, "business_key": keys.get(c.instance, "")} if c.instance else None,
        "user_task": {"id": c.user_task, "name": names.get(c.user_task, "")} if c.user_task else None,
        "table": c.table,
        "table_label": c.table_label,
        "record": c.record,
        "record_label": c.record_label,
        "changes": [{"field": f.field, "label": f.label, "old": f.old, "new": f.new} for f in c.changes],
        "details": dict(c.details),
        "reason": c.reason,
        "ip": c.ip,
        "request_id": c.request_id,
    }


def filters_from(given: Mapping[str, str], cursor: str | None) -> Filters:
    """The ledger's filters of a query string; raises `ApiRefusal` naming the field that cannot be read."""
    plain = {name: given[name] for name in PLAIN if given.get(name)}
    if cursor and not cursor.isdigit():
        raise ApiRefusal([{"field": "/cursor", "code": "cursor", "message": cursor[:40]}])
    return Filters(
        **plain,
        text=given.get("q", ""),
        since=_moment("from", given.get("from", ""), end=False),
        until=_moment("to", given.get("to", ""), end=True),
        below=int(cursor) if cursor else None,
    )


def _moment(name: str, text: str, *, end: bool) -> dt.datetime | None:
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
        raise ApiRefusal([{"field": f"/{name}", "code": "date", "message": "2026-11-21"}])
    return moment if moment.tzinfo else make_aware(moment, get_current_timezone())
