"""Conditional events: looked at again whenever a variable changed."""

from __future__ import annotations

from engine.runtime import subscriptions
from engine.runtime.machine import Machine, Stuck
from engine.runtime.scopes import View, evaluate
from engine.runtime.state import WAIT, Sub
from engine.runtime.works import open_incident


def reconsider(m: Machine) -> None:
    """Fire the conditional events whose condition has become true; null counts as false."""
    for sub_id in list(m.conditions):
        sub = m.sub(sub_id)
        if sub is None:
            continue
        try:
            _reconsider(m, sub)
        except Stuck as stuck:
            open_incident(m, m.at(sub.owner), stuck, WAIT)


def _reconsider(m: Machine, sub: Sub) -> None:
    condition = sub.node.events[sub.event].condition
    holds = condition is not None and evaluate(m, condition, View(m, m.at(sub.owner))) is True
    became = holds and not sub.data["was"]
    sub.data["was"] = holds
    if became:
        subscriptions.fire(m, sub)
