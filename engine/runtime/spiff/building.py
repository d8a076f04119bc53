"""SpiffWorkflow's specs from a Program."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit

from bpmn.program import Node, Program
from engine.runtime.spiff import loops_inside
from engine.runtime.spiff.routes import entry, link_target, ways
from engine.runtime.spiff.specs import (
    AndJoin,
    Body,
    Boundary,
    BoundaryJoin,
    Catch,
    Given,
    Leaf,
    Loop,
    Nested,
    OrJoin,
    Parallel,
    Pass,
    Sequential,
)

KEPT = 64
_kept: dict[tuple[int, int], tuple[Program, Body]] = {}


def body_of(program: Program, container: Node) -> Body:
    """The spec of what is inside a process or sub-process, built once for each Program in memory."""
    key = (id(program), container.index)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        found = _kept[key] = (program, _build(program, container))
    return found[1]


def _build(program: Program, container: Node) -> Body:
    body = Body(f"b{container.index}")
    inside = [node for node in program.nodes if node.container == container.index and node.type != "process"]
    for node in inside:
        _add(program, body, node)
    for node in inside:
        _connect(program, body, node)
    assert container.body is not None
    for index in _starts(program, container):
        body.start.connect(body.task_specs[entry(program.nodes[index])])
    if not body.start._outputs:
        body.start.connect(body.end)
    return body


def _starts(program: Program, container: Node) -> list[int]:
    assert container.body is not None
    return list(dict.fromkeys((*container.body.starts, *container.body.implicit_starts)))


def _add(program: Program, body: Body, node: Node) -> None:
    name = f"n{node.index}"
    if node.loop is None:
        made = _plain(body, node, name)
    else:
        child = _plain(body, node, f"{name}.child")
        child._inputs.append(name)
        made = _looping(body, node, name)
        child.completed_event.connect(made.merge_child)
    made.node = node
    if node.boundaries:
        BoundaryEventSplit(body, f"{name}.split")
        BoundaryJoin(body, f"{name}.join", split_task=f"{name}.split", cancel=True)


def _looping(body: Body, node: Node, name: str) -> Any:
    loop = node.loop
    assert loop is not None
    if loop.kind == "standard":
        return Loop(body, name, f"{name}.child", None, loops_inside.again, True)
    made = Parallel if loop.kind == "parallel" else Sequential
    until = loops_inside.until if loop.until is not None else None
    return made(body, name, f"{name}.child", cardinality=loops_inside.count, condition=until)


def _plain(body: Body, node: Node, name: str) -> Any:
    if node.type in ("subProcess", "callActivity"):
        spec: Any = Nested(body, name, "")
    elif node.type == "boundaryEvent":
        spec = Boundary(body, name, Given(node.id), node.interrupting)
    elif node.type == "eventBasedGateway" or _catches(node):
        spec = Catch(body, name, Given(node.id))
    elif node.type == "parallelGateway" and len(node.incoming) > 1:
        spec = AndJoin(body, name)
    elif node.type == "inclusiveGateway" and len(node.incoming) > 1:
        spec = OrJoin(body, name)
    else:
        spec = Leaf(body, name)
    spec.node = node
    spec.bpmn_id = node.id
    return spec


def _catches(node: Node) -> bool:
    return node.type == "intermediateCatchEvent" and bool(node.events) and node.events[0].kind not in ("link", "none")


def _connect(program: Program, body: Body, node: Node) -> None:
    specs = body.task_specs
    spec = specs[f"n{node.index}"]
    if node.boundaries:
        split, join = specs[f"n{node.index}.split"], specs[f"n{node.index}.join"]
        split.connect(spec)
        spec.connect(join)
        for index in node.boundaries:
            split.connect(specs[f"n{index}"])
            specs[f"n{index}"].connect(join)
    for flow, name in ways(program, node).items():
        if name == f"f{flow}":
            between = Pass(body, name)
            spec.connect(between)
            between.connect(specs[entry(program.nodes[program.flows[flow].target])])
        else:
            spec.connect(specs[name])
    if not node.outgoing:
        target = link_target(program, node)
        spec.connect(body.end if target is None else specs[entry(target)])
