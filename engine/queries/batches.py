"""Batches: how far they are, and what came of each row."""

from __future__ import annotations

from typing import Any

from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row, number
from engine.commands.batches import KINDS
from engine.queries.names import person
from engine.queries.paging import Page, decode, encode
from engine.refusals import NotFound
from engine.wire import load_exact, plain
from people.actors import Actor

ROW_STATES = ("WAITING", "DONE", "REFUSED", "FAILED", "STOPPED")
_COUNTS = "SELECT batch_id, state, count(*) FROM batch_row WHERE batch_id = ANY(%s) GROUP BY 1, 2"
_ROWS = """SELECT r.position, r.target, r.state, r.code, r.message, r.message_zh, r.done_at,
 coalesce(x.root_id, r.target) AS instance_id, i.business_key, i.title
 FROM batch_row r LEFT JOIN incident x ON %s AND x.id = r.target
 LEFT JOIN process_instance i ON i.id = coalesce(x.root_id, r.target)
 WHERE r.batch_id = %s AND r.position > %s AND (%s = '' OR r.state = %s) ORDER BY r.position LIMIT %s"""
_CODES = """SELECT state, code, count(*) FROM batch_row WHERE batch_id = %s AND code <> ''
 GROUP BY 1, 2 ORDER BY 3 DESC"""


def batches(actor: Actor, *, cursor: str | None = None, page_size: int = 50) -> Page:
    """One page of the batches of the kinds that the actor may order, the newest first."""
    (after,) = decode(cursor, int) or [1 << 62]
    with connection.cursor() as db:
        db.execute(
            "SELECT * FROM batch WHERE id < %s AND (kind = ANY(%s) OR created_by_id = %s) ORDER BY id DESC LIMIT %s",
            [after, _kinds_of(actor), actor.user_id, page_size + 1],
        )
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    counts = _counts([row["id"] for row in rows])
    return Page([_view(row, counts[row["id"]]) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def batch(batch_id: int | str, actor: Actor) -> dict[str, Any]:
    """One batch: who ordered what and why, how many rows are in each state, and which results came how often."""
    row = _visible(batch_id, actor)
    with connection.cursor() as db:
        db.execute(_CODES, [row["id"]])
        results = [{"state": state, "code": code, "count": count} for state, code, count in db.fetchall()]
    parameters = {k: v for k, v in plain(load_exact(row["parameters"])).items() if v is not None}
    return _view(row, _counts([row["id"]])[row["id"]]) | {"results": results, "parameters": parameters}


def batch_rows(
    batch_id: int | str,
    actor: Actor,
    *,
    state: str = "",
    cursor: str | None = None,
    page_size: int = 100,
    lang: str = "zh",
) -> Page:
    """One page of the rows in their order."""
    row = _visible(batch_id, actor)
    (after,) = decode(cursor, int) or [0]
    incidents = KINDS[row["kind"]].of == "incident"
    with connection.cursor() as db:
        db.execute(_ROWS, [incidents, row["id"], after, state, state, page_size + 1])
        rows = [as_row(db, found) for found in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([_row(found, lang) for found in rows], next=encode([rows[-1]["position"]]) if more else None)


def _kinds_of(actor: Actor) -> list[str]:
    return [kind.name for kind in KINDS.values() if actor.system or actor.may(kind.permission) or actor.may("audit")]


def _visible(batch_id: int | str, actor: Actor) -> Row:
    with connection.cursor() as db:
        db.execute("SELECT * FROM batch WHERE id = %s", [number(batch_id, "批量操作")])
        found = db.fetchone()
        row = as_row(db, found) if found else None
    if row is None or (row["kind"] not in _kinds_of(actor) and row["created_by_id"] != actor.user_id):
        raise NotFound(thing="批量操作")
    return row


def _counts(ids: list[int]) -> dict[int, dict[str, int]]:
    found = {pk: dict.fromkeys(ROW_STATES, 0) for pk in ids}
    with connection.cursor() as db:
        db.execute(_COUNTS, [ids])
        for pk, state, count in db.fetchall():
            found[pk][state] = count
    return found


def _view(row: Row, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "of": KINDS[row["kind"]].of,
        "reason": row["reason"],
        "state": row["state"],
        "total": row["total"],
        "waiting": counts["WAITING"],
        "done": counts["DONE"],
        "refused": counts["REFUSED"],
        "failed": counts["FAILED"],
        "stopped": counts["STOPPED"],
        "created_at": access.moment(row["created_at"]),
        "created_by": person(row["created_by"], row["created_by_name"]),
        "ended_at": access.moment(row["ended_at"]),
    }


def _row(row: Row, lang: str) -> dict[str, Any]:
    return {
        "position": row["position"],
        "target": str(row["target"]),
        "instance_id": str(row["instance_id"]) if row["business_key"] is not None else None,
        "business_key": row["business_key"] or "",
        "title": row["title"] or "",
        "state": row["state"],
        "code": row["code"],
        "message": row["message"] if lang.startswith("en") else row["message_zh"] or row["message"],
        "done_at": access.moment(row["done_at"]),
    }
