"""Does the file follow the OMG's XML schema of BPMN 2.0? Said in words for people who draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from bpmn.document import BPMN, Finding
from bpmn.lint.diagram import Diagram
from bpmn.lint.known import Deployment
from bpmn.reading import parse_tree

_SCHEMA = Path(__file__).parent.parent / "schema" / "BPMN20.xsd"
_NAMESPACE = re.compile(r"\{[^}]*\}")
_MAX = 50
_ORDER = "Move it: documentation, extensionElements, incoming and outgoing come first, in this order."
_ORDER_ZH = "请调整顺序：documentation、extensionElements、incoming、outgoing 须依次排在最前。"
_WORDS: tuple[tuple[re.Pattern[str], str, str, str, str], ...] = (
    (
        re.compile(r"attribute '(?P<a>[^']+)' is not allowed"),
        "BPMN knows no attribute '{a}' here",
        "BPMN 在此处没有属性“{a}”",
        "Remove it, or use the tool's own namespace for it.",
        "请删除该属性，或改用工具自己的命名空间。",
    ),
    (
        re.compile(r"attribute '(?P<a>[^']+)' is required but missing"),
        "the attribute '{a}' is missing",
        "缺少属性“{a}”",
        "Add the attribute '{a}'.",
        "请补充属性“{a}”。",
    ),
    (
        re.compile(r"This element is not expected\. Expected is (?:one of )?\( ?(?P<a>.+?) ?\)"),
        "it stands where BPMN does not allow it; allowed there: {a}",
        "它所处的位置不符合 BPMN；此处允许：{a}",
        _ORDER,
        _ORDER_ZH,
    ),
    (
        re.compile(r"This element is not expected"),
        "it stands where BPMN does not allow it",
        "它所处的位置不符合 BPMN",
        _ORDER,
        _ORDER_ZH,
    ),
    (
        re.compile(r"Missing child element\(s\)\. Expected is (?:one of )?\( ?(?P<a>.+?) ?\)"),
        "something is missing in it: {a}",
        "缺少必需的内容：{a}",
        "Add {a}.",
        "请补充 {a}。",
    ),
    (
        re.compile(r"The value '(?P<b>[^']*)' is not an element of the set \{(?P<a>.+)\}"),
        "'{b}' is none of the allowed values {a}",
        "“{b}”不是允许的取值：{a}",
        "Choose one of {a}.",
        "请改为其中之一：{a}。",
    ),
    (
        re.compile(r"'(?P<b>[^']*)' is not a valid value of the (?:atomic|union) type '(?P<a>[^']+)'"),
        "'{b}' is not a valid value (type {a})",
        "“{b}”不是有效的值（类型 {a}）",
        "Correct the value.",
        "请改正该值。",
    ),
    (
        re.compile(r"Character content other than whitespace is not allowed"),
        "there is text where only elements may stand",
        "只允许子元素的地方出现了文字",
        "Remove the text.",
        "请删除该文字。",
    ),
)


@cache
def _document() -> Any:
    return etree.parse(str(_SCHEMA))


def follows_the_schema(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """Every deviation from the XML schema, at most fifty."""
    root = parse_tree(diagram.data, file=diagram.file)
    if root.tag != f"{{{BPMN}}}definitions":
        return
    schema = etree.XMLSchema(_document())
    if schema.validate(root):
        return
    seen: set[tuple[str, str]] = set()
    for entry in _entries(schema):
        if "xs:ID'" in entry.message and entry.type_name != "SCHEMAV_CVC_PATTERN_VALID" and _is_duplicate(root, entry):
            continue  # said better by the rule on duplicate ids
        finding = _friendly(diagram, root, entry)
        if (finding.message, str(finding.element_id)) not in seen:
            seen.add((finding.message, str(finding.element_id)))
            yield finding


def _entries(schema: Any) -> list[Any]:
    return list(schema.error_log)[:_MAX]


def _is_duplicate(root: Any, entry: Any) -> bool:
    value = re.search(r"'([^']*)' is not a valid value", entry.message)
    return value is not None and len([e for e in root.iter("*") if e.get("id") == value[1]]) > 1


def _friendly(diagram: Diagram, root: Any, entry: Any) -> Finding:
    node = _node_at(root, entry)
    tag = etree.QName(node).localname if node is not None else "definitions"
    message = _NAMESPACE.sub("", entry.message)
    for pattern, what, what_zh, mend, mend_zh in _WORDS:
        match = pattern.search(message)
        if match:
            words = {"a": "", "b": "", **match.groupdict()}
            said = [text.format(**words) for text in (what, what_zh, mend, mend_zh)]
            break
    else:
        said = [message, message, "Export the diagram again from its editor.", "请从建模工具重新导出。"]
    return Finding(
        code="schema",
        severity="error",
        element_id=_id_around(node),
        line=entry.line or None,
        message=f"<{tag}> does not follow the BPMN 2.0 schema: {said[0]}.",
        message_zh=f"<{tag}> 不符合 BPMN 2.0 规范的 XML 结构：{said[1]}。",
        mend=said[2],
        mend_zh=said[3],
    )


def _node_at(root: Any, entry: Any) -> Any:
    try:
        names = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        (node,) = root.xpath(entry.path, namespaces=names)
    except (etree.XPathError, ValueError, TypeError):
        return next((e for e in root.iter("*") if e.sourceline == entry.line), None)
    return node


def _id_around(node: Any) -> str | None:
    while node is not None:
        if node.get("id"):
            return str(node.get("id"))
        node = node.getparent()
    return None
