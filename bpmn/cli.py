"""`bpmn lint|show|run FILE` for people at a terminal: plain functions that read files and write lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bpmn.document import BPMN, Element, Finding, Refused
from bpmn.lint import NOTHING_KNOWN, Known, check_deployment
from bpmn.lint.diagram import Diagram, Scope, diagram_of
from bpmn.lint.wording import en, zh
from bpmn.reading import read_document

Say = Callable[[str], object]
_MARKS = {"error": "✗", "warning": "!", "info": "·"}
_SEVERITY_ZH = {"error": "错误", "warning": "警告", "info": "提示"}
_BESIDE = ("*.dmn", "*.form.json", "forms/*.form.json")


def files_of(path: Path) -> dict[str, bytes]:
    """The file (or the folder's `*.bpmn`) with the decisions and forms that lie beside it, by relative name."""
    folder = path if path.is_dir() else path.parent
    diagrams = sorted(folder.glob("*.bpmn")) if path.is_dir() else [path]
    beside = sorted(p for pattern in _BESIDE for p in folder.glob(pattern))
    return {str(p.relative_to(folder)): p.read_bytes() for p in [*diagrams, *beside]}


def lint_file(path: Path, say: Say, *, known: Known = NOTHING_KNOWN, chinese: bool = True) -> int:
    """Writes every finding with its place and cure; the number of errors."""
    findings = check_deployment(files_of(path), known=known)
    for finding in findings:
        for line in told(finding, chinese=chinese):
            say(line)
    errors = sum(1 for f in findings if f.severity == "error")
    others = len(findings) - errors
    summary = f"{errors} 个错误，{others} 个其他提示" if chinese else f"{errors} errors, {others} other findings"
    say(f"{path}: {summary}")
    return errors


def told(finding: Finding, *, chinese: bool = True) -> Iterator[str]:
    """A finding as lines for the terminal."""
    place = ":".join(str(part) for part in (finding.file, finding.line) if part)
    kind = _SEVERITY_ZH[finding.severity] if chinese else finding.severity
    yield f"{_MARKS[finding.severity]} {place} {kind} {finding.code}"
    yield f"    {finding.message_zh if chinese else finding.message}"
    if finding.mend:
        yield f"    → {finding.mend_zh if chinese else finding.mend}"


def show_file(path: Path, say: Say, *, chinese: bool = True) -> int:
    """Writes the diagram as an outline: processes, nodes in order of flow, where each leads; 1 when unreadable."""
    try:
        root = read_document(path.read_bytes(), file=path.name)
    except Refused as refused:
        for finding in refused.findings:
            for line in told(finding, chinese=chinese):
                say(line)
        return 1
    diagram = diagram_of(root, file=path.name)
    for scope in diagram.scopes:
        if scope.parent is None:
            for line in _outline(diagram, scope, chinese, 0):
                say(line)
    return 0


def _outline(diagram: Diagram, scope: Scope, chinese: bool, depth: int) -> Iterator[str]:
    speak = zh if chinese else en
    margin = "  " * depth
    yield f"{margin}{speak(scope.element)}"
    inner = {id(s.element): s for s in diagram.scopes if s.parent is scope}
    for key in _in_flow_order(scope):
        node = scope.nodes[key]
        child = inner.get(id(node))
        if child is not None:
            yield from _outline(diagram, child, chinese, depth + 1)
        else:
            yield f"{margin}  {speak(node)}{_facts(node)}"
        for flow in scope.outgoing.get(key, ()):
            yield f"{margin}    → {flow.attributes['targetRef']}{_condition(node, flow)}"


def _in_flow_order(scope: Scope) -> list[str]:
    """Starts first, then whatever they lead to, then the rest in file order; boundary events after their host."""
    order: dict[str, None] = {}
    backwards = list(reversed(list(scope.nodes)))
    first = [k for k in backwards if k not in scope.incoming and scope.nodes[k].tag != "boundaryEvent"]
    todo = [*backwards, *first]
    while todo:
        key = todo.pop()
        if key in order:
            continue
        order[key] = None
        todo.extend(flow.attributes["targetRef"] for flow in reversed(scope.outgoing.get(key, [])))
        todo.extend(event.id or "" for event in scope.boundaries.get(key, ()))
    return list(order)


def _facts(node: Element) -> str:
    shown: list[str] = []
    extensions = node.find("extensionElements")
    for extension in extensions.children if extensions else ():
        shown.extend(f"{name}={value}" for name, value in extension.attributes.items() if value)
    if node.tag == "boundaryEvent":
        shown.append(f"@{node.attributes.get('attachedToRef', '')}")
    shown.extend(_event_facts(node))
    return f"  [{', '.join(shown)}]" if shown else ""


def _event_facts(node: Element) -> Iterable[str]:
    for definition in node.children:
        if definition.namespace == BPMN and definition.tag.endswith("EventDefinition"):
            texts = [child.text.strip() for child in definition.children if child.text.strip()]
            yield " ".join((definition.tag.removesuffix("EventDefinition"), *texts))


def _condition(node: Element, flow: Element) -> str:
    condition = flow.find("conditionExpression")
    if flow.id and flow.id == node.attributes.get("default"):
        return "  （默认 default）"
    name = f"  “{flow.name}”" if flow.name else ""
    return f"{name}  {condition.text.strip()}" if condition is not None else name
