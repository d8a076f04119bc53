"""People who work on through the night: they ask again, with the same key, until they are answered."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from demo import play
from demo.answers import modules
from demo.cases import INCIDENT, PLANS, Plan
from demo.client import People, Person, Refused
from demo.workbook import Case, cases
from tests.chaos.beginnings import ASKER, begun, own_cases

NIGHT = "night"


@dataclass
class Told:
    """What the system acknowledged: instances by key, user tasks by id with the times, and what it refused."""

    until: float
    started: dict[str, str] = field(default_factory=dict)
    completed: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    unanswered: Counter[str] = field(default_factory=Counter)
    silences: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    asked_again: int = 0
    differing: list[str] = field(default_factory=list)


class TimeIsUp(Exception):
    """The night ended before the answer came."""


class Stubborn(Person):
    """Takes no silence and no 5xx for an answer."""

    told: Told

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str], key: str) -> Any:
        while True:
            self.told.requests += 1
            try:
                return super()._send(method, path, data, dict(headers), key)
            except Refused as refused:
                if refused.status < 500 and refused.status != 429:
                    raise
                self.told.silences[f"{refused.status} {refused.problem.get('code', '')}"] += 1
            except (OSError, http.client.HTTPException) as silence:
                self.told.silences[type(silence).__name__] += 1
            if time.monotonic() > self.told.until:
                self.told.unanswered[path] += 1
                raise TimeIsUp(path)
            self.told.asked_again += 1
            time.sleep(0.2)


class Crowd(People):
    """Everybody, each of them stubborn."""

    def __init__(self, site: str, told: Told) -> None:
        super().__init__(site, "demo")
        self.person = type("Everybody", (Stubborn,), {"told": told})

    def named(self, username: str) -> Person:
        with self._lock:
            if username not in self._known:
                self._known[username] = self.person(self._site, username, self._password)
            return self._known[username]


class Walk(play._Walk):
    """One instance, walked until it has ended or the night is over."""

    def __init__(self, case: Case, people: Crowd, instance_id: str, told: Told, rng: random.Random) -> None:
        super().__init__(case, people, instance_id)
        self.told, self.rng = told, rng

    def go_on(self) -> None:
        state, _ = self._look()
        while state["state"] == "ACTIVE" and time.monotonic() < self.told.until:
            try:
                acted = self._everybody_acts(state)
            except Refused as refused:
                acted = 0
                self.told.refused.append(str(refused))
            if not acted:
                time.sleep(0.3)
            state, _ = self._look()

    def _act(self, work: dict[str, Any]) -> None:
        if self.case.definition == NIGHT:
            self._nod(work)
        else:
            super()._act(work)

    def _nod(self, work: dict[str, Any]) -> None:
        """Completes it, and now and then once more with the same key: the answer must be the same."""
        person = self.people.named(work["candidate_groups"][0]["key"])
        path, key = f"/api/user-tasks/{work['user_task_id']}/complete/", f"demo-{work['user_task_id']}"
        first = person.post(path, {"variables": {"seen": True}}, key=key)
        self.acts += 1
        if self.rng.random() < 0.3:
            again = person.post(path, {"variables": {"seen": True}}, key=key)
            if again["user_task"]["id"] != first["user_task"]["id"]:
                self.told.differing.append(path)


def note_completions(told: Told) -> None:
    """Every 2xx to a completion or a start is written down as the client saw it."""
    post = Stubborn.post

    def noting(self: Stubborn, path: str, body: Any, *, key: str = "") -> Any:
        answer = post(self, path, body, key=key)
        if path.endswith("/complete/"):
            told.completed.setdefault(path.split("/")[3], time.monotonic())
        elif path == "/api/process-instances/":
            told.started[key] = str(answer["id"])
        return answer

    Stubborn.post = noting  # type: ignore[method-assign]


def random_case(rng: random.Random, number: int, book: list[Case]) -> Case:
    """A line of the workbook with another way to go, or the night's own process."""
    if rng.random() < 0.4:
        return Case(number, NIGHT, "夜", {"told": f"case {number}"}, False, Plan(""))
    definition = rng.choice(sorted({case.definition for case in book}))
    case = rng.choice([case for case in book if case.definition == definition])
    ways = [plan for plan in PLANS.values() if not plan.stop and "never" not in plan.answers]
    answers = dict(rng.choice(ways).answers) if case.definition == "installation" else dict(case.plan.answers)
    answers.pop("never", None)
    return replace(case, number=number, plan=Plan("", "", answers))


class Play:
    """Players in threads; each takes one case after the other."""

    def __init__(self, *, site: str, seed: int, players: int, seconds: float, settle: float) -> None:
        now = time.monotonic()
        self.told = Told(until=now + seconds + settle)
        note_completions(self.told)
        self.no_more = now + seconds
        self.crowd = Crowd(site, self.told)
        book = [case for case in cases(play.FILE) if case.definition in modules() and not case.second_branch]
        book = [case for case in book if case.plan.stop != INCIDENT]
        self.book = [*book, *own_cases(book)]
        self.errors: list[str] = []
        self._numbers = iter(range(1, 1_000_000))
        self._lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self._player, args=(random.Random(f"{seed}-{n}"),), daemon=True)
            for n in range(players)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def wait(self) -> None:
        for thread in self.threads:
            thread.join(timeout=max(1.0, self.told.until - time.monotonic() + 70))
        assert not any(thread.is_alive() for thread in self.threads)

    def _player(self, rng: random.Random) -> None:
        while time.monotonic() < self.no_more:
            with self._lock:
                number = next(self._numbers)
            case = random_case(rng, number, self.book)
            try:
                Walk(case, self.crowd, self._begin(case), self.told, rng).go_on()
            except TimeIsUp:
                return
            except Refused as refused:
                self.told.refused.append(str(refused))
                time.sleep(0.2)
            except KeyError as element:
                self.told.refused.append(f"nobody answers {element} of {case.definition}")

    def _begin(self, case: Case) -> str:
        begin = getattr(modules().get(case.definition), "begin", None)
        if begin is not None:
            return str(begin(case, self.crowd.named(modules()[case.definition].STARTER), f"chaos-{case.number}"))
        if case.definition in modules():
            person = self.crowd.named(ASKER)
            if at_a_record := begun(case, person, random.Random(case.number), f"chaos-{case.number}"):
                return at_a_record
        starter = modules()[case.definition].STARTER if case.definition in modules() else "cashier"
        body = {"definition": case.definition, "variables": case.variables}
        key = f"chaos-{case.number}"
        return str(self.crowd.named(starter).post("/api/process-instances/", body, key=key)["id"])
