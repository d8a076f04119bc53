"""Moving tokens: cancel here, enter there, keep scopes and joins consistent."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.program import Node
from engine.runtime import bodies, flows, loops, subscriptions, works
from engine.runtime.lifecycle import below, cancel
from engine.runtime.machine import Machine
from engine.runtime.protocol import ABSENT, Move, NotAllowedHere, Variables, WorkNotOpen
from engine.runtime.scopes import map_in, unset, write
from engine.runtime.state import DRAIN, ENTER, ROOT_ID, WAIT, Unit


def move(m: Machine, command: Move) -> None:
    """Carry out a Move; raises when an element or work is unknown."""
    root = m.at(ROOT_ID)
    m.tell_of("moved", root.node.id, ROOT_ID, None, {
        "cancel": list(command.cancel), "enter": list(command.enter), "reason": command.reason,
    })  # fmt: skip
    _restore(m, root, command.variables)
    emptied = [scope for name in command.cancel for scope in _cancel(m, root, name)]
    for scope_id, values in command.restore.items():
        if scope_id.isdecimal():
            _restore(m, m.at(int(scope_id)), values)
    near = _Near(emptied, command.restore)
    for work_id, number, item in command.again:
        loops.reopen(m, _loop(m, work_id), number, item)
    for name in command.enter:
        _enter(m, root, name, near)
    for scope in emptied:
        _prune(m, scope)


class _Near:
    """Where tokens may be put: scopes that the move emptied or opened, and what the opened ones get back."""

    def __init__(self, emptied: list[Unit], restore: Mapping[str, Variables]) -> None:
        self.scopes = list(emptied)
        self.restore = restore


def _restore(m: Machine, unit: Unit, values: Variables) -> None:
    for name, value in values.items():
        if value is ABSENT:
            unset(m, unit, name, None)
        else:
            write(m, unit, name, value, None)


def _loop(m: Machine, work_id: str) -> Unit:
    unit = m.unit(int(work_id))
    if unit is None:
        raise WorkNotOpen(f"“{work_id}” is not open")
    return unit


def _cancel(m: Machine, root: Unit, name: str) -> list[Unit]:
    """Cancel the token of a work id, or all tokens at an element; the scopes they were in."""
    if name.isdecimal():
        return [_cancel_work(m, name)]
    if "@" in name:
        return [_cancel_waiting(m, *name.split("@"))]
    units = [unit for unit in below(m, root) if unit.node.id == name and unit.id != ROOT_ID]
    outer = [unit for unit in units if m.at(unit.parent).node is not unit.node]
    scopes = []
    for unit in outer:
        if m.unit(unit.id) is not None:
            scopes.append(m.at(unit.parent))
            cancel(m, unit, "moved")
    scopes += _cancel_all_waiting(m, root, name)
    if not scopes:
        raise WorkNotOpen(f"no token is at “{name}”")
    return scopes


def _cancel_all_waiting(m: Machine, root: Unit, name: str) -> list[Unit]:
    """Take all tokens away that wait at a join; the scopes they were in."""
    scopes = []
    for scope in below(m, root):
        for index in list(scope.joins or ()):
            if m.program(scope).nodes[index].id == name:
                del scope.joins[index]  # type: ignore[union-attr]
                scope.joins = scope.joins or None
                scopes.append(scope)
    return scopes


def _cancel_waiting(m: Machine, flow_id: str, scope_id: str) -> Unit:
    """Take one token away that waits on a flow for its join."""
    scope = m.unit(int(scope_id))
    index = None if scope is None else _flow(m, scope, flow_id)
    if scope is not None and index is not None:
        joins = scope.joins or {}
        waiting = joins.get(m.program(scope).flows[index].target, {})
        if waiting.get(index):
            waiting[index] -= 1
            kept = {node: {flow: n for flow, n in tokens.items() if n} for node, tokens in joins.items()}
            scope.joins = {node: tokens for node, tokens in kept.items() if tokens} or None
            m.touched[scope.id] = None
            return scope
    raise WorkNotOpen(f"no token waits on “{flow_id}”")


def _flow(m: Machine, scope: Unit, flow_id: str) -> int | None:
    return next((flow.index for flow in m.program(scope).flows if flow.id == flow_id), None)


def _cancel_work(m: Machine, work_id: str) -> Unit:
    unit = m.unit(int(work_id))
    sub = m.sub(int(work_id))
    if unit is None and sub is not None:
        unit = m.unit(sub.owner)
    if unit is None or unit.id == ROOT_ID:
        raise WorkNotOpen(f"“{work_id}” is not open")
    scope = m.at(unit.parent)
    cancel(m, unit, "moved")
    return scope


def _enter(m: Machine, root: Unit, name: str, near: _Near) -> None:
    element_id, exactly, scope_id = name.partition("@")
    below_scope = m.unit(int(scope_id)) if exactly and scope_id.isdecimal() else None
    if exactly and below_scope is None:
        raise WorkNotOpen(f"the scope “{scope_id}” is not open")
    for top in [below_scope] if below_scope is not None else _tops(m, root):
        flow = _flow(m, top, element_id)
        index = m.program(top).by_id.get(element_id) if flow is None else m.program(top).flows[flow].target
        if index is None:
            continue
        node = m.program(top).nodes[index]
        scope = _below(m, top, node, near) if exactly else _scope_for(m, top, node, near)
        if scope is not None:
            near.scopes.insert(0, scope)
            _put(m, scope, node, flow)
            return
    raise NotAllowedHere(f"“{name}” cannot be entered here")


def _tops(m: Machine, root: Unit) -> list[Unit]:
    return [root, *(unit for unit in below(m, root) if unit.node.type == "process" and unit.id != ROOT_ID)]


def _put(m: Machine, scope: Unit, node: Node, flow: int | None) -> None:
    if flow is not None:
        flows.take(m, scope, flow)
        return
    unit = m.create(scope, node)
    if node.type in ("boundaryEvent", "startEvent"):
        unit.note("passed", True)
    m.push(unit, ENTER)


def _below(m: Machine, scope: Unit, node: Node, near: _Near) -> Unit | None:
    """The scope for the node below exactly this one, the sub-processes in between opened anew."""
    if node.container == scope.node.index:
        return scope if _holds_tokens(scope) else None
    if node.container < 0:
        return None
    around = m.program(scope).nodes[node.container]
    outer = _below(m, scope, around, near)
    return None if outer is None or around.type == "process" else _open(m, outer, around, near)


def _scope_for(m: Machine, top: Unit, node: Node, near: _Near) -> Unit | None:
    living = [u for u in near.scopes if m.unit(u.id) is not None] + list(reversed(below(m, top)))
    for unit in living:
        if unit.node.index == node.container and unit.prog == top.prog and _holds_tokens(unit):
            return unit
    if node.container < 0 or node.container == top.node.index:
        return None
    around = m.program(top).nodes[node.container]
    outer = _scope_for(m, top, around, near)
    return None if outer is None else _open(m, outer, around, near)


def _open(m: Machine, outer: Unit, around: Node, near: _Near) -> Unit:
    """A sub-process without the tokens of its start events, its own variables as they are mapped in or were."""
    host = m.create(outer, around)
    m.tell("entered", host, host.id)
    host.phase = WAIT
    subscriptions.arm_boundaries(m, host)
    map_in(m, host, around.data_inputs)
    map_in(m, host, around.inputs)
    bodies.declare(m, host)
    _restore(m, host, near.restore.get(around.id, {}))
    bodies.arm_event_subs(m, host)
    near.scopes.insert(0, host)
    return host


def _holds_tokens(unit: Unit) -> bool:
    return unit.node.body is not None and not (unit.loop is not None)


def _goes_on(m: Machine, scope: Unit) -> bool:
    return m.unit(scope.id) is not None and scope.loop is not None and loops.child_moved(m, scope)


def _prune(m: Machine, scope: Unit) -> None:
    """Cancel the scopes that the move has left empty."""
    if _goes_on(m, scope):
        return
    while scope.id != ROOT_ID and m.unit(scope.id) is not None and not scope.kids and not scope.joins:
        around = m.at(scope.parent)
        cancel(m, scope, "moved")
        scope = around
        if _goes_on(m, scope):
            return
    if scope.id == ROOT_ID and not scope.kids and not scope.joins:
        m.queue.append((scope.id, DRAIN))


__all__ = ["move", "works"]
