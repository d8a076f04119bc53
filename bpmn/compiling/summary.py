"""What the surroundings ask of a Program: its elements, starts, forms, workers, groups, calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bpmn.compiling.activities import properties
from bpmn.compiling.draft import Draft
from bpmn.document import Element
from bpmn.program import Constant, Event, Expression, Flow, Node, Program, Shown, Start


def summarize(
    draft: Draft,
    nodes: Sequence[Node],
    flows: Sequence[Flow],
    processes: Sequence[Element],
    chosen: Element,
    digest: str,
    decisions: Any,
) -> Program:
    """The Program."""
    indexes = draft.indexes
    tag = chosen.extension("versionTag")
    return Program(
        process_id=chosen.id or "",
        name=chosen.name,
        version_tag=tag.attributes.get("value", "") if tag is not None else "",
        digest=digest,
        root=indexes[chosen.id or ""],
        nodes=tuple(nodes),
        flows=tuple(flows),
        by_id=dict(indexes),
        processes={p.id or "": indexes[p.id or ""] for p in processes},
        elements=_elements(nodes, flows),
        starts=tuple(_starts(draft, nodes, flows, indexes[chosen.id or ""])),
        forms=_constants(n.task.form_id for n in nodes),
        service_types=_constants(n.task.job_type for n in nodes if n.task.waits),
        candidate_groups=_groups(nodes),
        called_processes=_constants(n.task.called for n in nodes),
        called_decisions=_constants(n.task.decision for n in nodes),
        data_stores=_stores(nodes),
        properties=properties(chosen),
        decisions=decisions,
    )


def _elements(nodes: Sequence[Node], flows: Sequence[Flow]) -> dict[str, Shown]:
    shown: dict[str, Shown] = {}
    for node in nodes:
        process = node
        while process.container >= 0:
            process = nodes[process.container]
        shown.setdefault(node.id, Shown(node.id, node.type, node.name, node.lane, process.id))
    for flow in flows:
        shown.setdefault(
            flow.id, Shown(flow.id, "sequenceFlow", flow.name, "", shown[nodes[flow.source].id].process_id)
        )
    return shown


def _starts(draft: Draft, nodes: Sequence[Node], flows: Sequence[Flow], root: int) -> Iterator[Start]:
    for node in nodes:
        if node.container == root and is_start(node, nodes, flows):
            for event in node.events:
                name = _start_name(draft, node, event)
                yield Start(event.kind, node.id, name, event.correlation, event.timer, event.id)
            if not node.events:
                yield Start("none", node.id)


def _start_name(draft: Draft, node: Node, event: Event) -> str:
    """The name of the message or signal that starts a process: there are no variables yet to compute it from."""
    if event.name is None:
        return ""
    name = event.name.evaluate({}, now=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    if isinstance(name, str) and name:
        return name
    element = draft.element_of[node.index]
    draft.report(
        "start_name", element, "the name of what starts it must be fixed", "启动流程的消息或信号名称必须是固定的"
    )
    return ""


def is_start(node: Node, nodes: Sequence[Node], flows: Sequence[Flow]) -> bool:
    """Whether an instance can begin here: start events, instantiating receive tasks and event gateways."""
    if node.type == "startEvent" or (node.type == "receiveTask" and node.instantiate):
        return True
    sources = [nodes[flows[f].source] for f in node.incoming]
    return any(s.type == "eventBasedGateway" and s.instantiate for s in sources)


def _constants(found: Iterable[Expression | None]) -> tuple[str, ...]:
    return tuple(sorted({str(one.value) for one in found if isinstance(one, Constant) and one.value}))


def _stores(nodes: Sequence[Node]) -> tuple[str, ...]:
    names = {mapping.source.source for node in nodes for mapping in node.data_inputs}
    names |= {mapping.target[0] for node in nodes for mapping in node.data_outputs}
    return tuple(sorted(name[1:] for name in names if name.startswith("@")))


def _groups(nodes: Sequence[Node]) -> tuple[str, ...]:
    groups: set[str] = set()
    for node in nodes:
        task = node.task
        if isinstance(task.candidate_groups, Constant):
            groups.update(part.strip() for part in str(task.candidate_groups.value).split(","))
        elif (
            task.candidate_groups is None and task.waits and node.lane_group and node.type in ("userTask", "manualTask")
        ):
            groups.add(node.lane_group)
    return tuple(sorted(groups))
