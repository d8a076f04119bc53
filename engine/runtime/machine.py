"""The machine that one command runs in: tables of units and subscriptions, a queue, and what has happened."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping
from typing import Any

from bpmn.program import Node, Program
from engine.runtime.protocol import (
    BudgetExceeded,
    Closed,
    CloseReason,
    Environment,
    Opened,
    Sent,
    SnapshotUnreadable,
    State,
    Step,
    TraceEntry,
    VariableChange,
)
from engine.runtime.snapshot import VERSION, pack, seal, unpack, unseal
from engine.runtime.state import ENTER, ROOT_ID, Sub, Unit, unit_from


class Stuck(Exception):
    """An element that cannot go on until an operator mends something; becomes an incident."""

    def __init__(self, code: str, message: str, message_zh: str) -> None:
        self.code = code
        self.message = message
        self.message_zh = message_zh
        super().__init__(message)


class Machine:
    """Everything that one command reads and changes."""

    def __init__(self, program: Program, env: Environment, now: dt.datetime) -> None:
        self.programs = [program]
        self.env = env
        self.now = now
        self.next_id = ROOT_ID
        self.seq = 0
        self.state: State = "ACTIVE"
        self.units: dict[int, Unit] = {}
        self.raw_units: dict[int, bytes] = {}
        self.subs: dict[int, Sub] = {}
        self.raw_subs: dict[int, bytes] = {}
        self.conditions: list[int] = []
        self.queue: deque[tuple[int, int]] = deque()
        self.touched: dict[int, None] = {}
        self.changed = False
        self.steps = 0
        self.children = 0
        self.opened: dict[int, Opened] = {}
        self.closed: list[Closed] = []
        self.changes: list[VariableChange] = []
        self.trace: list[TraceEntry] = []
        self.sent: list[Sent] = []
        self.stored: dict[str, bytes] = {}
        self.dropped: list[str] = []
        self.outcome: dict[str, Any] = {}
        self.written: dict[str, Any] = {}

    # ------------------------------------------------------------------ tables
    def unit(self, unit_id: int) -> Unit | None:
        """The living unit of that id, or None."""
        found = self.units.get(unit_id)
        if found is None:
            raw = self.raw_units.get(unit_id)
            if raw is None:
                return None
            row = unpack(raw)
            found = self.units[unit_id] = unit_from(unit_id, row, self.programs[row[1]].nodes)
        return found

    def at(self, unit_id: int) -> Unit:
        """The unit of that id, which must be alive."""
        found = self.unit(unit_id)
        assert found is not None, unit_id
        return found

    def sub(self, sub_id: int) -> Sub | None:
        """The open subscription of that id, or None."""
        found = self.subs.get(sub_id)
        if found is None:
            raw = self.raw_subs.get(sub_id)
            if raw is None:
                return None
            owner, prog, node, event, kind, data = unpack(raw)
            found = self.subs[sub_id] = Sub(sub_id, owner, prog, self.programs[prog].nodes[node], event, kind, data)
        return found

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    def create(self, parent: Unit, node: Node, *, prog: int | None = None) -> Unit:
        """A new unit inside `parent`, not yet queued."""
        self.children += 1
        if self.children > self.env.limits.steps:
            raise BudgetExceeded(f"more than {self.env.limits.steps} tokens in one command")
        unit = Unit(self.new_id(), parent.id, parent.prog if prog is None else prog, node)
        self.units[unit.id] = unit
        if parent.kids is None:
            parent.kids = []
        parent.kids.append(unit.id)
        return unit

    def spawn(self, parent: Unit, node: Node, phase: int = ENTER) -> Unit:
        """A new unit inside `parent` that runs next."""
        unit = self.create(parent, node)
        self.push(unit, phase)
        return unit

    def push(self, unit: Unit, phase: int) -> None:
        """Let the unit run with that phase."""
        unit.phase = phase
        self.queue.append((unit.id, phase))

    def delete(self, unit: Unit) -> None:
        """Take the unit out of the tables."""
        self.units.pop(unit.id, None)
        self.raw_units.pop(unit.id, None)

    def delete_sub(self, sub: Sub) -> None:
        """Take the subscription out of the tables."""
        self.subs.pop(sub.id, None)
        self.raw_subs.pop(sub.id, None)
        if sub.kind == "condition":
            self.conditions.remove(sub.id)

    def program(self, unit: Unit | Sub) -> Program:
        return self.programs[unit.prog]

    # ------------------------------------------------------------------ what happened
    def tell(self, action: str, unit: Unit | Sub, work_id: int | None = None, **details: Any) -> None:
        """One line of the trace about the unit's element."""
        scope = unit.parent if isinstance(unit, Unit) else unit.owner
        self.tell_of(action, unit.node.id, scope, work_id, details)

    def tell_of(
        self, action: str, element_id: str, scope: int, work_id: int | None, details: Mapping[str, Any]
    ) -> None:
        """One line of the trace about any element."""
        self.seq += 1
        work = None if work_id is None else str(work_id)
        self.trace.append(TraceEntry(self.seq, action, element_id, str(max(scope, 0)), work, details))

    def close(self, work_id: int, kind: str, element_id: str, reason: CloseReason) -> None:
        """Report work as closed; work that was opened in the same command is not reported at all."""
        if self.opened.pop(work_id, None) is None:
            self.closed.append(Closed(str(work_id), kind, element_id, reason))  # type: ignore[arg-type]

    def spend(self) -> None:
        """Count one step; raises BudgetExceeded."""
        self.steps += 1
        if self.steps > self.env.limits.steps:
            raise BudgetExceeded(f"more than {self.env.limits.steps} steps in one command")

    # ------------------------------------------------------------------ bytes
    def dump(self) -> bytes:
        """The snapshot."""
        for unit_id, unit in self.units.items():
            self.raw_units[unit_id] = pack(unit.row())
        for sub_id, sub in self.subs.items():
            self.raw_subs[sub_id] = pack(sub.row())
        main = self.programs[0]
        others = [[p.process_id, p.digest] for p in self.programs[1:]]
        return seal(
            [
                VERSION, bytes.fromhex(main.digest[:16]), main.process_id, self.next_id, self.seq, self.state, others,
                self.conditions, self.raw_units, self.raw_subs,
            ]
        )  # fmt: skip

    def step(self) -> Step:
        """What the shell must write."""
        return Step(
            snapshot=self.dump(),
            state=self.state,
            opened=tuple(self.opened.values()),
            closed=tuple(self.closed),
            changes=tuple(self.changes),
            trace=tuple(self.trace),
            sent=tuple(self.sent),
            stored=self.stored,
            dropped=tuple(self.dropped),
            outcome=self.outcome,
            written=self.written,
        )


def load(program: Program, snapshot: bytes, env: Environment, now: dt.datetime) -> Machine:
    """The machine of a snapshot; raises SnapshotUnreadable."""
    row = unseal(snapshot)
    if row[1] != bytes.fromhex(program.digest[:16]) or row[2] != program.process_id:
        raise SnapshotUnreadable("the snapshot belongs to another program")
    machine = Machine(program, env, now)
    machine.next_id, machine.seq, machine.state, others = row[3:7]
    machine.conditions, machine.raw_units, machine.raw_subs = row[7:]
    for called_id, called_digest in others:
        called = env.resolve(called_id, called_digest) if env.resolve else None
        if called is None:
            raise SnapshotUnreadable(f"the called process {called_id} ({called_digest[:12]}) cannot be resolved")
        machine.programs.append(called)
    return machine
