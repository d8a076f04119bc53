"""Drafts: what a person has filled in so far, without validation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from engine import access, clock
from engine.commands.assignment import number, read_task
from engine.refusals import Invalid
from engine.sealing import marks, sealed_within
from engine.wire import dump_plain
from people.actors import Actor

MAX_BYTES = 1_000_000
_SAVE = """INSERT INTO draft (user_task_id, user_id, data, saved_at) VALUES (%s, %s, %s, %s)
 ON CONFLICT (user_task_id, user_id) DO UPDATE SET data = excluded.data, saved_at = excluded.saved_at"""


def save_draft(*, user_task_id: int | str, actor: Actor, data: Mapping[str, Any]) -> dt.datetime:
    """When it was saved: the actor's draft of this task is kept."""
    task = read_task(user_task_id)
    access.refuse_unless_open(task)
    access.refuse_unless_completer(task, actor)
    text = dump_plain(sealed_within(dict(data), marks()))
    if len(text) > MAX_BYTES:
        raise Invalid(what=f"草稿超过 {MAX_BYTES // 1_000_000} MB")
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [task["id"], actor.user_id, text, now])
    return now


def discard_draft(*, user_task_id: int | str, actor: Actor) -> None:
    """The actor's draft of this task is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM draft WHERE user_task_id = %s AND user_id = %s", [number(user_task_id, "任务"), actor.user_id]
        )
