"""Where the elements of one version are in another: suggested by id, then by name, then by their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

from bpmn.program import Node, Program

Why = Literal["id", "name", "position", ""]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where an element probably is in the other version, and why; `new` is "" when nothing fits."""

    old: str
    new: str
    why: Why


def suggest(program: Program, to: Program) -> tuple[Suggestion, ...]:
    """One suggestion for every node of `program`, in the order of its file; no node is suggested twice."""
    matched: dict[str, tuple[str, Why]] = {}
    new = {node.id: node for node in _nodes(to)}
    for node in _nodes(program):
        if node.id in new and new[node.id].type == node.type:
            matched[node.id] = (node.id, "id")
    _pair(program, to, matched, lambda node: (node.type, node.name) if node.name else None, "name")
    while _pair_by_neighbours(program, to, matched):
        continue
    return tuple(Suggestion(node.id, *matched.get(node.id, ("", ""))) for node in _nodes(program))


def _nodes(program: Program) -> list[Node]:
    return [node for node in program.nodes if node.type != "process"]


def _pair(
    program: Program,
    to: Program,
    matched: dict[str, tuple[str, Why]],
    sign: Callable[[Node], Hashable | None],
    why: Why,
    sign_there: Callable[[Node], Hashable | None] | None = None,
) -> bool:
    """Match what is left on both sides and bears a sign that nothing else there bears."""
    taken = {new for new, _ in matched.values()}
    here = [(sign(node), node.id) for node in _nodes(program) if node.id not in matched]
    there = [((sign_there or sign)(node), node.id) for node in _nodes(to) if node.id not in taken]
    often_here, often_there = Counter(key for key, _ in here), Counter(key for key, _ in there)
    by_sign = {key: pk for key, pk in there if key is not None and often_there[key] == 1}
    found = {pk: by_sign[key] for key, pk in here if key in by_sign and often_here[key] == 1}
    matched.update({old: (new, why) for old, new in found.items()})
    return bool(found)


def _pair_by_neighbours(program: Program, to: Program, matched: dict[str, tuple[str, Why]]) -> bool:
    """Match elements of one type between the same neighbours; True when any was found."""
    known: Mapping[str, str] = {old: new for old, (new, _) in matched.items()}
    return _pair(
        program,
        to,
        matched,
        lambda node: _place(program, node, lambda pk: known.get(pk, "")),
        "position",
        lambda node: _place(to, node, lambda pk: pk if pk in known.values() else ""),
    )


def _place(program: Program, node: Node, named: Callable[[str], str]) -> Hashable | None:
    """What stands before and after a node, as far as it is known by a common name; None when nothing is."""
    before = sorted(named(program.nodes[program.flows[index].source].id) for index in node.incoming)
    after = sorted(named(program.nodes[program.flows[index].target].id) for index in node.outgoing)
    host = named(program.nodes[node.attached_to].id) if node.attached_to is not None else ""
    around = named(program.nodes[node.container].id) if node.container >= 0 else ""
    if not any([*before, *after, host]):
        return None
    return (node.type, tuple(before), tuple(after), host, around)


__all__ = ["Suggestion", "suggest"]
