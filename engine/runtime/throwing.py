"""Throwing: messages and signals go out, errors and escalations go up, terminate ends its scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bpmn.program import Event, Node
from engine.runtime import catching, subscriptions
from engine.runtime.lifecycle import cancel_inside
from engine.runtime.machine import Machine
from engine.runtime.protocol import Sent
from engine.runtime.scopes import View, evaluate, fetch
from engine.runtime.state import ROOT_ID, Unit


def throw_all(m: Machine, unit: Unit, events: Iterable[Event]) -> None:
    """Throw messages, signals and escalations of the unit's node, as long as it lives."""
    for event in events:
        if m.unit(unit.id) is None or m.state != "ACTIVE":
            return
        if event.kind == "message":
            _send(m, unit, event)
        elif event.kind == "signal":
            _broadcast(m, unit, event)
        elif event.kind == "escalation":
            escalate(m, unit, code_of(m, unit, event) or "", payload(m, unit))


def payload(m: Machine, unit: Unit) -> dict[str, Any]:
    """What a thrown event carries: the variables mapped into it."""
    return {name: fetch(m, raw) for name, raw in (unit.vars or {}).items()}


def code_of(m: Machine, unit: Unit, event: Event) -> str | None:
    """The code of an error or escalation."""
    value = None if event.code is None else evaluate(m, event.code, View(m, unit))
    return None if value is None else str(value)


def _send(m: Machine, unit: Unit, event: Event) -> None:
    facts = subscriptions.data(m, View(m, unit), event)
    m.tell("thrown", unit, unit.id, kind="message", name=facts["name"])
    m.sent.append(Sent("message", facts["name"], facts["correlation_key"], payload(m, unit), unit.node.id))


def _broadcast(m: Machine, unit: Unit, event: Event) -> None:
    facts = subscriptions.data(m, View(m, unit), event)
    values = payload(m, unit)
    m.tell("thrown", unit, unit.id, kind="signal", name=facts["name"])
    m.sent.append(Sent("signal", facts["name"], None, values, unit.node.id))
    deliver_signal(m, facts["name"], values)


def deliver_signal(m: Machine, name: str, values: Mapping[str, Any]) -> int:
    """Let every subscription to the signal fire; how many did."""
    waiting = [
        s for sub_id in sorted({*m.raw_subs, *m.subs}) if (s := m.sub(sub_id)) is not None and s.kind == "signal"
    ]
    count = 0
    for sub in waiting:
        if sub.data["name"] == name and m.sub(sub.id) is not None:
            subscriptions.fire(m, sub, values)
            count += 1
    return count


def throw_error(m: Machine, unit: Unit, code: str, message: str, values: Mapping[str, Any]) -> None:
    """Give the error to the nearest catcher around its thrower; without one the instance has FAILED."""
    m.tell("thrown", unit, unit.id, kind="error", code=code, message=message)
    found = _catcher(m, unit, "error", code)
    if found is None:
        fail(m, unit, code, message)
    else:
        _caught(m, *found, values)


def escalate(m: Machine, unit: Unit, code: str, values: Mapping[str, Any]) -> None:
    """Give the escalation to the nearest catcher around its thrower; without one it is ignored."""
    m.tell("thrown", unit, unit.id, kind="escalation", code=code)
    found = _catcher(m, unit, "escalation", code)
    if found is not None:
        _caught(m, *found, values)


def _caught(m: Machine, holder: Unit, node: Node, values: Mapping[str, Any]) -> None:
    if node.type == "boundaryEvent":
        catching.at_boundary(m, holder, node, values)
    else:
        catching.at_event_sub_process(m, holder, node, values)


def _catcher(m: Machine, unit: Unit, kind: str, code: str) -> tuple[Unit, Node] | None:
    inside: Unit | None = None
    while True:
        handling = inside is not None and inside.node.type == "eventSubProcess"
        if inside is not None and unit.node.body is not None and not handling:
            found = _match(m, unit, _event_subs(m, unit), kind, code)
            if found is not None:
                return unit, found
        if unit.id == ROOT_ID:
            return None
        around = m.at(unit.parent)
        outer = not (around.loop is not None and around.node is unit.node)
        if outer and unit.node.boundaries:
            nodes = m.program(unit).nodes
            found = _match(m, unit, [(nodes[i], nodes[i]) for i in unit.node.boundaries], kind, code)
            if found is not None:
                return unit, found
        inside, unit = unit, around


def _event_subs(m: Machine, scope: Unit) -> list[tuple[Node, Node]]:
    nodes = m.program(scope).nodes
    found = []
    for index in scope.node.body.event_subs:  # type: ignore[union-attr]
        body = nodes[index].body
        found.append((nodes[body.starts[0]], nodes[index]))  # type: ignore[union-attr]
    return found


def _match(m: Machine, unit: Unit, candidates: list[tuple[Node, Node]], kind: str, code: str) -> Node | None:
    """The catcher of exactly this code, else the one of every code."""
    rest = None
    for trigger, catcher in candidates:
        for event in trigger.events:
            if event.kind != kind:
                continue
            wanted = code_of(m, unit, event)
            if wanted == code:
                return catcher
            if wanted is None and rest is None:
                rest = catcher
    return rest


def fail(m: Machine, unit: Unit, code: str, message: str) -> None:
    """Nothing catches the error: the whole instance has failed."""
    root = m.at(ROOT_ID)
    element_id = unit.node.id
    close_all(m, root, "failed")
    m.state = "FAILED"
    m.outcome = {"element_id": element_id, "error_code": code, "message": message}
    m.tell_of("ended", root.node.id, ROOT_ID, None, {"state": "FAILED", "error_code": code})


def close_all(m: Machine, root: Unit, reason) -> None:  # type: ignore[no-untyped-def]
    """Close everything that is open in the instance."""
    from engine.runtime.works import close_subs

    cancel_inside(m, root, reason)
    close_subs(m, root, reason)
    m.queue.clear()
