"""Where an instance may go back to, and what going back would do: a function of the trace, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bpmn.program import Program
from engine.runtime.lineage import HOLDERS, Lineage, Passage
from engine.runtime.protocol import ABSENT, Move, NotAllowedHere, TraceEntry, VariableChange

USER_TASKS = ("userTask", "manualTask", "task")
ACTIVITIES = (
    *USER_TASKS, "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "callActivity",
    "subProcess", "transaction", "adHocSubProcess",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What one command told: its part of the trace and the variables it changed."""

    entries: Sequence[TraceEntry]
    changes: Sequence[VariableChange] = ()


@dataclass(frozen=True)
class Effect:
    """Something that has already left the instance: `kind` is job, called_instance, message, signal or data_store."""

    kind: str
    passage: Passage
    name: str


@dataclass(frozen=True)
class Restored:
    """A variable that goes back; with `kept` it stays, because something that is not undone changed it later."""

    scope_id: str
    name: str
    old: Any
    new: Any
    kept: bool = False


@dataclass(frozen=True)
class Plan:
    """Going back to one passage: the move that does it and what it means. `again`: work ids of what is done again."""

    target: Passage
    move: Move
    canceled: tuple[Passage, ...]
    superseded: tuple[Passage, ...]
    restored: tuple[Restored, ...]
    effects: tuple[Effect, ...]
    again: tuple[str, ...]


@dataclass
class History:
    """An instance as its trace tells it."""

    programs: Sequence[Program]
    told: Sequence[Told]
    lineage: Lineage = field(init=False)

    def __post_init__(self) -> None:
        self.lineage = Lineage(self.programs)
        for one in self.told:
            self.lineage.add(one.entries)


# --------------------------------------------------------------------------- where to
def return_targets(history: History, work_id: str) -> list[Passage]:
    """The earlier user tasks that this open work came of, the latest first."""
    lineage = history.lineage
    work = lineage.passages.get(int(work_id))
    if work is None or not work.alive:
        return []
    here = {work.id, *(one.id for one in lineage.around(work))}
    return [one for one in _candidates(lineage, USER_TASKS) if here & lineage.consequences(one)]


def rewind_targets(history: History) -> list[Passage]:
    """Every finished activity of which something open or waiting came, the latest first."""
    lineage = history.lineage
    return [one for one in _candidates(lineage, ACTIVITIES) if _something_open(lineage, one)]


def _candidates(lineage: Lineage, types: tuple[str, ...]) -> list[Passage]:
    newest: dict[tuple[int, str], Passage] = {}
    for one in lineage.passages.values():
        if one.node is not None and one.index is None and one.id and one.node.type in types:
            newest[(one.scope, one.element_id)] = one
    found = [one for one in newest.values() if one.how == "left" and not one.void and _reachable(lineage, one)]
    return sorted(found, key=lambda one: -(one.ended or 0))


def _reachable(lineage: Lineage, passage: Passage) -> bool:
    """Whether a token can be put there: every scope around it is alive or a sub-process that can be opened anew."""
    if passage.node is None or passage.node.compensates:
        return False
    for around in lineage.around(passage):
        if around.alive:
            return around.node is not None and around.node.type != "adHocSubProcess"
        simple = around.node is not None and around.node.type in HOLDERS and around.node.loop is None
        if not simple or around.index is not None:
            return False
    return True


def _something_open(lineage: Lineage, passage: Passage) -> bool:
    undone = lineage.consequences(passage)
    sources = _sources(lineage, passage, undone)
    waits = any(source in sources for _, _, source in _waiting(lineage))
    return waits or any(lineage.passages[one].alive for one in undone)


# --------------------------------------------------------------------------- what it does
def plan_for(history: History, target: Passage, *, reason: str = "") -> Plan:
    """What going back to the passage would cancel, restore and leave behind."""
    lineage = history.lineage
    undone = lineage.consequences(target)
    sources = _sources(lineage, target, undone)
    open_ = [lineage.passages[one] for one in sorted(undone) if lineage.passages[one].alive]
    outermost = [one for one in open_ if one.scope not in undone]
    stale = [(scope, flow) for scope, flow, source in _waiting(lineage) if source in sources]
    waiting = [f"{flow}@{scope}" for scope, flow in stale if _is_open(lineage, scope, undone)]
    restored = _restored(history, target, undone)
    move = Move(
        cancel=tuple(str(one.id) for one in outermost) + tuple(waiting),
        enter=(_place(lineage, target), *_given_back(lineage, target, undone, sources)),
        restore=_writes(lineage, restored),
        reason=reason,
    )
    finished = [lineage.passages[one] for one in sorted(undone) if lineage.passages[one].done]
    told = tuple(one for one in finished if one.work == "user_task")
    again = tuple(str(one) for one in (target.id, *lineage.within(target)))
    return Plan(target, move, tuple(open_), told, tuple(restored), tuple(_effects(finished)), again)


def _is_open(lineage: Lineage, scope: int, undone: set[int]) -> bool:
    return scope not in undone and lineage.passages[scope].alive


def _sources(lineage: Lineage, target: Passage, undone: set[int]) -> set[int]:
    """Whatever a token can have come of that is not to be any more."""
    found = {target.id, *undone}
    for one in (target, *(lineage.passages[one] for one in undone)):
        found |= {around.id for around in lineage.around(one) if not around.alive}
    return found


def _waiting(lineage: Lineage) -> Iterator[tuple[int, str, int]]:
    for (scope, _), flows in lineage.waiting.items():
        for flow, sources in flows.items():
            for source in sources:
                yield scope, flow, source


def _place(lineage: Lineage, target: Passage) -> str:
    """Where the token goes: below the nearest scope that is still alive."""
    scopes = [around.id for around in lineage.around(target) if around.alive]
    return f"{target.element_id}@{scopes[0] if scopes else 0}"


def _given_back(lineage: Lineage, target: Passage, undone: set[int], sources: set[int]) -> list[str]:
    """Tokens of branches that are not undone, which a join that is undone had taken."""
    opened = {around.id for around in lineage.around(target) if not around.alive}
    found = []
    for one in sorted(undone):
        join = lineage.passages[one]
        kept = [flow for flow, source in join.consumed if source not in sources]
        if join.scope in opened:
            found += kept
        elif _is_open(lineage, join.scope, undone):
            found += [f"{flow}@{join.scope}" for flow in kept]
    return found


def _effects(finished: Sequence[Passage]) -> Iterator[Effect]:
    for one in finished:
        node = one.node
        if one.work == "job":
            source = node.task.job_type.source if node is not None and node.task.job_type is not None else ""
            yield Effect("job", one, source or one.element_id)
        if one.work == "called_instance":
            yield Effect("called_instance", one, one.element_id)
        for entry in one.told:
            if entry.action == "thrown" and entry.details.get("kind") in ("message", "signal"):
                yield Effect(str(entry.details["kind"]), one, str(entry.details.get("name") or ""))
            elif entry.action == "stored":
                yield Effect("data_store", one, str(entry.details.get("store") or ""))


# --------------------------------------------------------------------------- variables
def _restored(history: History, target: Passage, undone: set[int]) -> list[Restored]:
    """Old values of what the undone wrote, in scopes that live on or are opened anew."""
    lineage = history.lineage
    scopes = {str(one) for one in lineage.passages if _is_open(lineage, one, undone)}
    opened = {str(around.id) for around in lineage.around(target) if not around.alive}
    now: dict[tuple[str, str], Any] = {}
    before: dict[tuple[str, str], Any] = {}
    later: set[tuple[str, str]] = set()
    for told in history.told:
        active = {lineage.passages[n].element_id for e in told.entries if (n := int(e.work_id or -1)) in undone}
        for change in told.changes:
            key = (change.scope_id, change.name)
            if change.scope_id in opened and change.new is ABSENT and change.element_id is not None:
                continue  # the scope ended
            if change.scope_id in scopes or change.scope_id in opened:
                now[key] = change.new
                _note(key, change, active, before, later)
    known = {**{key: value for key, value in now.items() if key[0] in opened}, **before}
    found = [
        Restored(*key, old=now[key], new=now[key] if key in later else value, kept=key in later)
        for key, value in known.items()
        if key[0] in opened or now[key] is ABSENT or value is ABSENT or now[key] != value or key in later
    ]
    return sorted(found, key=lambda one: (one.scope_id, one.name))


def _note(
    key: tuple[str, str],
    change: VariableChange,
    active: set[str],
    before: dict[tuple[str, str], Any],
    later: set[tuple[str, str]],
) -> None:
    if change.element_id in active:
        before.setdefault(key, change.old)
        later.discard(key)
    elif key in before:
        later.add(key)


def _writes(lineage: Lineage, restored: Sequence[Restored]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in restored:
        scope = lineage.passages[int(one.scope_id)]
        if not one.kept or not scope.alive:
            found.setdefault(one.scope_id if scope.alive else scope.element_id, {})[one.name] = one.new
    return found


# --------------------------------------------------------------------------- withdrawing
def withdrawal(history: History, work_id: str, *, reason: str = "") -> Plan:
    """Taking a completion back; an instance of an open loop comes back alone. Raises NotAllowedHere."""
    lineage = history.lineage
    done = lineage.passages.get(int(work_id))
    if done is None or not done.done:
        raise NotAllowedHere(f"“{work_id}” was not completed")
    if done.index is None:
        if done not in _candidates(lineage, USER_TASKS) or not _something_open(lineage, done):
            raise NotAllowedHere(f"what came of “{done.element_id}” is over")
        return plan_for(history, done, reason=reason)
    return _one_instance(history, done, reason)


def _one_instance(history: History, done: Passage, reason: str) -> Plan:
    lineage = history.lineage
    outer = lineage.passages[done.scope]
    loop = None if outer.node is None else outer.node.loop
    index = done.index or 0
    same = [one for one in map(lineage.passages.__getitem__, lineage.inside[outer.id]) if one.index is not None]
    later = [one for one in same if loop is not None and loop.kind == "sequential" and (one.index or 0) > index]
    newest = max((one.id for one in same if one.index == index), default=0)
    if not outer.alive or loop is None or loop.kind == "standard" or newest != done.id:
        raise NotAllowedHere(f"the instances of “{outer.element_id}” are all done")
    if any(not one.alive for one in later):
        raise NotAllowedHere(f"instances behind “{done.element_id}” are done")
    own = (change for told in history.told for change in told.changes if change.scope_id == str(done.id))
    item = next((change.new for change in own if change.name == loop.item and change.new is not ABSENT), None)
    return Plan(
        done, Move(again=((str(outer.id), index, item),), reason=reason), tuple(later), (), (), (), (str(done.id),)
    )
