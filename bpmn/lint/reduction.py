"""Takes out of a net what cannot get stuck (straight pieces, nested blocks, plain loops); the rest is small."""

from __future__ import annotations

from bpmn.lint.diagram import ACTIVITIES
from bpmn.lint.net import AND, OPTIONAL, OR, XOR, Net, Place


def reduced(net: Net) -> Net:
    """The same net, in place, without the pieces that are sound by construction."""
    work = set(net.places)
    while work:
        number = work.pop()
        if number in net.places:
            work |= _straight(net, number) or _bundle(net, number) or _same_join(net, number) or _loop(net, number)
    return net


def _straight(net: Net, number: int) -> set[int]:
    """A vertex with one way in and one way out is only a piece of line."""
    place = net.places[number]
    if len(place.ins) != 1 or len(place.outs) != 1 or place.ends_scope:
        return set()
    into, out = place.ins[0], place.outs[0]
    source, _ = net.arcs[into]
    _, target = net.arcs.pop(out)
    if source == number or target == number:
        net.arcs[out] = (number, target)
        return set()
    del net.places[number]
    net.arcs[into] = (source, target)
    ins = net.places[target].ins
    ins[ins.index(out)] = into
    if _works(place) or out in net.busy:
        net.busy.add(into)
    return {source, target} & set(net.places)


def _works(place: Place) -> bool:
    return place.element.tag in ACTIVITIES or "Event" in place.element.tag


def _bundle(net: Net, number: int) -> set[int]:
    """Several arcs from one split to one join of the same kind are one arc; of a whole OR block likewise."""
    place = net.places[number]
    by_target: dict[int, list[int]] = {}
    for arc in place.outs:
        by_target.setdefault(net.arcs[arc][1], []).append(arc)
    for target, arcs in by_target.items():
        if len(arcs) > 1 and target != number and _match(place, net.places[target], arcs):
            if net.busy & set(arcs):
                net.busy.add(arcs[0])
            for arc in arcs[1:]:
                del net.arcs[arc]
                place.outs.remove(arc)
                net.places[target].ins.remove(arc)
            return {number, target}
    return set()


def _match(split: Place, join: Place, arcs: list[int]) -> bool:
    if split.split == XOR:
        return join.join == XOR or (join.join == OR and len(arcs) == len(split.outs) == len(join.ins))
    whole = len(arcs) == len(split.outs) == len(join.ins)
    if split.split == AND:
        return join.join == AND or (join.join == OR and whole)
    return split.split in (OR, OPTIONAL) and join.join == OR and whole


def _same_join(net: Net, number: int) -> set[int]:
    """A merge that only leads into another merge is part of it."""
    place = net.places[number]
    if len(place.outs) != 1 or place.ends_scope or len(place.ins) < 2 or _works(place):
        return set()
    arc = place.outs[0]
    target = net.arcs[arc][1]
    if target == number or place.join != XOR or net.places[target].join != XOR or arc in net.busy:
        return set()
    del net.arcs[arc]
    net.places[target].ins.remove(arc)
    for into in place.ins:
        net.arcs[into] = (net.arcs[into][0], target)
        net.places[target].ins.append(into)
    del net.places[number]
    return {target, *(net.arcs[a][0] for a in net.places[target].ins)} & set(net.places)


def _loop(net: Net, number: int) -> set[int]:
    """A choice that may lead back into a merge right before it is as if it did not."""
    place = net.places[number]
    if place.split != XOR:
        return set()
    for arc in list(place.outs):
        target = net.arcs[arc][1]
        back = net.places[target]
        is_own = target == number and place.join == XOR and len(place.ins) > 1
        leads_here = len(back.outs) == 1 and net.arcs[back.outs[0]][1] == number and len(place.ins) == 1
        if len(place.outs) > 1 and (is_own or (leads_here and back.join == XOR and len(back.ins) > 1)):
            del net.arcs[arc]
            place.outs.remove(arc)
            back.ins.remove(arc)
            return {number, target}
    return set()
