"""Which incoming flows of a join a token elsewhere in the same body can still reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpmn.program import Flow, Node


def with_reach(nodes: list[Node], flows: Sequence[Flow]) -> dict[int, Mapping[int, int]]:
    """For each inclusive or complex join: node index -> bit mask over its incoming flows (in their order)."""
    backwards = _predecessors(nodes, flows)
    return {
        node.index: _masks(node, flows, backwards)
        for node in nodes
        if node.type in ("inclusiveGateway", "complexGateway") and len(node.incoming) > 1
    }


def _predecessors(nodes: list[Node], flows: Sequence[Flow]) -> dict[int, list[int]]:
    backwards: dict[int, list[int]] = {node.index: [] for node in nodes}
    for flow in flows:
        backwards[flow.target].append(flow.source)
    links: dict[tuple[int, str], list[int]] = {}
    for node in nodes:
        for boundary in node.boundaries:
            backwards[boundary].append(node.index)
        for event in node.events:
            if event.kind == "link" and node.type == "intermediateThrowEvent":
                links.setdefault((node.container, event.link), []).append(node.index)
    for node in nodes:
        for event in node.events:
            if event.kind == "link" and node.type == "intermediateCatchEvent":
                backwards[node.index].extend(links.get((node.container, event.link), ()))
    return backwards


def _masks(join: Node, flows: Sequence[Flow], backwards: Mapping[int, list[int]]) -> dict[int, int]:
    masks: dict[int, int] = {}
    for bit, incoming in enumerate(join.incoming):
        stack = [flows[incoming].source]
        while stack:
            index = stack.pop()
            if index == join.index or masks.get(index, 0) >> bit & 1:
                continue
            masks[index] = masks.get(index, 0) | 1 << bit
            stack.extend(backwards[index])
    return masks
