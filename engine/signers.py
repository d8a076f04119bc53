"""Adding a signer: which running loops take one more, of which kind, and who may ask for it.

A user task in a multi-instance activity takes one when each instance goes to the role (or the person) that is its item,
or when the loop merely counts. `addSigner` = none of the task or its process forbids it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bpmn.program import Expression
from engine import access, movement
from engine.access import Row
from engine.programs import deployed
from engine.refusals import EngineRefusal, Forbidden
from engine.runtime.lineage import Passage
from engine.runtime.returning import History
from people.actors import Actor

PROPERTY = "addSigner"
Kind = Literal["role", "person", "same"]


class CannotAddSigner(EngineRefusal):
    """The task "{name}" takes no further signer: the diagram fixes who takes part in it."""

    code = "cannot_add_signer"
    zh = "“{name}”不能加签：流程图已固定参与人。"


class SignsAlready(CannotAddSigner):
    """The signer {who} takes part in "{name}" already; choose another role or name a colleague of it."""

    zh = "{who}已在“{name}”的签署人之列；请另选岗位，或指定该岗位的其他人。"


class NobodyToSign(CannotAddSigner):
    """At this unit nobody holds the role {who}, so nobody could sign "{name}"; choose another role."""

    zh = "本单位没有人担任{who}，无人可签“{name}”；请另选岗位。"


class NotYetOpen(CannotAddSigner):
    """The signers of "{name}" act one after the other: add the role, and assign the task when its turn has come."""

    zh = "“{name}”依次签署：请先加岗位，轮到时再指定人。"


@dataclass(frozen=True)
class Group:
    """The running loop that a task belongs to: how its signers are named and whether they act in turn."""

    element_id: str
    kind: Kind
    in_turn: bool
    collection: Expression | None = None
    expected: frozenset[str] = frozenset()
    """The roles of those who sign in turn, as the diagram names them."""


def group_of(task: Row) -> Group | None:
    """The loop that the task is an instance of, None when it takes nobody else."""
    program = deployed(task["digest"]).program
    node = asked = program.node(task["element_id"])
    while node is not None and node.loop is None and node.container >= 0:
        node = program.nodes[node.container]
    loop = node.loop if node is not None else None
    if node is None or asked is None or loop is None or loop.kind == "standard":
        return None
    if movement.rule(task, PROPERTY, "") == "none":
        return None
    kind = _kind(asked.task, loop.item) if loop.collection is not None else "same"
    return None if kind is None else Group(node.id, kind, loop.kind == "sequential", loop.collection)


def _kind(asked: Any, item: str | None) -> Kind | None:
    """Whether the item is the candidate role, or the person."""
    if item and _source(asked.candidate_groups) == item:
        return "role"
    if item and item in (_source(asked.assignee), _source(asked.candidate_users)):
        return "person"
    return None


def _source(expression: Any) -> str:
    """What an expression says, without the brackets of a list of one."""
    return "" if expression is None else str(expression.source).lstrip("=").strip().strip("[]").strip()


def may_add(task: Row, actor: Actor) -> bool:
    """Whoever could complete the open task, and who may assign tasks at its unit."""
    return access.may_complete(task, actor) or access.may_assign(task, actor)


def offered(task: Row, actor: Actor) -> bool:
    """What a list may offer by the row and the diagram."""
    return task["state"] in ("CREATED", "ASSIGNED") and may_add(task, actor) and group_of(task) is not None


def asked_group(task: Row, actor: Actor) -> Group:
    """The loop to which this person may add a signer now; raises what stands in the way."""
    access.refuse_unless_open(task)
    if not may_add(task, actor):
        raise Forbidden(what="加签")
    group = group_of(task)
    if group is None:
        raise CannotAddSigner(name=task["name"])
    return group


def works_of_group(history: History, work_id: str) -> list[str]:
    """The work ids of the user tasks in this round of the loop, each signer's newest."""
    lineage = history.lineage
    here = lineage.passages.get(int(work_id))
    while here is not None and here.index is None:
        here = lineage.passages.get(here.scope)
    if here is None:
        return []
    newest: dict[int, Passage] = {}
    for one in (lineage.passages[inside] for inside in lineage.inside[here.scope]):
        if one.index is not None:
            newest[one.index] = one
    return [str(work) for _, one in sorted(newest.items()) for work in (one.id, *lineage.within(one))]
