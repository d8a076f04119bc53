"""Names for ids that other parts keep: of instances and user tasks, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from engine import access
from engine.queries.readings import english_names
from people.actors import Actor


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


_RUNNING = """SELECT s.value, i.unit_path, count(*) FROM instance_subject s
 JOIN process_instance i ON i.id = s.root_id AND i.state = 'ACTIVE'
 WHERE s.name = 'customer_id' AND s.value = ANY (%s) GROUP BY 1, 2"""


def running_of_customers(customer_ids: Iterable[int], actor: Actor) -> dict[str, int]:
    """How many running instances name each customer, of those that the actor may see; who has none is left out."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [[str(customer_id) for customer_id in customer_ids]])
        for customer_id, unit_path, count in cursor.fetchall():
            if access.sees_unit(actor, unit_path):
                found[customer_id] = found.get(customer_id, 0) + count
    return found


def _named(sql: str, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted({int(i) for i in ids if str(i).isdigit()})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted])
        return {str(key): name for key, name in cursor.fetchall()}
