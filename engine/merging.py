"""Several steps of one transaction as if they had been one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.runtime.protocol import Closed, Opened, Sent, State, Step, TraceEntry, VariableChange


class Merged:
    """What a chain of steps leaves to write: work that opened and closed again in between is not in it."""

    def __init__(self, *, snapshot: bytes = b"") -> None:
        self.snapshot = snapshot
        self.state: State = "ACTIVE"
        self.opened: dict[str, Opened] = {}
        self.closed: dict[str, Closed] = {}
        self.changes: list[VariableChange] = []
        self.trace: list[TraceEntry] = []
        self.sent: list[Sent] = []
        self.stored: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self.written: dict[str, Any] = {}
        self.outcome: Mapping[str, Any] = {}

    def add(self, step: Step) -> None:
        """Takes the next step of the chain."""
        self.snapshot, self.state = step.snapshot, step.state
        for closed in step.closed:
            if self.opened.pop(closed.work_id, None) is None:
                self.closed[closed.work_id] = closed
        for opened in step.opened:
            self.opened[opened.work_id] = opened
        self.changes += step.changes
        self.trace += step.trace
        self.sent += step.sent
        for key in step.dropped:
            if self.stored.pop(key, None) is None:
                self.dropped.add(key)
        self.stored.update(step.stored)
        self.written.update(step.written)
        self.outcome = step.outcome or self.outcome

    def opened_of(self, kind: str) -> list[Opened]:
        """Work of one kind that is still open, in the order of opening."""
        return [work for work in self.opened.values() if work.kind == kind]

    def closed_of(self, *kinds: str) -> list[str]:
        """Work ids of those kinds that were open before and are closed now."""
        return [work.work_id for work in self.closed.values() if work.kind in kinds]
