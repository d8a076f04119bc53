"""Which token came of which: read from the trace alone, so it holds for every runtime."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bpmn.program import Flow, Node, Program
from engine.runtime.flows import joins_here
from engine.runtime.protocol import TraceEntry

HOLDERS = ("subProcess", "transaction")


@dataclass(slots=True, eq=False)
class Passage:
    """One time that something was at an element: when it came, how it ended, what it came of."""

    id: int
    element_id: str
    scope: int
    program: int
    entered: int
    node: Node | None
    index: int | None = None
    ended: int | None = None
    how: str = ""
    work: str = ""
    void: bool = False
    causes: set[int] = field(default_factory=set)
    consumed: list[tuple[str, int]] = field(default_factory=list)
    told: list[TraceEntry] = field(default_factory=list)

    @property
    def alive(self) -> bool:
        return self.ended is None

    @property
    def done(self) -> bool:
        """Whether it came to its own end (and was not canceled)."""
        return self.how in ("left", "ended")


class Lineage:
    """The passages of one instance and the tokens that wait at joins."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        root = programs[0].nodes[programs[0].root]
        self.passages: dict[int, Passage] = {0: Passage(0, root.id, -1, 0, 0, root)}
        self.waiting: dict[tuple[int, str], dict[str, deque[int]]] = defaultdict(dict)
        self.effects: dict[int, list[int]] = defaultdict(list)
        self.inside: dict[int, list[int]] = defaultdict(list)
        self.latest: dict[tuple[int, str], int] = {}
        self._coming: dict[tuple[int, str], deque[int]] = defaultdict(deque)
        self._thrower = 0
        self._moving: dict[str, int] | None = None
        self._flows: list[dict[str, Flow]] = [{flow.id: flow for flow in program.flows} for program in programs]

    def add(self, entries: Iterable[TraceEntry]) -> None:
        """Take in the trace of the next command."""
        self._moving = None
        for entry in entries:
            act = _ACTS.get(entry.action)
            if act is not None:
                act(self, entry)
            passage = self.passages.get(_number(entry.work_id))
            if passage is not None:
                passage.told.append(entry)

    # ------------------------------------------------------------------ questions
    def after(self, passage: Passage) -> Iterator[int]:
        """What came of a passage directly, or of the end of what it was in."""
        yield from self.effects[passage.id]
        around = self.passages.get(passage.scope)
        while around is not None and around.id and around.ended is not None:
            yield from (one for one in self.effects[around.id] if self.passages[one].entered >= around.ended)
            around = self.passages.get(around.scope)

    def consequences(self, start: Passage) -> set[int]:
        """Everything that came of a passage, itself and its inside left out."""
        found: set[int] = set()
        stack = list(self.after(start))
        while stack:
            one = stack.pop()
            if one in found or one == start.id or self.passages[one].void:
                continue
            found.add(one)
            stack += self.inside[one]
            stack += self.after(self.passages[one])
        return found

    def within(self, passage: Passage) -> Iterator[int]:
        """Everything inside a passage, however deep."""
        for one in self.inside[passage.id]:
            yield one
            yield from self.within(self.passages[one])

    def around(self, passage: Passage) -> Iterator[Passage]:
        """What the passage is inside of, the innermost first, the root left out."""
        scope = self.passages.get(passage.scope)
        while scope is not None and scope.id:
            yield scope
            scope = self.passages.get(scope.scope)

    # ------------------------------------------------------------------ reading
    def node(self, program: int, element_id: str) -> Node | None:
        """The node of that id, in that program or any other."""
        for one in (self.programs[program], *self.programs):
            index = one.by_id.get(element_id)
            if index is not None:
                return one.nodes[index]
        return None

    def _program_of(self, scope: int, element_id: str) -> int:
        home = self.passages[scope].program if scope in self.passages else 0
        found = [home, *range(len(self.programs))]
        return next((number for number in found if element_id in self.programs[number].by_id), home)

    def _begin(self, entry: TraceEntry, index: int | None = None) -> Passage:
        scope = int(entry.scope_id)
        program = self._program_of(scope, entry.element_id)
        node = self.node(program, entry.element_id)
        passage = Passage(_number(entry.work_id), entry.element_id, scope, program, entry.seq, node, index)
        self.passages[passage.id] = passage
        self.inside[scope].append(passage.id)
        return passage

    def _entered(self, entry: TraceEntry) -> None:
        if entry.work_id is None:
            return
        passage = self._begin(entry)
        place = (passage.scope, passage.element_id)
        node = passage.node
        if coming := self._coming[place]:
            passage.causes.add(coming.popleft())
        elif node is not None and joins_here(node) and self.waiting[place]:
            self._joined(passage, node, self.waiting[place])
        else:
            passage.causes |= self._unseen_causes(passage)
        self.latest[place] = passage.id
        for cause in passage.causes:
            self.effects[cause].append(passage.id)

    def _joined(self, passage: Passage, node: Node, waiting: dict[str, deque[int]]) -> None:
        left = node.start_quantity if node.start_quantity > 1 else len(waiting)
        for flow_id in list(waiting):
            while left and waiting[flow_id]:
                source = waiting[flow_id].popleft()
                passage.consumed.append((flow_id, source))
                passage.causes.add(source)
                left -= 1
                if node.start_quantity == 1:
                    break
            if not waiting[flow_id]:
                del waiting[flow_id]

    def _unseen_causes(self, passage: Passage) -> set[int]:
        """The cause of what no sequence flow brought: a boundary event, a link, an undoing, a move."""
        node = passage.node
        if node is None or node.type == "startEvent":
            return set()
        program = self.programs[passage.program]
        if node.attached_to is not None:
            return self._last(passage.scope, program.nodes[node.attached_to].id)
        if node.compensates or node.type == "eventSubProcess":
            return {self._thrower} if self._thrower and node.compensates else set()
        if link := next((event.link for event in node.events if event.kind == "link"), ""):
            near = (n for n in program.nodes if n.type == "intermediateThrowEvent" and n.container == node.container)
            named = [n.id for n in near if any(event.link == link for event in n.events)]
            return set().union(*(self._last(passage.scope, name) for name in named)) if named else set()
        return self._same_as_before(passage) if self._moving is not None else set()

    def _same_as_before(self, passage: Passage) -> set[int]:
        """A move brought a token back: it came of what the earlier one there came of."""
        earlier = self._newest(passage.element_id, but=passage.id)
        if earlier is None:
            return set()
        if self._moving is not None and passage.element_id not in self._moving and not earlier.alive:
            self._goes_on(earlier, passage)
        return set(earlier.causes)

    def _newest(self, element_id: str, *, but: int = -1) -> Passage | None:
        found = (one for one in reversed(self.passages.values()) if one.element_id == element_id and one.index is None)
        return next((one for one in found if one.id != but), None)

    def _goes_on(self, earlier: Passage, opened: Passage) -> None:
        """A sub-process was opened anew around a token: what was done in it belongs to it still."""
        earlier.void = True
        for one in self.inside.pop(earlier.id, ()):
            self.passages[one].scope = opened.id
            self.inside[opened.id].append(one)
        for scope, element_id in [key for key in self.latest if key[0] == earlier.id]:
            self.latest[(opened.id, element_id)] = self.latest[(scope, element_id)]

    def _last(self, scope: int, element_id: str) -> set[int]:
        found = self.latest.get((scope, element_id))
        return set() if found is None else {found}

    def _started(self, entry: TraceEntry) -> None:
        if entry.work_id is not None:
            self._begin(entry, entry.details.get("index"))

    def _waits(self, entry: TraceEntry) -> None:
        passage = self.passages.get(_number(entry.work_id))
        if passage is not None:
            passage.work = str(entry.details.get("kind") or "")

    def _gone(self, entry: TraceEntry) -> None:
        passage = self.passages.get(_number(entry.work_id))
        if passage is not None and passage.id:
            passage.ended, passage.how = entry.seq, entry.action
        elif passage is None and (coming := self._coming[(int(entry.scope_id), entry.element_id)]):
            coming.pop()  # canceled before it began

    def _thrown(self, entry: TraceEntry) -> None:
        if entry.details.get("kind") in ("compensation", "cancel"):
            self._thrower = _number(entry.work_id)

    def _taken(self, entry: TraceEntry) -> None:
        scope = int(entry.scope_id)
        number = self.passages[scope].program if scope in self.passages else 0
        flow = self._flows[number].get(entry.element_id)
        if flow is None:
            return
        source, target = self.programs[number].nodes[flow.source], self.programs[number].nodes[flow.target]
        came = (self._moving or {}).pop(flow.id, None) or self.latest.get((scope, source.id), 0)
        if joins_here(target):
            self.waiting[(scope, target.id)].setdefault(flow.id, deque()).append(came)
        else:
            self._coming[(scope, target.id)].append(came)

    def _moved(self, entry: TraceEntry) -> None:
        self._moving = {}
        names = [str(name) for name in entry.details.get("cancel", ())]
        for name in map(str, entry.details.get("enter", ())):
            self._superseded(name, set(names))
            place, exactly, scope = name.partition("@")
            joins = (one for one in reversed(self.passages.values()) if not exactly or str(one.scope) == scope)
            taken = (source for join in joins for flow_id, source in join.consumed if flow_id == place)
            self._moving[place] = next(taken, 0)
        for name in names:
            flow_id, at, scope = name.partition("@")
            for (where, element), waiting in self.waiting.items():
                if at and str(where) == scope and waiting.get(flow_id):
                    waiting[flow_id].pop()
                    if not waiting[flow_id]:
                        del waiting[flow_id]
                elif element == name:
                    waiting.clear()

    def _superseded(self, name: str, canceled: set[str]) -> None:
        """What came of the earlier passage there does not count again when the move takes it back."""
        element_id, exactly, _ = name.partition("@")
        earlier = self._newest(element_id)
        undone = self.consequences(earlier) if earlier is not None else set()
        ids = {str(one) for one in undone} | {self.passages[one].element_id for one in undone}
        if earlier is not None and (exactly or canceled & ids):
            for one in (*undone, earlier.id):
                self.passages[one].void = True


def _number(work_id: Any) -> int:
    return -1 if work_id is None else int(work_id)


_ACTS: dict[str, Callable[[Lineage, TraceEntry], None]] = {
    "entered": Lineage._entered,
    "started": Lineage._started,
    "waiting": Lineage._waits,
    "left": Lineage._gone,
    "ended": Lineage._gone,
    "canceled": Lineage._gone,
    "thrown": Lineage._thrown,
    "taken": Lineage._taken,
    "moved": Lineage._moved,
}
