"""Does the drawing hang together: can every element be reached, does every path end, does every flow stay inside?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import FLOW_NODES, Diagram, Scope
from bpmn.lint.known import Deployment
from bpmn.lint.paths import Paths, compensates, free_nodes, is_link, paths_of
from bpmn.lint.wording import en, found, zh


def flows_stay_in_their_scope(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A sequence flow over the border of a sub-process or pool."""
    for scope in diagram.scopes:
        for flow in scope.flows:
            ends = [diagram.by_id.get(flow.attributes.get(side, "")) for side in ("sourceRef", "targetRef")]
            away = [e for e in ends if e is not None and e.tag in FLOW_NODES and e.id not in scope.nodes]
            if away:
                yield found(
                    "flow-crosses-border",
                    flow,
                    f"The {en(flow)} crosses the border of a sub-process or pool at the {en(away[0])}.",
                    f"{zh(flow)}在{zh(away[0])}处越过了子流程或泳池的边界。",
                    mend="End it inside and go on outside, or use a message flow between pools.",
                    mend_zh="请在边界内结束并在外部继续；泳池之间请使用消息流。",
                )


def flows_enter_and_leave_rightly(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A flow into a start or boundary event, out of an end event, or at something that stands alone."""
    for scope in diagram.scopes:
        for key, node in scope.nodes.items():
            if key in scope.incoming and (node.tag in ("startEvent", "boundaryEvent") or _stands_alone(diagram, node)):
                yield _wrong_flow(node, "into", "指向")
            if key in scope.outgoing and (node.tag == "endEvent" or _stands_alone(diagram, node)):
                yield _wrong_flow(node, "out of", "来自")


def _stands_alone(diagram: Diagram, node: Element) -> bool:
    return diagram.is_event_sub_process(node) or compensates(node)


def _wrong_flow(node: Element, way: str, way_zh: str) -> Finding:
    return found(
        "forbidden-flow",
        node,
        f"BPMN allows no sequence flow {way} the {en(node)}.",
        f"BPMN 不允许有{way_zh}{zh(node)}的顺序流。",
        mend="Delete the flow or use another kind of element.",
        mend_zh="请删除该顺序流，或改用其他类型的元素。",
    )


def everything_is_reachable(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """Elements that no token can come to; of a chain only its first is named."""
    for scope in diagram.scopes:
        paths = paths_of(diagram, scope)
        if scope.is_ad_hoc or not paths.entries:
            continue
        reached = paths.reachable([*paths.entries, *paths.handlers])
        back = paths.reversed()
        lost = [key for key in scope.nodes if key not in reached]
        heads = [key for key in lost if all(p in reached for p in back.follows.get(key, ()))]
        for key in heads or lost[:1]:
            node = scope.nodes[key]
            yield found(
                "unreachable",
                node,
                f"Nothing leads to the {en(node)}: it never runs.",
                f"没有任何路径通向{zh(node)}，它永远不会执行。",
                mend="Connect it or delete it.",
                mend_zh="请连接或删除它。",
                severity="warning",
            )


def every_path_ends(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An element after which nothing comes, although the scope has end events."""
    for scope in diagram.scopes:
        if scope.is_ad_hoc or not any(n.tag == "endEvent" for n in scope.nodes.values()):
            continue
        paths = paths_of(diagram, scope)
        reached = paths.reachable(paths.entries)
        for key, node in scope.nodes.items():
            if key in reached and not scope.outgoing.get(key) and not _may_end(diagram, node, paths):
                yield found(
                    "dead-end",
                    node,
                    f"Nothing comes after the {en(node)}, although the other paths have end events.",
                    f"{zh(node)}之后没有任何元素，而其他路径都有结束事件。",
                    mend="Connect it with what comes next or with an end event.",
                    mend_zh="请将它连接到后续元素或结束事件。",
                    severity="warning",
                )


def _may_end(diagram: Diagram, node: Element, paths: Paths) -> bool:
    if node.tag == "endEvent" or node.id in paths.handlers:
        return True
    if node.tag == "boundaryEvent":
        return any(d.tag == "compensateEventDefinition" for d in diagram.definitions_of(node))
    return node.tag == "intermediateThrowEvent" and is_link(diagram, node)


def a_scope_has_one_beginning(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A process that nothing starts, or a start that is drawn twice."""
    for scope in diagram.scopes:
        starts = [n for n in scope.nodes.values() if n.tag == "startEvent"]
        plain = [n for n in starts if not diagram.definitions_of(n)]
        if scope.nodes and not starts and not _begins_otherwise(diagram, scope):
            yield found(
                "no-beginning",
                scope.element,
                f"The {en(scope.element)} has no element that it can begin with: everything is in a circle.",
                f"{zh(scope.element)}没有可以开始的元素：所有元素首尾相连成环。",
                mend="Add a start event.",
                mend_zh="请添加开始事件。",
            )
        for extra in plain[1:]:
            yield found(
                "second-start",
                extra,
                f"The {en(extra)} is a second plain start of the {en(scope.element)}.",
                f"{zh(extra)}是{zh(scope.element)}的第二个普通开始事件。",
                mend="Keep one plain start event; let others start by message, signal or timer.",
                mend_zh="请只保留一个普通开始事件，其余改为消息、信号或定时开始。",
                severity="warning",
            )


def _begins_otherwise(diagram: Diagram, scope: Scope) -> bool:
    return scope.is_ad_hoc or bool(free_nodes(diagram, scope))


def event_sub_processes_have_a_trigger(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An event sub-process without exactly one triggered start; an embedded one with a triggered start."""
    for scope in diagram.scopes:
        starts = [n for n in scope.nodes.values() if n.tag == "startEvent"]
        triggers = [n for n in starts if diagram.definitions_of(n)]
        if diagram.is_event_sub_process(scope.element):
            if len(starts) != 1 or len(triggers) != 1:
                yield found(
                    "bad-event-sub-process",
                    scope.element,
                    f"The event {en(scope.element)} needs exactly one start event with a trigger; "
                    f"it has {len(triggers)}.",
                    f"事件{zh(scope.element)}必须有且仅有一个带触发条件的开始事件，目前有 {len(triggers)} 个。",
                    mend="Give it one message, timer, signal, error, escalation, conditional or compensation start.",
                    mend_zh="请为它设置一个消息、定时、信号、错误、升级、条件或补偿开始事件。",
                )
        elif scope.parent is not None:
            for start in triggers:
                yield found(
                    "trigger-in-sub-process",
                    start,
                    f"The {en(start)} has a trigger, but an embedded sub-process begins when a token comes to it.",
                    f"{zh(start)}带有触发条件，但嵌入子流程是由令牌到达而开始的。",
                    mend="Use a plain start event, or make the sub-process an event sub-process.",
                    mend_zh="请改用普通开始事件，或改为事件子流程。",
                )
