"""A scope as a net of splits and joins: the part of it that can get stuck, with everything straight taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.document import Element
from bpmn.lint.diagram import Diagram, Scope
from bpmn.lint.paths import instantiates, link_name, paths_of

XOR, AND, OR, OPTIONAL = "xor", "and", "or", "optional"
_ENDING = frozenset(("terminateEventDefinition", "errorEventDefinition", "cancelEventDefinition"))
_COUNTING = frozenset(("startQuantity", "completionQuantity"))


class Unprovable(Exception):
    """The scope has an element whose behavior cannot be foreseen."""


@dataclass(eq=False)
class Place:
    """One vertex: takes tokens from its incoming arcs by `join`, gives them to its outgoing arcs by `split`."""

    element: Element
    join: str = XOR
    split: str = AND
    ins: list[int] = field(default_factory=list)
    outs: list[int] = field(default_factory=list)
    ends_scope: bool = False
    data: bool = False
    """Whether the split is decided by variables (not by events)."""


@dataclass(eq=False)
class Net:
    """Vertices and arcs by number; arc 0 carries the first token."""

    places: dict[int, Place] = field(default_factory=dict)
    arcs: dict[int, tuple[int, int]] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    """Arcs on which, after reduction, something happens that a second token would do again."""

    def add(self, place: Place) -> int:
        number = len(self.places)
        self.places[number] = place
        return number

    def connect(self, source: int, target: int) -> None:
        arc = len(self.arcs)
        self.arcs[arc] = (source, target)
        if source >= 0:
            self.places[source].outs.append(arc)
        self.places[target].ins.append(arc)


def net_of(diagram: Diagram, scope: Scope) -> Net | None:
    """The net of a scope, or None where nothing can be proved (ad-hoc, complex gateways, broken references)."""
    if scope.is_ad_hoc or not scope.nodes:
        return None
    try:
        return _Builder(diagram, scope).build()
    except Unprovable:
        return None


class _Builder:
    """Turns each node into one to three vertices: join, choice by boundary events, split."""

    def __init__(self, diagram: Diagram, scope: Scope) -> None:
        self.diagram, self.scope, self.net = diagram, scope, Net()
        self.paths = paths_of(diagram, scope)
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}

    def build(self) -> Net:
        paths = self.paths
        live = paths.reachable(paths.entries)
        nodes = [(key, node) for key, node in self.scope.nodes.items() if key in live]
        if not paths.entries or not nodes:
            raise Unprovable
        source = self.net.add(Place(self.scope.element, split=self._start(paths.entries)))
        self.net.connect(-1, source)
        for key, node in nodes:
            if key not in self.first:
                self._vertices(key, node)
        for key in paths.entries:
            self.net.connect(source, self.first[key])
        for key, node in nodes:
            for target in self._targets(key, node):
                self.net.connect(self.last[key], self.first[target])
        return self.net

    def _start(self, entries: tuple[str, ...]) -> str:
        chosen = all(self.scope.nodes[k].tag == "startEvent" or instantiates(self.scope.nodes[k]) for k in entries)
        return XOR if chosen else AND

    def _vertices(self, key: str, node: Element) -> None:
        join = {"parallelGateway": AND, "inclusiveGateway": OR}.get(node.tag, XOR)
        split, data = self._split(key, node)
        if node.tag == "complexGateway" or _COUNTING & node.attributes.keys():
            raise Unprovable
        ends = node.tag == "endEvent" and any(d.tag in _ENDING for d in self.diagram.definitions_of(node))
        number = self.net.add(Place(node, join=join, split=split, ends_scope=ends, data=data))
        self.first[key] = self.last[key] = number
        events = [e for e in self.scope.boundaries.get(key, ()) if self._leads_on(e)]
        if not events:
            return
        # the activity: a choice among going on and each interrupting event; the others add a token of their own
        place = self.net.places[number]
        self.last[key] = after = self.net.add(Place(node, split=split, data=data))
        place.data = False
        stop = [e for e in events if e.attributes.get("cancelActivity") not in ("false", "0")]
        beside = [e for e in events if e.attributes.get("cancelActivity") in ("false", "0")]
        place.split = XOR
        middle = number
        if beside:
            middle = self.net.add(Place(node, split=OPTIONAL))
            self.net.connect(number, middle)
        self.net.connect(middle, after)
        for event, origin in [(e, number) for e in stop] + [(e, middle) for e in beside]:
            self._vertices(event.id or "", event)
            self.net.connect(origin, self.first[event.id or ""])

    def _leads_on(self, event: Element) -> bool:
        return not any(d.tag == "compensateEventDefinition" for d in self.diagram.definitions_of(event))

    def _split(self, key: str, node: Element) -> tuple[str, bool]:
        if node.tag in ("exclusiveGateway", "eventBasedGateway"):
            parallel = node.attributes.get("eventGatewayType") == "Parallel"
            return (AND, False) if parallel else (XOR, node.tag == "exclusiveGateway")
        flows = self.scope.outgoing.get(key, [])
        if node.tag == "inclusiveGateway" and len(flows) > 1:
            return OR, True
        conditional = any(f.find("conditionExpression") is not None for f in flows)
        return (OR, True) if conditional and node.tag != "parallelGateway" else (AND, False)

    def _targets(self, key: str, node: Element) -> Iterator[str]:
        for flow in self.scope.outgoing.get(key, ()):
            yield flow.attributes["targetRef"]
        name = link_name(self.diagram, node) if node.tag == "intermediateThrowEvent" else None
        if name is not None:
            yield from self.paths.follows.get(key, ())
