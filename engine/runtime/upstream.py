"""Whether a token elsewhere can still reach a join."""

from __future__ import annotations

from collections.abc import Collection

from bpmn.program import Node
from engine.runtime.machine import Machine
from engine.runtime.state import Unit


def may_still_come(m: Machine, scope: Unit, node: Node, held: Collection[int]) -> bool:
    """Whether a token elsewhere in the scope can reach an empty incoming flow but none of those that hold one."""
    full = sum(1 << bit for bit, flow in enumerate(node.incoming) if flow in held)
    for place in places(m, scope, node.index):
        mask = node.reach.mask(place) if node.reach is not None else 0
        if mask & ~full and not mask & full:
            return True
    return False


def places(m: Machine, scope: Unit, but: int) -> set[int]:
    """The nodes where the scope has tokens, those counted at other joins included."""
    found = {m.at(kid).node.index for kid in scope.kids or ()}
    found.update(index for index, waiting in (scope.joins or {}).items() if waiting)
    found.discard(but)
    return found
