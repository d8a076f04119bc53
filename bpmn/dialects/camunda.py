"""`camunda:`, `flowable:` and `activiti:` attributes and extension elements said in zeebe:."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bpmn.dialects.surgery import Node, Report, in_feel, mapping, named_property, owner_of, tag_of, zeebe
from bpmn.document import BPMN, CAMUNDA, FLOWABLE

NAMESPACES = frozenset((CAMUNDA, FLOWABLE, "http://activiti.org/bpmn"))
Step = Callable[[Report, Node, str], None]
_HARMLESS = frozenset((
    "asyncBefore", "asyncAfter", "async", "exclusive", "jobPriority", "taskPriority", "historyTimeToLive", "topic",
    "isStartableInTasklist", "diagramRelationId", "modelerTemplate", "modelerTemplateVersion", "decisionRefBinding",
    "modelerTemplateIcon", "versionTag", "elementVariable", "resultVariable", "mapDecisionResult", "triggerable",
    "calledElementBinding", "calledElementVersion", "calledElementVersionTag", "calledElementTenantId",
    "decisionRefTenantId", "decisionRefVersion", "decisionRefVersionTag", "type", "formFieldValidation",
    "isStartable", "useLocalScopeForResultVariable", "processInstanceName", "inheritVariables", "errorCodeVariable",
    "calledElementType", "inheritBusinessKey", "sameDeployment", "initiator", "aggregation",
))  # fmt: skip
"""Read together with another attribute, or without any effect on what happens."""


def convert_attribute(report: Report, node: Node, name: str, value: str) -> None:
    """One foreign attribute of an element; what has no counterpart is reported."""
    step = _ATTRIBUTES.get(name)
    if step is not None:
        step(report, node, value)
    elif name not in _HARMLESS:
        report.lost(node, f"the attribute '{name}' ({value[:60]})")


def convert_element(report: Report, node: Node) -> None:
    """One foreign extension element (not those inside of it); what has no counterpart is reported."""
    step = _ELEMENTS.get(tag_of(node))
    if step is None:
        report.lost(node, f"the extension '{tag_of(node)}'", severity=_SEVERITIES.get(tag_of(node), "error"))
    else:
        step(report, node, "")


def _own(node: Node, name: str) -> str:
    return next((str(node.get(f"{{{uri}}}{name}")) for uri in NAMESPACES if node.get(f"{{{uri}}}{name}")), "")


def _set(report: Report, node: Node, value: str, *, tag: str, attribute: str) -> None:
    said = in_feel(report, node, value, attribute)
    if said is not None:
        zeebe(report, node, tag, **{attribute: said})


def _form(report: Report, node: Node, value: str) -> None:
    key = value.rpartition(":")[2].rpartition("/")[2].partition(".")[0] or value
    zeebe(report, node, "formDefinition", formId=key)
    if key != value:
        report.check(node, f"formKey '{value}'", f"the form is '{key}' now", f"表单现为“{key}”")


def _job(report: Report, node: Node, value: str) -> None:
    name = value.strip().removeprefix("${").removeprefix("#{").removesuffix("}")
    zeebe(report, node, "taskDefinition", type=name)
    needed, needed_zh = f"a function named '{name}' has to be registered", f"须注册名为“{name}”的函数"
    report.check(node, f"the code '{value}'", needed, needed_zh)


def _topic(report: Report, node: Node, value: str) -> None:
    if value == "external":
        zeebe(report, node, "taskDefinition", type=_own(node, "topic") or str(node.get("id")))
    else:
        report.lost(node, f"type '{value}'")


def _decision(report: Report, node: Node, value: str) -> None:
    result = _own(node, "resultVariable") or "result"
    decision = in_feel(report, node, value, "decisionRef")
    if decision is not None:
        zeebe(report, node, "calledDecision", decisionId=decision, resultVariable=result)
    if _own(node, "mapDecisionResult") not in ("", "singleEntry", "singleResult"):
        needed, needed_zh = "the hit policy of the table shapes the result now", "结果形式改由决策表命中策略决定"
        report.check(node, "mapDecisionResult", needed, needed_zh)


def _collection(report: Report, node: Node, value: str) -> None:
    text = value if "{" in value else f"${{{value}}}"
    said = in_feel(report, node, text, "collection")
    if said is not None:
        item = _own(node, "elementVariable") or "item"
        zeebe(report, node, "loopCharacteristics", inputCollection=said, inputElement=item)


def _starters(report: Report, node: Node, value: str) -> None:
    named_property(report, node, "starters", value)


def _properties(report: Report, node: Node, _: str) -> None:
    for entry in node:
        if isinstance(entry.tag, str) and entry.get("name"):
            named_property(report, owner_of(node), str(entry.get("name")), str(entry.get("value") or ""))


def _input_output(report: Report, node: Node, _: str) -> None:
    for entry in node:
        if isinstance(entry.tag, str):
            _parameter(report, owner_of(node), entry)


def _parameter(report: Report, owner: Node, entry: Node) -> None:
    direction = {"inputParameter": "input", "outputParameter": "output"}.get(tag_of(entry))
    name = str(entry.get("name") or "")
    if direction is None or not name or len(entry):
        report.lost(owner, f"the parameter '{name or tag_of(entry)}'", why="only plain values and expressions are")
        return
    said = in_feel(report, owner, str(entry.text or ""), f"the parameter '{name}'")
    if said is not None:
        mapping(report, owner, direction, said, name)


def _variable(report: Report, node: Node, _: str, *, direction: str) -> None:
    owner = owner_of(node)
    called = zeebe(report, owner, "calledElement")
    everything = "propagateAllParentVariables" if direction == "input" else "propagateAllChildVariables"
    if node.get("variables") == "all":
        called.set(everything, "true")
        return
    if node.get("businessKey"):
        return  # a called instance has its caller's business key
    source, expression = node.get("source"), node.get("sourceExpression")
    said = f"={source}" if source else in_feel(report, owner, str(expression or ""), "the mapping")
    if not node.get("target") or not said:
        report.lost(owner, "a mapping without source or target")
        return
    if called.get(everything) is None:
        called.set(everything, "false")
    mapping(report, owner, direction, said, str(node.get("target")))


def _retries(report: Report, node: Node, _: str) -> None:
    text = str(node.text or "").strip()
    owner = owner_of(node)
    times = text.removeprefix("R").partition("/")[0] if text.startswith("R") else ""
    if times.isdecimal():
        zeebe(report, owner, "taskDefinition", retries=times)
    else:
        report.lost(owner, f"failedJobRetryTimeCycle '{text}'", severity="warning")


def _called(report: Report, node: Node, value: str) -> None:
    said = in_feel(report, node, value, "calledElement")
    if said is None:
        return
    binding = {"deployment": "deployment", "versionTag": "versionTag"}.get(_own(node, "calledElementBinding"), "latest")
    extension = zeebe(report, node, "calledElement", processId=said, bindingType=binding)
    if binding == "versionTag":
        extension.set("versionTag", _own(node, "calledElementVersionTag"))
    if _own(node, "calledElementBinding") == "version":
        report.lost(node, "calledElementVersion", why="a version is called by its tag", why_zh="请改用版本标签")


def convert_call(report: Report, node: Node) -> None:
    """The process that a call activity names, with its binding."""
    if node.get("calledElement"):
        _called(report, node, str(node.get("calledElement")))


def convert_script(report: Report, node: Node) -> None:
    """A script task whose script is one JUEL expression."""
    script = node.find(f"{{{BPMN}}}script")
    if script is None or str(node.get("scriptFormat") or "").lower() != "juel":
        return
    said = in_feel(report, node, str(script.text or ""), "the script")
    if said is not None:
        zeebe(report, node, "script", expression=said, resultVariable=_own(node, "resultVariable") or "result")


_ATTRIBUTES: Mapping[str, Step] = {
    "assignee": partial(_set, tag="assignmentDefinition", attribute="assignee"),
    "candidateUsers": partial(_set, tag="assignmentDefinition", attribute="candidateUsers"),
    "candidateGroups": partial(_set, tag="assignmentDefinition", attribute="candidateGroups"),
    "dueDate": partial(_set, tag="taskSchedule", attribute="dueDate"),
    "followUpDate": partial(_set, tag="taskSchedule", attribute="followUpDate"),
    "priority": partial(_set, tag="priorityDefinition", attribute="priority"),
    "formKey": _form,
    "formRef": _form,
    "class": _job,
    "delegateExpression": _job,
    "expression": _job,
    "type": _topic,
    "decisionRef": _decision,
    "collection": _collection,
    "candidateStarterGroups": _starters,
}
_ELEMENTS: Mapping[str, Step] = {
    "properties": _properties,
    "inputOutput": _input_output,
    "in": partial(_variable, direction="input"),
    "out": partial(_variable, direction="output"),
    "failedJobRetryTimeCycle": _retries,
}
_SEVERITIES = {"formData": "warning", "validation": "warning", "modeler": "info"}
