"""The kernel: a token machine that executes a Program; the default runtime."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bpmn.program import Program
from engine.runtime import activities, ad_hoc, bodies, events, gateways
from engine.runtime.commands import carry_out
from engine.runtime.machine import Machine, Stuck, load
from engine.runtime.protocol import (
    ROOT,
    Command,
    Environment,
    Move,
    NotAllowedHere,
    Opened,
    Step,
    Variables,
)
from engine.runtime.reading import visible_in
from engine.runtime.running import run
from engine.runtime.scopes import write
from engine.runtime.state import ROOT_ID, START, Unit
from engine.runtime.works import describe, describe_sub

EVENTLESS = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def start(
    program: Program, variables: Variables, now: dt.datetime, *, env: Environment = Environment(), at: str | None = None
) -> Step:
    """A new instance, run until it waits; `at` names the start event when it is not the none start event.

    Behind a `/` may stand which of its event definitions fired (`at="start/definition id"`).
    """
    at, _, trigger = at.partition("/") if at is not None else (None, "", "")
    m = Machine(program, env, now)
    root = Unit(ROOT_ID, -1, 0, program.nodes[program.root])
    m.units[ROOT_ID] = root
    m.tell_of("started", root.node.id, ROOT_ID, None, {"at": at})
    index = _start_node(program, at)
    mapped = index is not None and bool(program.nodes[index].outputs)
    try:
        for name, value in variables.items() if not mapped else ():
            write(m, root, name, value, None)
    except Stuck as stuck:
        raise NotAllowedHere(stuck.message) from stuck
    root.note("begin", [index, trigger, dict(variables) if mapped else None])
    m.push(root, START)
    run(m)
    return m.step()


def _start_node(program: Program, at: str | None) -> int | None:
    if at is not None:
        if not any(start.element_id == at for start in program.starts):
            raise NotAllowedHere(f"“{at}” is not a start of “{program.process_id}”")
        return program.by_id[at]
    plain = [s.element_id for s in program.starts if s.kind == "none"]
    if len(plain) > 1 or (not plain and program.starts):
        names = ", ".join(s.element_id for s in program.starts)
        raise NotAllowedHere(f"name the start event: one of {names}")
    return None


def advance(
    program: Program, snapshot: bytes, command: Command, now: dt.datetime, *, env: Environment = Environment()
) -> Step:
    """The next step of an instance after a command; raises a Refusal and changes nothing when it cannot be."""
    m = load(program, snapshot, env, now)
    carry_out(m, command)
    run(m)
    step = m.step()
    preview = isinstance(command, Move) and command.preview
    return replace(step, snapshot=snapshot, stored={}, dropped=()) if preview else step


def variables(
    snapshot: bytes, *, scope_id: str = ROOT, env: Environment = Environment(), only: Collection[str] | None = None
) -> dict[str, Any]:
    """What is visible in a scope, its parents' variables included; `only` those names when given."""
    return visible_in(snapshot, int(scope_id) if scope_id.isdecimal() else -1, env, only)


def open_work(program: Program, snapshot: bytes, *, env: Environment = Environment()) -> tuple[Opened, ...]:
    """Everything that the instance waits for, in the order in which it was opened; what may be entered comes last."""
    m = load(program, snapshot, env, EVENTLESS)
    found = {}
    for unit_id in m.raw_units:
        unit = m.at(unit_id)
        if unit.noted("work") is not None:
            found[unit_id] = describe(m, unit)
    for sub_id in m.raw_subs:
        sub = m.sub(sub_id)
        if sub is not None:
            found[sub_id] = describe_sub(m, sub)
    return tuple(found[key] for key in sorted(found, key=lambda key: (found[key].kind == "ad_hoc", key)))


__all__ = ["activities", "ad_hoc", "advance", "bodies", "events", "gateways", "open_work", "start", "variables"]
