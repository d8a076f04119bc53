"""DMN files of every version as one tree of elements."""

from __future__ import annotations

import re
from dataclasses import replace

from bpmn.document import Element, Finding, Refused
from bpmn.reading import read_document

DMN = "https://www.omg.org/spec/DMN/MODEL"
"""The namespace that stands for those of all versions."""

_VERSIONS = re.compile(r"https?://www\.omg\.org/spec/DMN/(20\d{6})/(dmn\.xsd|MODEL/?)")


def refused(file: str, code: str, message: str, message_zh: str, line: int | None = None) -> Refused:
    """The refusal of a whole file for one reason."""
    return Refused((Finding(code, "error", None, line, message, message_zh, file),))


def read(data: bytes, file: str) -> Element:
    """The root element of a DMN file; raises Refused for one that is not well-formed or not DMN."""
    root = _one_namespace(read_document(data, file=file))
    if root.namespace != DMN or root.tag != "definitions":
        raise refused(file, "not_dmn", "This is not a DMN file.", "这不是DMN文件。", root.line)
    return root


def _one_namespace(element: Element) -> Element:
    namespace = DMN if _VERSIONS.fullmatch(element.namespace) else element.namespace
    return replace(element, namespace=namespace, children=tuple(map(_one_namespace, element.children)))
