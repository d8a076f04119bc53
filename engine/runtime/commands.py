"""Commands: what each of them does to a machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.runtime import ad_hoc, joins, loops, moves, subscriptions, works
from engine.runtime.lifecycle import finish
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import (
    AddInstance,
    Cancel,
    Command,
    Complete,
    DeliverMessage,
    DeliverSignal,
    FireTimer,
    Move,
    NotAllowedHere,
    Retry,
    SetVariables,
    ThrowError,
    ThrowEscalation,
    WorkNotOpen,
)
from engine.runtime.scopes import write
from engine.runtime.state import DRAIN, ROOT_ID, Sub, Unit
from engine.runtime.throwing import close_all, deliver_signal, escalate, throw_error


def carry_out(m: Machine, command: Command) -> None:
    """Change the machine as the command says; raises a Refusal."""
    refusing_when_stuck(m, lambda: _COMMANDS[type(command)](m, command))


def refusing_when_stuck(m: Machine, act: Callable[[], None]) -> None:
    """Acts on an active instance; what cannot go on is a Refusal of the command, not an incident."""
    if m.state != "ACTIVE":
        raise WorkNotOpen(f"the instance is {m.state}")
    try:
        act()
    except Stuck as stuck:
        raise NotAllowedHere(stuck.message) from stuck


def number_of(work_id: str) -> int:
    if not work_id.isdecimal():
        raise WorkNotOpen(f"“{work_id}” never was open")
    return int(work_id)


def open_work(m: Machine, work_id: str) -> Unit:
    """The unit of an open work."""
    unit = m.unit(number_of(work_id))
    if unit is None or unit.noted("work") is None:
        raise _not_open(m, work_id)
    return unit


def open_subscription(m: Machine, work_id: str, *kinds: str) -> Sub:
    sub = m.sub(number_of(work_id))
    if sub is None:
        unit = m.unit(number_of(work_id))
        if unit is not None and unit.noted("work") is not None:
            raise NotAllowedHere(f"“{work_id}” is a {unit.noted('work')}")
        raise _not_open(m, work_id)
    if sub.kind not in kinds:
        raise NotAllowedHere(f"“{work_id}” is a {sub.kind}")
    return sub


def _not_open(m: Machine, work_id: str) -> WorkNotOpen | NotAllowedHere:
    if m.sub(number_of(work_id)) is not None:
        return NotAllowedHere(f"“{work_id}” is a {m.sub(number_of(work_id)).kind}")  # type: ignore[union-attr]
    was = number_of(work_id) <= m.next_id
    return WorkNotOpen(f"“{work_id}” {'is already closed' if was else 'never was open'}")


def _complete(m: Machine, command: Complete) -> None:
    sub = m.sub(number_of(command.work_id))
    if sub is not None and sub.kind == "message" and sub.node.type == "receiveTask":
        subscriptions.fire(m, sub, command.variables)
        return
    if sub is not None and sub.kind == "ad_hoc":
        ad_hoc.enter(m, sub)
        return
    if sub is not None and sub.kind == "incident":
        _skip(m, sub, command)
        return
    unit = open_work(m, command.work_id)
    if unit.noted("work") not in ("user_task", "job"):
        raise NotAllowedHere(f"“{command.work_id}” is a {unit.noted('work')}")
    works.close_work(m, unit, "completed")
    finish(m, unit, command.variables)


def _skip(m: Machine, sub: Sub, command: Complete) -> None:
    """The element that an incident stopped counts as done, with the given results."""
    unit = m.at(sub.owner)
    if unit.kids or not unit.node.type.lower().endswith(("task", "activity", "subprocess", "transaction")):
        raise NotAllowedHere(f"“{unit.node.id}” is a {unit.node.type} that cannot be skipped: move its token instead")
    works.close_sub(m, sub, "completed")
    works.close_work(m, unit, "completed")
    finish(m, unit, command.variables)


def _throw_error(m: Machine, command: ThrowError) -> None:
    unit = open_work(m, command.work_id)
    works.close_work(m, unit, "failed")
    throw_error(m, unit, command.code, command.message, command.variables)


def _throw_escalation(m: Machine, command: ThrowEscalation) -> None:
    escalate(m, open_work(m, command.work_id), command.code, command.variables)


def _fire_timer(m: Machine, command: FireTimer) -> None:
    subscriptions.fire(m, open_subscription(m, command.work_id, "timer"))


def _deliver_message(m: Machine, command: DeliverMessage) -> None:
    subscriptions.fire(m, open_subscription(m, command.work_id, "message"), command.variables)


def _deliver_signal(m: Machine, command: DeliverSignal) -> None:
    deliver_signal(m, command.name, command.variables)


def set_variables(m: Machine, command: SetVariables) -> None:
    unit = m.unit(number_of(command.scope_id))
    if unit is None:
        raise WorkNotOpen(f"the scope “{command.scope_id}” is not open")
    for name, value in command.variables.items():
        write(m, unit, name, value, None)


def _retry(m: Machine, command: Retry) -> None:
    sub = open_subscription(m, command.work_id, "incident")
    unit = m.at(sub.owner)
    works.close_sub(m, sub, "completed")
    if unit.noted("starved"):
        joins.try_again(m, unit, sub)
    elif sub.data["phase"] == DRAIN:
        m.queue.append((unit.id, DRAIN))
    else:
        m.push(unit, sub.data["phase"])


def _add_instance(m: Machine, command: AddInstance) -> None:
    unit = m.unit(number_of(command.work_id))
    while unit is not None and unit.loop is None and unit.id != ROOT_ID:
        unit = m.unit(unit.parent)
    if unit is None or unit.loop is None:
        raise NotAllowedHere(f"“{command.work_id}” is not part of a multi-instance activity")
    if unit.loop[0] == "standard":
        raise NotAllowedHere(f"“{unit.node.id}” is a standard loop")
    loops.add_child(m, unit, command.item)


def cancel(m: Machine, command: Cancel) -> None:
    root = m.at(ROOT_ID)
    close_all(m, root, "canceled")
    m.state = "CANCELED"
    m.outcome = {"reason": command.reason}
    m.tell_of("ended", root.node.id, ROOT_ID, None, {"state": "CANCELED", "reason": command.reason})


def _move(m: Machine, command: Move) -> None:
    moves.move(m, command)


_COMMANDS: dict[type, Callable[[Machine, Any], None]] = {
    Complete: _complete,
    ThrowError: _throw_error,
    ThrowEscalation: _throw_escalation,
    FireTimer: _fire_timer,
    DeliverMessage: _deliver_message,
    DeliverSignal: _deliver_signal,
    SetVariables: set_variables,
    Retry: _retry,
    Move: _move,
    AddInstance: _add_instance,
    Cancel: cancel,
}
