"""Gateways: which ways a token takes."""

from __future__ import annotations

from engine.runtime import subscriptions
from engine.runtime.flows import one_way_out, ways_out
from engine.runtime.lifecycle import depart
from engine.runtime.machine import Machine
from engine.runtime.registry import begins
from engine.runtime.state import WAIT, Unit


@begins("exclusiveGateway")
def exclusive(m: Machine, unit: Unit) -> None:
    """One way: the first in file order whose condition holds."""
    depart(m, unit, [one_way_out(m, unit)] if unit.node.outgoing else [])


@begins("parallelGateway")
def parallel(m: Machine, unit: Unit) -> None:
    """All ways."""
    depart(m, unit, list(unit.node.outgoing))


@begins("inclusiveGateway", "complexGateway")
def inclusive(m: Machine, unit: Unit) -> None:
    """Every way whose condition holds."""
    depart(m, unit, ways_out(m, unit))


@begins("eventBasedGateway")
def event_based(m: Machine, unit: Unit) -> None:
    """The way of the event that happens first."""
    unit.phase = WAIT
    program = m.program(unit)
    targets = [program.nodes[program.flows[index].target] for index in unit.node.outgoing]
    subscriptions.arm(m, unit, *targets)
