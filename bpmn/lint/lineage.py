"""Where does each variable come from: is one read that nobody can have set by then?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bpmn.document import GAS, Element, Finding
from bpmn.lint.diagram import Diagram, Scope
from bpmn.lint.known import Deployment
from bpmn.lint.paths import Paths, paths_of
from bpmn.lint.places import Place, expressions_of
from bpmn.lint.wording import en, found, zh

_PROVIDED = frozenset((
    "loopCounter", "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances",
    "numberOfTerminatedInstances", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances",
    "businessKey", "business_key", "instance", "initiator", "starter",
))  # fmt: skip
_HEDGED = re.compile(r"\bnull\b|is defined|get or else")
_ANYTHING = None
_MOST_PAIRS = 200_000
_PEOPLE = frozenset(("userTask", "manualTask"))
_WORK = frozenset(("serviceTask", "sendTask"))


@dataclass(frozen=True, eq=False)
class Writer:
    """A node that sets variables; `names` None means that it may set any."""

    node: Element
    names: frozenset[str] | None


def read_variables_are_set(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A variable in a condition that no form, mapping, script or decision before it sets."""
    for process in diagram.processes:
        if _may_start_with_anything(diagram, deployment, process):
            continue
        writers = list(_writers(diagram, deployment, process))
        places = [p for p in expressions_of(diagram) if p.decides and not _HEDGED.search(p.text)]
        order = _Order(diagram)
        if len(writers) * len(places) <= _MOST_PAIRS:
            for place in places:
                if _inside(diagram, place.element, process):
                    yield from _unset(place, writers, order)


def _unset(place: Place, writers: list[Writer], order: _Order) -> Iterator[Finding]:
    before = [w for w in writers if order.may_precede(w.node, place.element)]
    if any(w.names is _ANYTHING for w in before):
        return
    set_before = {name for w in before for name in w.names or ()} | _PROVIDED
    later = {name for w in writers for name in w.names or ()}
    for name in sorted(_reads(place.text) - set_before):
        near = get_close_matches(name, sorted(set_before), n=1, cutoff=0.75)
        hint, hint_zh = (f" Did you mean '{near[0]}'?", f"是否应为“{near[0]}”？") if near else ("", "")
        when, when_zh = (" before", "此前") if name in later else ("", "")
        yield found(
            "unset-variable",
            place.element,
            f"The {en(place.element)} reads '{name}', which nothing{when} sets.{hint}",
            f"{zh(place.element)}读取变量“{name}”，但{when_zh}没有任何元素为它赋值。{hint_zh}",
            mend="Correct the name, or set the variable in a form, mapping, script or decision before.",
            mend_zh="请改正变量名，或在此前的表单、映射、脚本或决策中为其赋值。",
            severity="warning",
        )


def _reads(text: str) -> frozenset[str]:
    from bpmn.feel import FeelSyntax, compile_expression

    try:
        return frozenset(compile_expression(text, dialect="camunda").reads)
    except FeelSyntax:
        return frozenset()


def _inside(diagram: Diagram, element: Element, process: Element) -> bool:
    here: Element | None = element
    while here is not None and here is not process:
        here = diagram.parent(here)
    return here is process


def _may_start_with_anything(diagram: Diagram, deployment: Deployment, process: Element) -> bool:
    """Only a process that begins with one known form has known first variables; nobody may call it with others."""
    return process.id in deployment.called or _start_fields(diagram, deployment, process) is _ANYTHING


def _start_fields(diagram: Diagram, deployment: Deployment, process: Element) -> frozenset[str] | None:
    starts = list(process.all("startEvent"))
    properties = process.extension("properties")
    listed = properties.children if properties else ()
    names = [p.attributes.get("value", "") for p in listed if p.name == "startForm"]
    for start in starts:
        form = start.extension("formDefinition")
        if form is not None:
            names.append(form.attributes.get("formId") or form.attributes.get("formKey", ""))
        elif diagram.definitions_of(start):
            return _ANYTHING  # a message or signal may carry anything
    return _fields(deployment, names[0]) if names else _ANYTHING


def _fields(deployment: Deployment, form: str) -> frozenset[str] | None:
    if form in deployment.forms:
        return deployment.forms[form]
    fields = deployment.known.form_fields.get(form)
    return None if fields is None else frozenset(fields)


def _writers(diagram: Diagram, deployment: Deployment, process: Element) -> Iterator[Writer]:
    yield Writer(process, _start_fields(diagram, deployment, process))
    for element in process.walk():
        if element.tag in ("dataObject", "dataObjectReference", "property", "dataOutput", "dataInput"):
            yield Writer(process, frozenset((element.name, element.id or "")))
        elif element.id in diagram.scope_of:
            names = _set_by(diagram, deployment, element)
            if names is None or names:
                yield Writer(element, names)


def _set_by(diagram: Diagram, deployment: Deployment, node: Element) -> frozenset[str] | None:
    own = _declared(node)
    mapping = node.extension("ioMapping")
    entries = mapping.children if mapping else ()
    mapped = frozenset(m.attributes.get("target", "").split(".")[0] for m in entries)
    if any(m.tag == "output" for m in entries):
        return own | mapped
    result = _result_of(diagram, deployment, node)
    return None if result is None else result | own | mapped


def _result_of(diagram: Diagram, deployment: Deployment, node: Element) -> frozenset[str] | None:
    """What completing the node may set, as far as somebody knows it."""
    if node.tag in _PEOPLE or node.extension("formDefinition") is not None:
        form = node.extension("formDefinition")
        return _fields(deployment, form.attributes.get("formId", "") if form else "")
    task = node.extension("taskDefinition")
    if task is not None or node.tag in _WORK:
        outputs = deployment.known.service_outputs.get(task.attributes.get("type", "") if task else "")
        return None if outputs is None else frozenset(outputs)
    if node.tag in ("callActivity", "receiveTask"):
        return _ANYTHING
    carries = {"messageEventDefinition", "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition"}
    catches = node.tag in ("startEvent", "boundaryEvent", "intermediateCatchEvent")
    if catches and any(d.tag in carries for d in diagram.definitions_of(node)):
        return _ANYTHING
    return frozenset()


def _declared(node: Element) -> frozenset[str]:
    """Variables named by the node itself: results, multi-instance items and outputs, data associations."""
    names = {node.attributes.get(f"{{{GAS}}}resultVariable", "")}
    for element in node.walk():
        for attribute in ("resultVariable", "inputElement", "outputCollection", "outputElement"):
            names.add(element.attributes.get(attribute, "").removeprefix("=").strip())
        if element.tag in ("inputDataItem", "outputDataItem"):
            names |= {element.name, element.id or ""}
        if element.tag in ("to", "targetRef", "loopDataOutputRef"):
            names.add(element.text.strip().split(".")[0])
    return frozenset(names - {""})


class _Order:
    """Which node can come before which, over the borders of sub-processes."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.paths: dict[int, Paths] = {}
        self.reached: dict[tuple[int, str], set[str]] = {}

    def may_precede(self, writer: Element, reader: Element) -> bool:
        if writer.tag == "process":
            return True
        source = reader
        if reader.tag == "sequenceFlow":
            source = self.diagram.by_id.get(reader.attributes.get("sourceRef", ""), reader)
        around: Mapping[int, str] = {id(scope): key for scope, key in self._chain(source)}
        for scope, key in self._chain(writer):
            if id(scope) in around:
                target = around[id(scope)]
                return key == target or target in self._from(scope, key) or key in self.paths[id(scope)].handlers
        return False

    def _chain(self, node: Element) -> Iterator[tuple[Scope, str]]:
        scope = self.diagram.scope_of.get(node.id or "")
        key = node.id or ""
        while scope is not None:
            yield scope, key
            key, scope = scope.element.id or "", scope.parent

    def _from(self, scope: Scope, key: str) -> set[str]:
        paths = self.paths.get(id(scope)) or paths_of(self.diagram, scope)
        self.paths[id(scope)] = paths
        if (id(scope), key) not in self.reached:
            self.reached[id(scope), key] = paths.reachable([key])
        return self.reached[id(scope), key]
