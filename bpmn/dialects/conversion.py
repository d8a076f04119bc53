"""A file in anybody's dialect as one in ours, with a report of what could not be said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from bpmn.dialects import camunda, spiff
from bpmn.dialects.juel import is_juel
from bpmn.dialects.surgery import Node, Report, in_feel, tag_of, translated
from bpmn.dialects.xpath import is_xpath, xpath_to_feel
from bpmn.document import BPMN, ZEEBE, Finding
from bpmn.reading import decode, parse_tree
from bpmn.writing import write_tree

_EXPRESSIONS = frozenset((
    "conditionExpression", "condition", "completionCondition", "loopCondition", "loopCardinality", "timeDate",
    "timeDuration", "timeCycle",
))  # fmt: skip
_KNOWN = camunda.NAMESPACES | spiff.NAMESPACES


@dataclass(frozen=True, slots=True)
class Converted:
    """The file in our dialect (the same bytes when it was in it already) and what was lost on the way."""

    xml: bytes
    findings: tuple[Finding, ...]


def convert(data: bytes, *, file: str = "") -> Converted:
    """The file with zeebe: extensions beside the foreign ones, and expressions in FEEL; raises Refused like reading."""
    text = decode(data, file=file)
    if not any(mark in text for mark in ("${", "#{", "getData", *_KNOWN)):
        return Converted(data, ())
    root = parse_tree(data, file=file)
    uris = _used(root)
    report = Report(file)
    if uris & camunda.NAMESPACES or _has_juel(root):
        _camunda(report, root)
    if uris & spiff.NAMESPACES:
        _spiff(report, root)
    _xpath(report, root)
    return Converted(write_tree(root) if report.changed else data, tuple(report.findings))


def converted_files(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """All diagrams of a deployment converted, the other files as they are; raises Refused like reading."""
    answer: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name, data in files.items():
        answer[name] = data
        if not name.endswith((".dmn", ".json")):
            converted = convert(data, file=name)
            answer[name] = converted.xml
            findings.extend(converted.findings)
    return answer, tuple(findings)


def _used(root: Node) -> set[str]:
    """The foreign namespaces in which an element or attribute really stands."""
    found = set()
    for node in root.iter("*"):
        found.add(etree.QName(node).namespace or "")
        found.update(etree.QName(name).namespace or "" for name in node.attrib)
    return found & _KNOWN


def _has_juel(root: Node) -> bool:
    return any(tag_of(node) in _EXPRESSIONS and is_juel(str(node.text or "")) for node in root.iter("*"))


def _inside_extensions(node: Node) -> bool:
    """Whether the element is a direct extension (what is deeper is read by its parent's conversion)."""
    parent = node.getparent()
    return parent is not None and parent.tag == f"{{{BPMN}}}extensionElements"


def _camunda(report: Report, root: Node) -> None:
    for node in list(root.iter("*")):
        namespace = etree.QName(node).namespace or ""
        if namespace in camunda.NAMESPACES:
            if _inside_extensions(node):
                camunda.convert_element(report, node)
        elif namespace == BPMN:
            for name, value in list(node.attrib.items()):
                qualified = etree.QName(name)
                if qualified.namespace in camunda.NAMESPACES:
                    camunda.convert_attribute(report, node, qualified.localname, str(value))
            _camunda_node(report, node)


def _camunda_node(report: Report, node: Node) -> None:
    if tag_of(node) == "callActivity":
        camunda.convert_call(report, node)
    elif tag_of(node) == "scriptTask":
        camunda.convert_script(report, node)
    elif tag_of(node) in _EXPRESSIONS and is_juel(str(node.text or "")):
        said = in_feel(report, node, str(node.text), tag_of(node))
        if said is not None:
            node.text, report.changed = said, True
            node.attrib.pop("language", "")


def _xpath(report: Report, root: Node) -> None:
    for node in root.iter(*(f"{{{BPMN}}}{tag}" for tag in _EXPRESSIONS)):
        if is_xpath(str(node.text or "")):
            said = translated(report, node, str(node.text), tag_of(node), xpath_to_feel)
            if said is not None:
                node.text, report.changed = said, True
                node.attrib.pop("language", "")


def _spiff(report: Report, root: Node) -> None:
    own = any(str(node.tag).startswith(f"{{{ZEEBE}}}") for node in root.iter("*"))
    for node in list(root.iter("*")):
        namespace = etree.QName(node).namespace or ""
        if namespace in spiff.NAMESPACES and _inside_extensions(node):
            spiff.convert_element(report, node)
        elif namespace == BPMN and not own:
            spiff.convert_expression(report, node)
            if tag_of(node) == "scriptTask":
                spiff.convert_script_task(report, node)
