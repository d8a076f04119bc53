"""Where a token can go: the graph of one scope, with boundary events, links and compensation counted in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bpmn.document import Element
from bpmn.lint.diagram import ACTIVITIES, Diagram, Scope, local


@dataclass(frozen=True, eq=False)
class Paths:
    """Who follows whom in a scope, by node id."""

    follows: Mapping[str, tuple[str, ...]]
    entries: tuple[str, ...]
    handlers: frozenset[str] = field(default=frozenset())
    """Compensation handlers and event sub-processes: they need no incoming flow."""

    def reachable(self, starts: Iterable[str]) -> set[str]:
        """Every node that a token from these can come to, themselves included."""
        seen: set[str] = set()
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(self.follows.get(node, ()))
        return seen

    def reversed(self) -> Paths:
        """The same graph with every step turned round."""
        back: dict[str, list[str]] = {}
        for source, targets in self.follows.items():
            for target in targets:
                back.setdefault(target, []).append(source)
        return Paths({k: tuple(v) for k, v in back.items()}, self.entries, self.handlers)


def paths_of(diagram: Diagram, scope: Scope) -> Paths:
    """The graph of that scope, worked out once."""
    known = diagram.memo.get(id(scope))
    if not isinstance(known, Paths):
        known = diagram.memo[id(scope)] = _paths_of(diagram, scope)
    return known


def _paths_of(diagram: Diagram, scope: Scope) -> Paths:
    follows: dict[str, list[str]] = {key: [] for key in scope.nodes}
    for source, flows in scope.outgoing.items():
        follows[source].extend(flow.attributes["targetRef"] for flow in flows)
    for host, events in scope.boundaries.items():
        if host in follows:
            follows[host].extend(event.id or "" for event in events)
    catches = _links(diagram, scope, "intermediateCatchEvent")
    for name, throws in _links(diagram, scope, "intermediateThrowEvent").items():
        for throw in throws:
            follows[throw].extend(catches.get(name, ()))
    handlers = _handlers(diagram, scope)
    return Paths({k: tuple(v) for k, v in follows.items()}, tuple(_entries(diagram, scope, handlers)), handlers)


def link_name(diagram: Diagram, event: Element) -> str | None:
    """The name of a link event, or None when the event is no link."""
    for definition in diagram.definitions_of(event):
        if definition.tag == "linkEventDefinition":
            return definition.name or event.name
    return None


def is_link(diagram: Diagram, event: Element) -> bool:
    return link_name(diagram, event) is not None


def instantiates(element: Element) -> bool:
    """Whether a receive task or event gateway begins the process."""
    return element.attributes.get("instantiate") in ("true", "1")


def compensates(element: Element) -> bool:
    """Whether an activity runs only to undo another one."""
    return element.attributes.get("isForCompensation") in ("true", "1")


def _links(diagram: Diagram, scope: Scope, tag: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, node in scope.nodes.items():
        name = link_name(diagram, node) if node.tag == tag else None
        if name is not None:
            found.setdefault(name, []).append(key)
    return found


def _handlers(diagram: Diagram, scope: Scope) -> frozenset[str]:
    found = {k for k, n in scope.nodes.items() if diagram.is_event_sub_process(n) or compensates(n)}
    for association in diagram.every("association"):
        source = scope.nodes.get(local(association.attributes.get("sourceRef", "")))
        target = scope.nodes.get(local(association.attributes.get("targetRef", "")))
        for event, handler in ((source, target), (target, source)):
            if event and handler and event.tag == "boundaryEvent" and handler.tag in ACTIVITIES and handler.id:
                found.add(handler.id)
    return frozenset(found)


def _entries(diagram: Diagram, scope: Scope, handlers: frozenset[str]) -> list[str]:
    starts = [k for k, n in scope.nodes.items() if n.tag == "startEvent"]
    begins = [k for k, n in scope.nodes.items() if instantiates(n) and k not in scope.incoming]
    if starts or begins:
        return starts + begins
    return [k for k in free_nodes(diagram, scope) if k not in handlers]


def free_nodes(diagram: Diagram, scope: Scope) -> list[str]:
    """Nodes that nothing flows into, boundary events and link catches left out."""
    return [
        key
        for key, node in scope.nodes.items()
        if key not in scope.incoming
        and node.tag != "boundaryEvent"
        and not (node.tag == "intermediateCatchEvent" and is_link(diagram, node))
    ]
