"""What the engine would not execute as the standard says, found before it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bpmn.compiling.draft import ACTIVITIES, BODIES, FLOW_NODES, Draft, is_true
from bpmn.compiling.vocabulary import ELEMENTS
from bpmn.document import BPMN, Element
from bpmn.program import Flow, Node

KNOWN = FLOW_NODES | {
    "sequenceFlow", "laneSet", "dataObject", "dataObjectReference", "dataStoreReference", "property",
    "ioSpecification", "documentation", "extensionElements", "textAnnotation", "association", "group",
    "auditing", "monitoring", "category", "incoming", "outgoing", "supportedInterfaceRef", "ioBinding",
    "correlationSubscription", "resourceRole", "performer", "humanPerformer", "potentialOwner", "supports",
    "completionCondition", "dataInputAssociation", "dataOutputAssociation", "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics", "rendering", "script",
}  # fmt: skip


def check(draft: Draft, nodes: Sequence[Node], flows: Sequence[Flow], root: int, decisions: Any) -> None:
    """Report every construct that would be ignored or executed otherwise than written."""
    for node in nodes:
        element = draft.element_of[node.index]
        for rule in (
            _unknown,
            _unreachable,
            _begins,
            _gateway,
            _cancel,
            _compensation,
            _boundary,
            _flows_of_events,
        ):
            rule(draft, element, node, nodes)
        if node.task.decision is not None and decisions is None:
            draft.report("decision_missing", element, "no decision model is in the file set", "文件集中没有决策模型")
    _conditions(draft, nodes, flows)
    _links(draft, nodes)
    _event_gateways(draft, nodes, flows)


def _unknown(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    if node.body is None:
        return
    for child in element.children:
        foreign = child.namespace != BPMN
        if foreign or (child.tag in ELEMENTS and child.tag not in KNOWN):
            draft.report("not_executable", child, f"“{child.tag}” is not executed here", f"此处不执行“{child.tag}”")


def _unreachable(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    """Beside a start event nothing begins on its own: what no flow enters would never run."""
    around = nodes[node.container] if node.container >= 0 else None
    if around is None or around.body is None or not around.body.starts or node.incoming:
        return
    enters = node.type in ("startEvent", "boundaryEvent", "eventSubProcess") or node.compensates or node.instantiate
    if not enters and not any(event.kind == "link" for event in node.events if node.type == "intermediateCatchEvent"):
        draft.report("unreachable", element, "nothing leads here", "没有任何流程路径到达此处")


def _begins(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    """A body whose elements are all in a circle never does anything."""
    if node.body is None or node.body.starts or node.body.implicit_starts or node.body.ad_hoc is not None:
        return
    if any(one.container == node.index and one.incoming for one in nodes):
        draft.report("no_beginning", element, "everything is in a circle: nothing begins", "所有元素首尾相连，没有开始")


def _gateway(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    if node.type == "complexGateway" and len(node.incoming) > 1 and node.activation is None:
        draft.report(
            "activation_missing", element, "the complex gateway has no activationCondition", "复杂网关缺少激活条件"
        )


def _links(draft: Draft, nodes: Sequence[Node]) -> None:
    targets = Counter((n.container, e.link) for n in nodes if n.type == "intermediateCatchEvent" for e in n.events)
    for node in nodes:
        for event in node.events if node.type == "intermediateThrowEvent" else ():
            count = targets[node.container, event.link]
            if event.kind == "link" and count != 1:
                draft.report(
                    "link_target", draft.element_of[node.index],
                    f"the link “{event.link}” has {count} targets, not one",
                    f"链接“{event.link}”有 {count} 个目标，应为一个",
                )  # fmt: skip


def _cancel(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    if not any(e.kind == "cancel" for e in node.events):
        return
    around = nodes[node.container] if node.type == "endEvent" else nodes[node.attached_to or 0]
    if around.type != "transaction":
        draft.report(
            "cancel_outside_transaction", element, "cancel belongs to a transaction", "取消事件只能用于事务子流程"
        )


def _compensation(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    if node.compensates and node.id not in draft.handlers.values():
        draft.report("compensation_unused", element, "no compensation event leads to it", "没有补偿事件指向此补偿活动")
    if node.compensates and (node.incoming or node.outgoing):
        draft.report("compensation_flow", element, "a compensation handler has no flows", "补偿活动不能有顺序流")


def _event_gateways(draft: Draft, nodes: Sequence[Node], flows: Sequence[Flow]) -> None:
    for node in nodes:
        if node.type == "eventBasedGateway" and len(node.outgoing) < 2:
            element = draft.element_of[node.index]
            draft.report(
                "event_gateway", element, "an event-based gateway needs two events", "事件网关至少需要两个事件"
            )
    for flow in flows:
        if nodes[flow.source].type == "eventBasedGateway" and not _can_race(nodes[flow.target]):
            draft.report(
                "event_gateway_target", draft.element_of[flow.target],
                "cannot follow an event-based gateway: only a message, signal, timer or conditional event or a "
                "receive task without boundary events can, entered by nothing else",
                "不能跟在事件网关之后：只能是消息、信号、定时、条件事件，或没有边界事件的接收任务，且没有其他流入",
            )  # fmt: skip


def _can_race(target: Node) -> bool:
    if len(target.incoming) != 1 or target.boundaries or target.loop is not None:
        return False
    catching = target.type == "intermediateCatchEvent" and all(event.kind != "link" for event in target.events)
    return (catching and bool(target.events)) or target.type == "receiveTask"


def _boundary(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    always = any(event.kind in ("error", "compensate") for event in node.events)
    if node.type == "startEvent" and not node.interrupting and always:
        draft.report("boundary_interrupts", element, "error and compensation always interrupt", "错误和补偿必须中断")
    if node.type != "boundaryEvent" or node.attached_to is None:
        return
    host = nodes[node.attached_to]
    if host.container != node.container or host.type not in ACTIVITIES:
        draft.report("boundary_host", element, "is not attached to an activity beside it", "边界事件没有附着到同级活动")
    if node.incoming:
        draft.report("boundary_incoming", element, "a boundary event has no incoming flow", "边界事件不能有流入")
    if not node.interrupting and any(e.kind in ("error", "cancel") for e in node.events):
        draft.report("boundary_interrupts", element, "error and cancel always interrupt", "错误和取消边界事件必须中断")


def _flows_of_events(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    if node.type == "endEvent" and node.outgoing:
        draft.report("end_outgoing", element, "an end event has no outgoing flow", "结束事件不能有流出")
    if node.type == "startEvent" and node.incoming:
        draft.report("start_incoming", element, "a start event has no incoming flow", "开始事件不能有流入")
    if node.type == "eventSubProcess" and (node.incoming or node.outgoing):
        draft.report("event_sub_process_flow", element, "an event sub-process has no flows", "事件子流程不能有顺序流")
    if node.type == "eventSubProcess" and node.body is not None and len(node.body.starts) != 1:
        draft.report(
            "event_sub_process_start", element, "it needs exactly one start event", "事件子流程只能有一个开始事件"
        )
    if node.type in BODIES and node.body is not None:
        _sub_process_starts(draft, element, node, nodes)


def _sub_process_starts(draft: Draft, element: Element, node: Node, nodes: Sequence[Node]) -> None:
    assert node.body is not None
    starts = [nodes[i] for i in node.body.starts]
    if node.type == "adHocSubProcess":
        if starts or any(child.tag == "endEvent" for child in element.children):
            draft.report("ad_hoc_events", element, "it has no start or end events", "临时子流程不能有开始或结束事件")
        return
    if any(start.events for start in starts) or len(starts) > 1:
        draft.report(
            "sub_process_start", element, "one none start event begins it", "子流程只能有一个无触发器的开始事件"
        )


def _conditions(draft: Draft, nodes: Sequence[Node], flows: Sequence[Flow]) -> None:
    for flow in flows:
        source = nodes[flow.source]
        if flow.condition is not None and source.type in ("parallelGateway", "eventBasedGateway"):
            element = draft.refs.get(flow.id) or draft.element_of[source.index]
            draft.report("condition_not_here", element, "no condition is evaluated here", "此处不计算条件")
    for node in nodes:
        if node.type == "exclusiveGateway" and len(node.outgoing) > 1:
            _exclusive(draft, node, flows)


def _exclusive(draft: Draft, node: Node, flows: Sequence[Flow]) -> None:
    for index in node.outgoing:
        if flows[index].condition is None and index != node.default:
            element = draft.refs.get(flows[index].id) or draft.element_of[node.index]
            draft.report(
                "condition_missing", element, "leaves an exclusive gateway without condition and is not its default",
                "从排他网关流出，但既无条件也不是默认流",
            )  # fmt: skip


__all__ = ["check", "is_true"]
