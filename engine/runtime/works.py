"""Open work: what the shell must write down, and how it is closed."""

from __future__ import annotations

from typing import Any

from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import CloseReason, Opened
from engine.runtime.scopes import fetch
from engine.runtime.state import Sub, Unit


def open_work(m: Machine, unit: Unit, kind: str, details: dict[str, Any]) -> None:
    """The unit waits for somebody outside; `details` is what was computed for it."""
    unit.note("work", kind)
    if details:
        unit.note("details", details)
    m.opened[unit.id] = describe(m, unit)
    m.tell("waiting", unit, unit.id, kind=kind)


def close_work(m: Machine, unit: Unit, reason: CloseReason) -> None:
    """The unit no longer waits for anybody outside."""
    kind = unit.forget("work")
    if kind is not None:
        unit.forget("details")
        m.close(unit.id, kind, unit.node.id, reason)


def open_sub(m: Machine, unit: Unit, node, event: int, kind: str, data: dict[str, Any]) -> Sub:  # type: ignore[no-untyped-def]
    """The unit waits for an event (or an operator)."""
    sub = Sub(m.new_id(), unit.id, unit.prog, node, event, kind, data)
    m.subs[sub.id] = sub
    if unit.subs is None:
        unit.subs = []
    unit.subs.append(sub.id)
    if kind == "condition":
        m.conditions.append(sub.id)
        m.changed = True
    m.opened[sub.id] = describe_sub(m, sub)
    m.tell("waiting", sub, sub.id, kind=kind)
    return sub


def close_sub(m: Machine, sub: Sub, reason: CloseReason) -> None:
    """The unit no longer waits for this event."""
    owner = m.unit(sub.owner)
    if owner is not None and owner.subs and sub.id in owner.subs:
        owner.subs.remove(sub.id)
    m.delete_sub(sub)
    m.close(sub.id, sub.kind, sub.node.id, reason)


def close_subs(m: Machine, unit: Unit, reason: CloseReason) -> None:
    """The unit no longer waits for any event."""
    for sub_id in list(unit.subs or ()):
        sub = m.sub(sub_id)
        if sub is not None:
            close_sub(m, sub, reason)


def open_incident(m: Machine, unit: Unit, stuck: Stuck, phase: int) -> None:
    """The token stays where it is until an operator retries."""
    unit.phase = phase
    data = {"code": stuck.code, "message": stuck.message, "message_zh": stuck.message_zh, "phase": phase}
    sub = open_sub(m, unit, unit.node, 0, "incident", data)
    m.tell("incident", unit, sub.id, code=stuck.code, message=stuck.message)


def process_scope(m: Machine, unit: Unit) -> int:
    """The id of the process scope that the unit belongs to."""
    while unit.node.type != "process" and unit.id:
        unit = m.at(unit.parent)
    return unit.id


def describe(m: Machine, unit: Unit) -> Opened:
    """The open work of a unit."""
    kind = unit.noted("work")
    own = unit.vars is not None and kind != "called_instance"
    scope = unit if own or unit.node.body is not None else m.at(unit.parent)
    if kind == "called_instance":
        scope = m.at(unit.kids[0]) if unit.kids else unit
    details = dict(unit.noted("details") or {})
    details["name"] = unit.node.name
    if kind in ("user_task", "job"):
        details["inputs"] = {name: fetch(m, raw) for name, raw in (unit.vars or {}).items()}
        details.setdefault("lane", unit.node.lane)
        details["properties"] = unit.node.task.properties
    index = unit.noted("index")
    if index is not None:
        details["index"] = index
    return Opened(str(unit.id), kind, unit.node.id, str(scope.id), str(process_scope(m, m.at(unit.parent))), details)


HIDDEN = {"was", "phase", "span", "armed"}


def describe_sub(m: Machine, sub: Sub) -> Opened:
    """The open work of a subscription."""
    owner = m.at(sub.owner)
    details = {key: value for key, value in sub.data.items() if key not in HIDDEN}
    details["name"] = details.get("name", sub.node.name)
    if sub.kind in ("message", "signal", "timer", "condition"):
        details["boundary"] = sub.node.type == "boundaryEvent"
        details["interrupting"] = sub.node.interrupting
    scope = owner if owner.vars is not None or owner.node.body is not None else m.at(owner.parent)
    return Opened(str(sub.id), sub.kind, sub.node.id, str(scope.id), str(process_scope(m, owner)), details)  # type: ignore[arg-type]
