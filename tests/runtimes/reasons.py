"""Why the kernel is the default: each reason acted out on SpiffWorkflow 3.2.0 as it comes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

from tests.runtimes.stock import at, do, stock

FORK = "s: start\ne: end\nfork: and\njoin: and\n"
LOST = FORK + "a: user\nb: user\nz: user\ns -> fork -> a -> join\nfork -> b -> join\njoin -> z -> e"
ROUNDS = FORK + (
    "again: xor\nenough: xor\na: user\nb: user\ns -> again -> fork\nfork -> a -> join\nfork -> b -> join\n"
    "join -> enough\nenough -> again [n < 3]\nenough -> e [else]"
)
EVENT_SUB = "s: start\ne: end\na: user\nq: eventsub {{\nqs: start {}\nqe: end\nb: user\nqs -> b -> qe\n}}\ns -> a -> e"
COUNT = '<scriptTask id="count"><script>n = n + 1</script></scriptTask>'
LONG = (
    f"s: start\ne: end\nm: xor\nx: xor\nz: user\n{COUNT}\ns -> m -> count -> x\nx -> m [n < 700]\nx -> z [else]\nz -> e"
)
PEEK = (
    "s: start\ne: end\nx: xor\na: user\nb: user\n"
    "s -> x\nx -> a [__import__($os$).path.exists($/etc/passwd$)]\nx -> b [else]\na -> e\nb -> e"
)
OR = (
    "s: start\ne: end\nfork: or\njoin: or\na: user\nz: user\nx: xor\nb1: user\nb2: user\nm: xor\ny: xor\nc1: user\n"
    "c2: user\nn: xor\nd: user\ns -> fork\nfork -> a [k > 0]\nfork -> x [k > 0]\nx -> b1 [k > 5]\nx -> b2 [else]\n"
    "b1 -> m\nb2 -> m\nm -> y\ny -> c1 [k > 5]\ny -> c2 [else]\nc1 -> n\nc2 -> n\nn -> d -> join\na -> join\n"
    "join -> z -> e"
)
THREE = "s: start\ne: end\na: user\nb: user\nc: user\ns -> a -> b -> c -> e"
BACK = "s: start\ne: end\na: user\nt: boundary on=a message=again\ns -> a\nt -> a\na -> e"


ONLY = "s: start\ne: end\na: user\nz: user\ns -> a\na -> z [n > 5]\nz -> e"
NAMED_END = "s: start\nfork: and\na: user\nb: user\nEnd: end\ne: end\ns -> fork\nfork -> a -> End\nfork -> b -> e"
SIGNAL_END = "s: start\ne: end signal=done\na: user\ns -> a -> e"
RING = "s: start\ne: end\na: user\nt: boundary on=a signal=ring soft\nb: user\nx: end\ns -> a -> e\nt -> b -> x"
LINK = "s: start\ne: end\na: user\nk: throw link=there\nm: catch link=there\nb: user\ns -> a -> k\nm -> b -> e"
ERRORS = FORK + (
    "one: sub {\ns1: start\na1: user\nx1: end error=E\ns1 -> a1 -> x1\n}\n"
    "two: sub {\ns2: start\na2: user\nx2: end\ns2 -> a2 -> x2\n}\n"
    "t1: boundary on=one error=E\nt2: boundary on=two error=E\nh1: user\nh2: user\ny1: end\ny2: end\n"
    "s -> fork\nfork -> one -> join\nfork -> two -> join\njoin -> e\nt1 -> h1 -> y1\nt2 -> h2 -> y2"
)
IMPLICIT = "s: start\na: user\ns -> a"


@dataclass(frozen=True)
class Reason:
    """A diagram, what should be, what happened on SpiffWorkflow, and whether that is the defect."""

    title: str
    diagram: str
    expected: str
    happened: str
    reproduced: bool


def lost_update() -> Reason:
    """One branch sets the phone number, the other the payment; after the join one of both is as before."""
    flow = stock(LOST, phone="old", paid=False)
    do(flow, "a", phone="new")
    do(flow, "b", paid=True)
    seen = flow.get_tasks(state=TaskState.READY, manual=True)[0].data
    return Reason(
        "a parallel join loses a branch's update",
        LOST,
        "phone=new, paid=True",
        f"phone={seen['phone']}, paid={seen['paid']}",
        seen != {"phone": "new", "paid": True},
    )


def join_in_loop() -> Reason:
    """In the second round one branch is enough."""
    flow = stock(ROUNDS, n=0)
    for element in ("a", "b", "b"):
        do(flow, element)
    return Reason(
        "a parallel join inside a loop fires early in the second round",
        ROUNDS,
        "waits at a",
        f"waits at {_and(at(flow))}",
        at(flow) != ["a"],
    )


def inclusive_join() -> Reason:
    """The join does not wait for the branch with two choices one after the other."""
    flow = stock(OR, k=1)
    do(flow, "a")
    return Reason(
        "an inclusive join fires early, and loses the token that comes later",
        OR,
        "waits at b2",
        f"waits at {_and(at(flow))}",
        at(flow) != ["b2"],
    )


def event_sub_process() -> Reason:
    """An interrupting event sub-process leaves open what it should end."""
    flow = stock(EVENT_SUB.format("message=stop"))
    _message(flow, "stop")
    return Reason(
        "an interrupting event sub-process does not interrupt",
        EVENT_SUB.format("message=stop"),
        "waits at b",
        f"waits at {_and(at(flow))}",
        at(flow) != ["b"],
    )


def error_event_sub_process() -> Reason:
    """An error event sub-process runs although nobody has thrown anything."""
    flow = stock(EVENT_SUB.format("error=E"))
    return Reason(
        "an error event sub-process runs at process start",
        EVENT_SUB.format("error=E"),
        "waits at a",
        f"waits at {_and(at(flow))}",
        at(flow) != ["a"],
    )


def loop_stops() -> Reason:
    """700 rounds of a script."""
    flow = stock(LONG, n=0)
    rounds = max(task.data.get("n", 0) for task in flow.tasks.values())
    return Reason(
        "a loop stops for ever, without an error",
        LONG,
        "700 rounds, then waits at z",
        f"{rounds} rounds, then waits at {_and(at(flow))}",
        at(flow) != ["z"],
    )


def implicit_end() -> Reason:
    """A process whose last task has no flow out."""
    flow = stock(IMPLICIT)
    do(flow, "a")
    return Reason(
        "a process that ends implicitly never completes",
        IMPLICIT,
        "completed",
        f"completed: {flow.completed}",
        not flow.completed,
    )


def boundary_back() -> Reason:
    """A boundary event whose path leads back to its own activity."""
    flow = stock(BACK)
    _message(flow, "again")
    do(flow, "a")
    return Reason(
        "a boundary event that leads back to its activity leaves the instance open for ever",
        BACK,
        "completed",
        f"completed: {flow.completed}, open: {_and(at(flow))}",
        not flow.completed,
    )


def python_in_the_diagram() -> Reason:
    """A condition that looks at the server's files."""
    flow = stock(PEEK)
    return Reason(
        "the default script engine evaluates Python out of the diagram",
        PEEK,
        "an error",
        f"waits at {_and(at(flow))}: /etc/passwd was seen",
        at(flow) == ["a"],
    )


def key_order() -> Reason:
    """Twenty instances saved and loaded with their keys in the order in which PostgreSQL's jsonb keeps them."""
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    lost = 0
    for _ in range(20):
        flow = stock(THREE)
        do(flow, "a", paid=True)
        do(flow, "b", phone=1)
        saved = json.dumps(_as_jsonb(json.loads(serializer.serialize_json(flow))))
        tasks = serializer.deserialize_json(saved).get_tasks(state=TaskState.READY, manual=True)
        lost += [task.data for task in tasks] != [{"paid": True, "phone": 1}]
    return Reason(
        "a snapshot in jsonb's key order loses variables, without an error",
        THREE,
        "0 of 20 lost",
        f"{lost} of 20 lost",
        lost > 0,
    )


def condition_ignored() -> Reason:
    """A condition that does not hold on the only flow out."""
    flow = stock(ONLY, n=0)
    do(flow, "a")
    return Reason(
        "a condition on the only flow out of an activity is ignored",
        ONLY,
        "an error: no way out",
        f"waits at {_and(at(flow))}",
        at(flow) == ["z"],
    )


def error_scope() -> Reason:
    """An error inside one sub-process ends its neighbour, which has thrown nothing."""
    flow = stock(ERRORS)
    do(flow, "a1")
    return Reason(
        "an error interrupts a concurrent activity that has not thrown it",
        ERRORS,
        "waits at a2 and h1",
        f"waits at {_and(at(flow))}",
        at(flow) != ["a2", "h1"],
    )


def named_end() -> Reason:
    """An end event whose id is `End`."""
    flow = stock(NAMED_END)
    do(flow, "a")
    return Reason(
        "an end event with the id End completes the instance while tasks are open",
        NAMED_END,
        "not completed, waits at b",
        f"completed: {flow.completed}, waits at {_and(at(flow))}",
        flow.completed,
    )


def signal_end() -> Reason:
    """A signal end event."""
    flow = stock(SIGNAL_END)
    do(flow, "a")
    sent = flow.get_events()
    return Reason(
        "a signal end event sends nothing", SIGNAL_END, "the signal done is sent", f"{len(sent)} events sent", not sent
    )


def ring_once() -> Reason:
    """A non-interrupting boundary signal, sent twice."""
    flow = stock(RING)
    for _ in range(2):
        try:
            flow.send_event(BpmnEvent(SignalEventDefinition("ring"), payload={}, correlations={}))
        except WorkflowException:
            break
        flow.do_engine_steps()
    return Reason(
        "a non-interrupting boundary signal fires once only",
        RING,
        "waits at a and b and b",
        f"waits at {_and(at(flow))}",
        at(flow) != ["a", "b", "b"],
    )


def link_event() -> Reason:
    """A token that should go on at the link's target."""
    flow = stock(LINK)
    do(flow, "a")
    return Reason(
        "a link event loses its token",
        LINK,
        "waits at b",
        f"waits at {_and(at(flow))}, completed: {flow.completed}",
        at(flow) != ["b"],
    )


def _as_jsonb(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_jsonb(value[key]) for key in sorted(value, key=lambda key: (len(key.encode()), key.encode()))}
    return [_as_jsonb(one) for one in value] if isinstance(value, list) else value


def _message(flow: BpmnWorkflow, name: str) -> None:
    flow.send_event(BpmnEvent(MessageEventDefinition(name), payload={}, correlations={}))
    flow.do_engine_steps()


def _and(elements: list[str]) -> str:
    return " and ".join(elements) or "nothing"


REASONS: tuple[Callable[[], Reason], ...] = (
    lost_update,
    join_in_loop,
    inclusive_join,
    event_sub_process,
    error_event_sub_process,
    error_scope,
    loop_stops,
    implicit_end,
    boundary_back,
    named_end,
    condition_ignored,
    ring_once,
    signal_end,
    link_event,
    key_order,
    python_in_the_diagram,
)
