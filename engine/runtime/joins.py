"""Joins: parallel ones count a token per flow, inclusive ones wait for every token that can still come."""

from __future__ import annotations

from engine.runtime import complex_gateways
from engine.runtime.machine import Machine, Stuck
from engine.runtime.state import DRAIN, LEAVE, Unit
from engine.runtime.works import open_incident


def settle(m: Machine) -> bool:
    """Fire the joins that are ready in the scopes where tokens moved; whether any did."""
    scopes = [scope for scope_id in m.touched if (scope := m.unit(scope_id)) is not None and scope.joins]
    m.touched = {}
    for scope in scopes:
        if _fire_counted(m, scope) or _fire_inclusive(m, scope):
            m.touched = dict.fromkeys(s.id for s in scopes)
            return True
    for scope in scopes:
        if _starved(m, scope):
            return True
    return False


def _fire_counted(m: Machine, scope: Unit) -> bool:
    fired = False
    for index in list(scope.joins or ()):
        node = m.program(scope).nodes[index]
        if node.type in ("inclusiveGateway", "complexGateway"):
            continue
        waiting = scope.joins[index]  # type: ignore[index]
        while _counted_ready(node, waiting):
            _consume(scope, index, _demand(node, waiting))
            m.spawn(scope, node)
            fired = True
    return fired


def _counted_ready(node, waiting: dict[int, int]) -> bool:  # type: ignore[no-untyped-def]
    if node.type == "parallelGateway":
        return len(waiting) == len(node.incoming)
    return sum(waiting.values()) >= node.start_quantity


def _demand(node, waiting: dict[int, int]) -> dict[int, int]:  # type: ignore[no-untyped-def]
    if node.type == "parallelGateway":
        return dict.fromkeys(waiting, 1)
    left = node.start_quantity
    demand = {}
    for flow, count in waiting.items():
        demand[flow] = min(left, count)
        left -= demand[flow]
    return {flow: count for flow, count in demand.items() if count}


def _consume(scope: Unit, index: int, demand: dict[int, int]) -> None:
    assert scope.joins is not None
    waiting = scope.joins[index]
    for flow, count in demand.items():
        waiting[flow] -= count
        if not waiting[flow]:
            del waiting[flow]
    if not waiting:
        del scope.joins[index]
        if not scope.joins:
            scope.joins = None


def _fire_inclusive(m: Machine, scope: Unit) -> bool:
    for index in list(scope.joins or ()):
        node = m.program(scope).nodes[index]
        if node.type == "complexGateway":
            if complex_gateways.settle(m, scope, node):
                return True
        elif node.type == "inclusiveGateway" and not may_still_come(m, scope, node):
            _fire(m, scope, index)
            return True
    return False


def _fire(m: Machine, scope: Unit, index: int) -> None:
    waiting = scope.joins[index]  # type: ignore[index]
    _consume(scope, index, dict.fromkeys(list(waiting), 1))
    m.spawn(scope, m.program(scope).nodes[index])


def may_still_come(m: Machine, scope: Unit, node, *, waiting: dict[int, int] | None = None) -> bool:  # type: ignore[no-untyped-def]
    """Whether a token elsewhere in the scope can reach an empty incoming flow but none that has a token already."""
    held = (scope.joins or {}).get(node.index, {}) if waiting is None else waiting
    full = sum(1 << bit for bit, flow in enumerate(node.incoming) if flow in held)
    for place in _places(m, scope, node.index):
        mask = node.reach.get(place, 0)
        if mask & ~full and not mask & full:
            return True
    return False


def _places(m: Machine, scope: Unit, but: int) -> set[int]:
    places = {m.at(kid).node.index for kid in scope.kids or ()}
    places.update(index for index in scope.joins or () if index != but)
    places.discard(but)
    return places


def _starved(m: Machine, scope: Unit) -> bool:
    """Nothing in the scope can bring a missing token any more: inclusive joins fire, others become incidents."""
    if scope.joins is None or any(not m.at(kid).noted("starved") for kid in scope.kids or ()):
        return False
    for index in list(scope.joins):
        if m.program(scope).nodes[index].type == "inclusiveGateway":
            _fire(m, scope, index)
            return True
    for index in list(scope.joins):
        _incident(m, scope, index)
    return False


def _incident(m: Machine, scope: Unit, index: int) -> None:
    node = m.program(scope).nodes[index]
    if any(m.at(kid).node.index == index for kid in scope.kids or ()):
        return
    unit = m.create(scope, node)
    unit.note("starved", True)
    name = node.name or node.id
    stuck = Stuck(
        "join_starved",
        f"“{name}” waits for tokens that can no longer come",
        f"“{name}”等待的令牌已不可能到达",
    )
    open_incident(m, unit, stuck, LEAVE)


__all__ = ["DRAIN", "may_still_come", "settle"]
