"""Where a token goes when an event was caught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpmn.program import Node
from engine.runtime import works
from engine.runtime.lifecycle import cancel, cancel_inside, finish
from engine.runtime.machine import Machine
from engine.runtime.state import ROOT_ID, START, WAIT, Sub, Unit


def at_boundary(m: Machine, host: Unit, node: Node, values: Mapping[str, Any]) -> None:
    """A boundary event starts its path; an interrupting one ends the activity first."""
    scope = m.at(host.parent)
    m.tell_of("caught", node.id, scope.id, None, {"attached_to": host.node.id})
    if node.interrupting:
        cancel(m, host, "interrupted")
    _begin_at(m, scope, node, values, host)


def _begin_at(m: Machine, scope: Unit, node: Node, values: Mapping[str, Any], host: Unit) -> None:
    unit = m.create(scope, node)
    unit.prog = host.prog
    unit.note("passed", True)
    m.tell("entered", unit, unit.id)
    finish(m, unit, values)


def at_event_sub_process(m: Machine, scope: Unit, node: Node, values: Mapping[str, Any]) -> None:
    """An event sub-process starts in its scope; an interrupting one ends everything else in it first."""
    start = m.program(scope).nodes[node.body.starts[0]]  # type: ignore[union-attr]
    prog = scope.prog
    m.tell_of("caught", start.id, scope.id, None, {"event_sub_process": node.id})
    if start.interrupting:
        close_event_subs(m, scope)
        scope.note("interrupted", True)
        cancel_inside(m, scope, "interrupted")
    unit = m.create(scope, node, prog=prog)
    m.tell("entered", unit, unit.id)
    unit.note("values", dict(values))
    m.push(unit, START)


def close_event_subs(m: Machine, scope: Unit) -> None:
    """The event sub-processes of this scope no longer listen."""
    for sub_id in list(scope.subs or ()):
        sub = m.sub(sub_id)
        if sub is not None and sub.node.type == "startEvent":
            works.close_sub(m, sub, "canceled")


def in_flow(m: Machine, owner: Unit, sub: Sub, values: Mapping[str, Any]) -> None:
    """An intermediate event, receive task or one way of an event-based gateway was reached."""
    node = sub.node
    if m.sub(sub.id) is not None:
        works.close_sub(m, sub, "completed")
    if node is owner.node:
        works_closed(m, owner, node)
        owner.phase = WAIT
        finish(m, owner, values)
        return
    works.close_subs(m, owner, "canceled")
    scope = m.at(owner.parent)
    m.tell("left", owner, owner.id)
    program = m.program(owner)
    index = next(i for i in owner.node.outgoing if program.flows[i].target == node.index)
    m.tell_of("taken", program.flows[index].id, scope.id, None, {})
    unit = m.create(scope, node)
    m.tell("entered", unit, unit.id)
    forget_unit(m, scope, owner)
    finish(m, unit, values)


def works_closed(m: Machine, owner: Unit, node: Node) -> None:
    """Close the other events of a catching node; boundary events go with the activity."""
    for sub_id in list(owner.subs or ()):
        other = m.sub(sub_id)
        if other is not None and other.node is node:
            works.close_sub(m, other, "canceled")


def forget_unit(m: Machine, scope: Unit, unit: Unit) -> None:
    """Take a unit away whose token went elsewhere."""
    m.delete(unit)
    assert scope.kids is not None
    scope.kids.remove(unit.id)
    if scope.joins:
        m.touched[scope.id] = None


__all__ = ["ROOT_ID", "at_boundary", "at_event_sub_process", "close_event_subs", "in_flow"]
