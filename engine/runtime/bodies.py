"""Processes and sub-processes: how they start inside and what happens when they are done."""

from __future__ import annotations

from typing import Any

from engine.runtime import catching, compensation, subscriptions
from engine.runtime.calls import called_program, pass_in, what_comes_back
from engine.runtime.lifecycle import DRAINS, finish, remove
from engine.runtime.machine import Machine
from engine.runtime.registry import begins, performs
from engine.runtime.remembering import record, worth_remembering
from engine.runtime.scopes import forget, write
from engine.runtime.state import DRAIN, ENTER, ROOT_ID, START, WAIT, Unit
from engine.runtime.works import close_work, open_work


@performs("subProcess", "transaction")
def sub_process(m: Machine, unit: Unit) -> None:
    """Start what is inside."""
    open_body(m, unit)


@begins("eventSubProcess")
@performs("eventSubProcess")
def event_sub_process(m: Machine, unit: Unit) -> None:
    """Start the event sub-process behind its start event."""
    values = unit.forget("values") or {}
    unit.phase = WAIT
    open_body(m, unit, values=values)


@performs("process")
def process(m: Machine, unit: Unit) -> None:
    """Start a process, at the event that began it when there was one."""
    index, trigger, values = unit.noted("begin") or [None, "", None]
    open_body(m, unit, at=index, trigger=trigger, values=values)
    unit.forget("begin")
    if index is not None:
        _others_of_gateway(m, unit, index)


def _others_of_gateway(m: Machine, root: Unit, index: int) -> None:
    """Behind a parallel instantiating gateway the other events are waited for as well."""
    program = m.program(root)
    for flow in program.nodes[index].incoming:
        gateway = program.nodes[program.flows[flow].source]
        if gateway.type == "eventBasedGateway" and gateway.instantiate and gateway.parallel_start:
            for other in gateway.outgoing:
                if program.flows[other].target != index:
                    m.spawn(root, program.nodes[program.flows[other].target])


def open_body(
    m: Machine, unit: Unit, *, at: int | None = None, trigger: str = "", values: dict[str, Any] | None = None
) -> None:
    """Arm the event sub-processes and put a token at each start."""
    body = unit.node.body
    assert body is not None
    nodes = m.program(unit).nodes
    declare(m, unit)
    arm_event_subs(m, unit)
    if at is not None:
        begun = [at]
    else:
        begun = list(_starts(m, unit)) or list(body.implicit_starts)
    for index in begun:
        token = m.create(unit, nodes[index])
        if at is not None and nodes[index].all_events and len(nodes[index].events) > 1:
            m.tell("entered", token, token.id)
            token.phase = WAIT
            subscriptions.arm_others(m, token, trigger)
        elif at is not None or values:
            m.tell("entered", token, token.id)
            finish(m, token, values)
        else:
            m.push(token, ENTER)
    if not begun:
        m.queue.append((unit.id, DRAIN))


def declare(m: Machine, unit: Unit) -> None:
    """The data objects and properties of this scope exist from now on."""
    for name in unit.node.body.locals if unit.node.body is not None else ():
        if unit.vars is None or name not in unit.vars:
            write(m, unit, name, None, unit.node.id)


def _starts(m: Machine, unit: Unit) -> tuple[int, ...]:
    body = unit.node.body
    assert body is not None
    if unit.node.type == "eventSubProcess":
        return body.starts
    nodes = m.program(unit).nodes
    return tuple(index for index in body.starts if not nodes[index].events)


def arm_event_subs(m: Machine, unit: Unit) -> None:
    """Let the event sub-processes of this scope listen."""
    body = unit.node.body
    assert body is not None
    if body.event_subs:
        nodes = m.program(unit).nodes
        subscriptions.arm(m, unit, *(nodes[nodes[i].body.starts[0]] for i in body.event_subs))  # type: ignore[union-attr]


def _sub_process_done(m: Machine, unit: Unit) -> None:
    if unit.noted("restored"):
        compensation.go_on(m, unit)
        return
    catching.close_event_subs(m, unit)
    if unit.node.type == "eventSubProcess":
        m.tell("left", unit, unit.id)
        if unit.done:
            scope = m.at(unit.parent)
            scope.done = [*(scope.done or ()), *unit.done]
        remove(m, unit)
    else:
        finish(m, unit)


def _process_done(m: Machine, unit: Unit) -> None:
    if unit.noted("restored"):
        compensation.go_on(m, unit)
        return
    catching.close_event_subs(m, unit)
    if unit.id != ROOT_ID:
        _called_done(m, unit)
        return
    terminated = unit.noted("terminated")
    m.state = "TERMINATED" if terminated else "COMPLETED"
    m.outcome = {"element_id": terminated or unit.noted("last_end")}
    m.tell_of("ended", unit.node.id, ROOT_ID, None, {"state": m.state})


def _called_done(m: Machine, unit: Unit) -> None:
    caller = m.at(unit.parent)
    close_work(m, caller, "completed")
    values = what_comes_back(m, caller, unit)
    m.tell("ended", unit, unit.id, state="COMPLETED")
    if worth_remembering(unit):
        caller.done = [record(m, unit)]
    forget(m, unit)
    m.delete(unit)
    caller.kids = None
    finish(m, caller, values)


@performs("callActivity")
def call(m: Machine, unit: Unit) -> None:
    """Start the called process in a scope of its own."""
    prog, node = called_program(m, unit)
    inner = m.create(unit, node, prog=prog)
    inner.note("process", True)
    pass_in(m, unit, inner)
    open_work(m, unit, "called_instance", {"process_id": node.id, "digest": m.programs[prog].digest})
    m.tell("started", inner, inner.id)
    m.push(inner, START)


for _type in ("subProcess", "transaction", "eventSubProcess"):
    DRAINS[_type] = _sub_process_done
DRAINS["process"] = _process_done
__all__ = ["arm_event_subs", "declare", "open_body"]
