"""What SpiffWorkflow 3.2.0 would run wrongly without saying so, or not at all; see docs/spiffworkflow-defects.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.program import Node, Program

WHY: dict[str, tuple[str, str]] = {
    "event-sub-process": (
        "SpiffWorkflow never lets an event sub-process interrupt, and starts error and escalation ones at once",
        "SpiffWorkflow 的事件子流程从不中断所在范围，错误和升级事件子流程会立即启动",
    ),
    "ad-hoc": ("SpiffWorkflow's ad-hoc sub-process cannot be saved", "SpiffWorkflow 的临时子流程无法保存"),
    "transaction": (
        "SpiffWorkflow compensates nothing when a transaction is cancelled",
        "SpiffWorkflow 取消事务时不做补偿",
    ),
    "complex-gateway": ("SpiffWorkflow has no complex gateway", "SpiffWorkflow 不支持复杂网关"),
    "compensation": (
        "SpiffWorkflow has no compensation; it passes over what throws it",
        "SpiffWorkflow 没有补偿功能，会直接跳过抛出补偿的事件",
    ),
    "conditional-event": (
        "SpiffWorkflow's conditional event sees only the variables of its own task",
        "SpiffWorkflow 的条件事件只能看到自身任务的变量",
    ),
    "multiple-event": (
        "our SpiffWorkflow runtime does not offer events with several definitions",
        "我们的 SpiffWorkflow 运行时不支持含多个定义的事件",
    ),
    "cancel-event": ("SpiffWorkflow compensates nothing on cancel", "SpiffWorkflow 的取消事件不做补偿"),
    "quantity": (
        "SpiffWorkflow ignores startQuantity and completionQuantity",
        "SpiffWorkflow 忽略 startQuantity 和 completionQuantity",
    ),
    "instantiating": (
        "SpiffWorkflow cannot start a process at a gateway or receive task",
        "SpiffWorkflow 不能由网关或接收任务启动流程",
    ),
    "inclusive-join": (
        "SpiffWorkflow's inclusive join can fire early here: flows meet, or a loop or an event stands, between its"
        " split and it",
        "SpiffWorkflow 的包容汇聚在此处可能提前触发：分支与汇聚之间有合并、循环、边界事件或其他事件",
    ),
    "join-in-loop": (
        "SpiffWorkflow counts the tokens of an earlier round at a parallel join inside a loop, and joins early",
        "SpiffWorkflow 会把循环上一轮的令牌计入并行汇聚，从而提前汇聚",
    ),
    "loop-events": (
        "our SpiffWorkflow runtime throws no events from a multi-instance activity",
        "我们的 SpiffWorkflow 运行时不从多实例活动抛出事件",
    ),
    "receive-after-events": (
        "our SpiffWorkflow runtime does not offer a receive task behind an event-based gateway",
        "我们的 SpiffWorkflow 运行时不支持事件网关之后的接收任务",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the SpiffWorkflow runtime does not take a program."""

    code: str
    element_id: str
    message: str
    message_zh: str

    def __str__(self) -> str:
        return f"{self.element_id}: {self.message}"


def refuses(program: Program) -> tuple[Reason, ...]:
    """Every element of the program that SpiffWorkflow would run wrongly, with the reason."""
    return tuple(
        Reason(code, node.id, *WHY[code]) for node in program.nodes for code in dict.fromkeys(_codes(program, node))
    )


_TYPES = {
    "eventSubProcess": "event-sub-process",
    "adHocSubProcess": "ad-hoc",
    "transaction": "transaction",
    "complexGateway": "complex-gateway",
}


def _codes(program: Program, node: Node) -> Iterator[str]:
    if node.type in _TYPES:
        yield _TYPES[node.type]
    if node.compensates or node.compensation is not None:
        yield "compensation"
    yield from _event_codes(node)
    if node.start_quantity != 1 or node.completion_quantity != 1:
        yield "quantity"
    if node.instantiate or node.parallel_start:
        yield "instantiating"
    if node.loop is not None and (node.loop.none_events or node.loop.one_events or node.loop.complex):
        yield "loop-events"
    if node.type == "eventBasedGateway":
        targets = [program.nodes[program.flows[index].target] for index in node.outgoing]
        if any(target.type == "receiveTask" for target in targets):
            yield "receive-after-events"
    yield from _join_codes(program, node)


def _event_codes(node: Node) -> Iterator[str]:
    if len(node.events) > 1:
        yield "multiple-event"
    for event in node.events:
        if event.kind == "compensate":
            yield "compensation"
        elif event.kind == "conditional":
            yield "conditional-event"
        elif event.kind == "cancel":
            yield "cancel-event"


def _join_codes(program: Program, node: Node) -> Iterator[str]:
    if len(node.incoming) < 2 or node.type not in ("inclusiveGateway", "parallelGateway"):
        return
    before = upstream(program, node)
    if node.type == "parallelGateway":
        if node.index in before:
            yield "join-in-loop"
        return
    if node.index in before or not _plain_branches(program, node):
        yield "inclusive-join"


def _plain_branches(program: Program, join: Node) -> bool:
    """Whether every way to the inclusive join leads straight from one inclusive split, without a merge in between."""
    splits: set[int] = set()
    seen: set[int] = set()
    waiting = [join]
    while waiting:
        for source in sources(program, waiting.pop()):
            if source.type == "inclusiveGateway" and len(source.incoming) < 2:
                splits.add(source.index)
            elif len(source.incoming) != 1 or source.type == "eventBasedGateway":
                return False
            elif source.index not in seen:
                seen.add(source.index)
                waiting.append(source)
    return len(splits) == 1


def sources(program: Program, node: Node) -> list[Node]:
    """The nodes from which a token comes directly to the node."""
    found = [program.nodes[program.flows[index].source] for index in node.incoming]
    return found if node.attached_to is None else [*found, program.nodes[node.attached_to]]


def upstream(program: Program, node: Node) -> set[int]:
    """The nodes from which a token can come to the node."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        for source in sources(program, waiting.pop()):
            if source.index not in seen:
                seen.add(source.index)
                waiting.append(source)
    return seen
