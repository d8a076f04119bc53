"""Compensation: what was done is remembered with the values of then, and undone in reverse order."""

from __future__ import annotations

from typing import Any

from bpmn.program import Event, Node
from engine.runtime import catching, works
from engine.runtime.lifecycle import DRAINS, cancel, finish, remove
from engine.runtime.machine import Machine
from engine.runtime.protocol import ABSENT, VariableChange
from engine.runtime.remembering import event_handler
from engine.runtime.scopes import fetch
from engine.runtime.state import DRAIN, ENTER, START, WAIT, Unit


def throw(m: Machine, unit: Unit) -> None:
    """Undo what the events name in reverse order, then go on (at once when the event does not wait)."""
    records: list[Any] = []
    wait = True
    for event in unit.node.events:
        if event.kind == "compensate":
            records += _records(m, unit, event)
            wait = wait and event.wait
    m.tell("thrown", unit, unit.id, kind="compensation", activities=len(records))
    if wait:
        _coordinate(m, unit, records)
        return
    if records:
        apart = m.create(m.at(unit.parent), unit.node)
        apart.note("apart", True)
        _coordinate(m, apart, records)
    finish(m, unit)


def _coordinate(m: Machine, unit: Unit, records: list[Any]) -> None:
    unit.phase = WAIT
    unit.note("undo", records)
    go_on(m, unit)


def _records(m: Machine, unit: Unit, event: Event) -> list[Any]:
    """The records that the event names, taken out of their scope, in the order of their completion."""
    scope = m.at(unit.parent)
    own: list[Any] = []
    while scope.node.body is None or scope.node.type == "eventSubProcess":
        if event.activity is None:
            own, scope.done = [*(scope.done or ()), *own], None
        elif scope.node.index == m.program(unit).nodes[event.activity].container:
            break
        scope = m.at(scope.parent)
    if event.activity is None:
        records, scope.done = [*(scope.done or ()), *own], None
        return records
    wanted = m.program(unit).nodes[event.activity].container
    while scope.node.index != wanted and scope.node.type != "process":
        scope = m.at(scope.parent)
    known = scope.done or []
    records = [r for r in known if r["n"] == event.activity]
    scope.done = [r for r in known if r["n"] != event.activity] or None
    return records


def go_on(m: Machine, unit: Unit) -> None:
    """Undo the next record; go on when all are undone."""
    if unit.kids:
        return
    records = unit.noted("undo")
    if records:
        record = records.pop()
        node = m.programs[record["p"]].nodes[record["n"]]
        if node.compensation is not None:
            _run_handler(m, unit, record, m.programs[record["p"]].nodes[node.compensation])
        else:
            _restore(m, unit, record, node)
        return
    if unit.noted("cancels"):
        _canceled(m, unit)
    elif unit.noted("apart") or unit.noted("restored"):
        remove(m, unit)
    else:
        finish(m, unit)


def _run_handler(m: Machine, unit: Unit, record: dict[str, Any], handler: Node) -> None:
    """Run the handler; it reads the values of then, and what it writes goes to the variables of now."""
    token = m.create(unit, handler, prog=record["p"])
    token.note("then", {**(record["then"] or {}), **(record["vars"] or {})})
    m.push(token, ENTER)


def _restore(m: Machine, unit: Unit, record: dict[str, Any], node: Node) -> None:
    """Bring a completed scope back to undo what was done inside it, by its own handler if it has one."""
    scope = m.create(unit, node, prog=record["p"])
    scope.phase = WAIT
    scope.vars = record["vars"]
    for name, raw in (scope.vars or {}).items():
        m.changes.append(VariableChange(str(scope.id), name, ABSENT, fetch(m, raw), node.id))
    scope.done = record["done"]
    scope.note("restored", True)
    if node.type == "process":
        scope.note("process", True)
    handler = event_handler(m.programs[record["p"]], node)
    if handler is None:
        scope.note("undo", scope.done or [])
        scope.done = None
        go_on(m, scope)
    else:
        token = m.create(scope, handler)
        m.tell("entered", token, token.id)
        m.push(token, START)


def cancel_transaction(m: Machine, unit: Unit) -> None:
    """End everything in the transaction, undo what it did, and go on behind its cancel boundary event."""
    scope = m.at(unit.parent)
    m.tell("thrown", unit, unit.id, kind="cancel")
    for kid in list(scope.kids or ()):
        if kid != unit.id:
            cancel(m, m.at(kid), "canceled")
    scope.joins = None
    catching.close_event_subs(m, scope)
    unit.note("cancels", True)
    records, scope.done = scope.done or [], None
    _coordinate(m, unit, records)


def _canceled(m: Machine, unit: Unit) -> None:
    host = m.at(unit.parent)
    around = m.at(host.parent)
    if around.loop is not None and around.node is host.node:
        host = around
    nodes = m.program(host).nodes
    for index in host.node.boundaries:
        if any(event.kind == "cancel" for event in nodes[index].events):
            catching.at_boundary(m, host, nodes[index], {})
            return
    scope = m.at(host.parent)
    cancel(m, host, "canceled")
    if not scope.kids:
        m.queue.append((scope.id, DRAIN))


for _type in ("intermediateThrowEvent", "endEvent"):
    DRAINS[_type] = go_on
__all__ = ["cancel_transaction", "go_on", "throw", "works"]
