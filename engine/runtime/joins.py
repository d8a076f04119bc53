"""Joins: parallel ones count a token per flow, inclusive ones wait for every token that can still come."""

from __future__ import annotations

from bpmn.program import Node
from engine.runtime import complex_gateways
from engine.runtime.machine import Machine, Stuck
from engine.runtime.state import WAIT, Sub, Unit
from engine.runtime.upstream import may_still_come
from engine.runtime.works import close_subs, open_incident


def settle(m: Machine) -> bool:
    """Fire the joins that are ready in the scopes where tokens moved; whether any did."""
    scopes = [scope for scope_id in m.touched if (scope := m.unit(scope_id)) is not None and scope.joins]
    m.touched = {}
    for scope in scopes:
        if _fire_counted(m, scope) or _fire_waiting(m, scope):
            m.touched = dict.fromkeys(s.id for s in scopes)
            return True
    return any(_starved(m, scope) for scope in scopes)


def _fire_counted(m: Machine, scope: Unit) -> bool:
    fired = False
    for index in list(scope.joins or ()):
        node = m.program(scope).nodes[index]
        if node.type in ("inclusiveGateway", "complexGateway"):
            continue
        while scope.joins and index in scope.joins and _counted_ready(node, scope.joins[index]):
            _fire(m, scope, node, _demand(node, scope.joins[index]))
            fired = True
    return fired


def _counted_ready(node: Node, waiting: dict[int, int]) -> bool:
    if node.type == "parallelGateway":
        return len(waiting) == len(node.incoming)
    return sum(waiting.values()) >= node.start_quantity


def _demand(node: Node, waiting: dict[int, int]) -> dict[int, int]:
    if node.type == "parallelGateway":
        return dict.fromkeys(waiting, 1)
    left = node.start_quantity
    demand = {}
    for flow, count in waiting.items():
        demand[flow] = min(left, count)
        left -= demand[flow]
    return {flow: count for flow, count in demand.items() if count}


def _fire(m: Machine, scope: Unit, node: Node, demand: dict[int, int]) -> None:
    assert scope.joins is not None
    waiting = scope.joins[node.index]
    for flow, count in demand.items():
        waiting[flow] -= count
        if not waiting[flow]:
            del waiting[flow]
    if not waiting:
        del scope.joins[node.index]
        scope.joins = scope.joins or None
    _clear_starved(m, scope, node)
    m.spawn(scope, node)


def _clear_starved(m: Machine, scope: Unit, node: Node) -> None:
    for kid in list(scope.kids or ()):
        unit = m.at(kid)
        if unit.node is node and unit.noted("starved"):
            close_subs(m, unit, "completed")
            m.delete(unit)
            assert scope.kids is not None
            scope.kids.remove(kid)


def _fire_waiting(m: Machine, scope: Unit) -> bool:
    for index in list(scope.joins or ()):
        node = m.program(scope).nodes[index]
        if node.type == "complexGateway":
            if _settle_complex(m, scope, node):
                return True
        elif node.type == "inclusiveGateway":
            waiting = scope.joins[index]  # type: ignore[index]
            if not may_still_come(m, scope, node, waiting):
                _fire(m, scope, node, dict.fromkeys(waiting, 1))
                return True
    return False


def _settle_complex(m: Machine, scope: Unit, node: Node) -> bool:
    try:
        return complex_gateways.settle(m, scope, node)
    except Stuck as stuck:
        _stop_at(m, scope, node, stuck)
        return False


def _starved(m: Machine, scope: Unit) -> bool:
    """Nothing in the scope can bring a missing token any more: inclusive joins fire, others become incidents."""
    if scope.joins is None or any(not m.at(kid).noted("starved") for kid in scope.kids or ()):
        return False
    nodes = m.program(scope).nodes
    for index, waiting in list(scope.joins.items()):
        if nodes[index].type == "inclusiveGateway":
            _fire(m, scope, nodes[index], dict.fromkeys(waiting, 1))
            m.touched[scope.id] = None
            return True
    for index in list(scope.joins):
        name = nodes[index].name or index and nodes[index].id
        message = f"“{name}” waits for tokens that can no longer come"
        _stop_at(m, scope, nodes[index], Stuck("join_starved", message, f"“{name}”等待的令牌已不可能到达"))
    return False


def _stop_at(m: Machine, scope: Unit, node: Node, stuck: Stuck) -> None:
    """An incident at a join; its tokens stay counted."""
    if any(m.at(kid).node is node and m.at(kid).noted("starved") for kid in scope.kids or ()):
        return
    unit = m.create(scope, node)
    unit.note("starved", True)
    open_incident(m, unit, stuck, WAIT)


def try_again(m: Machine, unit: Unit, sub: Sub) -> None:
    """Look at a stopped join again."""
    scope = m.at(unit.parent)
    m.delete(unit)
    assert scope.kids is not None
    scope.kids.remove(unit.id)
    m.touched[scope.id] = None


__all__ = ["settle", "try_again"]
