"""Is every value one that the standard knows? A misspelled one would silently be taken for its opposite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bpmn.compiling.draft import FLOW_NODES, Draft
from bpmn.compiling.vocabulary import ELEMENTS
from bpmn.document import BPMN, ZEEBE, Element

_BOOLEANS = (
    "cancelActivity", "isInterrupting", "parallelMultiple", "isForCompensation", "triggeredByEvent", "isSequential",
    "cancelRemainingInstances", "testBefore", "instantiate", "waitForCompletion", "isExecutable",
)  # fmt: skip
_CHOICES = {
    **dict.fromkeys(_BOOLEANS, ("true", "false", "1", "0")),
    "behavior": ("None", "One", "All", "Complex"),
    "ordering": ("Parallel", "Sequential"),
    "eventGatewayType": ("Exclusive", "Parallel"),
}
_FOLDED = {name.lower(): name for name in _CHOICES}
_NAMED = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}
_TIMES = ("timeDate", "timeDuration", "timeCycle")
READ = frozenset((
    "assignmentDefinition", "taskSchedule", "priorityDefinition", "userTask", "formDefinition", "taskDefinition",
    "taskHeaders", "header", "calledElement", "calledDecision", "script", "ioMapping", "input", "output",
    "loopCharacteristics", "subscription", "properties", "property", "versionTag", "adHoc", "userTaskForm",
))  # fmt: skip
"""The elements of the zeebe: dialect that have an effect here (or none anywhere)."""


def check_written(draft: Draft, roots: Iterable[Element]) -> None:
    """Report attributes, timers and extensions that say what nobody would carry out."""
    for root in roots:
        for element, owner in _with_owner(root):
            if element.namespace == BPMN:
                _name(draft, element, owner)
                _attributes(draft, element, owner)
                _one_of(draft, element, owner)
            elif element.namespace == ZEEBE and element.tag not in READ:
                draft.report(
                    "extension_not_executed",
                    owner,
                    f"zeebe:{element.tag} is not executed",
                    f"不执行 zeebe:{element.tag}",
                )


def _with_owner(root: Element) -> Iterator[tuple[Element, Element]]:
    """Every element with the flow node (or other element with an id) that it is part of."""
    stack = [(root, root)]
    while stack:
        element, owner = stack.pop()
        if element.id and (element.tag in FLOW_NODES or owner.tag not in FLOW_NODES):
            owner = element
        yield element, owner
        if element.namespace != ZEEBE or element.tag in READ:
            stack.extend((child, owner) for child in reversed(element.children))


def _name(draft: Draft, element: Element, owner: Element) -> None:
    if element.tag not in ELEMENTS:
        what = element if element.id else owner
        draft.report("not_executable", what, f"“{element.tag}” is no element of BPMN", f"“{element.tag}”不是 BPMN 元素")


def _attributes(draft: Draft, element: Element, owner: Element) -> None:
    for name, said in element.attributes.items():
        choices = _CHOICES.get(name)
        if choices is not None and said.strip() not in choices:
            _unknown(draft, owner, name, said, " / ".join(choices))
        elif choices is None and name.lower() in _FOLDED:
            right = _FOLDED[name.lower()]
            draft.report("attribute_value", owner, f"{name} is written {right}", f"{name} 应写作 {right}")
    maximum = element.attributes.get("loopMaximum", "").strip()
    if maximum.startswith("-"):
        _unknown(draft, owner, "loopMaximum", maximum, "0, 1, 2, …")


def _unknown(draft: Draft, owner: Element, name: str, said: str, choices: str) -> None:
    said = f"{name} “{said[:40]}”"
    draft.report("attribute_value", owner, f"{said} is not one of {choices}", f"{said}不是 {choices} 之一")


def _one_of(draft: Draft, element: Element, owner: Element) -> None:
    """Parts of which an element has one at most, and the events that a loop must name."""
    if element.tag == "timerEventDefinition" and sum(element.find(tag) is not None for tag in _TIMES) > 1:
        draft.report(
            "timer_ambiguous", owner, "the timer has more than one of date, duration and cycle",
            "定时器只能设置日期、时长、周期中的一项",
        )  # fmt: skip
    if sum(child.tag.endswith("LoopCharacteristics") and child.namespace == BPMN for child in element.children) > 1:
        draft.report("loop_ambiguous", owner, "the activity has more than one loop", "活动只能设置一种循环")
    named = _NAMED.get(element.attributes.get("behavior", ""))
    if named is not None and named not in element.attributes:
        draft.report("behavior_event", owner, f"{named} names no event to throw", f"{named} 未指定要抛出的事件")


__all__ = ["READ", "check_written"]
