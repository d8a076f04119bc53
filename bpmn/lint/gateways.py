"""Do gateways and flows decide something, and nothing that is never looked at?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import ACTIVITIES, GATEWAYS, Diagram, Scope
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh

_DECIDING = frozenset(("exclusiveGateway", "inclusiveGateway", "complexGateway"))


def decisions_have_conditions(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A flow out of an exclusive or inclusive gateway with several ways that says not when it is taken."""
    for scope in diagram.scopes:
        for key, gateway in scope.nodes.items():
            flows = scope.outgoing.get(key, [])
            if gateway.tag not in ("exclusiveGateway", "inclusiveGateway") or len(flows) < 2:
                continue
            for flow in flows:
                if not _has_condition(flow) and flow.id != gateway.attributes.get("default"):
                    yield found(
                        "missing-condition",
                        flow,
                        f"The {en(flow)} leaves the {en(gateway)} without saying when it is taken.",
                        f"{zh(flow)}由{zh(gateway)}发出，但没有说明何时走这条路。",
                        mend="Give it a condition, or make it the default flow.",
                        mend_zh="请设置条件，或将其设为默认流。",
                        severity="error" if gateway.tag == "exclusiveGateway" else "warning",
                    )


def conditions_are_looked_at(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A condition where BPMN ignores it: after a parallel or event gateway, a start or catch event."""
    for scope in diagram.scopes:
        for flow in scope.flows:
            source = scope.nodes.get(flow.attributes.get("sourceRef", ""))
            if source and flow.find("conditionExpression") is not None and source.tag not in _DECIDING | ACTIVITIES:
                yield found(
                    "ignored-condition",
                    flow,
                    f"The {en(flow)} has a condition, but after the {en(source)} BPMN looks at none.",
                    f"{zh(flow)}设有条件，但在{zh(source)}之后 BPMN 不会计算条件。",
                    mend="Put an exclusive gateway there, or remove the condition.",
                    mend_zh="请在此处加排他网关，或删除该条件。",
                )


def conditions_are_not_empty(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A condition element without an expression."""
    for flow in diagram.every("sequenceFlow"):
        condition = flow.find("conditionExpression")
        if condition is not None and not condition.text.strip():
            yield found(
                "empty-condition",
                flow,
                f"The condition of the {en(flow)} is empty.",
                f"{zh(flow)}的条件为空。",
                mend="Write the condition or remove it.",
                mend_zh="请填写或删除该条件。",
            )


def event_gateways_wait_for_events(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An event gateway that leads to something else than a catching event, or to fewer than two."""
    for scope in diagram.scopes:
        for key, gateway in scope.nodes.items():
            if gateway.tag == "eventBasedGateway":
                yield from _event_gateway(scope, key, gateway)


def _event_gateway(scope: Scope, key: str, gateway: Element) -> Iterator[Finding]:
    targets = [scope.nodes[f.attributes["targetRef"]] for f in scope.outgoing.get(key, [])]
    if len(targets) < 2:
        yield found(
            "event-gateway-needs-two",
            gateway,
            f"The {en(gateway)} has {len(targets)} way out: there is nothing to choose between.",
            f"{zh(gateway)}只有 {len(targets)} 条流出，无从选择。",
            mend="Draw at least two catching events after it.",
            mend_zh="请在其后至少绘制两个捕获事件。",
            severity="warning" if targets else "error",
        )
    for target in targets:
        if target.tag not in ("intermediateCatchEvent", "receiveTask"):
            yield found(
                "event-gateway-target",
                target,
                f"The {en(gateway)} leads to the {en(target)}; only catching events and receive tasks may follow it.",
                f"{zh(gateway)}通向{zh(target)}；其后只能是捕获事件或接收任务。",
                mend="Put a message, timer, signal or conditional event in between.",
                mend_zh="请在中间插入消息、定时、信号或条件事件。",
            )
        elif len(scope.incoming.get(target.id or "", ())) > 1:
            yield found(
                "event-gateway-target",
                target,
                f"The {en(target)} follows the {en(gateway)} and so may have no other incoming flow.",
                f"{zh(target)}位于{zh(gateway)}之后，不得再有其他流入。",
                mend="Draw an event of its own for the other path.",
                mend_zh="请为另一条路径单独绘制事件。",
            )


def gateways_do_something(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A gateway with at most one way in and one way out."""
    for scope in diagram.scopes:
        for key, gateway in scope.nodes.items():
            ins, outs = scope.incoming.get(key, []), scope.outgoing.get(key, [])
            if gateway.tag in GATEWAYS - {"eventBasedGateway"} and len(ins) <= 1 and len(outs) == 1:
                yield found(
                    "superfluous-gateway",
                    gateway,
                    f"The {en(gateway)} neither splits nor joins anything.",
                    f"{zh(gateway)}既不分支也不汇合。",
                    mend="Delete it, or draw the missing flow.",
                    mend_zh="请删除它，或补画缺少的顺序流。",
                    severity="info",
                )


def _has_condition(flow: Element) -> bool:
    return flow.find("conditionExpression") is not None
