"""Moving tokens: cancel here, enter there, keep scopes and joins consistent."""

from __future__ import annotations

from bpmn.program import Node
from engine.runtime import bodies, loops, subscriptions, works
from engine.runtime.lifecycle import below, cancel
from engine.runtime.machine import Machine
from engine.runtime.protocol import Move, NotAllowedHere, WorkNotOpen
from engine.runtime.scopes import write
from engine.runtime.state import DRAIN, ENTER, ROOT_ID, WAIT, Unit


def move(m: Machine, command: Move) -> None:
    """Carry out a Move; raises when an element or work is unknown."""
    root = m.at(ROOT_ID)
    m.tell_of("moved", root.node.id, ROOT_ID, None, {
        "cancel": list(command.cancel), "enter": list(command.enter), "reason": command.reason,
    })  # fmt: skip
    for name, value in command.variables.items():
        write(m, root, name, value, None)
    emptied = [scope for name in command.cancel for scope in _cancel(m, root, name)]
    for name in command.enter:
        _enter(m, root, name, emptied)
    for scope in emptied:
        _prune(m, scope)


def _cancel(m: Machine, root: Unit, name: str) -> list[Unit]:
    """Cancel the token of a work id, or all tokens at an element; the scopes they were in."""
    if name.isdecimal():
        return [_cancel_work(m, name)]
    units = [unit for unit in below(m, root) if unit.node.id == name and unit.id != ROOT_ID]
    outer = [unit for unit in units if m.at(unit.parent).node is not unit.node]
    scopes = []
    for unit in outer:
        if m.unit(unit.id) is not None:
            scopes.append(m.at(unit.parent))
            cancel(m, unit, "moved")
    for scope in below(m, root):
        for index in list(scope.joins or ()):
            if m.program(scope).nodes[index].id == name:
                del scope.joins[index]  # type: ignore[union-attr]
                scope.joins = scope.joins or None
                scopes.append(scope)
    if not scopes:
        raise WorkNotOpen(f"no token is at “{name}”")
    return scopes


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


def _enter(m: Machine, root: Unit, name: str, near: list[Unit]) -> None:
    node, scope = _place(m, root, name, near)
    unit = m.create(scope, node)
    if node.type in ("boundaryEvent", "startEvent"):
        unit.note("passed", True)
    m.push(unit, ENTER)


def _place(m: Machine, root: Unit, name: str, near: list[Unit]) -> tuple[Node, Unit]:
    """The node of that id and the scope to enter it in, opening the bodies around it when none runs."""
    for program_root in (root, *(u for u in below(m, root) if u.node.type == "process" and u.id != ROOT_ID)):
        index = m.program(program_root).by_id.get(name)
        if index is None:
            continue
        node = m.program(program_root).nodes[index]
        scope = _scope_for(m, program_root, node, near)
        if scope is not None:
            return node, scope
    raise NotAllowedHere(f"“{name}” cannot be entered here")


def _scope_for(m: Machine, top: Unit, node: Node, near: list[Unit]) -> Unit | None:
    living = [u for u in near if m.unit(u.id) is not None] + list(reversed(below(m, top)))
    for unit in living:
        if unit.node.index == node.container and unit.prog == top.prog and _holds_tokens(unit):
            return unit
    if node.container < 0 or node.container == top.node.index:
        return None
    around = m.program(top).nodes[node.container]
    outer = _scope_for(m, top, around, near)
    if outer is None:
        return None
    host = m.create(outer, around)
    m.tell("entered", host, host.id)
    host.phase = WAIT
    subscriptions.arm_boundaries(m, host)
    bodies.arm_event_subs(m, host)
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
