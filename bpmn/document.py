"""A BPMN or DMN file as an immutable tree of elements that remember their line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
FLOWABLE = "http://flowable.org/bpmn"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
GAS = "https://gas-process.example/schema/1.0"
"""Our own small namespace: what zeebe: lacks."""


@dataclass(frozen=True, slots=True)
class Element:
    """One XML element. `attributes` holds the un-namespaced ones by local name, the others as "{uri}name"."""

    namespace: str
    tag: str
    attributes: Mapping[str, str]
    text: str
    line: int
    children: tuple[Element, ...] = field(default=())

    @property
    def id(self) -> str | None:
        return self.attributes.get("id")

    @property
    def name(self) -> str:
        return self.attributes.get("name", "")

    def find(self, tag: str, namespace: str = BPMN) -> Element | None:
        """The first child of that tag, or None."""
        return next((c for c in self.children if c.tag == tag and c.namespace == namespace), None)

    def all(self, tag: str, namespace: str = BPMN) -> Iterator[Element]:
        """The children of that tag in document order."""
        return (c for c in self.children if c.tag == tag and c.namespace == namespace)

    def walk(self) -> Iterator[Element]:
        """This element and everything below it in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))

    def extension(self, tag: str, namespace: str = ZEEBE) -> Element | None:
        """The first extension element of that tag, or None."""
        extensions = self.find("extensionElements")
        return extensions.find(tag, namespace) if extensions else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a file, told so that its author can mend it."""

    code: str
    severity: str  # "error" stops a deployment, "warning" and "info" do not
    element_id: str | None
    line: int | None
    message: str
    message_zh: str
    file: str = ""
    mend: str = ""
    mend_zh: str = ""


class Refused(Exception):
    """A file that is not accepted; `findings` says everything that is wrong with it."""

    code = "definition_refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.element_id or f.file}: {f.message}" for f in findings[:20]))
