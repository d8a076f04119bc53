"""Gateways: which ways a token takes."""

from __future__ import annotations

from engine.runtime import subscriptions
from engine.runtime.flows import one_way_out, ways_out
from engine.runtime.lifecycle import depart
from engine.runtime.machine import Machine
from engine.runtime.registry import begins
from engine.runtime.scopes import View, holds
from engine.runtime.state import WAIT, Unit


@begins("exclusiveGateway")
def exclusive(m: Machine, unit: Unit) -> None:
    """One way: the first in file order whose condition holds."""
    depart(m, unit, [one_way_out(m, unit)] if unit.node.outgoing else [])


@begins("parallelGateway")
def parallel(m: Machine, unit: Unit) -> None:
    """All ways."""
    depart(m, unit, list(unit.node.outgoing))


@begins("inclusiveGateway")
def inclusive(m: Machine, unit: Unit) -> None:
    """Every way whose condition holds."""
    depart(m, unit, ways_out(m, unit))


@begins("complexGateway")
def complex_(m: Machine, unit: Unit) -> None:
    """Every way whose condition holds; on reset only those that have a condition, and maybe none."""
    counts = unit.noted("counts") or {}
    if counts.get("waitingForStart", True):
        depart(m, unit, ways_out(m, unit, counts))
        return
    flows = m.program(unit).flows
    view = View(m, unit, counts)
    conditional = [(index, flows[index].condition) for index in unit.node.outgoing]
    depart(m, unit, [index for index, condition in conditional if condition is not None and holds(m, condition, view)])


@begins("eventBasedGateway")
def event_based(m: Machine, unit: Unit) -> None:
    """The way of the event that happens first."""
    program = m.program(unit)
    targets = [program.nodes[program.flows[index].target] for index in unit.node.outgoing]
    subscriptions.arm(m, unit, *targets)
    unit.phase = WAIT
