"""The loop: run what is queued, settle joins and conditions, until everything waits."""

from __future__ import annotations

from engine.runtime import conditions, joins, works
from engine.runtime.machine import Machine, Stuck
from engine.runtime.registry import BEGINS, PHASES, phase
from engine.runtime.state import BEGIN, DRAIN, ENTER, WAIT, Unit


def run(m: Machine) -> None:
    """Run until nothing can go on by itself."""
    while m.state == "ACTIVE":
        if m.queue:
            _next(m)
        elif m.changed:
            m.changed = False
            conditions.reconsider(m)
        elif not joins.settle(m):
            return


def _next(m: Machine) -> None:
    unit_id, number = m.queue.popleft()
    unit = m.unit(unit_id)
    if unit is None:
        return
    m.spend()
    if number != DRAIN:
        unit.phase = number
    try:
        PHASES[number](m, unit)
    except Stuck as stuck:
        phase_then = DRAIN if number == DRAIN else unit.phase
        while m.unit(unit.id) is None:
            unit, phase_then = m.at(unit.parent), WAIT
        works.open_incident(m, unit, stuck, phase_then)


@phase(ENTER)
def _enter(m: Machine, unit: Unit) -> None:
    m.tell("entered", unit, unit.id)
    _begin(m, unit)


@phase(BEGIN)
def _begin(m: Machine, unit: Unit) -> None:
    unit.phase = BEGIN
    BEGINS[unit.node.type](m, unit)


@phase(WAIT)
def _look_again(m: Machine, unit: Unit) -> None:
    m.changed = True


__all__ = ["run"]
