"""The diagrams of a file set, read and converted to our dialect."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.document import Element, Finding, Refused

OTHERS = (".dmn", ".json", ".html", ".md", ".txt", ".py", ".css", ".xlsx")
"""File name endings that are never diagrams."""


def read_all(files: Mapping[str, bytes]) -> tuple[dict[str, Element], list[Finding]]:
    """The diagrams by file name and what their conversion reported; raises Refused with all that cannot be read."""
    from bpmn.dialects import convert
    from bpmn.reading import read_document

    roots: dict[str, Element] = {}
    findings: list[Finding] = []
    refused: list[Finding] = []
    for name, data in files.items():
        if not name.lower().endswith(OTHERS):
            try:
                converted = convert(data, file=name)
                findings.extend(converted.findings)
                roots[name] = read_document(converted.xml, file=name)
            except Refused as refusal:
                refused.extend(refusal.findings)
    if refused:
        raise Refused(tuple(refused))
    return roots, findings
