"""Names for ids that other parts keep: of instances and user tasks, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from engine.queries.readings import english_names


def business_keys(instance_ids: Iterable[str]) -> dict[str, str]:
    """The business keys by instance id; ids that are none are left out."""
    return _named("SELECT id, business_key FROM every_process_instance WHERE id = ANY (%s)", instance_ids)


def user_task_names(user_task_ids: Iterable[str], lang: str = "zh") -> dict[str, str]:
    """The names by user task id; ids that are none are left out."""
    wanted = sorted({int(i) for i in user_task_ids if str(i).isdigit()})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, element_id, digest FROM every_user_task WHERE id = ANY (%s)", [wanted])
        rows = cursor.fetchall()
    english = lang.startswith("en")
    return {
        str(key): (english_names(digest).get(element_id) if english else "") or name
        for key, name, element_id, digest in rows
    }


def _named(sql: str, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted({int(i) for i in ids if str(i).isdigit()})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted])
        return {str(key): name for key, name in cursor.fetchall()}
