"""Graph elements compiled: code, types and the names that each may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bpmn.dmn.boxed import Author, expression_in, function
from bpmn.dmn.drg import Graph, Part, Requirement, imports, reference_key, requirements_of
from bpmn.dmn.item_types import ItemTypes
from bpmn.dmn.nodes import Typed
from bpmn.dmn.reading import DMN
from bpmn.dmn.table_findings import UNEXAMINED, examine, tables_in
from bpmn.dmn.tables import Rule, Table
from bpmn.document import Element, Finding
from bpmn.feel.compile_names import function_code
from bpmn.feel.cursor import Names
from bpmn.feel.expressions import STANDARD_NAMES
from bpmn.feel.functions import BUILTINS
from bpmn.feel.lexical import Code, Compilation, Lexical, code
from bpmn.feel.tree import Node
from bpmn.feel.types import Type


@dataclass(frozen=True, slots=True)
class Linked:
    """A graph element ready to run. `parameters` are keys for a service, names for a function."""

    part: Part
    of: Type | None = None
    tree: Node | None = None
    run_code: Code | None = None
    requires: tuple[tuple[Requirement, str], ...] = ()  # with the name of what is required
    free_reads: frozenset[str] = frozenset()
    outputs: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a model, and what their elements share."""

    roots: Mapping[str, Element]
    graph: Graph
    names: Names
    types: Mapping[str, Mapping[str, Type]]


def open_files(roots: Mapping[str, Element], graph: Graph) -> Files:
    """Names and types of all files, imports resolved."""
    names = Names(_all_names(roots, graph), beside=STANDARD_NAMES)
    types: dict[str, ItemTypes] = {}
    by_namespace: dict[str, ItemTypes] = {}
    imported: dict[str, dict[str, Mapping[str, Type]]] = {}
    for file, root in roots.items():
        imported[file] = {}
        types[file] = by_namespace[graph.namespaces[file]] = ItemTypes(root, imported[file], names)
    for file, root in roots.items():
        for namespace, prefix in imports(root).items():
            if namespace in by_namespace:
                imported[file][prefix] = _together(by_namespace[namespace], imported[file].get(prefix))
            else:
                finding = Finding(
                    "missing_import",
                    "error",
                    None,
                    root.line,
                    f"The imported model {namespace} is missing.",
                    f"缺少被导入的模型{namespace}。",
                    file,
                )
                graph.findings.append(finding)
    return Files(roots, graph, names, types)


def _together(types: Mapping[str, Type], others: Mapping[str, Type] | None) -> Mapping[str, Type]:
    """The types of several imports under one name (imports without a name share the empty one)."""
    return types if others is None else _Several((types, others))


class _Several(Mapping[str, Type]):
    def __init__(self, parts: tuple[Mapping[str, Type], ...]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> Type:
        for part in self._parts:
            if name in part:
                return part[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for part in self._parts for name in part)

    def __len__(self) -> int:
        return sum(map(len, self._parts))


def _all_names(roots: Mapping[str, Element], graph: Graph) -> list[str]:
    found = [part.name for part in graph.parts.values()]
    for root in roots.values():
        found += list(imports(root).values())
        found += [
            element.name
            for element in root.walk()
            if element.tag in ("itemDefinition", "itemComponent") and element.name
        ]
    return found


def link(files: Files, part: Part, findings: list[Finding]) -> Linked:
    """A graph element compiled; what is wrong with it joins the findings."""
    author = Author(part.file, Names(beside=files.names), files.types[part.file], findings, part.id)
    required = tuple(
        (requirement, files.graph.parts[requirement.target].name)
        for requirement in requirements_of(part)
        if requirement.target in files.graph.parts
    )
    bare = Linked(part, author.type_of(part.element.find("variable", DMN)), requires=required)
    if part.kind == "decision":
        return _decision(bare, author)
    if part.kind == "businessKnowledgeModel":
        return _knowledge(bare, author)
    if part.kind == "decisionService":
        return _service(bare, files)
    return bare


def _examine(tree: Node, part: Part, author: Author) -> None:
    """Tells what is suspicious about the tables of an element."""
    for table in tables_in(tree):

        def tell(code: str, rule: Rule | None, message: str, message_zh: str, at: Table = table) -> None:
            place, line = (rule.id, rule.line) if rule is not None else (at.id or part.id, part.element.line)
            severity = "info" if code == UNEXAMINED else "warning"
            told, told_zh = f"{part.name}: {message}", f"{part.name}：{message_zh}"
            author.findings.append(Finding(code, severity, place, line, told, told_zh, part.file))

        examine(table, tell)


def _shared(linked: Linked, author: Author) -> Compilation:
    declared = {requirement.prefix or name for requirement, name in linked.requires}
    declared |= {
        requirement.target.rpartition("#")[2] for requirement in linked.part.decisions if not requirement.prefix
    }
    return Compilation(builtins=BUILTINS, trusted=True, declared=frozenset(declared), types=author.types)


def _decision(linked: Linked, author: Author) -> Linked:
    tree = expression_in(linked.part.element, author)
    if tree is None:
        return linked
    shared = _shared(linked, author)
    _examine(tree, linked.part, author)
    made = code(tree, Lexical(shared))
    free = frozenset((shared.reads | shared.maybe_reads) - shared.declared)
    unknown = {name for name, _ in shared.unknown_functions}
    _tell_unknown(unknown, linked.part, author)
    _tell_missing(shared.reads - shared.declared - BUILTINS.keys() - unknown, linked.part, author)
    return replace(linked, tree=tree, run_code=made, free_reads=free)


def _tell_unknown(names: set[str], part: Part, author: Author) -> None:
    for name in sorted(names):
        author.wrong(
            "unknown_function",
            part.element,
            f'"{part.name}" calls "{name}", which is neither built in nor required.',
            f"“{part.name}”调用了“{name}”，它既不是内置函数，也没有声明依赖。",
            "warning",
        )


def _tell_missing(names: set[str], part: Part, author: Author) -> None:
    for name in sorted(names):
        author.wrong(
            "missing_requirement",
            part.element,
            f'"{part.name}" reads "{name}" without requiring it.',
            f"“{part.name}”使用了“{name}”，但没有声明对它的依赖。",
            "warning",
        )


def _knowledge(linked: Linked, author: Author) -> Linked:
    logic = linked.part.element.find("encapsulatedLogic", DMN)
    tree = function(logic, author) if logic is not None else None
    if tree is None:
        return linked
    if linked.of is not None and linked.of.name != "function":
        tree = replace(tree, body=Typed(0, tree.body, linked.of))
    _examine(tree, linked.part, author)
    shared = _shared(linked, author)
    made = function_code(tree, Lexical(shared), own=None)
    _tell_unknown({name for name, _ in shared.unknown_functions}, linked.part, author)
    return replace(linked, tree=tree, run_code=made, parameters=tuple(name for name, _ in tree.parameters))


def _service(linked: Linked, files: Files) -> Linked:
    part = linked.part
    own, prefixes = files.graph.namespaces[part.file], imports(files.roots[part.file])
    outputs = tuple(
        reference_key(reference.attributes.get("href", ""), own, prefixes).target
        for reference in part.element.all("outputDecision", DMN)
    )
    for key in outputs:
        if key not in files.graph.parts:
            files.graph.wrong(
                "missing_requirement", part, f'The output decision "{key}" does not exist.', f"输出决策“{key}”不存在。"
            )
    parameters = tuple(requirement.target for requirement, _ in linked.requires)
    return replace(linked, outputs=outputs, parameters=parameters)
