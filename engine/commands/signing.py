"""Adding a signer to a running countersign: one more instance of its loop, told in the ledger with who signs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from engine import access, clock, signers, steps
from engine.access import Row
from engine.answers import answered_once
from engine.commands.assignment import as_row, hand_over, number, read_task
from engine.histories import history_of
from engine.refusals import BothLanguages, Invalid, NotFound
from engine.runtime.protocol import AddInstance
from engine.separation import refuse_earlier_hand
from engine.signers import Group
from engine.steps import Act, Instance
from engine.writing import write_step
from people.actors import Actor, actor_named
from people.models import User
from people.roles import ROLES, role_key

_SIGNERS = "SELECT * FROM user_task WHERE root_id = %s AND work_id = ANY(%s) AND state <> 'CANCELED' ORDER BY id"
_HOLDERS = """SELECT DISTINCT p.role_id, u.username, u.full_name FROM people_position p
 JOIN people_user u ON u.id = p.user_id AND u.is_active JOIN people_unit n ON n.id = p.unit_id
 WHERE starts_with(%s, n.path) AND p.valid_from <= current_date
 AND (p.valid_until IS NULL OR p.valid_until >= current_date) ORDER BY 1, 2"""


@dataclass(frozen=True)
class SignerAdded:
    """The task of the new signer (None while it waits for its turn), its instance, and the ledger event."""

    instance_id: int
    user_task_id: int | None
    state: str
    event_id: int


def add_signer(
    *, user_task_id: int | str, actor: Actor, reason: str, idempotency_key: str, role: str = "", username: str = ""
) -> SignerAdded:
    """One more signer beside those of the open task: a role, a person, or both."""
    task_id = number(user_task_id, "任务")
    if not reason.strip():
        raise Invalid(what="原因")
    seen = read_task(task_id)
    if not access.may_see_task(seen, actor):
        raise NotFound(thing="任务")
    person = named(username)
    act = Act(access.acting_on(seen, actor), "add_signer", clock.now(), seen["element_id"], task_id, reason.strip())

    def work(body_hash: str) -> dict[str, Any]:
        instance = steps.lock_instance(instance_id=seen["root_id"], act=act)
        steps.refuse_unless_active(instance)
        task = read_task(task_id)
        group = signers.asked_group(task, actor)
        group, known = with_expected(task, instance, group), signers_of(task, instance, group)
        item = chosen(task, group, known, role=role, person=person)
        told = replace(act, details=_told(group, known, item, person))
        merged = steps.advance(instance=instance, command=AddInstance(task["work_id"], item), act=told)
        written = write_step(instance=instance, merged=merged, act=told, idempotency=(idempotency_key, body_hash))
        if person is not None and group.kind != "person":
            _give([row for row in written.opened if row["element_id"] == task["element_id"]], person, act.actor)
        opened = [row["id"] for row in written.opened]
        return {"state": merged.state, "event_id": written.event_id, "opened": opened}

    body = [task_id, role, username, reason]
    kept = answered_once(actor=act.actor, key=idempotency_key, command=act.command, body=body, work=work)
    opened = kept["opened"] or [None]
    return SignerAdded(seen["root_id"], opened[0], kept["state"], kept["event_id"])


def signers_of(task: Row, instance: Instance, group: Group) -> list[Row]:
    """The user tasks of everybody who signs in this round, canceled ones left out, oldest first."""
    works = signers.works_of_group(history_of(instance.id, instance.digest), task["work_id"])
    with connection.cursor() as cursor:
        cursor.execute(_SIGNERS, [instance.id, works])
        rows = [as_row(cursor, row) for row in cursor.fetchall()]
    return [row for row in rows if row["element_id"] == task["element_id"]]


def with_expected(task: Row, instance: Instance, group: Group) -> Group:
    """The group with the roles whose turn is still to come."""
    if not group.in_turn or group.collection is None:
        return group
    items = group.collection.evaluate(steps.variables_of_scope(instance, task["scope_id"]), now=clock.now())
    return replace(group, expected=frozenset(role_key(one) for one in items or () if isinstance(one, str)))


def holders_at(unit_path: str) -> dict[str, list[tuple[str, str]]]:
    """Who holds which of the company's roles so that it reaches the unit: user and full names by role."""
    found: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [unit_path])
        for role, username, full_name in cursor.fetchall():
            if role in ROLES:
                found.setdefault(role, []).append((username, full_name))
    return found


def chosen(task: Row, group: Group, known: list[Row], *, role: str, person: Actor | None) -> str | None:
    """The item of the new instance; raises when nobody could sign it, or who is meant signs already."""
    if group.in_turn and person is not None and group.kind != "person":
        raise signers.NotYetOpen(name=task["name"])
    if person is not None and _takes_part(person, known):
        raise signers.SignsAlready(who=person.full_name, name=task["name"])
    if group.kind == "person":
        if person is None:
            raise Invalid(what="签署人")
        return person.username
    return _role(task, group, known, role, person)


def _role(task: Row, group: Group, known: list[Row], role: str, person: Actor | None) -> str | None:
    key = role_key(role) if group.kind == "role" else next(iter(access.groups_of(task)), "")
    if key not in ROLES:
        raise Invalid(what="签署岗位")
    if key not in holders_at(task["unit_path"]):
        raise signers.NobodyToSign(who=_role_name(key), name=task["name"])
    signing = {one for row in known for one in access.groups_of(row)} | group.expected
    if group.kind == "role" and person is None and key in signing:
        raise signers.SignsAlready(who=_role_name(key), name=task["name"])
    return key if group.kind == "role" else None


def _role_name(key: str) -> BothLanguages:
    return BothLanguages(ROLES[key].name_zh, ROLES[key].name_en)


def _takes_part(person: Actor, known: list[Row]) -> bool:
    return any(person.user_id in (row["assignee_id"], row["completed_by_id"], row["behalf_id"]) for row in known)


def _give(added: list[Row], person: Actor, actor: Actor) -> None:
    """The new task is that person's, who must be a candidate and must not have had a hand in what excludes."""
    for row in added:
        if not access.is_candidate(row, person):
            raise access.not_a_candidate(row)
        refuse_earlier_hand(row, person, by=actor)
        hand_over(read_task(row["id"]), to=person, actor=actor)


def named(username: str) -> Actor | None:
    """The person of that user name, None for no name; raises NotFound."""
    if not username:
        return None
    try:
        return actor_named(username)
    except User.DoesNotExist:
        raise NotFound(thing=f"用户 {username}") from None


def _told(group: Group, known: list[Row], item: str | None, person: Actor | None) -> dict[str, Any]:
    """What the ledger keeps: the signers before and after."""
    before = [row["assignee"] or "、".join(access.groups_of(row)) for row in known]
    new = person.username if person is not None else str(item or "")
    return {"signers": {"old": before, "new": [*before, new]}, "loop": group.element_id}
