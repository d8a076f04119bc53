"""Separation of duties: who has done one task of a case may not do another one of it.

A user task says so with the property `notCompletedBy`: the ids of the elements whose people it excludes.
"""

from __future__ import annotations

import orjson
from django.db import connection

from engine.access import Row
from engine.refusals import EngineRefusal
from people.actors import Actor

PROPERTY = "notCompletedBy"
_EARLIER = """SELECT name FROM user_task WHERE instance_id = %s AND element_id = ANY(%s) AND state = 'COMPLETED'
 AND completed_by_id = %s LIMIT 1"""


class SameHand(EngineRefusal):
    """You did "{earlier}" in this case yourself; "{name}" must be done by somebody else."""

    code = "forbidden"
    zh = "您已办理本件的“{earlier}”，“{name}”须由他人办理。"


def refuse_earlier_hand(task: Row, actor: Actor) -> None:
    """Raises SameHand when the actor completed one of the tasks that exclude from this one."""
    if PROPERTY not in task["properties"]:
        return
    excluded = [name.strip() for name in orjson.loads(task["properties"]).get(PROPERTY, "").split(",")]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [task["instance_id"], excluded, actor.user_id])
        row = cursor.fetchone()
    if row is not None:
        raise SameHand(earlier=row[0], name=task["name"])
