"""How tokens leave a node along its sequence flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpmn.program import Node
from engine.runtime.machine import Machine, Stuck
from engine.runtime.scopes import View, holds
from engine.runtime.state import Unit


def ways_out(m: Machine, unit: Unit, top: Mapping[str, Any] | None = None) -> list[int]:
    """The flows a token takes: every unconditional one and every one whose condition holds, else the default."""
    node = unit.node
    flows = m.program(unit).flows
    if not node.outgoing:
        return []
    view = View(m, unit, top)
    taken = []
    conditional = False
    for index in node.outgoing:
        condition = flows[index].condition
        if index == node.default:
            continue
        if condition is None:
            taken.append(index)
        else:
            conditional = True
            if holds(m, condition, view):
                taken.append(index)
    if node.default is not None and not _any_conditional_taken(m, unit, taken, conditional):
        taken.append(node.default)
    if not taken:
        raise no_way_out(unit)
    return taken


def _any_conditional_taken(m: Machine, unit: Unit, taken: list[int], conditional: bool) -> bool:
    flows = m.program(unit).flows
    return conditional and any(flows[index].condition is not None for index in taken)


def one_way_out(m: Machine, unit: Unit) -> int:
    """The first flow in file order whose condition holds, else the default."""
    node = unit.node
    flows = m.program(unit).flows
    view = View(m, unit)
    for index in node.outgoing:
        condition = flows[index].condition
        if index != node.default and (condition is None or holds(m, condition, view)):
            return index
    if node.default is None:
        raise no_way_out(unit)
    return node.default


def no_way_out(unit: Unit) -> Stuck:
    """The refusal of a node none of whose conditions holds."""
    name = unit.node.name or unit.node.id
    return Stuck(
        "no_way_out",
        f"no condition of the flows out of “{name}” holds and there is no default",
        f"“{name}”流出的条件都不成立，且没有默认流",
    )


def take(m: Machine, scope: Unit, index: int) -> None:
    """Move a token along a flow: it arrives at the target, or is counted there when the target joins."""
    program = m.program(scope)
    flow = program.flows[index]
    target = program.nodes[flow.target]
    m.tell_of("taken", flow.id, scope.id, None, {})
    if joins_here(target):
        if scope.joins is None:
            scope.joins = {}
        waiting = scope.joins.setdefault(target.index, {})
        waiting[index] = waiting.get(index, 0) + 1
        m.touched[scope.id] = None
        return
    m.spawn(scope, target)


JOINING = {"parallelGateway", "inclusiveGateway", "complexGateway"}


def joins_here(node: Node) -> bool:
    """Whether tokens are counted before this node begins."""
    return (node.type in JOINING and len(node.incoming) > 1) or node.start_quantity > 1
