"""Does every circle have a way out or a wait, and does no process call itself for ever?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import SUB_PROCESSES, TASKS, Diagram, Scope
from bpmn.lint.known import Deployment, called
from bpmn.lint.paths import Paths, is_link, paths_of
from bpmn.lint.wording import en, found, zh

_RUN_THROUGH = frozenset(("scriptTask", "businessRuleTask"))
_MAKES_WAIT = ("taskDefinition", "userTask", "formDefinition", "assignmentDefinition")
_CHOOSING = frozenset(("exclusiveGateway", "inclusiveGateway", "complexGateway"))


def circles_have_a_way_out(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A circle of elements none of which waits, and which no decision leaves."""
    for scope in diagram.scopes:
        paths = paths_of(diagram, scope)
        order = {key: number for number, key in enumerate(scope.nodes)}
        for circle in _circles(paths):
            if not any(_waits(diagram, scope.nodes[key]) for key in circle) and not _leaves(scope, paths, circle):
                first = scope.nodes[min(circle, key=order.__getitem__)]
                yield found(
                    "endless-loop",
                    first,
                    f"From the {en(first)} on, the flow runs in a circle for ever: nothing in it waits or leads out.",
                    f"从{zh(first)}开始，流程将无休止地循环：环中既没有等待，也没有出口。",
                    mend="Add a decision that leads out, or an event or task that waits.",
                    mend_zh="请增加能离开循环的判断，或会等待的事件或任务。",
                )


def _waits(diagram: Diagram, node: Element) -> bool:
    if node.find("multiInstanceLoopCharacteristics") is not None:
        return False
    if node.tag in SUB_PROCESSES:
        inside = (child for child in node.walk() if child.tag not in SUB_PROCESSES)
        return any(_waits(diagram, child) for child in inside)
    if node.tag == "intermediateCatchEvent":
        return not is_link(diagram, node)
    if node.tag in _RUN_THROUGH or node.tag == "task":
        return any(node.extension(tag) is not None for tag in _MAKES_WAIT)
    return node.tag in TASKS or node.tag in ("callActivity", "eventBasedGateway")


def _leaves(scope: Scope, paths: Paths, circle: set[str]) -> bool:
    """Whether some decision (or a conditional flow, or a boundary event) may lead out of the circle."""
    for key in circle:
        flows = scope.outgoing.get(key, [])
        chooses = scope.nodes[key].tag in _CHOOSING or any(f.find("conditionExpression") is not None for f in flows)
        if (chooses or key in scope.boundaries) and any(t not in circle for t in paths.follows.get(key, ())):
            return True
    return False


def _circles(paths: Paths) -> list[set[str]]:
    """The strongly connected sets of nodes (Kosaraju, without recursion)."""
    order = _finish_order(paths)
    back = paths.reversed()
    seen: set[str] = set()
    circles = []
    for root in reversed(order):
        if root in seen:
            continue
        members, todo = set(), [root]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                members.add(node)
                todo.extend(back.follows.get(node, ()))
        if len(members) > 1 or root in paths.follows.get(root, ()):
            circles.append(members)
    return circles


def _finish_order(paths: Paths) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for root in paths.follows:
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((target, False) for target in paths.follows.get(node, ()))
    return order


def calls_come_to_an_end(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """Processes of the deployment that call each other in a circle."""
    for process in diagram.processes:
        back = {t for t in deployment.calls.get(process.id or "", ()) if _calls_back(deployment, t, process.id or "")}
        forced = _forced(diagram, process) if back else set()
        for call in process.walk() if back else ():
            if call.tag == "callActivity" and called(call) in back:
                yield _circle(process, call, called(call), certain=call.id in forced)


def _circle(process: Element, call: Element, target: str, *, certain: bool) -> Finding:
    return found(
        "endless-call" if certain else "recursive-call",
        call,
        f"The {en(call)} calls '{target}', which calls '{process.id}' again"
        + (" before anything waits or is decided: it would never end." if certain else "."),
        f"{zh(call)}调用“{target}”，而后者又会调用“{process.id}”"
        + ("，其间没有等待或判断，将永不结束。" if certain else "。"),
        mend="Break the circle, or make sure that a decision ends it.",
        mend_zh="请打破该循环，或确保有判断能结束它。",
        severity="error" if certain else "warning",
    )


def _calls_back(deployment: Deployment, start: str, wanted: str) -> bool:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name == wanted:
            return True
        if name not in seen:
            seen.add(name)
            todo.extend(deployment.calls.get(name, ()))
    return False


def _forced(diagram: Diagram, process: Element) -> set[str | None]:
    """The nodes that every instance comes to at once, before it waits or decides anything."""
    forced: set[str | None] = set()
    for scope in diagram.scopes:
        if scope.element is not process and scope.element.id not in forced:
            continue
        paths = paths_of(diagram, scope)
        todo = list(paths.entries[:1]) if not scope.is_ad_hoc else []
        while todo:
            key = todo.pop()
            node = scope.nodes[key]
            if key in forced:
                continue
            forced.add(key)
            stops = _waits(diagram, node) or (node.tag in _CHOOSING and len(scope.outgoing.get(key, ())) > 1)
            if not stops and node.tag not in SUB_PROCESSES:
                todo.extend(flow.attributes["targetRef"] for flow in scope.outgoing.get(key, ()))
    return forced
