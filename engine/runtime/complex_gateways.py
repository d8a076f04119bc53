"""Complex gateways: a condition on the waiting tokens starts them, the remaining tokens reset them."""

from __future__ import annotations

from typing import Any

from bpmn.program import Node
from engine.runtime.machine import Machine
from engine.runtime.scopes import View, holds
from engine.runtime.state import BEGIN, DRAIN, Unit
from engine.runtime.upstream import may_still_come


def settle(m: Machine, scope: Unit, node: Node) -> bool:
    """Activate or reset the gateway when it is time; whether it did."""
    assert scope.joins is not None
    waiting = scope.joins[node.index]
    key = f"complex{node.index}"
    awaited = scope.noted(key)
    if awaited is not None:
        return _reset(m, scope, node, awaited)
    if not waiting:
        return False
    counts = _counts(m, scope, node, waiting, start=True)
    assert node.activation is not None
    if not holds(m, node.activation, View(m, scope, counts)):
        return False
    missing = [flow for flow in node.incoming if flow not in waiting]
    _consume(waiting, list(waiting))
    _pass(m, scope, node, counts)
    if missing:
        scope.note(key, missing)
    else:
        _tidy(m, scope, node)
    return True


def _reset(m: Machine, scope: Unit, node: Node, awaited: list[int]) -> bool:
    assert scope.joins is not None
    waiting = scope.joins[node.index]
    here = [flow for flow in awaited if flow in waiting]
    others = [flow for flow in node.incoming if flow not in awaited]
    if len(here) < len(awaited) and may_still_come(m, scope, node, {*here, *others}):
        return False
    counts = _counts(m, scope, node, waiting, start=False)
    _consume(waiting, here)
    scope.forget(f"complex{node.index}")
    if any(m.program(scope).flows[flow].condition is not None for flow in node.outgoing):
        _pass(m, scope, node, counts)
    _tidy(m, scope, node)
    return True


def _counts(m: Machine, scope: Unit, node: Node, waiting: dict[int, int], *, start: bool) -> dict[str, Any]:
    """What the conditions read: tokens by flow id, their sum, and the phase."""
    flows = m.program(scope).flows
    by_flow: dict[str, Any] = {flows[flow].id: waiting.get(flow, 0) for flow in node.incoming}
    return {**by_flow, "activationCount": sum(waiting.values()), "waitingForStart": start}


def _consume(waiting: dict[int, int], flows: list[int]) -> None:
    for flow in flows:
        waiting[flow] -= 1
        if not waiting[flow]:
            del waiting[flow]


def _pass(m: Machine, scope: Unit, node: Node, counts: dict[str, Any]) -> None:
    unit = m.create(scope, node)
    m.tell("entered", unit, unit.id, **{key: counts[key] for key in ("activationCount", "waitingForStart")})
    unit.note("counts", counts)
    m.push(unit, BEGIN)


def _tidy(m: Machine, scope: Unit, node: Node) -> None:
    assert scope.joins is not None
    if not scope.joins[node.index]:
        del scope.joins[node.index]
    if not scope.joins:
        scope.joins = None
    m.queue.append((scope.id, DRAIN))
