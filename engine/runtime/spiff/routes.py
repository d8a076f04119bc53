"""Which spec of SpiffWorkflow stands behind a flow, a link, a node."""

from __future__ import annotations

from collections import Counter

from bpmn.program import Node, Program
from engine.runtime import events


def entry(node: Node) -> str:
    """The name of the spec at which a token arrives at the node."""
    return f"n{node.index}.split" if node.boundaries else f"n{node.index}"


def ways(program: Program, node: Node) -> dict[int, str]:
    """Flow -> the name of the spec behind it."""
    targets = Counter(program.flows[index].target for index in node.outgoing)
    found = {}
    for index in node.outgoing:
        target = program.flows[index].target
        found[index] = f"f{index}" if targets[target] > 1 else entry(program.nodes[target])
    return found


def link_target(program: Program, node: Node) -> Node | None:
    """Where a link throw event goes on."""
    if node.type != "intermediateThrowEvent" or not node.events or node.events[0].kind != "link":
        return None
    return next(
        (other for other in program.nodes if events._is_target(other, node.container, node.events[0].link)), None
    )
