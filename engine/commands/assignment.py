"""Claim, unclaim, assign: a move of one inbox row, guarded by its state in SQL."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from engine import access, clock
from engine.access import Row
from engine.push import INSERT, wake
from engine.refusals import Forbidden, Invalid, NotFound
from engine.separation import refuse_earlier_hand
from ledger.context import context_json
from ledger.recording import RECORD_SQL, record_parameters
from people.actors import Actor, actor_named
from people.models import User

_READ = "SELECT * FROM user_task WHERE id = %s"
_READ_CLOSED = "SELECT * FROM every_user_task WHERE id = %s"
_MOVE = """WITH m AS (UPDATE user_task SET state = %s, assignee_id = %s, assignee = %s, assignee_name = %s,
 behalf_id = %s, behalf = %s, behalf_name = %s, assigned_at = %s, version = version + 1
 WHERE id = %s AND {guard} RETURNING *),
 t AS (INSERT INTO trace (root_id, first_seq, last_seq, at, command, actor_id, actor, actor_name, behalf_id,
 behalf_name, user_task_id, element_id, reason, entries)
 SELECT m.root_id, i.trace_seq, i.trace_seq, %s, %s, %s, %s, %s, %s, %s, m.id, m.element_id, %s, %s
 FROM m JOIN process_instance i ON i.id = m.root_id),
 p AS ({push} FROM m)
 SELECT m.*, {record} FROM m"""


def claim_user_task(*, user_task_id: int | str, actor: Actor) -> Row:
    """The user task, now the actor's; exactly one of several claimers gets it."""
    task = read_task(user_task_id)
    access.refuse_unless_open(task)
    if task["state"] == "ASSIGNED":
        if access.holds_it(task, actor):
            return task
        raise access.already_claimed(task) if access.is_candidate(task, actor) else access.not_a_candidate(task)
    if not access.is_candidate(task, actor):
        raise access.not_a_candidate(task)
    refuse_earlier_hand(task, actor)
    acting = access.acting_on(task, actor)
    moved = _move(task, "claim_user_task", acting, to=acting, guard="state = 'CREATED'", guard_params=[])
    if moved is None:
        return claim_user_task(user_task_id=user_task_id, actor=actor)
    return moved


def unclaim_user_task(*, user_task_id: int | str, actor: Actor) -> Row:
    """The user task, back with its candidate groups; only its assignee or one who may assign gives it back."""
    task = read_task(user_task_id)
    access.refuse_unless_open(task)
    if task["state"] == "CREATED":
        return task
    own = access.holds_it(task, actor) or access.is_assignee(task, actor)
    if not own and not access.may_assign(task, actor):
        raise access.already_claimed(task)
    if not access.groups_of(task) and not task["candidate_users"]:
        raise Invalid(what="该任务没有候选岗位,不能释放,只能转派")
    guard = "state = 'ASSIGNED' AND assignee_id = %s"
    acting = access.acting_on(task, actor)
    moved = _move(task, "unclaim_user_task", acting, to=None, guard=guard, guard_params=[task["assignee_id"]])
    if moved is None:
        return unclaim_user_task(user_task_id=user_task_id, actor=actor)
    return moved


def assign_user_task(*, user_task_id: int | str, to_username: str, actor: Actor) -> Row:
    """The user task, now the named person's; that person must be a candidate."""
    task = read_task(user_task_id)
    access.refuse_unless_open(task)
    own = access.holds_it(task, actor) or access.is_assignee(task, actor)
    if not own and not access.may_assign(task, actor):
        raise Forbidden(what="分派任务")
    try:
        other = actor_named(to_username)
    except User.DoesNotExist:
        raise NotFound(thing=f"用户 {to_username}") from None
    if not access.is_candidate(task, other):
        raise access.not_a_candidate(task)
    refuse_earlier_hand(task, other, by=actor)
    acting, taking = (access.acting_on(task, actor) if own else actor), access.acting_on(_free(task), other)
    guard = "state IN ('CREATED', 'ASSIGNED') AND version = %s"
    moved = _move(task, "assign_user_task", acting, to=taking, guard=guard, guard_params=[task["version"]])
    if moved is None:
        return assign_user_task(user_task_id=user_task_id, to_username=to_username, actor=actor)
    return moved


def _free(task: Row) -> Row:
    return {**task, "state": "CREATED", "assignee_id": None}


def hand_over(task: Row, *, to: Actor, actor: Actor) -> None:
    """Gives an open task that nobody has to a candidate, in the open transaction."""
    _move(task, "assign_user_task", actor, to=to, guard="state = 'CREATED'", guard_params=[])


def read_task(user_task_id: int | str) -> Row:
    """The user task's row, of a closed instance too; raises NotFound."""
    task_id = number(user_task_id, "任务")
    with connection.cursor() as cursor:
        for sql in (_READ, _READ_CLOSED):
            cursor.execute(sql, [task_id])
            if row := cursor.fetchone():
                return as_row(cursor, row)
    raise NotFound(thing="任务")


def number(value: int | str, thing: str) -> int:
    """An id as the database has it; raises NotFound for anything else."""
    text = str(value)
    if not text.isdecimal() or len(text) > 18:
        raise NotFound(thing=thing)
    return int(text)


def as_row(cursor: Any, row: tuple[Any, ...]) -> dict[str, Any]:
    """A fetched row by column names."""
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _move(
    task: Row, command: str, actor: Actor, *, to: Actor | None, guard: str, guard_params: list[Any]
) -> dict[str, Any] | None:
    now = clock.now()
    state = "ASSIGNED" if to else "CREATED"
    behalf_of = [*(to.on_behalf_of or (None, "")), to.on_behalf_of_name] if to else [None, "", ""]
    person = [to.user_id, to.username, to.full_name, *behalf_of, now] if to else [None, "", "", *behalf_of, None]
    behalf = actor.on_behalf_of or (None, "")
    body = {"element": task["element_id"], "from": task["assignee"], "to": to.username if to else ""}
    record = record_parameters(
        kind="engine", action=command, body=body, table="user_task", record=task["id"], instance_id=task["root_id"]
    )
    entry = f'[[null, "{state.lower()}", "{task["element_id"]}", null, null, {{}}]]'
    params = [state, *person, task["id"], *guard_params, now, command, actor.user_id, actor.username, actor.full_name]
    params += [*behalf, "", entry, f"inbox instance:{task['root_id']}", *record]
    sql = _MOVE.format(guard=guard, record=RECORD_SQL, push=INSERT)
    context = context_json(actor=actor, instance_id=task["root_id"], user_task_id=task["id"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.context', %s, true)", [context])
        cursor.execute(sql, params)
        row = cursor.fetchone()
        wake()
        return None if row is None else as_row(cursor, row)
