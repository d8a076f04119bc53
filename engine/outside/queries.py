"""A person's notifications, and what left the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine import access
from engine.access import Row
from engine.commands.assignment import as_row
from engine.queries.paging import CAP, Page, capped, decode, encode
from engine.refusals import Forbidden
from people.actors import Actor
from people.permissions import mask

TOP = "0001."
"""Where what belongs to no instance is counted: the company."""
_REACHED = """(received_by_id = %s OR coalesce((SELECT nullif(unit_path, '') FROM every_process_instance i
 WHERE i.id = message.instance_id), %s) LIKE ANY(%s))"""
_DISPATCHES = """SELECT d.*, coalesce(i.business_key, '') AS business_key
 FROM dispatch d LEFT JOIN every_process_instance i ON i.id = d.instance_id WHERE """


def notifications_for(
    actor: Actor, *, filters: Mapping[str, Any] | None = None, ordering: str = "", cursor: str | None = None,
    page_size: int = 50,
) -> Page:  # fmt: skip
    """One page of the person's own notifications, the newest first; with the filter `unread` those only."""
    wheres, params = ["user_id = %s"], [actor.user_id or 0]
    if str((filters or {}).get("unread") or "").lower() in {"1", "true"}:
        wheres.append("read_at IS NULL")
    if (after := decode(cursor, int)) is not None:
        wheres.append("id < %s")
        params += after
    with connection.cursor() as db:
        db.execute(
            f"SELECT * FROM notification WHERE {' AND '.join(wheres)} ORDER BY id DESC LIMIT %s",
            [*params, page_size + 1],
        )
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([_notification(row) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def unread_notifications(actor: Actor) -> dict[str, Any]:
    """How many are unread; the count stops at a cap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM notification WHERE user_id = %s AND read_at IS NULL LIMIT %s) n",
            [actor.user_id or 0, CAP + 1],
        )
        count, stopped = capped(cursor.fetchone()[0])
    return {"count": count, "count_capped": stopped}


def dispatches(
    actor: Actor, *, filters: Mapping[str, Any] | None = None, ordering: str = "-begun_at", cursor: str | None = None,
    page_size: int = 50,
) -> Page:  # fmt: skip
    """One page of what left the house or waits in the outbox, of the units administered; recipients are starred for
    who may not see contacts."""
    if not actor.may("administer"):
        raise Forbidden(what="查看发件箱")
    wheres, params = _narrowed(dict(filters or {}))
    wheres.append("coalesce(nullif(i.unit_path, ''), %s) LIKE ANY(%s)")
    params += [TOP, [f"{path}%" for path in actor.paths("administer")]]
    order, than = ("", ">") if ordering == "begun_at" else (" DESC", "<")
    if (after := decode(cursor, int)) is not None:
        wheres.append(f"d.id {than} %s")
        params += after
    with connection.cursor() as db:
        db.execute(
            f"{_DISPATCHES}{' AND '.join(wheres)} ORDER BY d.id{order} LIMIT %s",
            [*params, page_size + 1],
        )
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([_dispatch(row, actor) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def received_messages(
    actor: Actor, *, filters: Mapping[str, Any] | None = None, ordering: str = "", cursor: str | None = None,
    page_size: int = 50,
) -> Page:  # fmt: skip
    """One page of the messages received, the newest first, without what they carried: those that reached an instance
    of the sender's units, one's own, and for the whole company's senders all."""
    if not actor.may("send_messages"):
        raise Forbidden(what="发送消息")
    given = dict(filters or {})
    wheres: list[str] = ["status <> 'received'", _REACHED]
    params: list[Any] = [actor.user_id, TOP, [f"{path}%" for path in actor.paths("send_messages")]]
    if given.get("status"):
        wheres.append("status = %s")
        params.append(given["status"])
    if value := str(given.get("q") or "").strip():
        wheres.append("position(lower(%s) IN lower(name || ' ' || correlation_key)) > 0")
        params.append(value)
    if (after := decode(cursor, int)) is not None:
        wheres.append("id < %s")
        params += after
    with connection.cursor() as db:
        db.execute(
            f"SELECT * FROM message WHERE {' AND '.join(wheres)} ORDER BY id DESC LIMIT %s", [*params, page_size + 1]
        )
        rows = [as_row(db, row) for row in db.fetchall()]
    more, rows = len(rows) > page_size, rows[:page_size]
    return Page([_message(row) for row in rows], next=encode([rows[-1]["id"]]) if more else None)


def _message(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "correlation_key": row["correlation_key"],
        "status": row["status"],
        "instance": None if row["instance_id"] is None else str(row["instance_id"]),
        "received_at": access.moment(row["received_at"]),
        "received_by": row["received_by"],
        "expires_at": access.moment(row["expires_at"]),
    }


def _narrowed(given: dict[str, Any]) -> tuple[list[str], list[Any]]:
    wheres: list[str] = ["true"]
    params: list[Any] = []
    for name in ("channel", "state"):
        if given.get(name):
            wheres.append(f"d.{name} = %s")
            params.append(given[name])
    if (value := str(given.get("instance") or "")).isdecimal() and len(value) <= 18:
        wheres.append("d.instance_id = %s")
        params.append(int(value))
    if value := str(given.get("q") or "").strip():
        wheres.append("(d.subject || ' ' || coalesce(i.business_key, '')) ILIKE %s")
        params.append("%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
    return wheres, params


def _notification(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "title": row["title"],
        "text": row["text"],
        "link": row["link"],
        "created_at": access.moment(row["created_at"]),
        "read_at": access.moment(row["read_at"]),
    }


def _dispatch(row: Row, actor: Actor) -> dict[str, Any]:
    whole = row["channel"] == "http" or actor.may("see_contacts")
    kind = "phone" if row["channel"] == "sms" else "name"
    return {
        "key": row["key"],
        "channel": row["channel"],
        "recipient": row["recipient"] if whole else str(mask(row["recipient"], kind)),
        "subject": row["subject"],
        "text": row["text"],
        "state": row["state"],
        "far_id": row["far_id"],
        "instance": None if row["instance_id"] is None else str(row["instance_id"]),
        "business_key": row["business_key"],
        "element_id": row["element_id"],
        "tries": row["tries"],
        "begun_at": access.moment(row["begun_at"]),
        "done_at": access.moment(row["done_at"]),
    }
