"""Separation of duties: who has done one task of a case may not do another one of it.

A user task says so with the property `notCompletedBy`: the ids of the elements whose people it excludes; the word
`requester` excludes who started the instance. A substitute is excluded with the person whose place they take, and what
was done in somebody's place excludes both.
"""

from __future__ import annotations

import logging

import orjson
import psycopg2
from django.db import connection

from engine import access
from engine.access import Row
from engine.english import element_named, task_named
from engine.refusals import EngineRefusal
from ledger.apart import append_apart
from ledger.context import context_json
from people.actors import Actor

logger = logging.getLogger(__name__)
PROPERTY = "notCompletedBy"
REQUESTER = "requester"
_EARLIER = """SELECT name, element_id, digest, completed_by_id, behalf_id, completed_by_name, behalf_name FROM user_task
 WHERE instance_id = %s AND element_id = ANY(%s) AND state = 'COMPLETED'
 AND (completed_by_id = ANY(%s) OR behalf_id = ANY(%s)) ORDER BY id LIMIT 1"""
_STARTED = "SELECT started_by_id, started_by_name FROM process_instance WHERE id = %s AND started_by_id = ANY(%s)"


class SameHand(EngineRefusal):
    """You did "{earlier}" in this case yourself; "{name}" must be done by somebody else."""

    code = "forbidden"
    zh = "您已办理本件的“{earlier}”，“{name}”须由他人办理。"


class SameHandInPlace(EngineRefusal):
    """In this case "{earlier}" was done by or for {who}, for whom you stand in; somebody else must do "{name}"."""

    code = "forbidden"
    zh = "本件的“{earlier}”由{who}办理或代其办理，而您是其代办人；“{name}”须由他人办理。"


class RequesterDecides(EngineRefusal):
    """This case was requested by {who}; neither they nor who stands in for them may do "{name}"."""

    code = "forbidden"
    zh = "本件由{who}发起，其本人及其代办人均不得办理“{name}”。"


def refuse_earlier_hand(task: Row, hand: Actor, *, by: Actor | None = None) -> None:
    """Raises when that hand, or anybody whose place it takes, did what excludes from this task.

    The refusal stands in the ledger, whoever asked for it (`by`: who would give the task to that hand).
    """
    if PROPERTY not in task["properties"]:
        return
    try:
        _refuse(task, hand)
    except EngineRefusal as refused:
        _record(refused, task, hand, by or hand)
        raise


def _record(refused: EngineRefusal, task: Row, hand: Actor, by: Actor) -> None:
    context = context_json(actor=by, instance_id=task["root_id"], user_task_id=task["id"])
    body = {
        "rule": type(refused).__name__,
        "element": task["element_id"],
        "person": hand.username,
        "message": refused.message("zh"),
    }
    try:
        append_apart(
            connection, kind="engine", action="task_refused", table="user_task", record=task["id"],
            instance_id=task["root_id"], context=context, body=body,
        )  # fmt: skip
    except psycopg2.Error:
        logger.exception("a refusal could not be recorded: %s", body)


def _refuse(task: Row, actor: Actor) -> None:
    excluded = [name.strip() for name in orjson.loads(task["properties"]).get(PROPERTY, "").split(",")]
    hands = access.hands_of(task, actor)
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [task["instance_id"], excluded, hands, hands])
        row = cursor.fetchone()
        if row is None and REQUESTER in excluded:
            cursor.execute(_STARTED, [task["root_id"], hands])
            if started := cursor.fetchone():
                raise RequesterDecides(who=started[1], name=task_named(task))
    if row is None:
        return
    earlier, element_id, digest, by_id, _, by_name, behalf_name = row
    earlier = element_named(digest, element_id, earlier)
    if by_id == actor.user_id:
        raise SameHand(earlier=earlier, name=task_named(task))
    raise SameHandInPlace(earlier=earlier, name=task_named(task), who=by_name if by_id in hands else behalf_name)
