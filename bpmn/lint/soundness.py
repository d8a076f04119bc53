"""Plays every course that the tokens of a scope can take and tells where they get stuck."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice

from bpmn.lint.net import AND, OPTIONAL, OR, XOR, Net, Place

MAX_STATES = 4_000
MAX_WORK = 1_000_000
"""Arcs looked at in all moves together: wide nets cost more per state."""
MAX_WIDTH = 300
MAX_WAYS = 6
Marking = frozenset[int]


@dataclass(frozen=True, eq=False)
class Move:
    """One step of the play: the vertex, what was marked after it, and whether it was one of several choices."""

    place: int
    after: Marking
    arcs: frozenset[int]
    chose: bool
    doubled: tuple[int, ...] = ()
    ended: bool = False


@dataclass(eq=False)
class Play:
    """Everything that was found out. `stuck` and `doubled` tell the decisions that led there."""

    stuck: dict[int, tuple[int, ...]] = field(default_factory=dict)
    doubled: dict[int, tuple[int, ...]] = field(default_factory=dict)
    always: bool = False
    complete: bool = True
    states: int = 0


def play(net: Net, *, states: int = MAX_STATES) -> Play:
    """The courses of that net; not `complete` when there are more than that many states."""
    return _Player(net, states).run()


class _Player:
    def __init__(self, net: Net, states: int) -> None:
        self.net = net
        self.states = states
        self.work = 0
        self.found = Play()
        self.first: dict[Marking, tuple[int, ...]] = {}
        self.before: dict[Marking, list[tuple[Marking, int]]] = {}
        self.fine: set[Marking] = set()
        self.dead: set[Marking] = set()
        self.reach = {n: self._reach(n) for n, p in net.places.items() if p.join == OR}

    def run(self) -> Play:
        start: Marking = frozenset(a for a, (source, _) in self.net.arcs.items() if source < 0)
        self.first[start] = ()
        todo = deque([start])
        while todo:
            marking = todo.popleft()
            if len(self.first) > self.states or self.work > MAX_WORK or len(marking) > MAX_WIDTH:
                self.found.complete, self.found.states = False, len(self.first)
                return self.found
            self._expand(marking, todo)
        self._judge(start)
        self.found.states = len(self.first)
        return self.found

    def _expand(self, marking: Marking, todo: deque[Marking]) -> None:
        moves = list(islice(self._moves(marking), self.states))
        if not moves:
            self.dead.add(marking)
        self.work += (len(moves) + 1) * (len(marking) + 1)
        for move in moves:
            decided = self.first[marking]
            if move.chose:
                decided = (*decided, move.place)
            for arc in move.doubled:
                self.found.doubled.setdefault(self.net.arcs[arc][0], decided)
            if move.ended or move.doubled or not move.after:
                self.fine.add(marking)
                continue
            self.before.setdefault(move.after, []).append((marking, move.place))
            if move.after not in self.first:
                self.first[move.after] = decided
                (todo.append if move.chose else todo.appendleft)(move.after)

    def _judge(self, start: Marking) -> None:
        """A marking is doomed when no course from it ends well; a join is blamed with the least that dooms it."""
        good = self._backward(self.fine, lambda marking: True)
        self.found.always = start not in good
        stuck: dict[int, set[Marking]] = {}
        for marking in self.dead:
            for arc in marking:
                stuck.setdefault(self.net.arcs[arc][1], set()).add(marking)
        for target, markings in stuck.items():
            doomed = self._backward(markings, lambda marking: marking not in good)
            turns = [m for m in doomed if m == start or any(e in good for e, _ in self.before.get(m, ()))]
            decisions = (self.first[marking] for marking in turns or markings)
            self.found.stuck[target] = min(decisions, key=len)

    def _backward(self, markings: set[Marking], may: Callable[[Marking], bool]) -> set[Marking]:
        seen = set(markings)
        todo = list(seen)
        while todo:
            for earlier, _ in self.before.get(todo.pop(), ()):
                if earlier not in seen and may(earlier):
                    seen.add(earlier)
                    todo.append(earlier)
        return seen

    def _moves(self, marking: Marking) -> Iterator[Move]:
        for number in sorted({self.net.arcs[arc][1] for arc in marking}):
            place = self.net.places[number]
            for taken in self._taken(number, place, marking):
                yield from self._given(number, place, marking - taken)

    def _taken(self, number: int, place: Place, marking: Marking) -> Iterator[frozenset[int]]:
        here = [arc for arc in place.ins if arc in marking]
        if place.join == XOR:
            yield from (frozenset((arc,)) for arc in here)
        elif place.join == AND:
            if len(here) == len(place.ins):
                yield frozenset(here)
        elif not self._more_comes(number, place, marking, here):
            yield frozenset(here)

    def _more_comes(self, number: int, place: Place, marking: Marking, here: list[int]) -> bool:
        """The standard's rule: a token elsewhere that can come to an empty way in, and to no way in that is full."""
        empty = [arc for arc in place.ins if arc not in marking]
        reach = self.reach[number]
        return any(
            any(arc in reach.get(token, ()) for arc in empty) and not any(arc in reach.get(token, ()) for arc in here)
            for token in marking
            if token not in here
        )

    def _given(self, number: int, place: Place, rest: Marking) -> Iterator[Move]:
        if place.ends_scope:
            yield Move(number, frozenset(), frozenset(), False, ended=True)
            return
        ways = list(_ways(place))
        for way in ways:
            doubled = tuple(arc for arc in way if arc in rest)
            yield Move(number, rest | way, way, len(ways) > 1, doubled)

    def _reach(self, number: int) -> dict[int, frozenset[int]]:
        """For each arc the incoming arcs of the join that its token can come to without passing the join."""
        found: dict[int, set[int]] = {arc: set() for arc in self.net.arcs}
        for into in self.net.places[number].ins:
            todo = [into]
            while todo:
                arc = todo.pop()
                if into not in found[arc]:
                    found[arc].add(into)
                    source = self.net.arcs[arc][0]
                    if source >= 0 and source != number:
                        todo.extend(self.net.places[source].ins)
        return {arc: frozenset(arcs) for arc, arcs in found.items()}


def _ways(place: Place) -> Iterator[frozenset[int]]:
    outs = place.outs
    if place.split == XOR and outs:
        yield from (frozenset((arc,)) for arc in outs)
    elif place.split == OR and 1 < len(outs) <= MAX_WAYS:
        for size in range(len(outs), 0, -1):
            yield from (frozenset(way) for way in combinations(outs, size))
    elif place.split == OPTIONAL and len(outs) <= MAX_WAYS:
        for size in range(len(outs)):
            yield from (frozenset((outs[0], *way)) for way in combinations(outs[1:], size))
    else:
        yield frozenset(outs)
