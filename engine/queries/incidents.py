"""Incidents for operators: what stopped, where, since when, how often; the stack with one of them only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.programs import deployed
from engine.queries.instances import definition_ref
from engine.queries.names import subtree
from engine.queries.paging import Page, capped, decode, encode
from engine.queries.readings import reading_of_run
from engine.refusals import Forbidden, NotFound
from people.actors import Actor

_COLUMNS = """x.id, x.root_id, x.work_id, x.job_id, x.element_id, x.element_name, x.code, x.message, x.message_zh,
 x.attempts, x.created_at, x.resolved_at, x.resolved_by, x.resolution,
 i.business_key, i.title, i.definition_key, i.digest, i.state AS instance_state"""
_FROM = " FROM incident x LEFT JOIN process_instance i ON i.id = x.root_id WHERE "
ORDERINGS = {
    "-created_at": ("x.id", "DESC"),
    "created_at": ("x.id", "ASC"),
    "-attempts": ("x.attempts", "DESC"),
    "attempts": ("x.attempts", "ASC"),
}


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
    column, direction = ORDERINGS.get(ordering, ORDERINGS["-created_at"])
    wheres, params = _filtered(actor, filters or {})
    sign = "<" if direction == "DESC" else ">"
    after = list[Any]()
    where = " AND ".join(wheres)
    if (found := decode(cursor, int, int)) is not None:
        where += f" AND ({column}, x.id) {sign} (%s, %s)"
        after = found
    order = f" ORDER BY {column} {direction}, x.id {direction} LIMIT %s"
    with connection.cursor() as db:
        db.execute(f"SELECT {_COLUMNS}{_FROM}{where}{order}", [*params, *after, page_size + 1])
        rows = [as_row(db, row) for row in db.fetchall()]
        db.execute(f"SELECT count(*) FROM (SELECT 1{_FROM}{' AND '.join(wheres)} LIMIT 1001) n", params)
        count, at_most = capped(int(db.fetchone()[0]))
    more, rows = len(rows) > page_size, rows[:page_size]
    next_ = encode([rows[-1][column.removeprefix("x.")], rows[-1]["id"]]) if more else None
    return Page([_view(row, lang) for row in rows], next=next_, count=count, count_capped=at_most)


def incident_ids(actor: Actor, *, filters: Mapping[str, Any], most: int) -> list[int]:
    """The ids of all incidents that the filters find, the oldest first, `most` at the most."""
    wheres, params = _filtered(actor, filters)
    with connection.cursor() as db:
        db.execute(f"SELECT x.id{_FROM}{' AND '.join(wheres)} ORDER BY x.id LIMIT %s", [*params, most])
        return [row[0] for row in db.fetchall()]


def incident(incident_id: int | str, actor: Actor, lang: str = "zh") -> dict[str, Any]:
    """One incident, resolved or not, with its stack."""
    wheres, params = _filtered(actor, {"state": "any"})
    with connection.cursor() as db:
        pk = number(incident_id, "异常")
        db.execute(f"SELECT {_COLUMNS}, x.stack{_FROM}x.id = %s AND {' AND '.join(wheres)}", [pk, *params])
        row = db.fetchone()
        if row is None:
            raise NotFound(thing="异常")
        found = as_row(db, row)
    return _view(found, lang) | {"stack": found["stack"]}


_STATES = {"resolved": "x.resolved_at IS NOT NULL", "any": "true"}
_EXACT = (
    ("definition", "i.definition_key"),
    ("code", "x.code"),
    ("element", "x.element_id"),
    ("instance", "x.root_id::text"),
)


def _filtered(actor: Actor, filters: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    """The conditions; an operator of a unit sees the incidents of that unit's instances."""
    if not (actor.system or actor.may("retry_incidents") or actor.may("administer")):
        raise Forbidden(what="查看异常")
    wheres = [_STATES.get(str(filters.get("state")), "x.resolved_at IS NULL")]
    params: list[Any] = []
    paths = {path for right in ("retry_incidents", "administer") for path in actor.paths(right)}
    if not actor.system:
        wheres.append("(i.unit_id = ANY(%s) OR i.unit_id IS NULL)")
        params.append(subtree(paths))
    for name, column in _EXACT:
        if value := filters.get(name):
            wheres.append(f"{column} = %s")
            params.append(value)
    if value := str(filters.get("q") or "").strip():
        wheres.append("(x.message || ' ' || x.message_zh || ' ' || x.code || ' ' || x.element_name || ' '"
                      " || coalesce(i.business_key, '') || ' ' || coalesce(i.title, '')) ILIKE %s")  # fmt: skip
        params.append("%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    return wheres, params


def _element_name(row: Row, lang: str) -> str:
    if not lang.startswith("en") or not row["digest"]:
        return str(row["element_name"])
    reading = reading_of_run(row["root_id"], deployed(row["digest"]), lang)
    return reading.elements.get(row["element_id"]) or str(row["element_name"])


def _view(row: Row, lang: str) -> dict[str, Any]:
    instance = {}
    if row["digest"]:
        reference = {"id": str(row["root_id"]), "business_key": row["business_key"], "title": row["title"]}
        instance = {"instance": reference | {"definition": definition_ref(row, lang), "state": row["instance_state"]}}
    return instance | {
        "id": str(row["id"]),
        "element_id": row["element_id"],
        "element_name": _element_name(row, lang),
        "code": row["code"],
        "message": row["message"] if lang.startswith("en") else row["message_zh"] or row["message"],
        "created_at": access.moment(row["created_at"]),
        "attempts": row["attempts"],
        "may_skip": bool(row["work_id"]) and row["resolved_at"] is None,
        "resolved_at": access.moment(row["resolved_at"]),
        "resolved_by": row["resolved_by"],
        "resolution": row["resolution"],
    }
