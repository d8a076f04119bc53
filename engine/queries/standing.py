"""What stands still or is kept: why an instance is suspended, and the legal hold on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from engine import access
from engine.access import Row
from people.actors import Actor

_SUSPENDED = "SELECT suspended_reason FROM process_instance WHERE id = %s AND state = 'SUSPENDED'"
_HELD = """SELECT h.reason, h.placed_at, h.placed_by, coalesce(u.full_name, h.placed_by) FROM legal_hold h
 LEFT JOIN people_user u ON u.username = h.placed_by WHERE h.root_id = %s AND h.lifted_at IS NULL"""
_STILL = "SELECT id FROM process_instance WHERE id = ANY(%s) AND state = 'SUSPENDED'"


def standing_of(row: Row, actor: Actor) -> dict[str, Any]:
    """Why the instance is suspended, and the legal hold on it for those who may place one."""
    held = _one(_HELD, row["root_id"]) if may_see_holds(actor, row["unit_path"]) else None
    suspended = _one(_SUSPENDED, row["root_id"])
    return {
        "suspended_reason": suspended[0] if suspended else "",
        "hold": held and {
            "reason": held[0],
            "placed_at": access.moment(held[1]),
            "placed_by": {"username": held[2], "full_name": held[3]},
        },
    }  # fmt: skip


def may_see_holds(actor: Actor, unit_path: str) -> bool:
    """Whether the actor may know that an instance of the unit is under legal hold."""
    return actor.system or actor.may("audit") or actor.may_at("hold_instances", unit_path)


def suspended_roots(roots: Iterable[int]) -> set[int]:
    """Which of the root instances stand still."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL, [list(roots)])
        return {int(pk) for (pk,) in cursor.fetchall()}


def _one(sql: str, root_id: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, [root_id])
        return cursor.fetchone()
