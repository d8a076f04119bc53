"""The immutable compilation of a set of BPMN and DMN files: what a runtime walks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


class Expression(Protocol):
    """A compiled expression or a constant."""

    @property
    def source(self) -> str: ...

    def evaluate(self, scope: Mapping[str, Any], *, now: dt.datetime) -> Any: ...


@dataclass(frozen=True, slots=True)
class Constant:
    """An attribute that the designer wrote as plain text."""

    value: Any
    source: str = ""

    def evaluate(self, scope: Mapping[str, Any], *, now: dt.datetime) -> Any:
        return self.value


class Reach(Protocol):
    """Which incoming flows of a join a token elsewhere can still reach."""

    def mask(self, place: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; indexes run in file order, which is the order of exclusive decisions."""

    index: int
    id: str
    name: str
    source: int
    target: int
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801 - `Mapping` is taken
    """One input or output mapping: an expression and the path of the variable it goes to."""

    source: Expression
    target: tuple[str, ...]


EventKind = Literal[
    "none",
    "message",
    "signal",
    "timer",
    "conditional",
    "error",
    "escalation",
    "compensate",
    "link",
    "cancel",
    "terminate",
]


@dataclass(frozen=True, slots=True)
class Timer:
    kind: Literal["date", "duration", "cycle"]
    value: Expression
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event definition: `name` of a message or signal, `code` of an error or escalation (None catches all)."""

    kind: EventKind
    id: str = ""
    name: Expression | None = None
    code: Expression | None = None
    timer: Timer | None = None
    condition: Expression | None = None
    correlation: Expression | None = None
    activity: int | None = None
    wait: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class Complex:
    """When a complex multi-instance behavior throws which events."""

    condition: Expression
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs."""

    kind: Literal["standard", "parallel", "sequential"]
    condition: Expression | None = None
    test_before: bool = False
    maximum: Expression | None = None
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str | None = None
    output: str | None = None
    output_element: Expression | None = None
    until: Expression | None = None
    behavior: str = "All"
    none_events: tuple[Event, ...] = ()
    one_events: tuple[Event, ...] = ()
    complex: tuple[Complex, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What an activity asks of people, workers, decisions, scripts and other processes."""

    waits: bool = False
    assignee: Expression | None = None
    candidate_groups: Expression | None = None
    candidate_users: Expression | None = None
    due_at: Expression | None = None
    follow_up_at: Expression | None = None
    priority: Expression | None = None
    form_id: Expression | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    job_type: Expression | None = None
    retries: Expression | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    script: Expression | None = None
    decision: Expression | None = None
    result: str | None = None
    called: Expression | None = None
    binding: str = "latest"
    pass_in: bool = True
    pass_out: bool = True


@dataclass(frozen=True, slots=True)
class AdHoc:
    """How the activities of an ad-hoc sub-process are chosen and when it is done."""

    sequential: bool = False
    condition: Expression | None = None
    cancel_remaining: bool = True
    active: Expression | None = None
    activities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What is inside a process or sub-process."""

    starts: tuple[int, ...] = ()
    implicit_starts: tuple[int, ...] = ()
    event_subs: tuple[int, ...] = ()
    or_joins: tuple[int, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    locals: tuple[str, ...] = ()
    ad_hoc: AdHoc | None = None
    compensable: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node (or process), with everything that the runtime asks about it."""

    index: int
    id: str
    type: str
    name: str
    line: int
    container: int
    lane: str = ""
    lane_group: str = ""
    incoming: tuple[int, ...] = ()
    outgoing: tuple[int, ...] = ()
    default: int | None = None
    boundaries: tuple[int, ...] = ()
    attached_to: int | None = None
    interrupting: bool = True
    events: tuple[Event, ...] = ()
    all_events: bool = False
    loop: Loop | None = None
    inputs: tuple[Mapping_, ...] = ()
    outputs: tuple[Mapping_, ...] = ()
    data_inputs: tuple[Mapping_, ...] = ()
    data_outputs: tuple[Mapping_, ...] = ()
    start_quantity: int = 1
    completion_quantity: int = 1
    task: Task = Task()
    body: Body | None = None
    compensation: int | None = None
    compensates: bool = False
    instantiate: bool = False
    parallel_start: bool = False
    activation: Expression | None = None
    reach: Reach | None = None
    """Of an inclusive or complex join: which of its incoming flows a token elsewhere can still reach."""


@dataclass(frozen=True, slots=True)
class Start:
    """One event that starts the process from outside."""

    kind: EventKind
    element_id: str
    name: str = ""
    correlation_key: Expression | None = None
    timer: Timer | None = None
    definition_id: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One element as the surroundings see it."""

    id: str
    type: str
    name: str
    lane: str
    process_id: str


@dataclass(frozen=True, slots=True)
class Program:
    """One executable process with everything in its file set."""

    process_id: str
    name: str
    version_tag: str
    digest: str
    root: int
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    by_id: Mapping[str, int]
    processes: Mapping[str, int]
    elements: Mapping[str, Shown]
    starts: tuple[Start, ...]
    forms: tuple[str, ...] = ()
    service_types: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    called_processes: tuple[str, ...] = ()
    called_decisions: tuple[str, ...] = ()
    data_stores: tuple[str, ...] = ()
    """The data stores outside the instance that data associations read or write."""
    properties: Mapping[str, str] = field(default_factory=dict)
    decisions: Any = None
    """The compiled decision model (`evaluate(decision_id, inputs, …)`) or None when the set has no DMN."""

    def node(self, element_id: str) -> Node | None:
        """The node of that BPMN id, or None."""
        index = self.by_id.get(element_id)
        return None if index is None else self.nodes[index]
