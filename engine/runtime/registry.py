"""Which function carries out which phase of which kind of node."""

from __future__ import annotations

from collections.abc import Callable

from engine.runtime.machine import Machine
from engine.runtime.state import Unit

Behavior = Callable[[Machine, Unit], None]
BEGINS: dict[str, Behavior] = {}
"""Node type -> what a token does there first (for activities: the frame around the work)."""
PERFORMS: dict[str, Behavior] = {}
"""Activity type -> the work itself, once for each instance of a loop."""
PHASES: dict[int, Behavior] = {}


def begins(*types: str) -> Callable[[Behavior], Behavior]:
    """Register what a token does first at nodes of these types."""

    def keep(function: Behavior) -> Behavior:
        BEGINS.update(dict.fromkeys(types, function))
        return function

    return keep


def performs(*types: str) -> Callable[[Behavior], Behavior]:
    """Register the work of activities of these types."""

    def keep(function: Behavior) -> Behavior:
        PERFORMS.update(dict.fromkeys(types, function))
        return function

    return keep


def phase(number: int) -> Callable[[Behavior], Behavior]:
    """Register what a unit does in a phase."""

    def keep(function: Behavior) -> Behavior:
        PHASES[number] = function
        return function

    return keep
