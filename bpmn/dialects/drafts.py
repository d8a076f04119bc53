"""Any BPMN file as a draft: kept whole, with the list of what stands between it and execution."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bpmn.dialects.conversion import convert
from bpmn.document import Finding
from bpmn.lint import NOTHING_KNOWN, Known, check_deployment
from bpmn.reading import decode, parse_tree
from bpmn.sandbox import SECONDS, in_child
from bpmn.writing import write_tree


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that may be edited but not yet run; without errors among its findings it can be deployed."""

    xml_out: bytes
    """The file as UTF-8, every element, id and extension kept."""
    executable_xml: bytes
    """The same in our dialect."""
    findings: tuple[Finding, ...]


def import_draft(data: bytes, *, file: str = "process.bpmn", known: Known = NOTHING_KNOWN) -> Draft:
    """The draft of a file from any tool; raises Refused when it cannot be read at all."""
    root = parse_tree(data, file=file)
    converted = convert(data, file=file)
    return Draft(write_tree(root), converted.xml, check_deployment({file: data}, known=known))


def import_in_child(
    data: bytes, *, file: str = "process.bpmn", known: Known = NOTHING_KNOWN, seconds: float = SECONDS
) -> Draft:
    """The same as `import_draft`, in a child that may die; raises ChildLost when it gives no answer in time."""
    answer = in_child("bpmn.dialects.drafts:draft_answer", (data, file, known), seconds=seconds)
    findings = tuple(Finding(**finding) for finding in answer["findings"])
    return Draft(answer["xml_out"].encode(), answer["executable_xml"].encode(), findings)


def draft_answer(argument: tuple[bytes, str, Known]) -> dict[str, Any]:
    """`import_draft` as a child process calls it: texts and findings as plain data."""
    data, file, known = argument
    draft = import_draft(data, file=file, known=known)
    return {
        "xml_out": draft.xml_out.decode(),
        "executable_xml": decode(draft.executable_xml),
        "findings": [asdict(finding) for finding in draft.findings],
    }
