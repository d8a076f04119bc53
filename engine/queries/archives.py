"""What left the database: bundles and the instances in them, for auditors; every look is recorded."""

from __future__ import annotations

from typing import Any

from engine import bundles
from engine.bundles import Bundle
from engine.commands.assignment import number
from engine.queries.instances import line, process_instance
from engine.queries.paging import Page, decode, encode
from engine.queries.traces import trace_of, variables_of
from engine.refusals import Forbidden, NotFound
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor

LONGEST_TRACE = 20_000
"""Lines of one instance's trace that are shown at once."""


def archives(actor: Actor) -> list[dict[str, Any]]:
    """The bundles that the server can read, the newest month first."""
    _refuse_unless_auditor(actor)
    return [_shown(found) for found in bundles.bundles()]


def archive_instances(
    name: str, actor: Actor, *, q: str = "", cursor: str | None = None, page_size: int = 50, lang: str = "zh"
) -> tuple[dict[str, Any], Page]:
    """The bundle, its digests proven, with one page of its instances."""
    found = _opened(name, actor)
    after = (decode(cursor, int) or [0])[0]
    if not cursor:
        _told(found, actor, "bundle_opened", {"q": q})
    rows = [row for row in bundles.rows_of(found, "process_instance") if row["id"] > after and _matches(row, q)]
    rows.sort(key=lambda row: int(row["id"]))
    more, rows = len(rows) > page_size, rows[:page_size]
    page = Page([line(row, lang) for row in rows], next=encode([rows[-1]["id"]]) if more else None)
    return _shown(found), page


def archive_instance(name: str, instance_id: int | str, actor: Actor, *, lang: str = "zh") -> dict[str, Any]:
    """One instance of the bundle with its trace and its variables, as its page shows them."""
    found, pk = _opened(name, actor), number(instance_id, "流程实例")
    row = next((row for row in bundles.rows_of(found, "process_instance") if row["id"] == pk), None)
    if row is None:
        raise NotFound(thing="流程实例")
    with bundles.standing_in(found, row["root_id"]):
        shown = {
            "bundle": _shown(found),
            "instance": process_instance(pk, actor, lang),
            "trace": trace_of(pk, actor, lang=lang, page_size=LONGEST_TRACE).results,
            "variables": variables_of(pk, actor, lang=lang),
        }
    _told(found, actor, "bundle_instance_read", {"instance": pk})
    return shown


def _opened(name: str, actor: Actor) -> Bundle:
    _refuse_unless_auditor(actor)
    return bundles.proven(bundles.bundle(name))


def _matches(row: dict[str, Any], q: str) -> bool:
    text = f"{row['id']} {row['business_key']} {row['title']}".lower()
    return q.strip().lower() in text


def _shown(found: Bundle) -> dict[str, Any]:
    return {
        "name": found.name,
        "month": found.month,
        "instances": found.rows.get("process_instance", 0),
        "commands": found.rows.get("trace", 0),
        "readable": "process_instance" in found.rows,
    }


def _refuse_unless_auditor(actor: Actor) -> None:
    if not (actor.system or actor.may("audit")):
        raise Forbidden(what="查看归档包")


def _told(found: Bundle, actor: Actor, action: str, body: dict[str, Any]) -> None:
    with audited(actor=actor):
        record(kind="read", action=action, body=body, table="bundle", record=found.name)
