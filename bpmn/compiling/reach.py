"""Which incoming flows of a join a token elsewhere in the same body can still reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpmn.program import Flow, Node


class Reach:
    """Of one join: node -> bit mask of the incoming flows (in their order) that a token there can still reach.

    Found when first asked: a file with thousands of joins must not cost more than it uses.
    """

    __slots__ = ("backwards", "flows", "join", "masks")

    def __init__(self, join: Node, flows: Sequence[Flow], backwards: Mapping[int, list[int]]) -> None:
        self.join = join
        self.flows = flows
        self.backwards = backwards
        self.masks: dict[int, int] | None = None

    def mask(self, place: int) -> int:
        """The mask of a token at that node."""
        if self.masks is None:
            self.masks = _masks(self.join, self.flows, self.backwards)
        return self.masks.get(place, 0)


def with_reach(nodes: list[Node], flows: Sequence[Flow]) -> dict[int, Reach]:
    """The reach of each inclusive or complex join by its node index."""
    joins = [n for n in nodes if n.type in ("inclusiveGateway", "complexGateway") and len(n.incoming) > 1]
    backwards = _predecessors(nodes, flows) if joins else {}
    return {node.index: Reach(node, flows, backwards) for node in joins}


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
