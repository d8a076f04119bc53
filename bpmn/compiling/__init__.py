"""From the bytes of BPMN and DMN files to an immutable Program, or every reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bpmn.compiling.checks import check
from bpmn.compiling.data import name_data
from bpmn.compiling.draft import BODIES, FLOW_NODES, GLOBAL_TASKS, Draft, collect, is_true, plain
from bpmn.compiling.files import read_all
from bpmn.compiling.nodes import Links, flows, node, number
from bpmn.compiling.reach import Reach, with_reach
from bpmn.compiling.summary import summarize
from bpmn.compiling.written import check_written
from bpmn.document import BPMN, Element, Finding, Refused
from bpmn.program import Node, Program


def compile_program(files: Mapping[str, bytes], *, process_id: str | None = None) -> Program:
    """The Program of one process with all it needs from the same files; raises Refused with every finding.

    `files` maps file names to bytes; names that end in .dmn are decision models, all others BPMN.
    Without `process_id` the first process marked executable is taken, else the first of all.
    """
    roots, findings = read_all(files)
    draft = collect(roots)
    draft.findings[:0] = findings
    processes = [e for root in roots.values() for e in root.children if e.namespace == BPMN and _is_process(e)]
    check_written(draft, roots.values())
    _check_ids(draft, processes)
    chosen = _choose(processes, process_id, next(iter(files), ""))
    decisions = _decisions(files, draft.findings)
    program = _program(draft, processes, chosen, digest_of(files), decisions)
    errors = tuple(f for f in draft.findings if f.severity == "error")
    if errors:
        raise Refused(errors)
    return program


NOTHING: Any = object()
"""Stands for decisions that were refused."""


def digest_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of a set of files, independent of their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{len(name)}:{name}:{len(files[name])}:".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _check_ids(draft: Draft, processes: list[Element]) -> None:
    """Raise Refused when a process or flow node has no id: nothing could be said about it."""
    before = len(draft.findings)
    for process in processes:
        for element in process.walk():
            named = element is process or element.tag in FLOW_NODES
            if named and element.namespace == BPMN and not element.id:
                draft.report("id_missing", element, f"this {element.tag} has no id", f"此 {element.tag} 没有编号（id）")
    if len(draft.findings) > before:
        raise Refused(tuple(f for f in draft.findings if f.severity == "error"))


def _is_process(element: Element) -> bool:
    return element.tag == "process" or element.tag in GLOBAL_TASKS


def _choose(processes: list[Element], process_id: str | None, file: str) -> Element:
    if process_id is not None:
        for process in processes:
            if process.id == process_id:
                return process
        raise _refused("process_unknown", f"there is no process “{process_id}”", f"没有流程“{process_id}”", file)
    marked = [p for p in processes if is_true(p, "isExecutable") and p.children]
    filled = [p for p in processes if p.children]
    if not filled:
        raise _refused("process_missing", "there is no process in the file", "文件中没有流程", file)
    return (marked or filled)[0]


def _refused(code: str, message: str, message_zh: str, file: str) -> Refused:
    return Refused((Finding(code, "error", None, None, message, message_zh, file),))


def _decisions(files: Mapping[str, bytes], findings: list[Finding]) -> Any:
    tables = {name: data for name, data in files.items() if name.lower().endswith(".dmn")}
    if not tables:
        return None
    from bpmn.dmn import load_decisions

    try:
        return load_decisions(tables)
    except Refused as refused:
        findings.extend(refused.findings)
        return NOTHING


def _program(draft: Draft, processes: list[Element], chosen: Element, digest: str, decisions: Any) -> Program:
    name_data(draft)
    for process in processes:
        _lanes(draft, process)
        number(draft, process)
    _handlers(draft, processes)
    all_flows = flows(draft, processes)
    links = Links(draft, all_flows)
    nodes = [node(draft, links, index) for index in range(len(draft.element_of))]
    nodes = _connect(draft, nodes, all_flows)
    check(draft, nodes, all_flows, draft.indexes[chosen.id or ""], decisions)
    return summarize(draft, nodes, all_flows, processes, chosen, digest, decisions)


def _lanes(draft: Draft, process: Element) -> None:
    from bpmn.document import GAS

    stack = [(lanes, "", "") for lanes in process.children if lanes.tag == "laneSet"]
    while stack:
        lanes, _, _ = stack.pop()
        for lane in lanes.all("lane"):
            group = lane.attributes.get(f"{{{GAS}}}group") or lane.name or lane.id or ""
            for reference in lane.all("flowNodeRef"):
                name = plain(reference.text)
                if name not in draft.refs:
                    draft.resolve(lane, name)
                draft.lanes[name] = (lane.name or lane.id or "", group)
            stack.extend((child, "", "") for child in lane.all("childLaneSet"))


def _handlers(draft: Draft, processes: list[Element]) -> None:
    """Who compensates what: the association of a compensation boundary event to its handler."""
    for process in processes:
        for element in process.walk():
            if element.tag == "association" and element.namespace == BPMN:
                source = draft.target(element, "sourceRef")
                target = draft.target(element, "targetRef")
                if source is not None and source.tag == "boundaryEvent" and target is not None and target.id:
                    draft.handlers[source.id or ""] = target.id


def _connect(draft: Draft, nodes: list[Node], all_flows: list[Any]) -> list[Node]:
    """The nodes again with what depends on other nodes: reach and compensation handlers."""
    reach = with_reach(nodes, all_flows)
    handled: dict[int, int] = {}
    compensable: set[int] = set()
    for one in nodes:
        if one.type == "boundaryEvent" and any(e.kind == "compensate" for e in one.events):
            handler = draft.indexes.get(draft.handlers.get(one.id, ""))
            if handler is None or one.attached_to is None:
                element = draft.element_of[one.index]
                draft.report(
                    "compensation_handler", element, "no handler is associated", "补偿边界事件没有关联补偿活动"
                )
            else:
                handled[one.attached_to] = handler
                compensable.update(_around(nodes, one.attached_to))
        if one.type == "eventSubProcess" and _starts_by_compensation(nodes, one):
            compensable.update(_around(nodes, one.container))
    return [_finished(one, reach, handled, compensable) for one in nodes]


def _finished(one: Node, reach: Mapping[int, Reach], handled: Mapping[int, int], compensable: set[int]) -> Node:
    body = replace(one.body, compensable=True) if one.body is not None and one.index in compensable else one.body
    return replace(one, reach=reach.get(one.index), compensation=handled.get(one.index), body=body)


def _around(nodes: list[Node], index: int) -> set[int]:
    found = set()
    while index >= 0:
        found.add(index)
        index = nodes[index].container
    return found


def _starts_by_compensation(nodes: list[Node], one: Node) -> bool:
    return one.body is not None and any(e.kind == "compensate" for s in one.body.starts for e in nodes[s].events)


__all__ = ["BODIES", "compile_program", "digest_of"]
