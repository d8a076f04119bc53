"""What every runtime takes and gives: commands in, a Step out.

A runtime is a module with two functions::

    start(program, variables, now, *, env=Environment()) -> Step
    advance(program, snapshot, command, now, *, env=Environment()) -> Step

Both are pure: the same arguments give the same answer, ids included. All times
are aware datetimes. A work id is a short string, unique within its root instance
for ever (an id is never used again, so "already closed" can be told from "never was").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bpmn.program import Program
from engine.runtime.refusals import BudgetExceeded, NotAllowedHere, Refusal, SnapshotUnreadable, WorkNotOpen
from engine.runtime.surroundings import Calendar, Environment, Limits

Variables = Mapping[str, Any]
"""JSON-like data; numbers with a fraction are Decimal, dates and times are datetime objects."""

ROOT = "0"
"""The id of the root process scope of every instance."""


# --------------------------------------------------------------------------- commands
@dataclass(frozen=True, slots=True)
class Complete:
    """Complete an open user task, job, receive task … by its work id with its result variables."""

    work_id: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowError:
    """The work ends with a modelled BPMN error; nothing catching it makes the instance FAILED."""

    work_id: str
    code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowEscalation:
    """The work raises an escalation and stays open unless an interrupting catcher closes it."""

    work_id: str
    code: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FireTimer:
    """A timer is due: `work_id` of an Opened with kind "timer"."""

    work_id: str


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """A message reaches the one subscription that the shell correlated it with."""

    work_id: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliverSignal:
    """A signal reaches every subscription of that name in this instance."""

    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Change variables of a scope from outside (an operator, a form); conditions are re-evaluated."""

    variables: Variables
    scope_id: str = ROOT


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again what an incident stopped."""

    work_id: str


@dataclass(frozen=True, slots=True)
class Move:
    """Move tokens: `cancel` closes tokens by work id or element id, `enter` starts at elements.

    A sequence flow's id instead of an element's means the token that waits on it for a join: "flow@scope id" to
    cancel one, "flow" to let one take it. "element@scope id" enters below exactly that scope, opening the
    sub-processes in between anew. `again` reopens instances of a loop: (work id of the loop, index, item).
    `variables` are written to the process first, `restore` to scopes: by scope id, or by element id for sub-processes
    that the move opens; ABSENT removes. With `preview` nothing changes in the snapshot, and the step tells what
    would be closed and opened.
    """

    cancel: tuple[str, ...] = ()
    enter: tuple[str, ...] = ()
    variables: Variables = field(default_factory=dict)
    reason: str = ""
    preview: bool = False
    restore: Mapping[str, Variables] = field(default_factory=dict)
    again: tuple[tuple[str, int, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class AddInstance:
    """One more child of an open multi-instance activity (a further signer of a countersign)."""

    work_id: str
    item: Any = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the whole instance: everything open is closed, no handler runs."""

    reason: str = ""


Command = (
    Complete
    | ThrowError
    | ThrowEscalation
    | FireTimer
    | DeliverMessage
    | DeliverSignal
    | SetVariables
    | Retry
    | Move
    | AddInstance
    | Cancel
)

# --------------------------------------------------------------------------- the answer
WorkKind = Literal[
    "user_task",  # userTask, manualTask, a plain task that waits for a person
    "job",  # serviceTask, sendTask, businessRuleTask/scriptTask bound to a worker
    "timer",
    "message",  # a subscription: catch event, receive task, boundary, event sub-process
    "signal",
    "condition",  # waits for a variable; nothing to do for the shell but to show it
    "called_instance",  # a call activity: its process runs in the same snapshot
    "incident",  # the token is kept; `Retry` goes on
    "ad_hoc",  # an activity of an ad-hoc sub-process that may be entered (Move.enter)
]
CloseReason = Literal["completed", "canceled", "interrupted", "failed", "moved"]
State = Literal["ACTIVE", "COMPLETED", "TERMINATED", "CANCELED", "FAILED"]


@dataclass(frozen=True, slots=True)
class Opened:
    """One piece of open work that the shell must write down.

    `element_id` is the BPMN id, `scope_id` the variable scope it reads, `process_scope` the scope of
    the (called) process it belongs to (`ROOT` or a called instance's scope id). `details` by kind:

    - user_task: assignee, candidate_groups (list), candidate_users (list), form_id, due_at, follow_up_at,
      priority (int), lane, name, inputs (what zeebe:ioMapping maps in), properties (zeebe:properties),
      index (of a multi-instance child, from 1)
    - job: type (task definition type), retries (int), inputs, headers, name
    - timer: due_at (aware datetime), cycle (int left or None)
    - message / signal: name, correlation_key (str or None), boundary (bool), interrupting (bool)
    - called_instance: process_id, digest, name
    - incident: code, message, message_zh, element name
    """

    work_id: str
    kind: WorkKind
    element_id: str
    scope_id: str
    process_scope: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Closed:
    work_id: str
    kind: WorkKind
    element_id: str
    reason: CloseReason


@dataclass(frozen=True, slots=True)
class VariableChange:
    """`old` is ABSENT when the variable is new, `new` is ABSENT when its scope ended or it was removed."""

    scope_id: str
    name: str
    old: Any
    new: Any
    element_id: str | None


class _Absent:
    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One line of what happened. `seq` runs without gaps from 1 within the root instance.

    `action`: entered, left, taken (a sequence flow), waiting, canceled, fired, thrown, caught, decided,
    moved, stored, started, ended, incident. `details` says what else (a decision's explanation, an error's code, …).
    """

    seq: int
    action: str
    element_id: str
    scope_id: str
    work_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message or signal that leaves the instance; the shell carries it through the job table."""

    kind: Literal["message", "signal"]
    name: str
    correlation_key: str | None
    variables: Variables
    element_id: str


@dataclass(frozen=True, slots=True)
class Step:
    """Everything that the shell must write, and nothing else."""

    snapshot: bytes
    state: State
    opened: tuple[Opened, ...] = ()
    closed: tuple[Closed, ...] = ()
    changes: tuple[VariableChange, ...] = ()
    trace: tuple[TraceEntry, ...] = ()
    sent: tuple[Sent, ...] = ()
    stored: Mapping[str, bytes] = field(default_factory=dict)
    """Variables that grew above `env.store_above`: key -> bytes to keep beside the snapshot."""
    dropped: tuple[str, ...] = ()
    """Keys of `stored` that nothing refers to any more."""
    outcome: Mapping[str, Any] = field(default_factory=dict)
    """How it ended: {"element_id": end event, "error_code": …}."""
    written: Mapping[str, Any] = field(default_factory=dict)
    """What goes into data stores outside the instance: name -> new value."""


class Runtime(Protocol):
    """The port: two functions (and two to read)."""

    def start(
        self, program: Program, variables: Variables, now: dt.datetime, *, env: Environment = ..., at: str | None = ...
    ) -> Step:
        """A new instance; `at` is the id of a message/signal/timer start event, None the none start event."""
        ...

    def advance(
        self, program: Program, snapshot: bytes, command: Command, now: dt.datetime, *, env: Environment = ...
    ) -> Step: ...

    def variables(
        self, snapshot: bytes, *, scope_id: str = ROOT, env: Environment = ..., only: Collection[str] | None = None
    ) -> dict[str, Any]:
        """What is visible in a scope, its parents' variables included; `only` those names when given."""
        ...

    def open_work(self, program: Program, snapshot: bytes, *, env: Environment = ...) -> tuple[Opened, ...]: ...


__all__ = [
    "ABSENT", "ROOT", "AddInstance", "BudgetExceeded", "Calendar", "Cancel", "CloseReason", "Closed", "Command",
    "Complete", "DeliverMessage", "DeliverSignal", "Environment", "FireTimer", "Limits", "Move", "NotAllowedHere",
    "Opened", "Refusal", "Retry", "Runtime", "Sent", "SetVariables", "SnapshotUnreadable", "State", "Step",
    "ThrowError", "ThrowEscalation", "TraceEntry", "VariableChange", "Variables", "WorkKind", "WorkNotOpen",
]  # fmt: skip
