"""A decision model: loaded once, evaluated many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bpmn.dmn.boxed import is_feel
from bpmn.dmn.drg import Part, imports, read_graph
from bpmn.dmn.evaluation import Evaluation
from bpmn.dmn.explanation import json_value
from bpmn.dmn.linking import Linked, link, open_files
from bpmn.dmn.reading import read
from bpmn.document import Element, Finding, Refused
from bpmn.feel.expressions import sized, too_deep
from bpmn.feel.problems import Problem
from bpmn.feel.run import Run


@dataclass(frozen=True, slots=True)
class Decision:
    """What a caller needs to know about a decision; `inputs` are the names of the data that it needs, all told."""

    id: str
    name: str
    inputs: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The value of a decision, how it came about (JSON) and what became null on the way."""

    value: Any
    explanation: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """The decisions of one or several DMN files."""

    linked: Mapping[str, Linked]
    decisions: Mapping[str, Decision]
    findings: tuple[Finding, ...]
    _keys: dict[str, str] = field(default_factory=dict)

    def evaluate(
        self,
        decision: str,
        variables: Mapping[str, Any],
        *,
        as_of: date | None = None,
        now: datetime | None = None,
    ) -> Decided:
        """The decision (by id or name) for variables, by the rules in force on a day; raises FeelBudget, KeyError."""
        return self._decided(decision, "decision", variables, as_of, now)

    def invoke(
        self,
        name: str,
        variables: Mapping[str, Any],
        *,
        as_of: date | None = None,
        now: datetime | None = None,
    ) -> Decided:
        """A decision service or business knowledge model (by id or name) for named parameters."""
        return self._decided(name, "", variables, as_of, now)

    def _decided(
        self, name: str, kind: str, variables: Mapping[str, Any], as_of: date | None, now: datetime | None
    ) -> Decided:
        run = Run()
        run.now = now
        run.problems = []
        run.tables = []
        run.as_of = as_of or (now.date() if now is not None else None)
        evaluation = Evaluation(self.linked, run, variables)
        key = self._key(name, kind)
        try:
            value = evaluation.decision(key) if kind else evaluation.invocation(key)
            value = sized(value, run)
        except RecursionError:
            raise too_deep() from None
        explanation = {
            "decision": self.linked[key].part.id,
            "as_of": run.as_of.isoformat() if run.as_of else None,
            "value": json_value(value),
            "decisions": evaluation.steps,
        }
        return Decided(value, explanation, tuple(run.problems))

    def _key(self, name: str, kind: str) -> str:
        if name in self.linked:
            return name
        found = self._keys.get(f"{kind}:{name}")
        if found is None:
            found = self._keys[f"{kind}:{name}"] = self._search(name, kind)
        return found

    def _search(self, name: str, kind: str) -> str:
        for attribute in ("id", "name"):
            for key, linked in self.linked.items():
                own = linked.part.kind
                if getattr(linked.part, attribute) == name and (own == kind if kind else own in _INVOCABLE):
                    return key
        raise KeyError(name)


_INVOCABLE = ("decisionService", "businessKnowledgeModel")


def load_decisions(files: Mapping[str, bytes], *, draft: bool = False) -> Decisions:
    """The model of DMN files; raises Refused with every finding where one cannot run (a draft is only told)."""
    roots = _importers_first({file: read(data, file) for file, data in files.items()})
    graph = read_graph(roots)
    graph.findings += [_other_language(file, root) for file, root in roots.items() if not is_feel(_language(root))]
    opened = open_files(roots, graph)
    findings: list[Finding] = []
    linked = {key: link(opened, part, findings) for key, part in graph.parts.items()}
    findings = [*graph.findings, *findings]
    if not draft and any(finding.severity == "error" for finding in findings):
        raise Refused(tuple(findings))
    decisions: dict[str, Decision] = {}
    for one in linked.values():
        if one.part.kind == "decision":
            told = Decision(one.part.id, one.part.name, _inputs(one, linked), one.part.file)
            if decisions.setdefault(one.part.id, told) is not told:
                findings.append(_twice(one.part, decisions[one.part.id].file))
    return Decisions(linked, decisions, tuple(findings))


def _language(root: Element) -> str:
    return root.attributes.get("expressionLanguage", "")


def _other_language(file: str, root: Element) -> Finding:
    language = _language(root)
    message = f'Only FEEL is executed, not "{language}".'
    return Finding(
        "expression_language", "error", root.id, root.line, message, f"只执行FEEL，不支持“{language}”。", file
    )


def _twice(part: Part, other: str) -> Finding:
    message = f'The decision "{part.id}" is in {other} too; that one is used.'
    message_zh = f"决策“{part.id}”在{other}中也有定义，将采用后者。"
    return Finding("duplicate_decision", "warning", part.id, part.element.line, message, message_zh, part.file)


def _importers_first(roots: dict[str, Element]) -> dict[str, Element]:
    """The files, those that no other imports first: their names win where two files have the same."""
    imported = {namespace for root in roots.values() for namespace in imports(root)}
    order = sorted(roots, key=lambda file: roots[file].attributes.get("namespace", "") in imported)
    return {file: roots[file] for file in order}


def _inputs(decision: Linked, linked: Mapping[str, Linked]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    seen: set[str] = set()
    stack = [decision]
    while stack:
        one = stack.pop()
        if one.part.key in seen:
            continue
        seen.add(one.part.key)
        if one.part.kind == "inputData":
            names[one.part.name] = None
        if one.part.kind == "decision":
            names |= dict.fromkeys(sorted(one.free_reads - _builtin_names()))
            stack.extend(linked[requirement.target] for requirement, _ in reversed(one.requires))
    return tuple(names)


def _builtin_names() -> frozenset[str]:
    from bpmn.feel.functions import BUILTINS

    return frozenset(BUILTINS)
