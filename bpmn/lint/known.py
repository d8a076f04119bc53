"""What exists outside the files under examination, and the files themselves, as the rules see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bpmn.document import Element
from bpmn.lint.diagram import Diagram


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist outside the files; None means that nobody knows them here, so they are not checked;
    a name such as `external.*` stands for all that begin so.

    `form_fields` and `service_outputs` say which variables a form or service task can set; without an entry
    for the one that a process uses it may set anything.
    """

    forms: Collection[str] | None = None
    decisions: Collection[str] | None = None
    service_tasks: Collection[str] | None = None
    candidate_groups: Collection[str] | None = None
    users: Collection[str] | None = None
    processes: Collection[str] | None = None
    calendars: Collection[str] | None = None
    messages: Collection[str] | None = None
    form_fields: Mapping[str, Collection[str]] = field(default_factory=dict)
    service_outputs: Mapping[str, Collection[str]] = field(default_factory=dict)


NOTHING_KNOWN = Known()


@dataclass(frozen=True, eq=False)
class Deployment:
    """All files of one deployment together: what one refers to, another may hold."""

    diagrams: tuple[Diagram, ...]
    known: Known = NOTHING_KNOWN
    decisions: frozenset[str] = frozenset()
    """Ids of the decisions in the DMN files of the deployment."""
    forms: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """The forms in the deployment with their fields (None: not known)."""

    @cached_property
    def processes(self) -> frozenset[str]:
        return frozenset(p.id for d in self.diagrams for p in d.processes if p.id)

    def diagram_with(self, process_id: str) -> Diagram | None:
        """The first file that has that process."""
        return self._holders.get(process_id)

    @cached_property
    def _holders(self) -> Mapping[str, Diagram]:
        return {p.id: d for d in reversed(self.diagrams) for p in reversed(d.processes) if p.id}

    @cached_property
    def calls(self) -> Mapping[str, frozenset[str]]:
        """The processes that each process calls by name."""
        return {
            p.id: frozenset(called(e) for e in p.walk() if e.tag == "callActivity" and called(e))
            for d in reversed(self.diagrams)
            for p in reversed(d.processes)
            if p.id
        }

    @cached_property
    def called(self) -> frozenset[str]:
        """Every process that any other calls by name."""
        return frozenset(name for names in self.calls.values() for name in names)


def called(call: Element) -> str:
    """The id of the process that a call activity names, or "" when an expression decides or nothing is named."""
    extension = call.extension("calledElement")
    name = (extension.attributes.get("processId", "") if extension else "") or call.attributes.get("calledElement", "")
    return "" if name.startswith("=") or "${" in name else name.strip().rpartition(":")[2]
