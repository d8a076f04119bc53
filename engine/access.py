"""Who may do what with a user task, an instance, a definition: decided on rows, without the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.refusals import AlreadyClaimed, Forbidden, NotACandidate, NotOpen
from people.actors import Actor
from people.roles import ROLES

Row = Mapping[str, Any]


def groups_of(task: Row) -> list[str]:
    """All candidate groups of a user task row."""
    return [group for group in (task["role"], *(task["more_roles"] or ())) if group]


def is_candidate(task: Row, actor: Actor) -> bool:
    """Whether the actor may take the task: a candidate group at a unit covering the task's, or a candidate user."""
    if actor.username in (task["candidate_users"] or ()):
        return True
    unit_path = task["unit_path"]
    return any(actor.holds(group, unit_path) for group in groups_of(task))


def may_claim(task: Row, actor: Actor) -> bool:
    return task["state"] == "CREATED" and is_candidate(task, actor)


def may_complete(task: Row, actor: Actor) -> bool:
    """The assignee may; while nobody is assigned, every candidate."""
    if task["state"] == "ASSIGNED":
        return is_assignee(task, actor)
    return may_claim(task, actor)


def is_assignee(task: Row, actor: Actor) -> bool:
    """Whether the task is the actor's own, or that of the absent person for whom the actor stands in."""
    return task["assignee_id"] is not None and task["assignee_id"] in identities(actor)


def identities(actor: Actor) -> list[int]:
    """The user ids as which the actor may act: the own one, and that of the absent person."""
    absent = actor.on_behalf_of[0] if actor.on_behalf_of else None
    return [pk for pk in (actor.user_id, absent) if pk is not None]


def may_assign(task: Row, actor: Actor) -> bool:
    open_ = task["state"] in ("CREATED", "ASSIGNED")
    return open_ and (actor.may_at("assign_tasks", task["unit_path"]) or actor.may_at("administer", task["unit_path"]))


def may_see_task(task: Row, actor: Actor) -> bool:
    """Candidates, the assignee, who completed it, and those who see the unit's instances."""
    mine = actor.user_id is not None and actor.user_id in (task["assignee_id"], task["completed_by_id"])
    return mine or is_candidate(task, actor) or sees_unit(actor, task["unit_path"])


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
    names = "、".join(ROLES[g].name_zh if g in ROLES else g for g in groups_of(task)) or "-"
    return NotACandidate(name=task["name"], groups=names)


def refuse_unless(allowed: bool, what: str) -> None:
    """Raises Forbidden when not allowed."""
    if not allowed:
        raise Forbidden(what=what)


def moment(value: Any) -> Any:
    """A time as ISO 8601 text, whether it came as a datetime or already as text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
