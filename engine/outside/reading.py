"""Marking notifications as read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from engine import clock
from engine.outside.notifying import topic_of
from engine.push import push
from people.actors import Actor


def read_notifications(*, actor: Actor, ids: Sequence[str] | None = None) -> int:
    """How many of the person's own unread notifications (those named, or all) are now read."""
    if actor.user_id is None:
        return 0
    which, params = ("", []) if ids is None else (" AND id = ANY(%s)", [[int(pk) for pk in ids]])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE notification SET read_at = %s WHERE user_id = %s AND read_at IS NULL{which}",
            [clock.now(), actor.user_id, *params],
        )
        if cursor.rowcount:
            push([topic_of(actor.user_id)])
        return int(cursor.rowcount)
