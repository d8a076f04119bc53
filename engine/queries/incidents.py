"""Incidents for operators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.queries.instances import definition_ref
from engine.queries.paging import Page, decode, encode
from engine.refusals import Forbidden, NotFound
from people.actors import Actor

_SQL = """SELECT x.*, i.business_key, i.title, i.definition_key, i.digest, i.state AS instance_state
 FROM incident x LEFT JOIN process_instance i ON i.id = x.root_id WHERE """


def incidents(
    actor: Actor,
    *,
    filters: Mapping[str, Any] | None = None,
    ordering: str = "-created_at",
    cursor: str | None = None,
    page_size: int = 50,
    lang: str = "zh",
) -> Page:
    """One page of incidents, the newest first; open ones unless the filter `state` is "resolved"."""
    _refuse_unless_operator(actor)
    given = dict(filters or {})
    wheres = ["x.resolved_at IS NOT NULL" if given.get("state") == "resolved" else "x.resolved_at IS NULL"]
    params: list[Any] = []
    if value := given.get("definition"):
        wheres.append("i.definition_key = %s")
        params.append(value)
    if value := str(given.get("q") or "").strip():
        wheres.append("(x.message || ' ' || x.code || ' ' || coalesce(i.business_key, '')) ILIKE %s")
        params.append("%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    if (after := decode(cursor, int)) is not None:
        wheres.append("x.id < %s")
        params += after
    with connection.cursor() as db:
        db.execute(_SQL + " AND ".join(wheres) + " ORDER BY x.id DESC LIMIT %s", [*params, page_size + 1])
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([_view(row, lang) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def incident(incident_id: int | str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """One incident, resolved or not, with its stack."""
    _refuse_unless_operator(actor)
    with connection.cursor() as db:
        db.execute(_SQL + "x.id = %s", [number(incident_id, "异常")])
        row = db.fetchone()
        if row is None:
            raise NotFound(thing="异常")
        found = as_row(db, row)
    return _view(found, lang) | {"stack": found["stack"]}


def _refuse_unless_operator(actor: Actor) -> None:
    if not (actor.system or actor.may("retry_incidents") or actor.may("administer")):
        raise Forbidden(what="查看异常")


def _view(row: Row, lang: str) -> dict[str, Any]:
    instance = {}
    if row["digest"]:
        reference = {"id": str(row["root_id"]), "business_key": row["business_key"], "title": row["title"]}
        instance = {"instance": reference | {"definition": definition_ref(row, lang), "state": row["instance_state"]}}
    return instance | {
        "id": str(row["id"]),
        "element_id": row["element_id"],
        "element_name": row["element_name"],
        "code": row["code"],
        "message": row["message"] if lang.startswith("en") else row["message_zh"] or row["message"],
        "created_at": access.moment(row["created_at"]),
        "attempts": row["attempts"],
        "resolved_at": access.moment(row["resolved_at"]),
    }
