"""All files of a deployment read, examined by every rule, compiled, and what was found told once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from bpmn.compiling import compile_program
from bpmn.dialects.conversion import converted_files
from bpmn.dmn import load_decisions
from bpmn.document import Element, Finding, Refused
from bpmn.lint.diagram import Diagram, diagram_of
from bpmn.lint.known import NOTHING_KNOWN, Deployment, Known
from bpmn.lint.merging import merged
from bpmn.lint.registry import RULES
from bpmn.lint.wording import en, zh
from bpmn.reading import read_document

FOREIGN = (".form", ".txt", ".md", ".html", ".pdf", ".png", ".svg", ".zip", ".xlsx", ".docx")
"""Kinds of files that are certainly no diagram, decision or form of ours."""
MOST_PER_RULE = 200
"""Findings of one rule in one file: who has more has to begin with these anyway."""


def lint(files: Mapping[str, bytes], *, known: Known = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Every finding of every rule in all files (`*.bpmn`, `*.dmn`, `*.form.json`), those of one file together."""
    problems: list[Finding] = []
    return _examined(_deployment(files, known, problems), problems)


def check_deployment(files: Mapping[str, bytes], *, known: Known = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Everything that stands between the files and a deployment: reading, lint and compiling together, each once."""
    try:
        ours, unread = converted_files(files)
    except Refused:
        return lint(files, known=known)
    problems = list(unread)
    deployment = _deployment(ours, known, problems)
    examined = _examined(deployment, problems)
    if not any(finding.code in _UNREADABLE for finding in examined):
        compiled = _compiled({name: data for name, data in ours.items() if not name.endswith((".json", *FOREIGN))})
        examined = merged(examined, (_at_node(deployment, finding) for finding in compiled))
    lines = {name: _lines(data) for name, data in files.items() if ours[name] is not data}
    return tuple(_as_written(finding, lines.get(finding.file, {})) for finding in examined)


def _lines(data: bytes) -> dict[str, int]:
    return {element.id: element.line for element in read_document(data).walk() if element.id}


def _as_written(finding: Finding, lines: Mapping[str, int]) -> Finding:
    """The finding with the line of the file that its author knows, not of the converted one."""
    return replace(finding, line=lines.get(finding.element_id or "", finding.line)) if lines else finding


def _examined(deployment: Deployment, problems: list[Finding]) -> tuple[Finding, ...]:
    for diagram in deployment.diagrams:
        rules = RULES if diagram.root.tag == "definitions" else RULES[:1]
        for rule in rules:
            found = list(islice(rule(diagram, deployment), MOST_PER_RULE))
            problems.extend(replace(finding, file=diagram.file) for finding in found)
    return merged(problems)


def _at_node(deployment: Deployment, finding: Finding) -> Finding:
    """The finding at the node or flow that can be seen in the drawing, not at a part of it, with its name."""
    for diagram in deployment.diagrams:
        element = _blamed(diagram, finding) if finding.file in ("", diagram.file) else None
        node = diagram.node_of(element) or element if element is not None else None
        if node is not None and node.id:
            said, said_zh = f"{en(node)}: {finding.message}", f"{zh(node)}：{finding.message_zh}"
            return replace(finding, element_id=node.id, file=diagram.file, message=said, message_zh=said_zh)
    return finding


def _blamed(diagram: Diagram, finding: Finding) -> Element | None:
    if finding.element_id:
        return diagram.by_id.get(finding.element_id)
    return next((e for e in diagram.elements if e.line == finding.line), None)


_UNREADABLE = frozenset((
    "file-too-large", "empty-file", "wrong-encoding", "unknown-encoding", "doctype-refused", "not-well-formed",
    "nested-too-deep", "too-many-elements", "not-bpmn", "no-process", "process-without-id", "form-unreadable",
))  # fmt: skip


def _compiled(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What the compiler refuses; broken decision tables do not hide what is wrong with the diagrams."""
    tables = {name: data for name, data in files.items() if name.endswith(".dmn")}
    try:
        if tables:
            load_decisions(tables)
    except Refused as refused:
        rest = _refused({name: data for name, data in files.items() if name not in tables})
        return (*refused.findings, *(f for f in rest if f.code.replace("_", "-") != "decision-missing"))
    return _refused(files)


def _refused(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    try:
        compile_program(files)
    except Refused as refused:
        return refused.findings
    return ()


def _deployment(files: Mapping[str, bytes], known: Known, problems: list[Finding]) -> Deployment:
    diagrams: list[Diagram] = []
    decisions: set[str] = set()
    forms: dict[str, frozenset[str] | None] = {}
    for name, data in files.items():
        if name.endswith(".json"):
            _read_form(name, data, forms, problems)
            continue
        if name.endswith(FOREIGN):
            problems.append(_foreign(name))
            continue
        try:
            root = read_document(data, file=name)
        except Refused as refused:
            problems.extend(refused.findings)
            continue
        if name.endswith(".dmn"):
            decisions.update(_decision_ids(root))
        else:
            diagrams.append(diagram_of(root, file=name, data=data))
    return Deployment(tuple(diagrams), known, frozenset(decisions), forms)


def _foreign(name: str) -> Finding:
    return Finding(
        "file-kind",
        "error",
        None,
        None,
        f"{name} is of a kind that no deployment holds",
        f"{name} 不属于可部署的文件种类",
        name,
        mend="Send .bpmn, .dmn and .form.json files; turn a form of Camunda Modeler into a JSON Schema form.",
        mend_zh="请提交 .bpmn、.dmn 与 .form.json 文件；Camunda Modeler 的表单请改写为 JSON Schema 表单。",
    )


def _decision_ids(root: Element) -> Iterable[str]:
    return (e.id for e in root.children if e.tag in ("decision", "decisionService") and e.id)


def _read_form(name: str, data: bytes, forms: dict[str, frozenset[str] | None], problems: list[Finding]) -> None:
    try:
        form = json.loads(data)
        key = form.get("key") or name.rpartition("/")[2].removesuffix(".json").removesuffix(".form")
        fields = form.get("schema", {}).get("properties")
    except (ValueError, AttributeError, RecursionError) as reason:
        problems.append(
            Finding(
                "form-unreadable",
                "error",
                None,
                getattr(reason, "lineno", None),
                f"The form is not readable JSON: {reason}.",
                f"表单不是可读的 JSON：{reason}。",
                name,
                "Correct the file.",
                "请改正该文件。",
            )
        )
        return
    outcome = form.get("outcome_field")
    forms[key] = frozenset((*fields, *([outcome] if outcome else ()))) if isinstance(fields, dict) else None
