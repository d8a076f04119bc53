"""Who may do what with a user task, an instance, a definition: decided on rows, without the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.english import roles_named, task_named
from engine.refusals import AlreadyClaimed, Forbidden, NotACandidate, NotOpen
from people.actors import Actor, StandIn, in_the_place

Row = Mapping[str, Any]


def groups_of(task: Row) -> list[str]:
    """All candidate groups of a user task row."""
    return [group for group in (task["role"], *(task["more_roles"] or ())) if group]


def is_candidate(task: Row, actor: Actor) -> bool:
    """Whether the actor may take the task: a candidate group at a unit covering the task's, or a candidate user.

    Who stands in for somebody may take what that one may.
    """
    name = actor.on_behalf_of[1] if actor.on_behalf_of else actor.username
    if name in (task["candidate_users"] or ()):
        return True
    unit_path = task["unit_path"]
    return any(actor.holds(group, unit_path) for group in groups_of(task)) or any(
        is_candidate(task, in_the_place(actor, stand_in)) for stand_in in _reaching(task, actor)
    )


def acting_on(task: Row, actor: Actor) -> Actor:
    """The actor, or the actor in an absent one's place where only that one's right is enough for this task."""
    if not actor.stands_in or _by_own_right(task, replace(actor, stands_in=())):
        return actor
    for stand_in in _reaching(task, actor):
        acting = in_the_place(actor, stand_in)
        if _by_own_right(task, acting):
            return acting
    return actor


def _by_own_right(task: Row, actor: Actor) -> bool:
    if task["state"] == "ASSIGNED":
        return is_assignee(task, actor)
    return is_candidate(task, actor)


def _reaching(task: Row, actor: Actor) -> list[StandIn]:
    """The absent people whose substitution by the actor reaches this task: its process, and one of its groups."""
    groups = set(groups_of(task))
    return [
        stand_in
        for stand_in in actor.stands_in
        if stand_in.covers(task["definition_key"]) and (not stand_in.roles or groups & stand_in.roles)
    ]


def may_claim(task: Row, actor: Actor) -> bool:
    return task["state"] == "CREATED" and is_candidate(task, actor)


def may_complete(task: Row, actor: Actor) -> bool:
    """The assignee may; while nobody is assigned, every candidate."""
    if task["state"] == "ASSIGNED":
        return is_assignee(task, actor)
    return may_claim(task, actor)


def is_assignee(task: Row, actor: Actor) -> bool:
    """Whether the task is the actor's own, or that of an absent person for whom the actor stands in.

    What was taken for somebody is the taker's as long as the substitution lasts.
    """
    if task["assignee_id"] is None:
        return False
    absent = actor.on_behalf_of[0] if actor.on_behalf_of else None
    if task["behalf_id"] is not None:
        own = task["assignee_id"] == actor.user_id and task["behalf_id"] == absent
    else:
        own = task["assignee_id"] == (actor.user_id if absent is None else absent)
    return own or any(is_assignee(task, in_the_place(actor, stand_in)) for stand_in in _reaching(task, actor))


def holds_it(task: Row, actor: Actor) -> bool:
    """Whether the task stands under the actor's name, for whomever."""
    return task["assignee_id"] is not None and task["assignee_id"] == actor.user_id


def hands_of(task: Row, actor: Actor) -> list[int]:
    """The user ids that count as the actor's in this task: the own one and those of everybody they stand in for."""
    absent = [stand_in.user_id for stand_in in actor.stands_in if stand_in.covers(task["definition_key"])]
    own = [actor.user_id, actor.on_behalf_of[0] if actor.on_behalf_of else None]
    return [pk for pk in (*own, *absent) if pk is not None]


def may_assign(task: Row, actor: Actor) -> bool:
    open_ = task["state"] in ("CREATED", "ASSIGNED")
    return open_ and (actor.may_at("assign_tasks", task["unit_path"]) or actor.may_at("administer", task["unit_path"]))


def may_see_task(task: Row, actor: Actor) -> bool:
    """Candidates, the assignee, who completed it, those who stand in for them, and who sees the unit's instances."""
    mine = actor.user_id is not None and actor.user_id in (task["assignee_id"], task["completed_by_id"])
    return mine or is_assignee(task, actor) or is_candidate(task, actor) or sees_unit(actor, task["unit_path"])


def sees_unit(actor: Actor, unit_path: str) -> bool:
    """Whether the actor may look at the instances of a unit."""
    return (
        actor.system
        or actor.may("audit")
        or any(actor.may_at(right, unit_path) for right in ("see_instances", "administer", "retry_incidents"))
    )


def may_start(starters: Sequence[str], actor: Actor) -> bool:
    """Whether one of the roles that may start a definition is held; without such roles everybody who holds any role."""
    if actor.system or actor.may("administer"):
        return True
    return bool(actor.roles & set(starters)) if starters else bool(actor.roles)


def refuse_unless_open(task: Row) -> None:
    """Raises when the task is completed or canceled, telling who and when."""
    if task["state"] in ("CREATED", "ASSIGNED"):
        return
    who = {"username": task["completed_by"], "full_name": task["completed_by_name"]} if task["completed_by"] else None
    extra = {"state": task["state"], "by": who, "at": moment(task["completed_at"])}
    raise NotOpen(by=task["completed_by_name"] or "-", extra=extra)


def refuse_unless_completer(task: Row, actor: Actor) -> None:
    """Raises when somebody else holds the task or the actor is no candidate."""
    if may_complete(task, actor):
        return
    if task["state"] == "ASSIGNED":
        if not is_candidate(task, actor):
            raise not_a_candidate(task)
        raise already_claimed(task)
    raise not_a_candidate(task)


def already_claimed(task: Row) -> AlreadyClaimed:
    """The refusal with who was first."""
    by = {"username": task["assignee"], "full_name": task["assignee_name"]}
    return AlreadyClaimed(by=task["assignee_name"], extra={"by": by, "at": moment(task["assigned_at"])})


def not_a_candidate(task: Row) -> NotACandidate:
    """The refusal with the groups that may."""
    return NotACandidate(name=task_named(task), groups=roles_named(groups_of(task)))


def refuse_unless(allowed: bool, what: str) -> None:
    """Raises Forbidden when not allowed."""
    if not allowed:
        raise Forbidden(what=what)


def moment(value: Any) -> Any:
    """A time as ISO 8601 text, whether it came as a datetime or already as text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
