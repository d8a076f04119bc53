"""Which element of another version each token has its place at, and what has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bpmn.program import Constant, Event, Node, Program
from engine.runtime.state import Sub, Unit


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a token cannot go over: another mapping mends a `mapping` one, a `blocked` one needs another version."""

    element_id: str
    kind: Literal["mapping", "blocked"]
    en: str
    zh: str


class Plan:
    """Where the elements of one program are in another, and what has no place."""

    def __init__(self, program: Program, to: Program, mapping: Mapping[str, str]) -> None:
        self.program = program
        self.to = to
        self.mapping = mapping
        self.obstacles: list[Obstacle] = []
        self.new_flows = {flow.id: flow.index for flow in to.flows}

    def node(self, old: Node) -> Node | None:
        """The node of that id in the other program."""
        if old.index == self.program.root:
            return self.to.nodes[self.to.root]
        found = self.to.node(self.mapping.get(old.id, old.id))
        if found is not None and old.id == self.program.nodes[old.container].id:
            return self.to.nodes[found.index + 1]  # the task inside a global task has its id too
        return found

    def flow(self, index: int) -> int | None:
        """The flow of that id in the other program."""
        flow_id = self.program.flows[index].id
        return self.new_flows.get(self.mapping.get(flow_id, flow_id))

    def index(self, old: int) -> int | None:
        """The index of a node of the old program in the new one."""
        found = self.node(self.program.nodes[old])
        return None if found is None else found.index

    def place(self, unit: Unit) -> Node:
        """The new node of a token; what does not fit becomes an obstacle."""
        old = unit.node
        new = self.node(old)
        if new is None:
            self._mapping(old.id, f"“{old.id}” is not there any more", f"“{old.id}”在目标版本中已不存在")
            return old
        if new.type != old.type:
            en, zh = f"“{old.id}” was a {old.type} and is a {new.type}", f"“{old.id}”原为 {old.type}，现为 {new.type}"
            self._mapping(old.id, en, zh)
        if (old.loop and old.loop.kind) != (new.loop and new.loop.kind):
            self._blocked(old.id, f"“{old.id}” repeats in another way", f"“{old.id}”的重复方式不同")
        if old.container >= 0 and new.container >= 0:
            around = self.node(self.program.nodes[old.container])
            if around is None or around.index != new.container:
                self._blocked(old.id, f"“{old.id}” is in another sub-process", f"“{old.id}”位于另一个子流程")
        for index, waiting in (unit.joins or {}).items():
            self._join(index, waiting)
        return new

    def wait(self, sub: Sub, owner: Unit) -> None:
        """An event that the token itself waits at must be of the same kind and name there."""
        old, new = sub.node, self.node(sub.node)
        if owner.node is not old or new is None or not old.events or old.type == "boundaryEvent":
            return
        if not same_event(new, sub.event, old.events[sub.event]):
            self._blocked(old.id, f"“{old.id}” waits for another event", f"“{old.id}”等待的事件不同")

    def _join(self, index: int, waiting: Mapping[int, int]) -> None:
        at = self.program.nodes[index].id
        if self.node(self.program.nodes[index]) is None:
            en = f"tokens wait at “{at}”, which is not there any more"
            self._mapping(at, en, f"有令牌在“{at}”等待，该网关在目标版本中已不存在")
        for flow in waiting:
            name = self.program.flows[flow].id
            if self.flow(flow) is None:
                en = f"a token waits on “{name}”, which is not there any more"
                self._mapping(name, en, f"有令牌停在连线“{name}”上，该连线在目标版本中已不存在")

    def _mapping(self, element_id: str, en: str, zh: str) -> None:
        self.obstacles.append(Obstacle(element_id, "mapping", en, zh))

    def _blocked(self, element_id: str, en: str, zh: str) -> None:
        self.obstacles.append(Obstacle(element_id, "blocked", en, zh))


def same_event(new: Node, index: int, old: Event) -> bool:
    """Whether the node has an event of that kind there, and of that name when both are written out."""
    if index >= len(new.events) or new.events[index].kind != old.kind:
        return False
    here, there = old.name, new.events[index].name
    written = isinstance(here, Constant) and isinstance(there, Constant)
    return not written or here.value == there.value  # type: ignore[union-attr]


__all__ = ["Obstacle", "Plan", "same_event"]
