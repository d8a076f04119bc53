"""Call activities: which process is meant, and what it is given."""

from __future__ import annotations

from typing import Any

from bpmn.program import Node, Program
from engine.runtime.machine import Machine, Stuck
from engine.runtime.scopes import View, evaluate, fetch, visible, write
from engine.runtime.state import Unit

DEEPEST = 50


def called_program(m: Machine, unit: Unit) -> tuple[int, Node]:
    """Program number and process node of the called process; raises Stuck when it cannot be found."""
    task = unit.node.task
    name = evaluate(m, task.called, View(m, unit)) if task.called is not None else None
    _depth(m, unit)
    here = m.program(unit)
    if task.binding != "deployment" and m.env.resolve is not None:
        found = m.env.resolve(str(name), task.binding)
        if found is not None:
            return _number(m, found), found.nodes[found.root]
    index = here.processes.get(str(name))
    if index is None and m.env.resolve is not None:
        found = m.env.resolve(str(name), task.binding)
        if found is not None:
            return _number(m, found), found.nodes[found.root]
    if index is None:
        raise Stuck("called_process", f"there is no process “{name}” to call", f"找不到被调用的流程“{name}”")
    return unit.prog, here.nodes[index]


def _number(m: Machine, program: Program) -> int:
    for number, known in enumerate(m.programs):
        if known.digest == program.digest and known.process_id == program.process_id:
            return number
    m.programs.append(program)
    return len(m.programs) - 1


def _depth(m: Machine, unit: Unit) -> None:
    depth = 0
    while unit.id:
        depth += unit.node.type == "callActivity"
        unit = m.at(unit.parent)
    if depth > DEEPEST:
        raise Stuck("call_depth", f"calls are nested deeper than {DEEPEST}", f"调用嵌套超过 {DEEPEST} 层")


def pass_in(m: Machine, unit: Unit, inner: Unit) -> None:
    """Give the called process its variables: all that are visible, or what was mapped in."""
    if unit.node.task.pass_in:
        given = visible(m, unit)
    else:
        given = {name: fetch(m, raw) for name, raw in (unit.vars or {}).items()}
    for name, value in given.items():
        write(m, inner, name, value, unit.node.id)
    if given:
        inner.note("given", list(given))


def what_comes_back(m: Machine, caller: Unit, inner: Unit) -> dict[str, Any]:
    """The variables of a called process that is done; those it was given and did not touch stay away.

    Otherwise a call would undo what others did meanwhile. Output mappings see all of them.
    """
    mapped = caller.node.outputs or caller.node.data_outputs
    untouched = () if mapped else inner.noted("given") or ()
    return {name: fetch(m, raw) for name, raw in (inner.vars or {}).items() if name not in untouched}
