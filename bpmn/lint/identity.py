"""Does every element have an id of its own, and is there a process to run?"""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.document import BPMN, Finding
from bpmn.lint.diagram import FLOW_NODES, Diagram
from bpmn.lint.known import Deployment
from bpmn.lint.wording import en, found, zh

_NEEDS_ID = FLOW_NODES | {"process", "sequenceFlow"}


def ids_are_unique(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """An id that two elements of a file share."""
    first: dict[str, int] = {}
    for element in diagram.root.walk():
        if not element.id or "extension" in element.tag:
            continue
        if element.id not in first:
            first[element.id] = element.line
            continue
        drawn = element.namespace != BPMN
        if drawn and "omg.org" not in element.namespace:
            continue
        yield found(
            "duplicate-id",
            element,
            f"The id of the {en(element)} is used already in line {first[element.id]}.",
            f"{zh(element)}的 id 在第 {first[element.id]} 行已被使用。",
            mend="Give one of the two another id.",
            mend_zh="请为其中一个改用别的 id。",
            severity="warning" if drawn else "error",
        )


def ids_are_given(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A flow node, flow or process that has no id and so cannot be addressed."""
    for element in diagram.every(*_NEEDS_ID):
        if not element.id:
            yield found(
                "process-without-id" if element.tag == "process" else "missing-id",
                element,
                f"The {en(element)} in line {element.line} has no id.",
                f"第 {element.line} 行的{zh(element)}没有 id。",
                mend="Give it an id that says what it means.",
                mend_zh="请为它设置一个有含义的 id。",
                element_id=diagram.owner(element).id,
            )


def there_is_a_process(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A file that is no BPMN, or has nothing to run."""
    if diagram.root.tag != "definitions" or diagram.root.namespace != BPMN:
        yield found(
            "not-bpmn",
            diagram.root,
            f"The file is not BPMN 2.0: its root element is '{diagram.root.tag}' in '{diagram.root.namespace}'.",
            f"该文件不是 BPMN 2.0：根元素是“{diagram.root.tag}”（{diagram.root.namespace}）。",
            mend="Export the diagram as BPMN 2.0 XML.",
            mend_zh="请导出为 BPMN 2.0 XML。",
        )
    elif not diagram.processes:
        yield found(
            "no-process",
            diagram.root,
            "The file has no process.",
            "文件中没有流程。",
            mend="Draw the process inside a pool or on the canvas.",
            mend_zh="请在泳池内或画布上绘制流程。",
        )


def a_process_is_executable(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A file in which no process is marked as executable; it is a draft."""
    marks = [p.attributes.get("isExecutable") for p in diagram.processes]
    if not marks or any(mark in ("true", "1") for mark in marks):
        return
    process = diagram.processes[0]
    yield found(
        "not-executable",
        process,
        f"No process of the file is marked as executable ({en(process)}).",
        f"文件中没有标记为可执行的流程（{zh(process)}）。",
        mend='Set isExecutable="true" on the process when it is ready to run.',
        mend_zh="流程完成后请将 isExecutable 设为 true。",
        severity="error" if all(mark for mark in marks) else "warning",
    )


def processes_have_names_of_their_own(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A process id that two files of one deployment use."""
    for process in diagram.processes:
        holder = deployment.diagram_with(process.id) if process.id else None
        if holder is not None and holder is not diagram:
            yield found(
                "duplicate-process",
                process,
                f"The {en(process)} is also in {holder.file}.",
                f"{zh(process)}在 {holder.file} 中已存在。",
                mend="Give one of them another id.",
                mend_zh="请修改其中一个流程的 id。",
            )


def something_happens(diagram: Diagram, deployment: Deployment) -> Iterator[Finding]:
    """A process or sub-process that is empty."""
    for scope in diagram.scopes:
        is_pool = scope.parent is None and scope.element.attributes.get("isExecutable") not in ("true", "1")
        if not scope.nodes and not is_pool:
            yield found(
                "empty-scope",
                scope.element,
                f"The {en(scope.element)} is empty.",
                f"{zh(scope.element)}为空。",
                mend="Draw its content, or remove it.",
                mend_zh="请补充内容或删除它。",
                severity="error" if scope.parent is None else "warning",
            )
