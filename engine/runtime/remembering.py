"""What is kept of a completed activity so that it can be undone."""

from __future__ import annotations

from typing import Any

from bpmn.program import Node, Program
from engine.runtime.machine import Machine
from engine.runtime.scopes import chain, fetch
from engine.runtime.snapshot import pack
from engine.runtime.state import Unit


def worth_remembering(unit: Unit) -> bool:
    """Whether something could undo this activity."""
    node = unit.node
    return node.compensation is not None or bool(unit.done) or (node.body is not None and node.body.compensable)


def remember(m: Machine, scope: Unit, unit: Unit) -> None:
    """Keep the activity's record in its scope; a loop hands over one record for each of its instances."""
    if scope.done is None:
        scope.done = []
    if unit.loop is not None or unit.node.type == "callActivity" and unit.node.compensation is None:
        scope.done.extend(unit.done or ())
    else:
        scope.done.append(record(m, unit))


def record(m: Machine, unit: Unit) -> dict[str, Any]:
    """Which activity, the variables it saw, its own variables, and what was done inside."""
    then: dict[str, Any] = {}
    if unit.node.compensation is not None:
        for one in chain(m, unit):
            then = {**_kept(m, one), **then}
    return {"p": unit.prog, "n": unit.node.index, "then": then or None, "vars": _kept(m, unit), "done": unit.done}


def _kept(m: Machine, unit: Unit) -> dict[str, bytes]:
    """The unit's own variables, those that stand apart brought in: they may be gone when they are needed."""
    return {name: raw if isinstance(raw, bytes) else pack(fetch(m, raw)) for name, raw in (unit.vars or {}).items()}


def event_handler(program: Program, node: Node) -> Node | None:
    """The compensation event sub-process of a scope, or None."""
    for index in node.body.event_subs if node.body is not None else ():
        body = program.nodes[index].body
        if body is not None and any(e.kind == "compensate" for s in body.starts for e in program.nodes[s].events):
            return program.nodes[index]
    return None
