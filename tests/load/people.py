"""People whose every call is timed, and the cases that they play over and over."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from demo.client import People, Person, Refused
from demo.play import FILE, Played, play_case
from demo.workbook import Case, cases

_NUMBERS = re.compile(r"/[0-9]+(?=/|$)")


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what it was, when it was answered (seconds since the epoch), how long that took, its status."""

    kind: str
    at: float
    ms: float
    status: int


@dataclass
class Diary:
    """What one player's people did and what became of the cases."""

    calls: list[Call] = field(default_factory=list)
    ended: list[tuple[float, str]] = field(default_factory=list)


class TimedPerson(Person):
    """A person who notes each call in the diary."""

    def __init__(self, site: str, username: str, password: str, diary: Diary) -> None:
        self._diary = diary
        super().__init__(site, username, password)

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str], key: str) -> Any:
        began, status = time.perf_counter(), 200
        try:
            return super()._send(method, path, data, headers, key)
        except Refused as refusal:
            status = refusal.status
            raise
        finally:
            kind = f"{method} {_NUMBERS.sub('/…', path.split('?')[0])}"
            self._diary.calls.append(Call(kind, time.time(), (time.perf_counter() - began) * 1000, status))


class TimedPeople(People):
    """Everybody who works in one player's part of the company."""

    def __init__(self, site: str, password: str, diary: Diary) -> None:
        super().__init__(site, password)
        self._diary = diary

    def _made(self, username: str) -> Person:
        return TimedPerson(self._site, username, self._password, self._diary)


def templates(definition: str) -> list[Case]:
    """The demo's cases of a process that wait for no time limit, without the places where the demo leaves them."""
    found = [case for case in cases(FILE) if case.definition == definition and "never" not in case.plan.answers]
    return [replace(case, plan=replace(case.plan, stop="")) for case in found]


def play_until(*, site: str, password: str, definition: str, first_number: int, until: float, most: int) -> Diary:
    """The diary of one player: case after case, each new, until the clock (or `most` cases) says stop."""
    diary = Diary()
    people = TimedPeople(site, password, diary)
    for case in _cases(definition, first_number, most):
        if time.time() >= until:
            break
        played: Played = play_case(case, people)
        diary.ended.append((time.time(), played.outcome))
    return diary


def _cases(definition: str, first_number: int, most: int) -> Iterator[Case]:
    kinds = templates(definition)
    for turn in range(most):
        yield replace(kinds[(first_number + turn) % len(kinds)], number=first_number + turn)
