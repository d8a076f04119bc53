"""Ad-hoc sub-processes: people (or an expression) choose what runs, a condition says when it is enough."""

from __future__ import annotations

from bpmn.program import AdHoc
from engine.runtime import bodies, catching
from engine.runtime.lifecycle import DEPARTED, DRAINS, cancel_inside, finish
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import NotAllowedHere
from engine.runtime.registry import performs
from engine.runtime.scopes import View, evaluate, holds
from engine.runtime.state import Sub, Unit
from engine.runtime.works import close_sub, open_sub


def _rules(unit: Unit) -> AdHoc:
    assert unit.node.body is not None
    assert unit.node.body.ad_hoc is not None
    return unit.node.body.ad_hoc


@performs("adHocSubProcess")
def open_ad_hoc(m: Machine, unit: Unit) -> None:
    """Offer the activities, and begin with those that the active elements name."""
    rules = _rules(unit)
    chosen = _chosen(m, unit)
    bodies.declare(m, unit)
    bodies.arm_event_subs(m, unit)
    nodes = m.program(unit).nodes
    for index in rules.activities:
        open_sub(m, unit, nodes[index], 0, "ad_hoc", {})
    if rules.sequential and chosen:
        unit.note("next", chosen[1:])
        chosen = chosen[:1]
    for index in chosen:
        m.spawn(unit, nodes[index])


def _chosen(m: Machine, unit: Unit) -> list[int]:
    rules = _rules(unit)
    if rules.active is None:
        return []
    names = evaluate(m, rules.active, View(m, unit))
    by_id = {m.program(unit).nodes[index].id: index for index in rules.activities}
    if not isinstance(names, list) or any(name not in by_id for name in names):
        raise Stuck("ad_hoc", f"{names!r} does not name activities that can begin here", f"{names!r} 不是可启动的活动")
    return [by_id[name] for name in names]


def enter(m: Machine, sub: Sub) -> None:
    """Begin one of the offered activities."""
    unit = m.at(sub.owner)
    if _rules(unit).sequential and unit.kids:
        raise NotAllowedHere(f"“{unit.node.id}” runs one activity at a time")
    m.spawn(unit, sub.node)


def performed(m: Machine, scope: Unit, unit: Unit) -> None:
    """An activity was done: see whether it is enough."""
    rules = _rules(scope)
    done = scope.noted("performed") or []
    if unit.node.index not in done:
        scope.note("performed", [*done, unit.node.index])
    if rules.condition is not None and not scope.noted("enough"):
        if not holds(m, rules.condition, View(m, scope)):
            return
        scope.note("enough", True)
        _withdraw(m, scope)
        if rules.cancel_remaining:
            cancel_inside(m, scope, "canceled", but=unit)


def _withdraw(m: Machine, scope: Unit) -> None:
    for sub_id in list(scope.subs or ()):
        sub = m.sub(sub_id)
        if sub is not None and sub.kind == "ad_hoc":
            close_sub(m, sub, "canceled")


def _drained(m: Machine, unit: Unit) -> None:
    rules = _rules(unit)
    following = unit.noted("next")
    if following and not unit.noted("enough"):
        unit.note("next", following[1:])
        m.spawn(unit, m.program(unit).nodes[following[0]])
        return
    performed_all = set(rules.activities) <= set(unit.noted("performed") or ())
    unconditional = rules.condition is None and (rules.active is not None or performed_all)
    if unit.noted("enough") or unconditional or unit.noted("interrupted") or unit.noted("terminated"):
        _withdraw(m, unit)
        catching.close_event_subs(m, unit)
        finish(m, unit)


DRAINS["adHocSubProcess"] = _drained
DEPARTED["adHocSubProcess"] = performed
