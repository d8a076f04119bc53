"""SpiffWorkflow as a runtime: it moves the tokens; variables, expressions, work and trace are the kernel's own."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow

from bpmn.program import Program
from engine.runtime import bodies, kernel
from engine.runtime.machine import Machine, Stuck
from engine.runtime.protocol import ROOT, Command, Environment, Move, NotAllowedHere, Opened, Step, Variables
from engine.runtime.reading import visible_in
from engine.runtime.scopes import write
from engine.runtime.spiff.commands import carry_out
from engine.runtime.spiff.frozen import freeze, outer_row, thaw
from engine.runtime.spiff.instance import Bodies, Instance
from engine.runtime.spiff.refusing import Reason, refuses
from engine.runtime.spiff.starving import report_starved
from engine.runtime.state import ROOT_ID, Unit

# It writes a line for every state of every task.
logging.getLogger("spiff").setLevel(logging.WARNING)


def start(
    program: Program, variables: Variables, now: dt.datetime, *, env: Environment = Environment(), at: str | None = None
) -> Step:
    """A new instance, run until it waits; refused when SpiffWorkflow would run the program wrongly."""
    reasons = refuses(program)
    if reasons:
        raise NotAllowedHere("; ".join(str(reason) for reason in reasons))
    at = at.partition("/")[0] if at is not None else None
    m = Machine(program, env, now)
    root = Unit(ROOT_ID, -1, 0, program.nodes[program.root])
    m.units[ROOT_ID] = root
    m.tell_of("started", root.node.id, ROOT_ID, None, {"at": at})
    index = kernel._start_node(program, at)
    mapped = index is not None and bool(program.nodes[index].outputs)
    try:
        for name, value in variables.items() if not mapped else ():
            write(m, root, name, value, None)
        bodies.declare(m, root)
    except Stuck as stuck:
        raise NotAllowedHere(stuck.message) from stuck
    instance = Instance(m)
    instance.begun = None if index is None else [index]
    instance.starting = {} if index is None or not mapped else {index: dict(variables)}
    bodies_of = Bodies(m)
    instance.top = BpmnWorkflow(bodies_of[f"0:{program.root}"], bodies_of, script_engine=instance)
    return _step(instance)


def advance(
    program: Program, snapshot: bytes, command: Command, now: dt.datetime, *, env: Environment = Environment()
) -> Step:
    """The next step of an instance after a command; raises a Refusal and changes nothing when it cannot be."""
    instance = thaw(program, snapshot, env, now)
    carry_out(instance, command)
    step = _step(instance)
    preview = isinstance(command, Move) and command.preview
    return replace(step, snapshot=snapshot, stored={}, dropped=()) if preview else step


def _step(instance: Instance) -> Step:
    instance.settle()
    report_starved(instance)
    frozen = freeze(instance)
    return replace(instance.m.step(), snapshot=frozen)


def variables(
    snapshot: bytes, *, scope_id: str = ROOT, env: Environment = Environment(), only: Collection[str] | None = None
) -> dict[str, Any]:
    """What is visible in a scope, its parents' variables included; `only` those names when given."""
    return visible_in(outer_row(snapshot)[0], int(scope_id) if scope_id.isdecimal() else -1, env, only)


def open_work(program: Program, snapshot: bytes, *, env: Environment = Environment()) -> tuple[Opened, ...]:
    """Everything that the instance waits for, in the order in which it was opened."""
    return kernel.open_work(program, outer_row(snapshot)[0], env=env)


__all__ = ["Reason", "advance", "open_work", "refuses", "start", "variables"]
