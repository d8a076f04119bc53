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
    for node in nodes:
        for boundary in node.boundaries:
            backwards[boundary].append(node.index)
    thrown = _linked(nodes, "intermediateThrowEvent")
    for target, indexes in _linked(nodes, "intermediateCatchEvent").items():
        for index in indexes:
            backwards[index].extend(thrown.get(target, ()))
    return backwards


def _linked(nodes: list[Node], of_type: str) -> dict[tuple[int, str], list[int]]:
    links: dict[tuple[int, str], list[int]] = {}
    for node in nodes:
        for event in node.events if node.type == of_type else ():
            if event.kind == "link":
                links.setdefault((node.container, event.link), []).append(node.index)
    return links


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
