"""The elements of decision requirement graphs and what each requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpmn.dmn.boxed import clean
from bpmn.dmn.reading import DMN
from bpmn.document import Element, Finding

KINDS = ("decision", "inputData", "businessKnowledgeModel", "decisionService", "knowledgeSource")


@dataclass(frozen=True, slots=True)
class Requirement:
    """`target` is the key of another element; `prefix` the import name under which it is known here."""

    target: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Part:
    """One element of the graph. Its key is "namespace#id"."""

    key: str
    kind: str
    name: str
    element: Element
    file: str
    inputs: tuple[Requirement, ...] = ()
    decisions: tuple[Requirement, ...] = ()
    knowledge: tuple[Requirement, ...] = ()

    @property
    def id(self) -> str:
        return self.element.id or self.name


@dataclass(slots=True)
class Graph:
    """All elements of all files by key, and what was found wrong with them."""

    parts: dict[str, Part] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    namespaces: dict[str, str] = field(default_factory=dict)  # file -> namespace

    def wrong(
        self, code: str, part: Part, message: str, message_zh: str, *, line: int | None = None, severity: str = "error"
    ) -> None:
        self.findings.append(
            Finding(code, severity, part.id, line or part.element.line, message, message_zh, part.file)
        )


def variable_name(element: Element) -> str:
    """The name under which an element's value is known: its variable's, else its own."""
    variable = element.find("variable", DMN)
    return clean(variable.name if variable is not None and variable.name else element.name)


def read_graph(roots: Mapping[str, Element]) -> Graph:
    """The graph of several files."""
    graph = Graph()
    for file, root in roots.items():
        namespace = root.attributes.get("namespace", file)
        # editors give every file the same namespace: then the file's name tells them apart
        graph.namespaces[file] = f"{namespace}?{file}" if namespace in graph.namespaces.values() else namespace
        _read_file(graph, file, root)
    for part in list(graph.parts.values()):
        _check_targets(graph, part)
    _check_cycles(graph)
    return graph


def imports(root: Element) -> dict[str, str]:
    """Import names by namespace."""
    return {
        element.attributes.get("namespace", ""): clean(element.name)
        for element in root.all("import", DMN)
        if "DMN" in element.attributes.get("importType", "DMN")
    }


def _read_file(graph: Graph, file: str, root: Element) -> None:
    own = graph.namespaces[file]
    prefixes = imports(root)
    for element in root.children:
        if element.namespace != DMN or element.tag not in KINDS:
            continue
        key = f"{own}#{element.id or clean(element.name)}"
        part = Part(key, element.tag, variable_name(element), element, file, *_requirements(element, own, prefixes))
        if key in graph.parts:
            graph.wrong("duplicate_id", part, f'The id "{part.id}" appears twice.', f"标识“{part.id}”重复。")
        graph.parts[key] = part


def _requirements(
    element: Element, own: str, prefixes: Mapping[str, str]
) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...], tuple[Requirement, ...]]:
    found: dict[str, list[Requirement]] = {"requiredInput": [], "requiredDecision": [], "requiredKnowledge": []}
    for requirement in element.children:
        for reference in requirement.children:
            if reference.namespace == DMN and reference.tag in found:
                found[reference.tag].append(_requirement(reference, own, prefixes))
    if element.tag == "decisionService":
        found["requiredInput"] = [_requirement(r, own, prefixes) for r in element.all("inputData", DMN)]
        found["requiredDecision"] = [_requirement(r, own, prefixes) for r in element.all("inputDecision", DMN)]
    return tuple(found["requiredInput"]), tuple(found["requiredDecision"]), tuple(found["requiredKnowledge"])


def _requirement(reference: Element, own: str, prefixes: Mapping[str, str]) -> Requirement:
    return reference_key(reference.attributes.get("href", ""), own, prefixes)


def reference_key(href: str, own: str, prefixes: Mapping[str, str]) -> Requirement:
    """What an href points at."""
    namespace, hash_sign, identifier = href.rpartition("#")
    if not hash_sign or not namespace or namespace == own:
        return Requirement(f"{own}#{identifier or href}", "")
    return Requirement(f"{namespace}#{identifier}", prefixes.get(namespace, ""))


def requirements_of(part: Part) -> Iterator[Requirement]:
    """Everything that an element requires."""
    yield from part.inputs
    yield from part.decisions
    yield from part.knowledge


def _check_targets(graph: Graph, part: Part) -> None:
    for requirement in requirements_of(part):
        if requirement.target not in graph.parts:
            graph.wrong(
                "missing_requirement",
                part,
                f'"{part.name}" requires "{requirement.target.rpartition("#")[2]}", which does not exist.',
                f"“{part.name}”依赖的“{requirement.target.rpartition('#')[2]}”不存在。",
            )


def _check_cycles(graph: Graph) -> None:
    """Decisions must not require each other in a circle; functions may."""
    state: dict[str, int] = {}
    for start in graph.parts:
        stack = [(start, False)]
        while stack:
            key, leaving = stack.pop()
            if leaving:
                state[key] = 2
                continue
            if state.get(key) == 2 or key not in graph.parts:
                continue
            state[key] = 1
            stack.append((key, True))
            _visit(graph, key, state, stack)


def _visit(graph: Graph, key: str, state: dict[str, int], stack: list[tuple[str, bool]]) -> None:
    part = graph.parts[key]
    for requirement in part.decisions if part.kind == "decision" else ():
        if state.get(requirement.target) == 1:
            graph.wrong(
                "requirement_cycle", part, f'"{part.name}" requires itself in a circle.', f"“{part.name}”循环依赖自身。"
            )
        elif state.get(requirement.target) is None:
            stack.append((requirement.target, False))
