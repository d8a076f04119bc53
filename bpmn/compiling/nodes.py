"""Flow nodes, flows and bodies compiled from the tree."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.compiling.activities import ad_hoc, loop, sends, task
from bpmn.compiling.data import local_names
from bpmn.compiling.draft import ACTIVITIES, BODIES, FLOW_NODES, GATEWAYS, GLOBAL_TASKS, TASKS, Draft, is_true, plain
from bpmn.compiling.events import check_position, definitions, message
from bpmn.compiling.expressions import associations, formal, mappings, value
from bpmn.document import BPMN, Element
from bpmn.program import Body, Event, Expression, Flow, Node, Task


def number(draft: Draft, process: Element) -> None:
    """Give every flow node below the process an index, in document order, the process first."""
    stack: list[tuple[Element, int]] = [(process, -1)]
    while stack:
        element, container = stack.pop()
        index = len(draft.element_of)
        draft.element_of.append(element)
        draft.container_of.append(container)
        if element.id is not None:
            draft.indexes.setdefault(element.id, index)
        inside = [c for c in element.children if c.namespace == BPMN and c.tag in FLOW_NODES]
        stack.extend((child, index) for child in reversed(inside))
        if process is element and element.tag in GLOBAL_TASKS:
            draft.element_of.append(element)
            draft.container_of.append(index)


def flows(draft: Draft, processes: list[Element]) -> list[Flow]:
    """Every sequence flow in document order; ends that are missing or in another body are reported."""
    found: list[Flow] = []
    for process in processes:
        for element in process.walk():
            if element.tag == "sequenceFlow" and element.namespace == BPMN:
                flow = _flow(draft, element, len(found))
                if flow is not None:
                    found.append(flow)
    return found


def _flow(draft: Draft, element: Element, index: int) -> Flow | None:
    ends = [draft.indexes.get(plain(element.attributes.get(name, ""))) for name in ("sourceRef", "targetRef")]
    source, target = ends
    if source is None or target is None:
        draft.report("dangling_flow", element, "the flow does not join two flow nodes", "顺序流没有连接两个节点")
        return None
    if draft.container_of[source] != draft.container_of[target]:
        draft.report(
            "flow_crosses_border", element, "a sequence flow may not cross the border of a process or sub-process",
            "顺序流不能跨越流程或子流程边界",
        )  # fmt: skip
        return None
    condition = formal(draft, element.find("conditionExpression"))
    return Flow(index, element.id or "", element.name, source, target, condition)


class Links:
    """Who is connected to whom, by node index."""

    def __init__(self, draft: Draft, all_flows: list[Flow]) -> None:
        size = len(draft.element_of)
        self.incoming: list[list[int]] = [[] for _ in range(size)]
        self.outgoing: list[list[int]] = [[] for _ in range(size)]
        self.boundaries: list[list[int]] = [[] for _ in range(size)]
        self.attached: dict[int, int] = {}
        self.children: list[list[int]] = [[] for _ in range(size)]
        self.flow_ids = {flow.id: flow.index for flow in all_flows}
        for flow in all_flows:
            self.outgoing[flow.source].append(flow.index)
            self.incoming[flow.target].append(flow.index)
        for index, element in enumerate(draft.element_of):
            if draft.container_of[index] >= 0:
                self.children[draft.container_of[index]].append(index)
            if element.tag == "boundaryEvent":
                self._attach(draft, element, index)

    def _attach(self, draft: Draft, element: Element, index: int) -> None:
        host = draft.indexes.get(plain(element.attributes.get("attachedToRef", "")))
        if host is None:
            draft.report("boundary_unattached", element, "is attached to nothing", "边界事件没有附着到活动")
        else:
            self.boundaries[host].append(index)
            self.attached[index] = host


def _quantity(draft: Draft, element: Element, attribute: str) -> int:
    """A count of tokens; what is no small number from 1 on is reported."""
    text = element.attributes.get(attribute, "1").strip()
    if text.isascii() and text.isdecimal() and len(text) < 5 and int(text) > 0:
        return int(text)
    said = f"{attribute} “{text[:40]}”"
    draft.report("quantity", element, f"{said} is no count of tokens", f"{said}不是令牌数")
    return 1


def node(draft: Draft, links: Links, index: int) -> Node:
    """One node with everything but what depends on other nodes (reach, compensation)."""
    element = draft.element_of[index]
    tag = _type(draft, element, index)
    container = draft.container_of[index]
    events = _events(draft, element, tag, index)
    lane, group = _lane(draft, element, container)
    return Node(
        index=index,
        id=element.id or "",
        type=tag,
        name=element.name,
        line=element.line,
        container=container,
        lane=lane,
        lane_group=group,
        incoming=tuple(links.incoming[index]),
        outgoing=tuple(links.outgoing[index]),
        default=_default(draft, links, element, index),
        boundaries=tuple(links.boundaries[index]),
        attached_to=links.attached.get(index),
        interrupting=_interrupting(element),
        events=events,
        all_events=is_true(element, "parallelMultiple"),
        loop=loop(draft, element) if tag in ACTIVITIES else None,
        inputs=mappings(draft, element, "input"),
        outputs=mappings(draft, element, "output"),
        data_inputs=associations(draft, element, "dataInputAssociation"),
        data_outputs=associations(draft, element, "dataOutputAssociation"),
        start_quantity=_quantity(draft, element, "startQuantity"),
        completion_quantity=_quantity(draft, element, "completionQuantity"),
        task=task(draft, element, tag) if tag in TASKS else Task(),
        body=_body(draft, links, element, index, tag),
        compensates=is_true(element, "isForCompensation"),
        instantiate=is_true(element, "instantiate"),
        parallel_start=element.attributes.get("eventGatewayType", "Exclusive") == "Parallel",
        activation=_activation(draft, element),
    )


def _type(draft: Draft, element: Element, index: int) -> str:
    if element.tag in GLOBAL_TASKS:
        return "process" if draft.container_of[index] < 0 else GLOBAL_TASKS[element.tag]
    if element.tag == "subProcess" and is_true(element, "triggeredByEvent"):
        return "eventSubProcess"
    return element.tag


def _events(draft: Draft, element: Element, tag: str, index: int) -> tuple[Event, ...]:
    if tag in ("receiveTask", "sendTask"):
        if tag == "sendTask" and not sends(draft, element):
            return ()
        name, key = message(draft, element, element)
        return (Event(kind="message", name=name, correlation=key),)
    found = definitions(draft, element)
    position = tag
    container = draft.element_of[draft.container_of[index]]
    if tag == "startEvent" and is_true(container, "triggeredByEvent"):
        position = "eventSubStart"
        if not found:
            draft.report(
                "event_sub_process_start", element, "an event sub-process needs a trigger", "事件子流程缺少触发器"
            )
    if tag.endswith("Event"):
        check_position(draft, element, found, position=position)
    return found


def _lane(draft: Draft, element: Element, container: int) -> tuple[str, str]:
    while element.id not in draft.lanes and container >= 0:
        element, container = draft.element_of[container], draft.container_of[container]
    return draft.lanes.get(element.id or "", ("", ""))


def _interrupting(element: Element) -> bool:
    if element.tag == "boundaryEvent":
        return is_true(element, "cancelActivity", default=True)
    return is_true(element, "isInterrupting", default=True)


def _default(draft: Draft, links: Links, element: Element, index: int) -> int | None:
    name = element.attributes.get("default")
    if name is None:
        return None
    found = links.flow_ids.get(plain(name))
    nowhere = element.tag not in ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}
    if found is None or found not in links.outgoing[index] or nowhere:
        draft.report(
            "default_flow", element, f"the default flow “{name}” does not leave here", f"默认流“{name}”不是从此处流出"
        )
        return None
    return found


def _activation(draft: Draft, element: Element) -> Expression | None:
    condition = element.find("activationCondition")
    return formal(draft, condition) if condition is not None else None


def _body(draft: Draft, links: Links, element: Element, index: int, tag: str) -> Body | None:
    if tag not in BODIES and tag not in ("process", "eventSubProcess"):
        return None
    inside = links.children[index]
    starts = tuple(i for i in inside if draft.element_of[i].tag == "startEvent")
    joins = tuple(
        i for i in inside
        if draft.element_of[i].tag in ("inclusiveGateway", "complexGateway") and len(links.incoming[i]) > 1
    )  # fmt: skip
    free = tuple(_unreached(draft, links, inside))
    return Body(
        starts=starts,
        implicit_starts=() if starts else free,
        event_subs=tuple(i for i in inside if is_true(draft.element_of[i], "triggeredByEvent")),
        or_joins=joins,
        locals=local_names(draft, element),
        ad_hoc=ad_hoc(draft, element, free) if tag == "adHocSubProcess" else None,
    )


def _unreached(draft: Draft, links: Links, inside: list[int]) -> Iterator[int]:
    for index in inside:
        element = draft.element_of[index]
        skipped = is_true(element, "triggeredByEvent") or is_true(element, "isForCompensation")
        if element.tag in GLOBAL_TASKS:
            yield index
            continue
        if element.tag not in ACTIVITIES | GATEWAYS | {"intermediateThrowEvent", "intermediateCatchEvent", "endEvent"}:
            skipped = True
        linked = any(child.tag == "linkEventDefinition" for child in element.children)
        if not links.incoming[index] and not skipped and not (linked and element.tag == "intermediateCatchEvent"):
            yield index


__all__ = ["Links", "flows", "node", "number", "value"]
