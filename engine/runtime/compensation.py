"""Compensation: what was done is remembered with the values of then, and undone in reverse order."""

from __future__ import annotations

from engine.runtime.machine import Machine
from engine.runtime.state import Unit


def remember(m: Machine, scope: Unit, unit: Unit) -> None:
    """Keep what is needed to undo this activity later."""
    return


def throw(m: Machine, unit: Unit) -> None:
    """Undo what the event names, then go on."""
    from engine.runtime.lifecycle import finish

    finish(m, unit)


def cancel_transaction(m: Machine, unit: Unit) -> None:
    """End the transaction, undo what it did, and go on behind its cancel boundary event."""
    from engine.runtime.lifecycle import finish

    finish(m, unit)
