"""Walks a definition along random paths on both runtimes, in a killable child, and tells where they part."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bpmn import Finding, Program, compile_program
from bpmn.sandbox import ChildLost, in_child
from engine.runtime import kernel, spiff
from engine.runtime.protocol import (
    Complete,
    DeliverMessage,
    DeliverSignal,
    Environment,
    FireTimer,
    Opened,
    Refusal,
    SetVariables,
    Step,
    ThrowError,
    ThrowEscalation,
)

SECONDS = 10.0
WALKS = 30
COMMANDS = 60
MONDAY = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
ABLE = ("user_task", "job", "timer", "message", "signal")
Values = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Walk:
    """How one walk ended: "same", "refused" (by SpiffWorkflow's runtime: why) or "differs" (what)."""

    kind: str
    commands: tuple[str, ...]
    why: str = ""


# --------------------------------------------------------------------------- at a deployment
def cross_check(
    files: Mapping[str, bytes], *, process_id: str | None = None,
    called: Mapping[str, Mapping[str, bytes]] | None = None,
    seconds: float = SECONDS, seed: int = 1,
) -> tuple[Finding, ...]:  # fmt: skip
    """What the walks have found: a disagreement, what could not be compared and why, or nothing.

    `called` holds the files of processes that are deployed apart, by process id.
    """
    argument = (dict(files), process_id, {key: dict(one) for key, one in (called or {}).items()}, seed, seconds * 0.6)
    try:
        answer = in_child("engine.crosscheck:walk_in_child", argument, seconds=seconds)
    except ChildLost as lost:
        return (_finding("cross-check-lost", None, f"The cross-check gave no answer: {lost.reason}.",
                         f"两个引擎的对照检查没有结果：{lost.reason}。"),)  # fmt: skip
    return tuple(_finding(*one) for one in answer)


def _finding(code: str, element_id: str | None, message: str, message_zh: str) -> Finding:
    return Finding(code, "info", element_id, None, message, message_zh)


def walk_in_child(argument: tuple[Any, ...]) -> list[tuple[str, str | None, str, str]]:
    """The findings as plain data; called in the child."""
    import time

    files, process_id, called, seed, seconds = argument
    program = compile_program(_diagrams(files), process_id=process_id)
    programs = {key: compile_program(_diagrams(one), process_id=key) for key, one in called.items()}
    reasons = [*spiff.refuses(program), *(reason for one in programs.values() for reason in spiff.refuses(one))]
    if reasons:
        return [_not_compared(reason) for reason in reasons]
    env = surroundings(programs)
    until = time.monotonic() + seconds
    refused: dict[str, None] = {}
    for number in range(WALKS):
        if time.monotonic() > until:
            break
        walk = walk_both(program, random.Random(seed + number), values_of(program), commands=COMMANDS, env=env)
        if walk.kind == "differs":
            return [_disagreement(walk)]
        if walk.kind == "refused":
            refused[walk.why] = None
    return [("not-compared", None, f"Not compared: {why}.", f"未对照：{why}。") for why in refused]


def _diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.lower().endswith((".bpmn", ".dmn"))}


def _not_compared(reason: spiff.Reason) -> tuple[str, str | None, str, str]:
    return (
        "not-compared",
        reason.element_id,
        f"Not compared with SpiffWorkflow: {reason.message}.",
        f"未与 SpiffWorkflow 对照：{reason.message_zh}。",
    )


def _disagreement(walk: Walk) -> tuple[str, str | None, str, str]:
    path = "; ".join(walk.commands[-12:])
    return (
        "runtimes-differ",
        None,
        f"The kernel and SpiffWorkflow disagree ({walk.why}) after: {path}.",
        f"内核与 SpiffWorkflow 的结果不一致（{walk.why}），经过：{path}。",
    )


# --------------------------------------------------------------------------- one walk
def walk_both(
    program: Program, choose: random.Random, values: Values, *, commands: int, env: Environment | None = None,
    variables: Mapping[str, Any] | None = None,
) -> Walk:  # fmt: skip
    """The same random commands on both runtimes, compared after each of them."""
    env = env or Environment()
    begun = dict(variables) if variables is not None else _some(choose, values)
    told = [f"start {begun}"]
    codes = _codes(program)
    at = _start_of(program, choose)
    try:
        ours = kernel.start(program, begun, MONDAY, env=env, at=at)
        theirs = spiff.start(program, begun, MONDAY, env=env, at=at)
        for _ in range(commands):
            difference = differs(program, ours, theirs, env)
            if difference:
                return Walk("differs", tuple(told), difference)
            pair = _pair(program, ours, theirs, env, choose)
            if pair is None:
                break
            mine, yours, name = _commands(*pair, choose, values, codes)
            told.append(f"{name} {pair[0].element_id}")
            ours = kernel.advance(program, ours.snapshot, mine, MONDAY, env=env)
            theirs = spiff.advance(program, theirs.snapshot, yours, MONDAY, env=env)
    except Refusal as refusal:
        return Walk("refused", tuple(told), str(refusal))
    return Walk("same", tuple(told))


def differs(program: Program, ours: Step, theirs: Step, env: Environment) -> str:
    """What the two instances disagree about, "" when nothing."""
    if ours.state != theirs.state:
        return f"state: kernel {ours.state}, SpiffWorkflow {theirs.state}"
    mine, yours = (
        Counter(_key(work) for work in runtime.open_work(program, step.snapshot, env=env))
        for runtime, step in ((kernel, ours), (spiff, theirs))
    )
    if mine != yours:
        return f"open: only kernel {[*(mine - yours)]}, only SpiffWorkflow {[*(yours - mine)]}"
    a, b = kernel.variables(ours.snapshot, env=env), spiff.variables(theirs.snapshot, env=env)
    return "" if a == b else f"variables: {sorted(name for name in {*a, *b} if a.get(name) != b.get(name))}"


def _key(work: Opened) -> tuple[Any, ...]:
    return work.element_id, work.kind, work.details.get("index"), work.details.get("code")


def _start_of(program: Program, choose: random.Random) -> str | None:
    plain = [start for start in program.starts if start.kind == "none"]
    if len(plain) == 1 or not program.starts:
        return None
    return choose.choice(program.starts).element_id


def _pair(
    program: Program, ours: Step, theirs: Step, env: Environment, choose: random.Random
) -> tuple[Opened, Opened] | None:
    """One open work, as each of the two calls it; None when nothing can be done any more."""
    mine = [work for work in kernel.open_work(program, ours.snapshot, env=env) if work.kind in ABLE]
    if not mine or ours.state != "ACTIVE":
        return None
    work = choose.choice(sorted(mine, key=lambda one: (_key(one)[:2], int(one.work_id))))
    same = [one for one in mine if _key(one) == _key(work)]
    yours = [one for one in spiff.open_work(program, theirs.snapshot, env=env) if _key(one) == _key(work)]
    return work, yours[same.index(work)]


def _commands(
    work: Opened, other: Opened, choose: random.Random, values: Values, codes: Mapping[str, Sequence[str]]
) -> tuple[Any, Any, str]:
    chosen = _some(choose, values)
    if work.kind == "timer":
        return FireTimer(work.work_id), FireTimer(other.work_id), "timer"
    if work.kind == "message":
        return DeliverMessage(work.work_id, chosen), DeliverMessage(other.work_id, chosen), f"message {chosen}"
    if work.kind == "signal":
        signal = DeliverSignal(work.details["name"], chosen)
        return signal, signal, f"signal {chosen}"
    wild = choose.random()
    if codes["error"] and wild < 0.02:
        code = choose.choice(codes["error"])
        return ThrowError(work.work_id, code), ThrowError(other.work_id, code), f"error {code}"
    if codes["escalation"] and wild < 0.06:
        code = choose.choice(codes["escalation"])
        return ThrowEscalation(work.work_id, code), ThrowEscalation(other.work_id, code), f"escalation {code}"
    if wild > 0.97 and chosen:
        return SetVariables(chosen), SetVariables(chosen), f"set {chosen}, look at"
    return Complete(work.work_id, chosen), Complete(other.work_id, chosen), f"complete {chosen}"


def _codes(program: Program) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"error": [], "escalation": []}
    for node in program.nodes:
        for event in node.events:
            if event.kind in found and event.code is not None:
                found[event.kind].append(str(event.code.evaluate({}, now=MONDAY)))
    return found


def _some(choose: random.Random, values: Values) -> dict[str, Any]:
    return {name: choose.choice(list(some)) for name, some in values.items() if choose.random() < 0.7}


# --------------------------------------------------------------------------- what may be answered
_WORD = re.compile(r'"([^"]*)"|(\d+(?:\.\d+)?)|([A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)(\s*\()?')
_KEYWORDS = {"and", "or", "not", "if", "then", "else", "in", "for", "return", "some", "every", "satisfies", "between",
             "true", "false", "null", "instance", "of", "function"}  # fmt: skip


def values_of(program: Program) -> dict[str, list[Any]]:
    """For each variable that a condition reads, values that may decide it either way."""
    found: dict[str, list[Any]] = {}
    for source in _conditions(program):
        names, literals = [], []
        for text, number, name, called in _WORD.findall(source):
            if name and not called and name not in _KEYWORDS:
                names.append(name)
            elif number:
                literals += [int(float(number)) - 1, int(float(number)), int(float(number)) + 1]
            elif not name:
                literals.append(text)
        for name in names:
            found.setdefault(name, [True, False]).extend(literals)
    return found


def _conditions(program: Program) -> Iterator[str]:
    for flow in program.flows:
        if flow.condition is not None:
            yield flow.condition.source
    for node in program.nodes:
        if node.loop is not None:
            yield from (e.source for e in (node.loop.condition, node.loop.until) if e is not None)


class _AllDay(dict[str, Any]):
    """A calendar of every name: all time is working time."""

    def get(self, name: str, default: Any = None) -> Any:
        return _EveryHour()


class _EveryHour:
    def add(self, start: dt.datetime, working: dt.timedelta) -> dt.datetime:
        return start + working

    def add_days(self, start: dt.datetime, working_days: int) -> dt.datetime:
        return start + dt.timedelta(days=working_days)


def surroundings(programs: Mapping[str, Program]) -> Environment:
    """What both runtimes are given: calendars without nights, the processes that are called."""
    return Environment(calendars=_AllDay(), resolve=lambda process_id, _: programs.get(process_id))
