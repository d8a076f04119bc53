"""What is alive in an instance: units (a token, a scope, or both) and subscriptions."""

from __future__ import annotations

from typing import Any

from bpmn.program import Node

ENTER, BEGIN, START, PERFORM, WAIT, RESULT, LEAVE, DRAIN, DONE = range(9)
"""What a unit does next; a stuck unit does the same again on `Retry`."""

ROOT_ID = 0


class Unit:
    """A token at a node; when the node has a body also the scope of what runs inside.

    `vars` name -> packed value; `kids` units inside; `subs` subscriptions attached here; `joins` node -> flow -> tokens
    waiting; `loop` how far a loop is; `done` what could be compensated; `extra` what few units need.
    """

    __slots__ = ("done", "extra", "id", "joins", "kids", "loop", "node", "parent", "phase", "prog", "subs", "vars")

    def __init__(self, id: int, parent: int, prog: int, node: Node) -> None:
        self.id = id
        self.parent = parent
        self.prog = prog
        self.node = node
        self.phase = ENTER
        self.vars: dict[str, Any] | None = None
        self.kids: list[int] | None = None
        self.subs: list[int] | None = None
        self.joins: dict[int, dict[int, int]] | None = None
        self.loop: list[Any] | None = None
        self.done: list[Any] | None = None
        self.extra: dict[str, Any] | None = None

    def row(self) -> list[Any]:
        """The unit as plain values, trailing empties left out."""
        row = [
            self.parent, self.prog, self.node.index, self.phase, self.vars, self.kids, self.subs, self.extra,
            self.joins, self.loop, self.done,
        ]  # fmt: skip
        while not row[-1] and len(row) > 4:
            row.pop()
        return row

    def note(self, key: str, value: Any) -> None:
        """Remember one of the rarer facts."""
        if self.extra is None:
            self.extra = {}
        self.extra[key] = value

    def noted(self, key: str) -> Any:
        """One of the rarer facts, or None."""
        return None if self.extra is None else self.extra.get(key)

    def forget(self, key: str) -> Any:
        """Drop one of the rarer facts; its value or None."""
        return None if self.extra is None else self.extra.pop(key, None)


def unit_from(id: int, row: list[Any], nodes: tuple[Node, ...]) -> Unit:
    """The unit of a `Unit.row()`."""
    unit = Unit(id, row[0], row[1], nodes[row[2]])
    unit.phase = row[3]
    rest = row[4:] + [None] * (11 - len(row))
    unit.vars, unit.kids, unit.subs, unit.extra, unit.joins, unit.loop, unit.done = rest
    return unit


class Sub:
    """Something a unit waits for: a timer, message, signal, condition; or an incident that waits for an operator."""

    __slots__ = ("data", "event", "id", "kind", "node", "owner", "prog")

    def __init__(self, id: int, owner: int, prog: int, node: Node, event: int, kind: str, data: dict[str, Any]) -> None:
        self.id = id
        self.owner = owner
        self.prog = prog
        self.node = node
        self.event = event
        self.kind = kind
        self.data = data

    def row(self) -> list[Any]:
        """The subscription as plain values."""
        return [self.owner, self.prog, self.node.index, self.event, self.kind, self.data]
