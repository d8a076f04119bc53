"""Waiting for events: arming, timers, and what happens when one fires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bpmn.compiling.times import Cycle, Span, parse_instant
from bpmn.program import Event, Expression, Node
from engine.runtime import catching
from engine.runtime.machine import Machine, Stuck
from engine.runtime.scopes import View, evaluate
from engine.runtime.state import Sub, Unit
from engine.runtime.timers import planned
from engine.runtime.works import close_sub, open_sub

ARMED = {"message": "message", "signal": "signal", "timer": "timer", "conditional": "condition"}


def arm(m: Machine, unit: Unit, *nodes: Node) -> None:
    """Open a subscription for every event of these nodes that something outside can trigger."""
    view = View(m, unit)
    found = [
        (node, number, ARMED[event.kind], data(m, view, event))
        for node in nodes
        for number, event in enumerate(node.events)
        if event.kind in ARMED
    ]
    for node, number, kind, facts in found:
        open_sub(m, unit, node, number, kind, facts)


def arm_others(m: Machine, unit: Unit, definition_id: str) -> None:
    """A parallel multiple start event has begun by one trigger (by default the first) and waits for the others."""
    node = unit.node
    fired = next((n for n, event in enumerate(node.events) if event.id == definition_id), 0)
    unit.note(f"got{node.index}", {"events": [fired], "values": {}})
    arm(m, unit, node)
    for sub_id in list(unit.subs or ()):
        sub = m.sub(sub_id)
        if sub is not None and sub.event == fired:
            close_sub(m, sub, "completed")


def arm_boundaries(m: Machine, unit: Unit) -> None:
    """Arm the boundary events of an activity."""
    if unit.node.boundaries:
        nodes = m.program(unit).nodes
        arm(m, unit, *(nodes[index] for index in unit.node.boundaries))


def data(m: Machine, view: View, event: Event) -> dict[str, Any]:
    """What one subscription waits for, computed now."""
    if event.kind == "timer":
        return planned(m, view, event)
    if event.kind == "conditional":
        return {"was": False, "name": event.condition.source if event.condition else ""}
    name = evaluate(m, event.name, view) if event.name is not None else None
    if name is None:
        raise Stuck("event_name", "the name of the message or signal is null", "消息或信号的名称为空")
    if event.kind == "signal":
        return {"name": str(name), "correlation_key": None}
    key = evaluate(m, event.correlation, view) if event.correlation is not None else None
    if event.correlation is not None and key is None:
        raise Stuck("correlation_key", f"the correlation key of “{name}” is null", f"消息“{name}”的关联键为空")
    return {"name": str(name), "correlation_key": None if key is None else str(key)}


def instant(m: Machine, unit: Unit, expression: Expression | None) -> dt.datetime | None:
    """A due date: an ISO 8601 text or whatever FEEL gives."""
    value = None if expression is None else evaluate(m, expression, View(m, unit))
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=m.now.tzinfo)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), m.now.tzinfo)
    try:
        return parse_instant(str(value), m.now.tzinfo)
    except ValueError as problem:
        raise Stuck("date", f"“{value}” is not a date", f"“{value}”不是日期") from problem


def fire(m: Machine, sub: Sub, payload: Mapping[str, Any] | None = None) -> None:
    """The event happened."""
    owner = m.at(sub.owner)
    node = sub.node
    m.tell("fired", sub, sub.id, kind=sub.kind)
    if node.all_events and not _all_arrived(m, owner, sub, payload):
        return
    values = {**(owner.forget(f"got{node.index}") or {}).get("values", {}), **(payload or {})}
    if node is owner.node:
        catching.in_flow(m, owner, sub, values)
    elif node.type == "boundaryEvent":
        _stays(m, owner, sub)
        catching.at_boundary(m, owner, node, values)
    elif node.type == "startEvent":
        _stays(m, owner, sub)
        catching.at_event_sub_process(m, owner, m.program(sub).nodes[node.container], values)
    else:
        catching.in_flow(m, owner, sub, values)


def _all_arrived(m: Machine, owner: Unit, sub: Sub, payload: Mapping[str, Any] | None) -> bool:
    key = f"got{sub.node.index}"
    got = owner.noted(key) or {"events": [], "values": {}}
    if sub.event not in got["events"]:
        got["events"].append(sub.event)
    got["values"].update(payload or {})
    owner.note(key, got)
    complete = len(got["events"]) == len(sub.node.events)
    if not complete or sub.node.interrupting:
        close_sub(m, sub, "completed")
    if complete and not sub.node.interrupting:
        _again(m, owner, sub)
    return complete


def _again(m: Machine, owner: Unit, sub: Sub) -> None:
    for sub_id in list(owner.subs or ()):
        other = m.sub(sub_id)
        if other is not None and other.node is sub.node:
            close_sub(m, other, "completed")
    arm(m, owner, sub.node)


def _stays(m: Machine, owner: Unit, sub: Sub) -> None:
    """Keep a non-interrupting subscription for the next time; a timer gets its next date."""
    if m.sub(sub.id) is None:
        return
    if sub.node.interrupting:
        close_sub(m, sub, "completed")
    elif sub.kind == "timer":
        close_sub(m, sub, "completed")
        following = next_cycle(sub.data, m.now)
        if following is not None:
            open_sub(m, owner, sub.node, sub.event, "timer", following)


def next_cycle(timer: Mapping[str, Any], now: dt.datetime) -> dict[str, Any] | None:
    """The timer's next date, None when it has no more.

    A counted cycle fires as often as it says, late if need be; an endless one skips the dates that have passed.
    """
    left = timer.get("cycle")
    if "span" not in timer or left == 1:
        return None
    span = Span(timer["span"][0], timer["span"][1])
    due = span.after(timer["due_at"])
    if left is None and due <= now:
        due = _skip(span, due, now)
    return {**timer, "due_at": due, "cycle": None if left is None else left - 1}


def _skip(span: Span, due: dt.datetime, now: dt.datetime) -> dt.datetime:
    if not span.months and span.time > dt.timedelta(0):
        return due + span.time * ((now - due) // span.time + 1)
    for _ in range(100_000):
        if due > now:
            break
        due = span.after(due)
    return due


__all__ = ["Cycle", "arm", "arm_boundaries", "data", "fire", "instant"]
