"""Reads the test cases of the DMN Technology Compatibility Kit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from bpmn.dmn import Decisions, load_decisions
from bpmn.feel import FeelBudget
from bpmn.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from bpmn.feel.values import Function, equal, kind

KIT = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "dmn-tck"
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Result:
    """One expected result of the kit and what came out."""

    level: str
    feature: str
    case: str
    node: str
    passed: bool
    expected: str
    found: str


def _tag(node: etree._Element) -> str:
    return etree.QName(node).localname


def _children(node: etree._Element, tag: str) -> list[etree._Element]:
    return [child for child in node if isinstance(child.tag, str) and _tag(child) == tag]


def value_of(node: etree._Element) -> Any:
    """The value that an inputNode, expected, component or item holds."""
    for child in node:
        if not isinstance(child.tag, str):
            continue
        if _tag(child) == "value":
            return _scalar(child)
        if _tag(child) == "list":
            return None if child.get(f"{_XSI}nil") == "true" else [value_of(item) for item in _children(child, "item")]
        if _tag(child) == "component":
            return {part.get("name"): value_of(part) for part in _children(node, "component")}
    return None


_READERS = {
    "date": read_date,
    "time": read_time,
    "dateTime": read_date_time,
    "duration": read_duration,
    "yearMonthDuration": read_duration,
    "dayTimeDuration": read_duration,
}


def _scalar(node: etree._Element) -> Any:
    if node.get(f"{_XSI}nil") == "true":
        return None
    text = node.text or ""
    of = (node.get(f"{_XSI}type") or "").rpartition(":")[2]
    if of in ("decimal", "double", "float", "integer", "int", "long"):
        return Decimal(text)
    if of == "boolean":
        return text.strip() == "true"
    if of in _READERS:
        return _READERS[of](text.strip())
    if not of:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text


def same(expected: Any, found: Any) -> bool:
    """Whether a result is the expected one; numbers are compared to nine places as the kit's runners do."""
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return abs(expected - found) <= Decimal("1e-8") * max(Decimal(1), abs(expected))
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(same(item, found[key]) for key, item in expected.items())
    if expected is None or found is None:
        return expected is found
    return kind(expected) == kind(found) and equal(expected, found) is True


def results() -> Iterator[Result]:
    """Every expected result of the kit, tried."""
    for level in sorted(KIT.glob("compliance-level-*")):
        for folder in sorted(path for path in level.iterdir() if path.is_dir()):
            for tests in sorted(folder.glob("*.xml")):
                yield from _tried(level.name, folder, tests)


def _tried(level: str, folder: Path, tests: Path) -> Iterator[Result]:
    root = etree.parse(str(tests)).getroot()
    model = load_decisions({path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}, draft=True)
    for case in _children(root, "testCase"):
        inputs = {node.get("name") or "": value_of(node) for node in _children(case, "inputNode")}
        for node in _children(case, "resultNode"):
            expected_node = _children(node, "expected")
            expected = value_of(expected_node[0]) if expected_node else None
            found = _found(model, case, node.get("name") or "", inputs)
            passed = same(expected, found)
            yield Result(
                level,
                folder.name,
                f"{tests.stem}#{case.get('id')}",
                node.get("name") or "",
                passed,
                repr(expected),
                repr(found),
            )


def _found(model: Decisions, case: etree._Element, name: str, inputs: dict[str, Any]) -> Any:
    try:
        if case.get("type", "decision") != "decision":
            value = model.invoke(case.get("invocableName") or "", inputs, now=NOW).value
            if isinstance(value, dict) and name in value:
                value = value[name]  # a service of several output decisions answers with all of them
        else:
            value = model.evaluate(name, inputs, now=NOW).value
    except FeelBudget as refusal:
        return refusal
    return None if isinstance(value, Function) else value
