"""Does every reference point at something, and at something of the right kind?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import BPMN, Element, Finding
from bpmn.lint.diagram import ACTIVITIES, FLOW_NODES, GATEWAYS, Diagram, local
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh

_ATTRIBUTES: dict[tuple[str, str], frozenset[str]] = {
    ("sequenceFlow", "sourceRef"): FLOW_NODES,
    ("sequenceFlow", "targetRef"): FLOW_NODES,
    ("boundaryEvent", "attachedToRef"): ACTIVITIES,
    ("messageEventDefinition", "messageRef"): frozenset(("message",)),
    ("sendTask", "messageRef"): frozenset(("message",)),
    ("receiveTask", "messageRef"): frozenset(("message",)),
    ("signalEventDefinition", "signalRef"): frozenset(("signal",)),
    ("errorEventDefinition", "errorRef"): frozenset(("error",)),
    ("escalationEventDefinition", "escalationRef"): frozenset(("escalation",)),
    ("compensateEventDefinition", "activityRef"): ACTIVITIES,
    ("dataObjectReference", "dataObjectRef"): frozenset(("dataObject",)),
    ("dataStoreReference", "dataStoreRef"): frozenset(("dataStore",)),
    ("participant", "processRef"): frozenset(("process",)),
    ("multiInstanceLoopCharacteristics", "noneBehaviorEventRef"): frozenset(),
    ("multiInstanceLoopCharacteristics", "oneBehaviorEventRef"): frozenset(),
    ("association", "sourceRef"): frozenset(),
    ("association", "targetRef"): frozenset(),
    ("messageFlow", "sourceRef"): frozenset(),
    ("messageFlow", "targetRef"): frozenset(),
    ("messageFlow", "messageRef"): frozenset(("message",)),
}
_TEXTS: dict[str, frozenset[str]] = {
    "incoming": frozenset(("sequenceFlow",)),
    "outgoing": frozenset(("sequenceFlow",)),
    "flowNodeRef": FLOW_NODES,
    "eventDefinitionRef": frozenset(),
    "sourceRef": frozenset(),
    "targetRef": frozenset(),
    "loopDataInputRef": frozenset(),
    "loopDataOutputRef": frozenset(),
    "dataInputRefs": frozenset(("dataInput",)),
    "dataOutputRefs": frozenset(("dataOutput",)),
    "outMessageRef": frozenset(("message",)),
    "inMessageRef": frozenset(("message",)),
}
_EXTERNAL = frozenset(("messageRef", "processRef", "dataStoreRef", "outMessageRef", "inMessageRef"))
_FLOW_ENDS = frozenset(("sequenceFlow", "messageFlow"))


def references_resolve(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A reference to an id that does not exist or is of another kind."""
    imports = any(True for _ in diagram.root.all("import"))
    for element in diagram.elements:
        for attribute, value in element.attributes.items():
            kinds = _ATTRIBUTES.get((element.tag, attribute))
            if kinds is not None and not (imports and attribute in _EXTERNAL and ":" in value):
                yield from _target(diagram, element, attribute, value, kinds)
        parent = diagram.parent(element)
        kinds = _TEXTS.get(element.tag)
        if kinds is not None and parent is not None and parent.tag != "correlationPropertyBinding":
            yield from _target(diagram, element, element.tag, element.text, kinds)


def flows_have_both_ends(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A sequence or message flow whose source or target is not given at all."""
    for flow in diagram.every(*_FLOW_ENDS):
        for attribute, side, side_zh in (("sourceRef", "source", "起点"), ("targetRef", "target", "终点")):
            if not flow.attributes.get(attribute, "").strip():
                yield found(
                    "dangling-flow",
                    flow,
                    f"The {en(flow)} has no {side}.",
                    f"{zh(flow)}没有{side_zh}。",
                    mend="Connect it or delete it.",
                    mend_zh="请连接或删除它。",
                )


def neighbours_agree(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An element's own list of incoming and outgoing flows that contradicts the flows; the flows count."""
    for scope in diagram.scopes:
        for node in scope.nodes.values():
            for tag, flows in (("incoming", scope.incoming), ("outgoing", scope.outgoing)):
                listed = {local(e.text) for e in node.all(tag)}
                real = {flow.id for flow in flows.get(node.id or "", ())}
                wrong = {name for name in listed - real if name in diagram.by_id}
                if wrong:
                    yield found(
                        "contradicting-flow",
                        node,
                        f"The {en(node)} lists {', '.join(sorted(wrong))} as {tag}, but the flow says otherwise.",
                        f"{zh(node)}把 {', '.join(sorted(wrong))} 列为 {tag}，但该顺序流的端点并非如此。",
                        mend="Reconnect the flow in the editor.",
                        mend_zh="请在建模工具中重新连接该顺序流。",
                    )


def defaults_leave_here(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A default flow that does not leave the element, or carries a condition."""
    for scope in diagram.scopes:
        for node in scope.nodes.values():
            default = node.attributes.get("default")
            if default and node.tag in GATEWAYS | ACTIVITIES:
                own = {flow.id: flow for flow in scope.outgoing.get(node.id or "", ())}
                yield from _default(node, default, own.get(local(default)))


def _default(node: Element, default: str, flow: Element | None) -> Iterator[Finding]:
    if flow is None:
        yield found(
            "bad-default",
            node,
            f"The default flow '{default}' of the {en(node)} does not leave it.",
            f"{zh(node)}的默认流“{default}”并非由它发出。",
            mend="Choose one of its own outgoing flows as default.",
            mend_zh="请选择它自己的一条流出作为默认流。",
        )
    elif flow.find("conditionExpression") is not None:
        yield found(
            "default-with-condition",
            flow,
            f"The {en(flow)} is the default and has a condition, which is never looked at.",
            f"{zh(flow)}是默认流，其条件不会被计算。",
            mend="Remove the condition, or make another flow the default.",
            mend_zh="请删除条件，或改选其他默认流。",
            severity="warning",
        )


_NOT_EXECUTED = frozenset(("outMessageRef", "inMessageRef"))


def _target(diagram: Diagram, element: Element, what: str, value: str, kinds: frozenset[str]) -> Iterator[Finding]:
    name = local(value)
    if not name:
        return
    owner = diagram.owner(element)
    target = diagram.by_id.get(name)
    code = "dangling-flow" if element.tag in _FLOW_ENDS and what in ("sourceRef", "targetRef") else "dangling-reference"
    if target is None:
        yield found(
            code,
            element,
            f"The {en(owner)} refers to '{name}' ({what}), which is not in the file.",
            f"{zh(owner)}引用了“{name}”（{what}），文件中没有该元素。",
            mend="Choose an existing element or remove the reference.",
            mend_zh="请选择已有元素，或删除该引用。",
            element_id=owner.id,
            severity="warning" if what in _NOT_EXECUTED else "error",
        )
    elif kinds and (target.tag not in kinds or target.namespace != BPMN):
        yield found(
            "wrong-reference",
            element,
            f"The {en(owner)} refers to the {en(target)} as {what}, which cannot be one.",
            f"{zh(owner)}以 {what} 引用了{zh(target)}，类型不符。",
            mend="Choose an element of the right kind.",
            mend_zh="请选择类型正确的元素。",
            element_id=owner.id,
        )
