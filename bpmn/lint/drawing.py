"""Can everything be seen: is what runs also drawn, and does every drawn shape stand for something?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import Element, Finding
from bpmn.lint.diagram import Diagram, Scope, local
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh

_DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"


def drawings_have_elements(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A drawn shape or edge of an element that is not in the file."""
    known = {e.id for e in diagram.elements if e.id}
    for shape in _shapes(diagram):
        name = local(shape.attributes["bpmnElement"])
        if name not in known:
            yield found(
                "dangling-shape", shape,
                f"The drawing shows '{name}', which is not in the file.", f"图中绘有“{name}”，但文件中没有该元素。",
                mend="Delete the shape in the editor.", mend_zh="请在建模工具中删除该图形。",
                severity="warning", element_id=name,
            )  # fmt: skip


def everything_is_drawn(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A node or flow that runs and cannot be seen, in a file that has a drawing."""
    drawn = {local(shape.attributes["bpmnElement"]) for shape in _shapes(diagram)}
    if not drawn:
        return
    for scope in diagram.scopes:
        parts = [element for element in _parts(scope) if element.id]
        if not any(element.id in drawn for element in parts):
            continue  # a collapsed pool or sub-process is drawn without what is in it
        for element in parts:
            if element.id not in drawn:
                yield found(
                    "not-drawn", element,
                    f"The {en(element)} runs but is not drawn.", f"{zh(element)}会执行，但没有画在图上。",
                    mend="Draw it, or delete it from the file.", mend_zh="请补画图形，或从文件中删除它。",
                    severity="warning",
                )  # fmt: skip


def _shapes(diagram: Diagram) -> Iterator[Element]:
    for shape in diagram.root.walk():
        if shape.namespace == _DRAWING and shape.attributes.get("bpmnElement"):
            yield shape


def _parts(scope: Scope) -> Iterator[Element]:
    yield from scope.nodes.values()
    yield from scope.flows
