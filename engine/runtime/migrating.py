"""Moving a living instance to another version of its process, every token placed by element id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bpmn.program import Node, Program
from engine.runtime import subscriptions
from engine.runtime.machine import Machine, Stuck, load
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
    plan = Plan(program, to, mapping or {})
    units = [m.at(unit_id) for unit_id in m.raw_units]
    subs = [sub for sub_id in m.raw_subs if (sub := m.sub(sub_id)) is not None]
    targets = {unit.id: plan.place(unit) for unit in units if unit.prog == 0}
    if plan.problems:
        raise NotAllowedHere("; ".join(dict.fromkeys(plan.problems)))
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


class Plan:
    """Where the elements of one program are in another, and what has no place."""

    def __init__(self, program: Program, to: Program, mapping: Mapping[str, str]) -> None:
        self.program = program
        self.to = to
        self.mapping = mapping
        self.problems: list[str] = []
        self.new_flows = {flow.id: flow.index for flow in to.flows}

    def node(self, old: Node) -> Node | None:
        """The node of that id in the other program."""
        if old.index == self.program.root:
            return self.to.nodes[self.to.root]
        found = self.to.node(self.mapping.get(old.id, old.id))
        if found is not None and old.id == self.program.nodes[old.container].id:
            return self.to.nodes[found.index + 1]  # the task inside a global task has its id too
        return found

    def flow(self, index: int) -> int | None:
        """The flow of that id in the other program."""
        flow_id = self.program.flows[index].id
        return self.new_flows.get(self.mapping.get(flow_id, flow_id))

    def place(self, unit: Unit) -> Node:
        """The new node of a token; what does not fit becomes a problem."""
        old = unit.node
        new = self.node(old)
        if new is None:
            self.problems.append(f"“{old.id}” is not there any more")
            return old
        if new.type != old.type:
            self.problems.append(f"“{old.id}” was a {old.type} and is a {new.type}")
        if (old.loop and old.loop.kind) != (new.loop and new.loop.kind):
            self.problems.append(f"“{old.id}” repeats in another way")
        if old.container >= 0 and new.container >= 0:
            around = self.node(self.program.nodes[old.container])
            if around is None or around.index != new.container:
                self.problems.append(f"“{old.id}” is in another sub-process")
        for index, waiting in (unit.joins or {}).items():
            self._join(index, waiting)
        return new

    def _join(self, index: int, waiting: Mapping[int, int]) -> None:
        if self.node(self.program.nodes[index]) is None:
            self.problems.append(f"tokens wait at “{self.program.nodes[index].id}”, which is not there any more")
        for flow in waiting:
            if self.flow(flow) is None:
                self.problems.append(f"a token waits on “{self.program.flows[flow].id}”, which is not there any more")

    def index(self, old: int) -> int | None:
        """The index of a node of the old program in the new one."""
        found = self.node(self.program.nodes[old])
        return None if found is None else found.index


def _carry_over(unit: Unit, new: Node, plan: Plan) -> None:
    unit.node = new
    if unit.joins:
        unit.joins = {
            plan.index(index) or 0: {plan.flow(flow) or 0: count for flow, count in waiting.items()}
            for index, waiting in unit.joins.items()
        }
    unit.done = _records(unit.done, plan)
    if unit.extra:
        unit.extra = _facts(unit.extra, plan)


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
    fits = new is not None and (old_event is None or _same_event(new, sub.event, old_event.kind))
    if new is None or not fits:
        close_sub(m, sub, "moved")
    else:
        sub.node = new


def _same_event(new: Node, event: int, kind: str) -> bool:
    return event < len(new.events) and new.events[event].kind == kind


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


__all__ = ["migrate"]
