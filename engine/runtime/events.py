"""Events in the flow: starts, catches, throws, ends."""

from __future__ import annotations

from bpmn.program import Node
from engine.runtime import compensation, subscriptions
from engine.runtime.lifecycle import cancel, finish, remove
from engine.runtime.machine import Machine
from engine.runtime.registry import begins
from engine.runtime.scopes import forget, map_in
from engine.runtime.state import DRAIN, ROOT_ID, WAIT, Unit
from engine.runtime.throwing import code_of, payload, throw_all, throw_error


@begins("startEvent", "boundaryEvent")
def start(m: Machine, unit: Unit) -> None:
    """A token passes."""
    finish(m, unit)


@begins("intermediateCatchEvent")
def catch(m: Machine, unit: Unit) -> None:
    """A token waits for the event; a link's target is passed."""
    if unit.node.events and unit.node.events[0].kind != "link":
        if unit.node.inputs:
            map_in(m, unit, unit.node.inputs)
        subscriptions.arm(m, unit, unit.node)
        unit.phase = WAIT
    else:
        finish(m, unit)


@begins("intermediateThrowEvent")
def throw(m: Machine, unit: Unit) -> None:
    """A token throws and goes on."""
    _map(m, unit)
    events = unit.node.events
    if events and events[0].kind == "link":
        _jump(m, unit, events[0].link)
        return
    throw_all(m, unit, events)
    if m.unit(unit.id) is None:
        return
    if any(event.kind == "compensate" for event in events):
        compensation.throw(m, unit)
    elif m.unit(unit.id) is not None:
        finish_thrown(m, unit)


def finish_thrown(m: Machine, unit: Unit) -> None:
    """What was mapped in for the throw does not become a result."""
    finish(m, unit)


def _map(m: Machine, unit: Unit) -> None:
    if unit.node.data_inputs:
        map_in(m, unit, unit.node.data_inputs)
    if unit.node.inputs:
        map_in(m, unit, unit.node.inputs)


def _jump(m: Machine, unit: Unit, link: str) -> None:
    scope = m.at(unit.parent)
    target = next(node for node in m.program(unit).nodes if _is_target(node, unit.node.container, link))
    m.tell("left", unit, unit.id)
    m.spawn(scope, target)
    remove(m, unit)


def _is_target(node: Node, container: int, link: str) -> bool:
    if node.container != container or node.type != "intermediateCatchEvent":
        return False
    return any(event.kind == "link" and event.link == link for event in node.events)


@begins("endEvent")
def end(m: Machine, unit: Unit) -> None:
    """A token ends, after throwing what the event says."""
    _map(m, unit)
    events = unit.node.events
    if unit.parent == ROOT_ID:
        m.at(ROOT_ID).note("last_end", unit.node.id)
    throw_all(m, unit, events)
    if m.unit(unit.id) is None or m.state != "ACTIVE":
        return
    kinds = {event.kind: event for event in events}
    if "error" in kinds:
        throw_error(m, unit, code_of(m, unit, kinds["error"]) or "", unit.node.name, payload(m, unit))
    elif "terminate" in kinds:
        terminate(m, unit)
    elif "cancel" in kinds:
        compensation.cancel_transaction(m, unit)
    elif "compensate" in kinds:
        compensation.throw(m, unit)
    else:
        finish(m, unit)


def terminate(m: Machine, unit: Unit) -> None:
    """Everything else in the scope ends; the scope is done."""
    scope = m.at(unit.parent)
    m.tell("left", unit, unit.id)
    forget(m, unit)
    m.delete(unit)
    scope.kids.remove(unit.id)  # type: ignore[union-attr]
    for kid in list(scope.kids or ()):
        cancel(m, m.at(kid), "canceled")
    scope.joins = None
    scope.note("terminated", unit.node.id)
    m.queue.append((scope.id, DRAIN))
