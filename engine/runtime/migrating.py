"""Moving a living instance to another version of its process, every token placed by element id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bpmn.program import Constant, Node, Program
from engine.runtime import subscriptions
from engine.runtime.machine import Machine, Stuck, load
from engine.runtime.placing import Obstacle, Plan, same_event
from engine.runtime.protocol import Environment, NotAllowedHere, Step
from engine.runtime.running import run
from engine.runtime.state import ROOT_ID, Sub, Unit
from engine.runtime.works import close_sub


def migrate(
    program: Program,
    snapshot: bytes,
    to: Program,
    now: dt.datetime,
    *,
    mapping: Mapping[str, str] | None = None,
    env: Environment = Environment(),
) -> Step:
    """The step to the same place in `to`; raises NotAllowedHere that names every token without a place there.

    `mapping` gives the new id of elements that have another one. Open work keeps its id and timers their date; boundary
    events and event sub-processes that are new begin to listen, those that are gone are closed. What stays open is not
    reported again: ask `open_work`, where its element may have a new id, name or form.
    """
    m = load(program, snapshot, env, now)
    if m.state != "ACTIVE":
        raise NotAllowedHere(f"the instance is {m.state}")
    plan, units, subs, targets = _planned(m, program, to, mapping or {})
    if plan.obstacles:
        raise NotAllowedHere("; ".join(dict.fromkeys(obstacle.en for obstacle in plan.obstacles)))
    for unit in units:
        if unit.prog == 0:
            _carry_over(unit, targets[unit.id], plan)
    m.programs[0] = to
    m.tell_of("moved", to.nodes[to.root].id, ROOT_ID, None, {"from": program.digest, "to": to.digest})
    for sub in subs:
        if sub.prog == 0:
            _carry_sub(m, sub, plan)
    _listen(m, [unit for unit in units if unit.prog == 0])
    m.changed = True
    m.touched = {unit.id: None for unit in units if unit.joins}
    run(m)
    return m.step()


def obstacles(
    program: Program,
    snapshot: bytes,
    to: Program,
    now: dt.datetime,
    *,
    mapping: Mapping[str, str] | None = None,
    env: Environment = Environment(),
) -> tuple[Obstacle, ...]:
    """Everything that stands between the instance and `to`, each once; empty when `migrate` would go."""
    plan, *_ = _planned(load(program, snapshot, env, now), program, to, mapping or {})
    return tuple(dict.fromkeys(plan.obstacles))


def _planned(
    m: Machine, program: Program, to: Program, mapping: Mapping[str, str]
) -> tuple[Plan, list[Unit], list[Sub], dict[int, Node]]:
    plan = Plan(program, to, mapping)
    units = [m.at(unit_id) for unit_id in m.raw_units]
    subs = [sub for sub_id in m.raw_subs if (sub := m.sub(sub_id)) is not None]
    targets = {unit.id: plan.place(unit) for unit in units if unit.prog == 0}
    for sub in subs:
        if sub.prog == 0:
            plan.wait(sub, m.at(sub.owner))
    return plan, units, subs, targets


def _carry_over(unit: Unit, new: Node, plan: Plan) -> None:
    unit.node = new
    if (details := unit.noted("details")) is not None:
        unit.note("details", details | _renewed(new, details))
    if unit.joins:
        unit.joins = {
            plan.index(index) or 0: {plan.flow(flow) or 0: count for flow, count in waiting.items()}
            for index, waiting in unit.joins.items()
        }
    unit.done = _records(unit.done, plan)
    if unit.extra:
        unit.extra = _facts(unit.extra, plan)


def _renewed(new: Node, details: Mapping[str, Any]) -> dict[str, Any]:
    """The form and the worker's type as the new version writes them; what is computed stays as it was."""
    written = {"form_id": new.task.form_id, "type": new.task.job_type}
    return {name: source.value for name, source in written.items() if name in details and isinstance(source, Constant)}


def _records(records: list[Any] | None, plan: Plan) -> list[Any] | None:
    """What can be undone, without what has no place any more."""
    kept = []
    for record in records or ():
        if record["p"] == 0:
            index = plan.index(record["n"])
            if index is None:
                continue
            record = {**record, "n": index, "done": _records(record["done"], plan)}
        kept.append(record)
    return kept or None


def _facts(extra: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The rarer facts of a unit, with the node and flow numbers of the new program."""
    carried: dict[str, Any] = {}
    for key, value in extra.items():
        name, number = key.rstrip("0123456789"), key[len(key.rstrip("0123456789")) :]
        if name in ("got", "complex") and number:
            key = f"{name}{plan.index(int(number))}"
        if name == "complex":
            value = [new for old in value if (new := plan.flow(old)) is not None]
        elif name in ("performed", "next"):
            value = [new for old in value if (new := plan.index(old)) is not None]
        elif name == "undo":
            value = _records(value, plan) or []
        carried[key] = value
    return carried


def _carry_sub(m: Machine, sub: Sub, plan: Plan) -> None:
    new = plan.node(sub.node)
    old_event = sub.node.events[sub.event] if sub.node.events else None
    fits = new is not None and (old_event is None or same_event(new, sub.event, old_event))
    if new is None or not fits:
        close_sub(m, sub, "moved")
    else:
        sub.node = new


def _listen(m: Machine, units: list[Unit]) -> None:
    """Arm the boundary events and event sub-processes that the new version adds."""
    for unit in units:
        heard = {sub.node.index for sub_id in unit.subs or () if (sub := m.sub(sub_id)) is not None}
        nodes = m.program(unit).nodes
        inner = unit.id == ROOT_ID or m.at(unit.parent).node is unit.node
        wanted = [] if inner else list(unit.node.boundaries)
        if unit.node.body is not None and unit.loop is None and not unit.noted("interrupted"):
            wanted += [nodes[index].body.starts[0] for index in unit.node.body.event_subs]  # type: ignore[union-attr]
        try:
            subscriptions.arm(m, unit, *(nodes[index] for index in wanted if index not in heard))
        except Stuck as stuck:
            raise NotAllowedHere(f"“{unit.node.id}”: {stuck.message}") from stuck


__all__ = ["Obstacle", "migrate", "obstacles"]
