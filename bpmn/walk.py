"""Walks through a process by hand in a terminal: what happened, what it waits for, what the walker answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bpmn.cli import Say, files_of, told
from bpmn.compiling import compile_program
from bpmn.document import Refused
from bpmn.program import Program

_KINDS_ZH = {
    "user_task": "用户任务", "job": "服务任务", "timer": "定时器", "message": "消息", "signal": "信号",
    "condition": "条件", "called_instance": "被调用流程", "incident": "事故", "ad_hoc": "可选活动",
}  # fmt: skip
_SHOWN = (
    "assignee", "candidate_groups", "candidate_users", "form_id", "due_at", "type", "name", "correlation_key",
    "process_id", "message_zh", "index",
)  # fmt: skip
HELP = "〈序号〉[名=值 …] 完成该项工作　set 名=值 …　vars 查看变量　quit 退出 / <number> [name=value …] set vars quit"


@dataclass(eq=False)
class Walk:
    """One run in the terminal. `runtime` is a runtime module and `commands` the module of its commands."""

    program: Program
    runtime: Any
    commands: Any
    say: Say
    now: dt.datetime
    snapshot: bytes = b""
    state: str = "ACTIVE"
    names: dict[str, str] = field(default_factory=dict)

    def took(self, step: Any) -> None:
        """Shows what a step did and keeps its snapshot."""
        self.snapshot, self.state = step.snapshot, step.state
        for entry in step.trace:
            self.say(f"  {entry.seq:>4} {entry.action:<9} {self.name(entry.element_id)}{_details(entry.details)}")
        for change in step.changes:
            self.say(f"       {change.name} = {_value(change.new)}")
        for sent in step.sent:
            self.say(f"       ↗ {sent.kind} {sent.name} {sent.correlation_key or ''}")

    def name(self, element_id: str) -> str:
        shown = self.program.elements.get(element_id)
        return f"{element_id} {shown.name}".strip() if shown is not None else element_id

    def waits(self) -> list[Any]:
        return list(self.runtime.open_work(self.program, self.snapshot))

    def answer(self, line: str) -> None:
        """Carries out one line of the walker; what is not understood is told."""
        word, _, rest = line.strip().partition(" ")
        try:
            given = _assignments(rest)
        except ValueError as reason:
            self.say(f"✗ {reason}")
            return
        if word == "vars":
            self.say(json.dumps(self.runtime.variables(self.snapshot), ensure_ascii=False, default=str, indent=2))
        elif word == "set":
            self.advance(self.commands.SetVariables(variables=given))
        elif word.isdecimal() and 0 < int(word) <= len(self.waits()):
            self.complete(self.waits()[int(word) - 1], given)
        else:
            self.say(HELP)

    def complete(self, work: Any, variables: Mapping[str, Any]) -> None:
        """Ends one open work in the way of its kind; a timer moves the clock to its due time."""
        c = self.commands
        if work.kind == "timer":
            self.now = max(self.now, work.details.get("due_at") or self.now)
            self.advance(c.FireTimer(work.work_id))
        elif work.kind == "message":
            self.advance(c.DeliverMessage(work.work_id, variables))
        elif work.kind == "signal":
            self.advance(c.DeliverSignal(work.details.get("name", ""), variables))
        elif work.kind == "incident":
            self.advance(c.Retry(work.work_id))
        elif work.kind == "condition":
            self.advance(c.SetVariables(variables=variables))
        else:
            self.advance(c.Complete(work.work_id, variables))

    def advance(self, command: Any) -> None:
        try:
            self.took(self.runtime.advance(self.program, self.snapshot, command, self.now))
        except self.commands.Refusal as refusal:
            self.say(f"✗ {refusal.code}: {refusal}")

    def show_waits(self) -> None:
        """One numbered line for each thing that the instance waits for."""
        for number, work in enumerate(self.waits(), start=1):
            known = {key: work.details.get(key) for key in _SHOWN}
            details = ", ".join(f"{key}={_value(value)}" for key, value in known.items() if value)
            kind = f"{_KINDS_ZH.get(work.kind, work.kind)}（{work.kind}）"
            self.say(f"  [{number}] 等待{kind}{self.name(work.element_id)}  {details}".rstrip())


def run_file(
    path: Path,
    say: Say,
    *,
    runtime: Any,
    commands: Any,
    answers: Iterable[str],
    now: dt.datetime,
    variables: Mapping[str, Any] | None = None,
) -> str:
    """Starts the process and lets the answers drive it; its state at the end ("REFUSED" when it cannot run)."""
    files = {name: data for name, data in files_of(path).items() if not name.endswith(".json")}
    try:
        program = compile_program(files)
    except Refused as refused:
        for finding in refused.findings:
            for line in told(finding):
                say(line)
        return "REFUSED"
    walk = Walk(program, runtime, commands, say, now)
    return _walked(walk, answers, variables or {})


def _walked(walk: Walk, answers: Iterable[str], variables: Mapping[str, Any]) -> str:
    walk.say(f"{walk.program.process_id} {walk.program.name}".strip())
    try:
        walk.took(_started(walk, variables))
    except walk.commands.Refusal as refusal:
        walk.say(f"✗ {refusal.code}: {refusal}")
        return "REFUSED"
    lines = iter(answers)
    while walk.state == "ACTIVE":
        walk.show_waits()
        line = next(lines, "quit")
        if line.strip() in ("quit", "q"):
            break
        walk.answer(line)
    walk.say(f"状态 {walk.state}")
    return walk.state


def _started(walk: Walk, variables: Mapping[str, Any]) -> Any:
    starts = [s.element_id for s in walk.program.starts]
    plain = any(s.kind == "none" for s in walk.program.starts)
    at = None if plain or not starts else starts[0]
    return walk.runtime.start(walk.program, variables, walk.now, at=at)


def _assignments(text: str) -> dict[str, Any]:
    """`{"a": 1}` or `a=1 b=true c=文字`; what is no JSON is a text."""
    if text.strip().startswith("{"):
        return dict(json.loads(text))
    pairs = (part.partition("=") for part in text.split() if "=" in part)
    return {name: _json(value) for name, _, value in pairs}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _value(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return json.dumps(value, ensure_ascii=False, default=str)


def _details(details: Mapping[str, Any]) -> str:
    shown = ", ".join(f"{k}={_value(v)}" for k, v in details.items() if v not in (None, "", [], {}))
    return f"  ({shown})" if shown else ""
