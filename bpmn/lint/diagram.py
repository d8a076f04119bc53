"""A file's elements indexed the way the rules ask for them: by id, by scope, by flow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bpmn.document import BPMN, Element

TASKS = frozenset((
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask",
    "businessRuleTask",
))  # fmt: skip
SUB_PROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS = frozenset((
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway",
))  # fmt: skip
THROWING = frozenset(("intermediateThrowEvent", "endEvent"))
CATCHING = frozenset(("startEvent", "intermediateCatchEvent", "boundaryEvent"))
EVENTS = THROWING | CATCHING
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
_DRAWN = FLOW_NODES | {"sequenceFlow", "process"}


@dataclass(frozen=True, eq=False)
class Scope:
    """A process or sub-process: what stands directly in it."""

    element: Element
    parent: Scope | None
    nodes: Mapping[str, Element]
    flows: tuple[Element, ...]

    @cached_property
    def outgoing(self) -> Mapping[str, list[Element]]:
        """Sequence flows by the id of their source, in document order."""
        return self._by("sourceRef")

    @cached_property
    def incoming(self) -> Mapping[str, list[Element]]:
        """Sequence flows by the id of their target, in document order."""
        return self._by("targetRef")

    @cached_property
    def boundaries(self) -> Mapping[str, list[Element]]:
        """Boundary events by the id of the activity that they are attached to."""
        found: dict[str, list[Element]] = {}
        for node in self.nodes.values():
            if node.tag == "boundaryEvent":
                found.setdefault(node.attributes.get("attachedToRef", ""), []).append(node)
        return found

    @property
    def is_ad_hoc(self) -> bool:
        return self.element.tag == "adHocSubProcess"

    def chain(self) -> Iterator[Scope]:
        """This scope and every one around it, inside first."""
        scope: Scope | None = self
        while scope:
            yield scope
            scope = scope.parent

    def _by(self, end: str) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for flow in self.flows:
            if flow.attributes.get("sourceRef") in self.nodes and flow.attributes.get("targetRef") in self.nodes:
                found.setdefault(flow.attributes[end], []).append(flow)
        return found


@dataclass(frozen=True, eq=False)
class Diagram:
    """One BPMN file ready for the rules."""

    file: str
    root: Element
    data: bytes = b""
    by_id: Mapping[str, Element] = field(default_factory=dict)
    parents: Mapping[int, Element] = field(default_factory=dict)
    """The parent element by `id()` of the child."""
    scopes: tuple[Scope, ...] = ()
    memo: dict[int, object] = field(default_factory=dict)
    """What was found out about a scope, by its `id()`: several rules ask the same."""

    @cached_property
    def processes(self) -> tuple[Element, ...]:
        return tuple(self.root.all("process"))

    @cached_property
    def scope_of(self) -> Mapping[str, Scope]:
        """The scope that directly holds a flow node, by the node's id."""
        return {key: scope for scope in self.scopes for key in scope.nodes}

    def parent(self, element: Element) -> Element | None:
        return self.parents.get(id(element))

    def owner(self, element: Element) -> Element:
        """The nearest element around (or the element itself) that has an id."""
        here: Element | None = element
        while here is not None and not here.id:
            here = self.parent(here)
        return here or element

    def node_of(self, element: Element) -> Element | None:
        """The flow node, flow or process around an element."""
        here: Element | None = element
        while here is not None and here.tag not in _DRAWN:
            here = self.parent(here)
        return here

    def every(self, *tags: str) -> Iterator[Element]:
        """The BPMN elements of these tags below the processes and beside them, in document order."""
        if len(tags) == 1:
            return iter(self._by_tag.get(tags[0], ()))
        return (e for e in self.elements if e.tag in tags)

    @cached_property
    def _by_tag(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every element of the BPMN model itself, without extensions and drawing."""
        return tuple(e for e in self.root.walk() if e.namespace == BPMN)

    def definitions_of(self, event: Element) -> list[Element]:
        """The event definitions of an event, inline ones and those it refers to."""
        own = [c for c in event.children if c.namespace == BPMN and c.tag.endswith("EventDefinition")]
        named = (self.by_id.get(local(ref.text)) for ref in event.all("eventDefinitionRef"))
        return own + [d for d in named if d is not None]

    def is_event_sub_process(self, element: Element) -> bool:
        return element.tag in SUB_PROCESSES and element.attributes.get("triggeredByEvent") in ("true", "1")


def local(reference: str) -> str:
    """The id in a QName reference: what stands after the prefix."""
    return reference.strip().rpartition(":")[2]


def diagram_of(root: Element, *, file: str = "", data: bytes = b"") -> Diagram:
    """The indexed file."""
    by_id: dict[str, Element] = {}
    parents: dict[int, Element] = {}
    for element in root.walk():
        for child in element.children:
            parents[id(child)] = element
        if element.id and element.namespace == BPMN:
            by_id.setdefault(element.id, element)
    scopes = tuple(scope for process in root.all("process") for scope in _scopes(process))
    return Diagram(file=file, root=root, data=data, by_id=by_id, parents=parents, scopes=scopes)


def _scopes(process: Element) -> Iterator[Scope]:
    todo: deque[tuple[Element, Scope | None]] = deque([(process, None)])
    while todo:
        element, parent = todo.popleft()
        inside = [c for c in element.children if c.namespace == BPMN]
        scope = Scope(
            element=element,
            parent=parent,
            nodes={c.id: c for c in inside if c.id and c.tag in FLOW_NODES},
            flows=tuple(c for c in inside if c.tag == "sequenceFlow"),
        )
        yield scope
        todo.extend((c, scope) for c in inside if c.tag in SUB_PROCESSES)
