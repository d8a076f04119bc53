"""The life of a unit: results, leaving, draining, canceling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.runtime import works
from engine.runtime.flows import take, ways_out
from engine.runtime.machine import Machine
from engine.runtime.protocol import CloseReason
from engine.runtime.registry import phase
from engine.runtime.remembering import remember, worth_remembering
from engine.runtime.scopes import View, assign, assign_path, evaluate, forget
from engine.runtime.state import DONE, DRAIN, LEAVE, RESULT, ROOT_ID, Unit


def finish(m: Machine, unit: Unit, variables: Mapping[str, Any] | None = None) -> None:
    """The unit's work is done; its results are mapped next."""
    if variables:
        unit.note("result", dict(variables))
    m.push(unit, RESULT)


@phase(RESULT)
def result(m: Machine, unit: Unit) -> None:
    """Map the results outwards, then leave or count for the loop."""
    map_out(m, unit, unit.noted("result") or {})
    unit.forget("result")
    unit.phase = DONE
    conclude(m, unit)


@phase(DONE)
def conclude(m: Machine, unit: Unit) -> None:
    """Leave, or count for the loop."""
    around = m.at(unit.parent)
    if around.loop is not None and around.node is unit.node:
        from engine.runtime import loops

        loops.child_done(m, around, unit)
    else:
        leave(m, unit)


def map_out(m: Machine, unit: Unit, values: Mapping[str, Any]) -> None:
    """Evaluate the output mappings over `values`; without any, every value goes to the variable of its name."""
    node = unit.node
    view = View(m, unit, values)
    outside = m.at(unit.parent) if unit.id else unit
    if node.outputs:
        found = [(mapping.target, evaluate(m, mapping.source, view)) for mapping in node.outputs]
        for path, value in found:
            assign_path(m, outside, path, value, node.id)
    elif node.task.pass_out:
        for name, value in values.items():
            assign(m, unit, name, value, node.id)
    map_data_out(m, unit, view)


def map_data_out(m: Machine, unit: Unit, view: View) -> None:
    """Follow the data output associations; the collection of a loop is carried out once, when the loop is done."""
    node = unit.node
    collected = node.loop.output if node.loop is not None else None
    for mapping in node.data_outputs:
        whole = collected is not None and mapping.source.source == collected
        if whole == (unit.loop is not None):
            assign_path(m, m.at(unit.parent), mapping.target, evaluate(m, mapping.source, view), node.id)


@phase(LEAVE)
def leave(m: Machine, unit: Unit) -> None:
    """Take the flows out, as often as the activity's completion quantity says."""
    unit.phase = LEAVE
    ways = ways_out(m, unit)
    depart(m, unit, ways)


def depart(m: Machine, unit: Unit, ways: list[int]) -> None:
    """End the unit and send its tokens along these flows."""
    works.close_subs(m, unit, "canceled")
    scope = m.at(unit.parent)
    if worth_remembering(unit):
        remember(m, scope, unit)
    m.tell("left", unit, unit.id)
    for _ in range(unit.node.completion_quantity):
        for index in ways:
            take(m, scope, index)
    if scope.node.type == "adHocSubProcess":
        DEPARTED[scope.node.type](m, scope, unit)
    remove(m, unit)


def remove(m: Machine, unit: Unit) -> None:
    """Take the unit out of its scope, which may be done then."""
    forget(m, unit)
    m.delete(unit)
    scope = m.at(unit.parent)
    assert scope.kids is not None
    scope.kids.remove(unit.id)
    if scope.joins:
        m.touched[scope.id] = None
    if not scope.kids:
        m.queue.append((scope.id, DRAIN))


@phase(DRAIN)
def drain(m: Machine, unit: Unit) -> None:
    """Finish a scope in which nothing runs any more."""
    if unit.kids:
        return
    if unit.joins:
        m.touched[unit.id] = None
        return
    DRAINS.get(unit.node.type, _nothing)(m, unit)


DEPARTED: dict[str, Any] = {}
"""Node type of a scope -> what is looked at when a token leaves a node inside."""
DRAINS: dict[str, Any] = {}
"""Node type -> what happens when nothing runs inside any more."""


def _nothing(m: Machine, unit: Unit) -> None:
    return


def cancel(m: Machine, unit: Unit, reason: CloseReason) -> None:
    """End the unit and everything inside without any result; the scope around is not told."""
    for one in below(m, unit):
        works.close_work(m, one, reason)
        works.close_subs(m, one, reason)
        m.tell("canceled", one, one.id)
        forget(m, one)
        m.delete(one)
    scope = m.unit(unit.parent)
    if unit.id != ROOT_ID and scope is not None and scope.kids and unit.id in scope.kids:
        scope.kids.remove(unit.id)
        if scope.joins:
            m.touched[scope.id] = None


def below(m: Machine, unit: Unit) -> list[Unit]:
    """The unit and everything inside it, the innermost first."""
    found = []
    stack = [unit]
    while stack:
        one = stack.pop()
        found.append(one)
        stack.extend(m.at(kid) for kid in one.kids or ())
    found.reverse()
    return found


def cancel_inside(m: Machine, scope: Unit, reason: CloseReason, *, but: Unit | None = None) -> None:
    """Cancel everything that runs in a scope and the tokens that wait at its joins."""
    for kid in list(scope.kids or ()):
        if but is None or kid != but.id:
            cancel(m, m.at(kid), reason)
    scope.joins = None
