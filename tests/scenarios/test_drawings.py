"""The shipped diagrams as pictures: valid, left to right, no flow across another one or through a shape."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from tests.scenarios.scenario import PROCESSES

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
SCHEMA = Path(__file__).resolve().parents[2] / "bpmn" / "schema" / "BPMN20.xsd"
DIAGRAMS = sorted(PROCESSES.glob("*/process.bpmn"))
Point = tuple[float, float]

pytestmark = pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.parent.name)


def _edges(root: etree._Element) -> dict[str, list[Point]]:
    return {
        edge.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in edge.findall("di:waypoint", NS)]
        for edge in root.iter(f"{{{NS['bpmndi']}}}BPMNEdge")
    }


def _boxes(root: etree._Element) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for shape in root.iter(f"{{{NS['bpmndi']}}}BPMNShape"):
        b = shape.find("dc:Bounds", NS)
        x, y, w, h = (float(b.get(name)) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement")] = (x, y, x + w, y + h)
    return found


def _lines(points: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(points, points[1:], strict=False))


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    flat, steep = (one, other) if one[0][1] == one[1][1] else (other, one)
    if flat[0][1] != flat[1][1] or steep[0][0] != steep[1][0]:
        return False
    (left, right), (top, bottom) = sorted((flat[0][0], flat[1][0])), sorted((steep[0][1], steep[1][1]))
    return left < steep[0][0] < right and top < flat[0][1] < bottom


def test_is_valid_bpmn(path):
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    assert schema.validate(etree.parse(str(path))), schema.error_log


def test_no_flow_crosses_another(path):
    edges = _edges(etree.parse(str(path)).getroot())
    crossing = [
        (one, other)
        for (one, a), (other, b) in combinations(edges.items(), 2)
        if any(_cross(first, second) for first in _lines(a) for second in _lines(b))
    ]
    assert crossing == []


def test_no_flow_runs_through_a_shape(path):
    root = etree.parse(str(path)).getroot()
    nodes = {
        n.get("id") for p in root.findall("bpmn:process", NS) for n in p if n.find("bpmn:incoming", NS) is not None
    }
    boxes = {name: box for name, box in _boxes(root).items() if name in nodes}
    through = []
    for flow, points in _edges(root).items():
        drawn = root.find(f".//*[@id='{flow}']")
        ends = {drawn.get(end) for end in ("sourceRef", "targetRef")}
        ends |= {around.get("id") for around in drawn.iterancestors(f"{{{NS['bpmn']}}}subProcess")}
        hosts = {e.get("attachedToRef") for e in root.iter(f"{{{NS['bpmn']}}}boundaryEvent") if e.get("id") in ends}
        for name, (left, top, right, bottom) in boxes.items():
            if name in ends | hosts:
                continue
            for (x1, y1), (x2, y2) in _lines(points):
                if min(x1, x2) < right and max(x1, x2) > left and min(y1, y2) < bottom and max(y1, y2) > top:
                    through.append((flow, name))
    assert through == []


def test_every_element_has_a_name_or_is_a_join_and_each_task_is_documented(path):
    process = etree.parse(str(path)).getroot().find("bpmn:process", NS)
    for node in process:
        kind = etree.QName(node).localname
        if kind.endswith(("Task", "callActivity")):
            assert node.get("name"), node.get("id")
            assert node.findtext("bpmn:documentation", namespaces=NS), node.get("id")
        assert not (node.get("id") or "").startswith(("Activity_", "Gateway_", "Event_", "Flow_"))
