"""Is every extension one that the engine reads, at an element where it reads it? A misspelled one is silently lost."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from bpmn.document import GAS, ZEEBE, Element, Finding
from bpmn.lint.diagram import Diagram
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh

_PEOPLE = frozenset(("userTask", "manualTask", "task", "globalUserTask", "globalManualTask", "globalTask"))
_WORK = frozenset((
    "serviceTask", "sendTask", "scriptTask", "businessRuleTask", "globalScriptTask", "globalBusinessRuleTask",
))  # fmt: skip
_ANYWHERE: frozenset[str] = frozenset()
_EXTENSIONS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "assignmentDefinition": (frozenset(("assignee", "candidateGroups", "candidateUsers")), _PEOPLE),
    "taskSchedule": (frozenset(("dueDate", "followUpDate")), _PEOPLE),
    "priorityDefinition": (frozenset(("priority",)), _PEOPLE),
    "userTask": (frozenset(), _PEOPLE),
    "formDefinition": (
        frozenset(("formId", "formKey", "externalReference", "bindingType", "versionTag")), _PEOPLE | {"startEvent"},
    ),
    "taskDefinition": (frozenset(("type", "retries")), _WORK),
    "taskHeaders": (frozenset(), _ANYWHERE),
    "header": (frozenset(("key", "value")), _ANYWHERE),
    "calledElement": (
        frozenset((
            "processId", "propagateAllChildVariables", "propagateAllParentVariables", "bindingType", "versionTag",
        )),
        frozenset(("callActivity",)),
    ),
    "calledDecision": (
        frozenset(("decisionId", "resultVariable", "bindingType", "versionTag")),
        frozenset(("businessRuleTask", "globalBusinessRuleTask")),
    ),
    "script": (frozenset(("expression", "resultVariable")), frozenset(("scriptTask", "globalScriptTask"))),
    "ioMapping": (frozenset(), _ANYWHERE),
    "input": (frozenset(("source", "target")), _ANYWHERE),
    "output": (frozenset(("source", "target")), _ANYWHERE),
    "loopCharacteristics": (
        frozenset(("inputCollection", "inputElement", "outputCollection", "outputElement")),
        frozenset(("multiInstanceLoopCharacteristics",)),
    ),
    "subscription": (frozenset(("correlationKey",)), frozenset(("message",))),
    "properties": (frozenset(), _ANYWHERE),
    "property": (frozenset(("name", "value")), _ANYWHERE),
    "versionTag": (frozenset(("value",)), frozenset(("process",))),
    "adHoc": (
        frozenset(("activeElementsCollection", "outputCollection", "outputElement")), frozenset(("adHocSubProcess",)),
    ),
    "userTaskForm": (frozenset(("id",)), frozenset(("process",))),
}  # fmt: skip
OURS = frozenset((
    "calendar", "citation", "validFrom", "validUntil", "group", "nameEn", "correlationKey", "resultVariable",
))  # fmt: skip


def extensions_are_read(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A zeebe: element or attribute, or a gas: attribute, that nothing reads; one where nothing reads it."""
    for element in diagram.root.walk():
        if element.namespace == ZEEBE:
            yield from _extension(diagram, element)
        for name in element.attributes:
            if name.startswith(f"{{{GAS}}}") and name.rpartition("}")[2] not in OURS:
                yield _unread(diagram, element, f"gas:{name.rpartition('}')[2]}", _near(name.rpartition("}")[2], OURS))


def _extension(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.tag not in _EXTENSIONS:
        if not _inside_unknown(diagram, element):
            yield _unread(diagram, element, f"zeebe:{element.tag}", _near(element.tag, _EXTENSIONS))
        return
    allowed, hosts = _EXTENSIONS[element.tag]
    for name in element.attributes:
        if name not in allowed and "}" not in name and (name != "id" or allowed):
            yield _unread(diagram, element, f"{element.tag} {name}", _near(name, allowed))
    host = diagram.parent(diagram.parent(element) or element)
    if hosts and host is not None and host.tag not in hosts:
        yield _misplaced(diagram, element, host, sorted(hosts))


def _inside_unknown(diagram: Diagram, element: Element) -> bool:
    """Only the outermost of several unknown elements in each other is told."""
    parent = diagram.parent(element)
    return parent is not None and parent.namespace == ZEEBE and parent.tag not in _EXTENSIONS


def _near(name: str, known: object) -> str:
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.7)  # type: ignore[call-overload]
    return str(near[0]) if near else ""


def _unread(diagram: Diagram, element: Element, what: str, near: str) -> Finding:
    owner = diagram.node_of(element) or diagram.owner(element)
    hint, hint_zh = (f" Did you mean '{near}'?", f"是否应为“{near}”？") if near else ("", "")
    return found(
        "unknown-extension", owner,
        f"Nothing reads '{what}' at the {en(owner)}.{hint}", f"{zh(owner)}的“{what}”不会被读取。{hint_zh}",
        mend="Correct the name or remove it.", mend_zh="请改正名称或删除它。",
    )  # fmt: skip


def _misplaced(diagram: Diagram, element: Element, host: Element, hosts: list[str]) -> Finding:
    owner = diagram.node_of(host) or diagram.owner(host)
    return found(
        "misplaced-extension", owner,
        f"'{element.tag}' is read at {', '.join(hosts)} only, not at the {en(owner)}.",
        f"“{element.tag}”只在 {'、'.join(hosts)} 上起作用，对{zh(owner)}无效。",
        mend="Remove it, or use another kind of element.", mend_zh="请删除它，或改用其他类型的元素。",
        severity="warning",
    )  # fmt: skip
