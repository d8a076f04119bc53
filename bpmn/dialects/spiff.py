"""`spiffworkflow:` extension elements and Python conditions said in zeebe: and FEEL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bpmn.dialects.juel import Untranslatable
from bpmn.dialects.python_expressions import python_assignments, python_duration, python_to_feel
from bpmn.dialects.surgery import Node, Report, mapping, named_property, owner_of, tag_of, translated, zeebe
from bpmn.document import BPMN, SPIFF

NAMESPACES = frozenset((SPIFF,))
_CONDITIONS = frozenset(("conditionExpression", "condition", "completionCondition", "loopCondition", "loopCardinality"))
_TIMERS = frozenset(("timeDate", "timeDuration", "timeCycle"))
_SEVERITIES = {
    "unitTests": "info", "instructionsForEndUser": "warning", "taskMetadataValues": "info", "allowGuest": "warning",
    "guestConfirmation": "warning", "signalButtonLabel": "warning",
}  # fmt: skip


def convert_element(report: Report, node: Node) -> None:
    """One spiffworkflow: extension element; what has no counterpart is reported."""
    step = _ELEMENTS.get(tag_of(node))
    if step is None:
        severity = _SEVERITIES.get(tag_of(node), "error")
        report.lost(owner_of(node), f"the extension '{tag_of(node)}'", severity=severity)
    else:
        step(report, node)


def _decision(report: Report, node: Node) -> None:
    owner = owner_of(node)
    zeebe(report, owner, "calledDecision", decisionId=str(node.text or "").strip(), resultVariable="result")
    report.check(owner, "calledDecisionId", "the result is in the variable 'result'", "结果保存在变量“result”中")


def _operator(report: Report, node: Node) -> None:
    owner = owner_of(node)
    zeebe(report, owner, "taskDefinition", type=str(node.get("id") or owner.get("id")))
    for parameter in node.iter(f"{{{SPIFF}}}parameter"):
        name, value = str(parameter.get("id") or ""), str(parameter.get("value") or "")
        said = translated(report, owner, value, f"the parameter '{name}'", python_to_feel) if value else None
        if said is not None:
            mapping(report, owner, "input", said, name)
    result = node.get("resultVariable")
    if result:
        mapping(report, owner, "output", "=result", str(result))
        report.check(owner, "resultVariable", "the function has to answer {result: …}", "函数须返回 {result: …}")


def _script(report: Report, node: Node, *, direction: str) -> None:
    owner = owner_of(node)
    try:
        for name, feel in python_assignments(str(node.text or "")):
            mapping(report, owner, direction, f"={feel}", name)
    except Untranslatable as reason:
        report.lost(owner, f"the {tag_of(node)}", why=f"'{reason}' is more than an assignment of a plain expression")


def _properties(report: Report, node: Node) -> None:
    owner = owner_of(node)
    for entry in node:
        if not isinstance(entry.tag, str) or not entry.get("name"):
            continue
        name, value = str(entry.get("name")), str(entry.get("value") or "")
        if name == "formJsonSchemaFilename":
            key = value.rpartition("/")[2].removesuffix(".json").removesuffix("-schema").removesuffix(".schema")
            zeebe(report, owner, "formDefinition", formId=key)
            report.check(owner, f"the form '{value}'", f"the form is '{key}' now", f"表单现为“{key}”")
        elif name != "formUiSchemaFilename":
            named_property(report, owner, name, value)


_ELEMENTS: Mapping[str, Callable[[Report, Node], None]] = {
    "calledDecisionId": _decision,
    "serviceTaskOperator": _operator,
    "preScript": partial(_script, direction="input"),
    "postScript": partial(_script, direction="output"),
    "properties": _properties,
}


def convert_expression(report: Report, node: Node) -> None:
    """A Python condition or timer text becomes FEEL or ISO 8601."""
    text = str(node.text or "").strip()
    if not text or text.startswith("="):
        return
    if tag_of(node) in _CONDITIONS:
        said = translated(report, node, text, tag_of(node), python_to_feel)
        if said is not None:
            node.text, report.changed = said, True
    elif tag_of(node) in _TIMERS and not text.startswith(("P", "R")) and not text[:1].isdigit():
        try:
            node.text, report.changed = python_duration(text), True
        except Untranslatable:
            report.lost(node, f"the timer '{text[:60]}'")


def convert_script_task(report: Report, node: Node) -> None:
    """A script task that assigns one variable."""
    script = node.find(f"{{{BPMN}}}script")
    if script is None or str(node.get("scriptFormat") or "python").lower() not in ("python", ""):
        return
    try:
        assignments = python_assignments(str(script.text or ""))
    except Untranslatable as reason:
        report.lost(node, "the script", why=f"'{reason}' is more than assignments of plain expressions")
        return
    if assignments:
        for name, feel in assignments[1:]:
            mapping(report, node, "output", f"={feel}", name)
        name, feel = assignments[0]
        zeebe(report, node, "script", expression=f"={feel}", resultVariable=name)
        if len(assignments) > 1:
            mapping(report, node, "output", f"={name}", name)
