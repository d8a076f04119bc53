"""Where a diagram holds expressions, and what each place reads or sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.document import GAS, ZEEBE, Element
from bpmn.lint.diagram import Diagram

_FORMAL = frozenset((
    "conditionExpression", "condition", "completionCondition", "loopCondition", "loopCardinality",
    "activationCondition",
))  # fmt: skip
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_MIXED: dict[str, tuple[str, ...]] = {
    "assignmentDefinition": ("assignee", "candidateGroups", "candidateUsers"),
    "taskSchedule": ("dueDate", "followUpDate"),
    "priorityDefinition": ("priority",),
    "input": ("source",),
    "output": ("source",),
    "calledElement": ("processId",),
    "calledDecision": ("decisionId",),
    "taskDefinition": ("type", "retries"),
    "subscription": ("correlationKey",),
}
_ALWAYS: dict[str, tuple[str, ...]] = {
    "loopCharacteristics": ("inputCollection", "outputElement"),
    "script": ("expression",),
    "adHoc": ("activeElementsCollection",),
}


@dataclass(frozen=True, eq=False)
class Place:
    """One expression: the element to blame, the element or attribute that holds it, its text without the `=`."""

    element: Element
    what: str
    text: str
    language: str = ""
    decides: bool = False
    """Whether the flow of the process depends on it."""


@dataclass(frozen=True, eq=False)
class TimerText:
    """A timer that is written as plain ISO 8601."""

    element: Element
    kind: str
    text: str


def expressions_of(diagram: Diagram) -> Iterator[Place]:
    """Every FEEL expression of a file in document order."""
    for element in diagram.root.walk():
        blame = diagram.node_of(element) or diagram.owner(element)
        if element.namespace == ZEEBE:
            yield from _attributes(blame, element)
        elif element.tag in _FORMAL and element.text.strip():
            language = element.attributes.get("language", "")
            decides = element.tag in ("conditionExpression", "activationCondition")
            yield Place(blame, element.tag, _bare(element.text), language, decides)
        elif element.tag in _TIMERS and element.text.strip().startswith("="):
            yield Place(blame, element.tag, _bare(element.text), element.attributes.get("language", ""))
        elif element.tag == "script" and "feel" in _script_format(diagram, element):
            yield Place(blame, "script", _bare(element.text))
        key = element.attributes.get(f"{{{GAS}}}correlationKey", "")
        if key.startswith("="):
            yield Place(blame, "correlationKey", _bare(key))


def _script_format(diagram: Diagram, script: Element) -> str:
    parent = diagram.parent(script)
    return parent.attributes.get("scriptFormat", "feel").lower() if parent is not None and script.text.strip() else ""


def timers_of(diagram: Diagram) -> Iterator[TimerText]:
    """Every timer that is not an expression."""
    for element in diagram.every(*_TIMERS):
        text = element.text.strip()
        if text and not text.startswith("="):
            yield TimerText(diagram.node_of(element) or diagram.owner(element), _TIMERS[element.tag], text)


def _attributes(blame: Element, element: Element) -> Iterator[Place]:
    for name in _MIXED.get(element.tag, ()):
        text = element.attributes.get(name, "").strip()
        if text.startswith("=") or text.startswith(("${", "#{")):
            yield Place(blame, f"{element.tag} {name}", _bare(text))
    for name in _ALWAYS.get(element.tag, ()):
        text = element.attributes.get(name, "").strip()
        if text:
            yield Place(blame, f"{element.tag} {name}", _bare(text), decides=name == "inputCollection")


def _bare(text: str) -> str:
    return text.strip().removeprefix("=").strip()
