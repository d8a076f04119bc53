"""The corpus: what a release left behind in the middle of its processes, as files that later code must finish.

A release has one folder: the processes' files as they were shipped then, and a line for every story with its commands,
its end, and one snapshot for each place at which it waited first.
"""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bpmn import compile_program
from bpmn.program import Program
from engine.runtime import protocol
from engine.runtime.protocol import Command, Environment, Step
from engine.wire import dump_exact, load_exact, plain

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Wait:
    """A place at which a story waited: after how many commands, for what, and the snapshot then."""

    after: int
    waits: tuple[str, ...]
    snapshot: bytes


@dataclass(frozen=True)
class Story:
    """One way through a process: (command, when) in order, the state and variables at its end, and its waits."""

    release: str
    process: str
    name: str
    commands: tuple[tuple[Command, dt.datetime], ...]
    state: str
    variables: Mapping[str, Any]
    waits: tuple[Wait, ...]


class Recorder:
    """A runtime that does what the other does and remembers the commands and the first snapshot of each wait."""

    def __init__(self, runtime: ModuleType, known: set[tuple[str, ...]]) -> None:
        self.runtime, self.known = runtime, known
        self.commands: list[tuple[Command, dt.datetime]] = []
        self.waits: list[Wait] = []
        self.step: Step
        self.env = Environment()

    def start(self, program: Program, variables: Any, now: dt.datetime, **more: Any) -> Step:
        return self._saw(program, self.runtime.start(program, variables, now, **more), more.get("env"))

    def advance(self, program: Program, snapshot: bytes, command: Command, now: dt.datetime, **more: Any) -> Step:
        step = self.runtime.advance(program, snapshot, command, now, **more)
        self.commands.append((command, now))
        return self._saw(program, step, more.get("env"))

    def _saw(self, program: Program, step: Step, env: Environment | None) -> Step:
        self.step, self.env = step, env or self.env
        open_ = self.runtime.open_work(program, step.snapshot, env=self.env) if step.state == "ACTIVE" else ()
        waits = tuple(sorted({f"{work.kind} {work.element_id}" for work in open_}))
        if waits and waits not in self.known:
            self.known.add(waits)
            self.waits.append(Wait(len(self.commands), waits, step.snapshot))
        return step

    def __getattr__(self, name: str) -> Any:
        return getattr(self.runtime, name)


def keep(release: str, processes: Path, stories: Mapping[str, tuple[Callable[[Any], Any], ...]], runtime: Any) -> int:
    """How many snapshots the release's folder now holds; stories that do not end are left out."""
    kept = 0
    for process, told in stories.items():
        folder = CORPUS / release / process
        folder.mkdir(parents=True, exist_ok=True)
        for path in [processes / process / "process.bpmn", *(processes / process).glob("*.dmn")]:
            (folder / path.name).write_bytes(path.read_bytes())
        known: set[tuple[str, ...]] = set()
        lines = []
        for story in told:
            recorder = Recorder(runtime, known)
            story(recorder)
            if recorder.step.state != "ACTIVE" and recorder.waits:
                lines.append(_line(story.__name__, recorder))
                kept += len(recorder.waits)
        (folder / "stories.jsonl").write_text("".join(line + "\n" for line in lines))
    return kept


def _line(name: str, recorder: Recorder) -> str:
    variables = recorder.runtime.variables(recorder.step.snapshot, env=recorder.env)
    return dump_exact(
        {
            "name": name,
            "commands": _packed(
                dump_exact(
                    [
                        [type(c).__name__, {n: getattr(c, n) for n in c.__dataclass_fields__}, now.isoformat()]
                        for c, now in recorder.commands
                    ]
                ).encode()
            ),
            "state": recorder.step.state,
            "variables": _packed(dump_exact(dict(variables)).encode()),
            "waits": [
                {"after": wait.after, "waits": list(wait.waits), "snapshot": _packed(wait.snapshot)}
                for wait in recorder.waits
            ],
        }
    )


def _packed(data: bytes) -> str:
    return base64.b85encode(zlib.compress(data, 9)).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))


def stories() -> list[Story]:
    """Every story of every release."""
    return [
        _story(path.parent.parent.name, path.parent.name, line)
        for path in sorted(CORPUS.glob("*/*/stories.jsonl"))
        for line in path.read_text().splitlines()
    ]


def _story(release: str, process: str, line: str) -> Story:
    told = load_exact(line)
    commands = tuple(
        (getattr(protocol, name)(**given), dt.datetime.fromisoformat(now))
        for name, given, now in load_exact(_unpacked(told["commands"]))
    )
    waits = tuple(Wait(w["after"], tuple(w["waits"]), _unpacked(w["snapshot"])) for w in told["waits"])
    variables = load_exact(_unpacked(told["variables"]))
    return Story(release, process, told["name"], commands, told["state"], variables, waits)


@cache
def program(release: str, process: str) -> Program:
    """A process as that release shipped it, compiled by the code of today."""
    folder = CORPUS / release / process
    return compile_program({path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".jsonl"})


def finished(story: Story, wait: Wait, runtime: Any) -> tuple[str, Any]:
    """State and variables after the rest of the story, from the kept snapshot on."""
    env = Environment(resolve=lambda process, binding: program(story.release, process))
    compiled, snapshot, state = program(story.release, story.process), wait.snapshot, "ACTIVE"
    for command, now in story.commands[wait.after :]:
        step = runtime.advance(compiled, snapshot, command, now, env=env)
        snapshot, state = step.snapshot, step.state
    return state, plain(dict(runtime.variables(snapshot, env=env)))
