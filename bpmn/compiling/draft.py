"""What the compiler knows while it works: the definitions by id, and everything found wrong so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bpmn.document import BPMN, Element, Finding

PROCESS_TAGS = {"process"}
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "callActivity",
}  # fmt: skip
BODIES = {"subProcess", "transaction", "adHocSubProcess"}
ACTIVITIES = TASKS | BODIES
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(slots=True)
class Draft:
    """The mutable state of one compilation."""

    refs: dict[str, Element] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    indexes: dict[str, int] = field(default_factory=dict)
    element_of: list[Element] = field(default_factory=list)
    container_of: list[int] = field(default_factory=list)
    lanes: dict[str, tuple[str, str]] = field(default_factory=dict)
    handlers: dict[str, str] = field(default_factory=dict)
    data_names: dict[str, str] = field(default_factory=dict)
    message_flows: dict[str, Element] = field(default_factory=dict)
    correlation_properties: list[Element] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    """The language that a file names for all its expressions, unless it is FEEL or the standard's preset."""

    def report(self, code: str, element: Element, message: str, message_zh: str, *, severity: str = "error") -> None:
        """Keep one finding about that element."""
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                element_id=element.id,
                line=element.line,
                message=message,
                message_zh=message_zh,
                file=self.files.get(id(element), ""),
            )
        )

    def target(self, element: Element, attribute: str) -> Element | None:
        """The element that an attribute refers to; a dangling reference is reported."""
        name = element.attributes.get(attribute)
        return None if name is None else self.resolve(element, name)

    def resolve(self, element: Element, name: str) -> Element | None:
        """The element of that (prefixed) id; a dangling reference is reported."""
        found = self.refs.get(plain(name))
        if found is None:
            self.report(
                "dangling_reference",
                element,
                f"refers to “{name}”, which does not exist",
                f"引用了不存在的“{name}”",
            )
        return found


def plain(name: str) -> str:
    """A QName without its prefix."""
    return name.strip().rpartition(":")[2]


def collect(roots: Mapping[str, Element]) -> Draft:
    """A draft that knows every element of the files by id; duplicate ids are reported."""
    draft = Draft()
    for file, root in roots.items():
        draft.languages[file] = _language(root)
        for element in root.walk():
            draft.files[id(element)] = file
            if element.namespace == BPMN and element.id:
                _remember(draft, element)
    return draft


def _language(root: Element) -> str:
    """Many tools write the standard's preset, XPath, whatever they use: it says nothing."""
    named = root.attributes.get("expressionLanguage", "")
    return "" if named.startswith("http://www.w3.org/") else named


def _remember(draft: Draft, element: Element) -> None:
    assert element.id is not None
    if element.id in draft.refs:
        draft.report(
            "duplicate_id",
            element,
            f"the id “{element.id}” is used twice",
            f"编号“{element.id}”重复",
        )
    draft.refs.setdefault(element.id, element)
    if element.tag == "correlationProperty":
        draft.correlation_properties.append(element)
    if element.tag == "messageFlow":
        for end in ("sourceRef", "targetRef"):
            draft.message_flows.setdefault(plain(element.attributes.get(end, "")), element)


def texts(element: Element, tag: str) -> list[str]:
    """The stripped texts of the children of that tag."""
    return [child.text.strip() for child in element.all(tag) if child.text and child.text.strip()]


def first(elements: Iterable[Element]) -> Element | None:
    return next(iter(elements), None)


def is_true(element: Element, attribute: str, *, default: bool = False) -> bool:
    """A boolean attribute as XML Schema writes it."""
    value = element.attributes.get(attribute)
    return default if value is None else value.strip() in ("true", "1")
