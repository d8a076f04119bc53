"""Plays the workbook's cases through the public API, each by people in their roles, up to where it shall stop."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.answers import INCIDENT, PHOTOGRAPH, Sitting, answer, modules
from demo.client import People, Person, Refused
from demo.photographs import photograph
from demo.workbook import Case, cases

FILE = Path(__file__).with_name("applications.xlsx")
WATCHER = "administrator"
MOST_ACTS = 150
"""A case that takes more is walking in circles."""
PATIENCE = 120.0
"""Seconds that nothing may happen in a case before it counts as stuck."""
_OWN_NUMBERS = 100
"""A process's own cases are counted from 101 where the workbook has some; all processes take turns."""
THEN = {"cancel": "客户书面撤回。", "suspend": "等上级单位答复，暂停办理。", "hold": "涉诉，案卷不得移出。"}
"""What is done with an instance where it stands, and the reason that is given."""
_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one case."""

    case: Case
    instance_id: str
    outcome: str
    acts: int


def play(
    *,
    site: str,
    password: str,
    tell: Callable[[str], None],
    chosen: Callable[[Case], bool] = lambda case: True,
    people_at_once: int = 3,
) -> list[Played]:
    """What became of every chosen case; played again, those that are where they should be are left alone."""
    people = People(site, password)
    todo = sorted((case for case in cases(FILE) if chosen(case)), key=lambda case: case.number % _OWN_NUMBERS)
    results: list[Played] = []
    with ThreadPoolExecutor(people_at_once) as pool:
        for done in pool.map(lambda case: play_case(case, people), todo):
            results.append(done)
            tell(f"[{len(results):>2}/{len(todo)}] {done.case.title}　{done.case.plan.story}：{done.outcome}")
    return results


def nothing_begun(*, site: str, password: str) -> bool:
    """Whether the system has no instance at all: it runs for the first time."""
    return not Person(site, WATCHER, password).get("/api/process-instances/?page_size=1")["results"]


def play_case(case: Case, people: People) -> Played:
    """What became of one case."""
    try:
        instance_id = _start(case, people)
        walk = _Walk(case, people, instance_id)
        outcome, acts = walk.go()
        walk.then()
    except Refused as refusal:
        return Played(case, "", f"失败 {refusal}", 0)
    return Played(case, instance_id, outcome, acts)


def _start(case: Case, people: People) -> str:
    key = f"demo-{case.definition}-{case.number}"
    module = modules()[case.definition]
    starter = people.named(module.STARTER + case.suffix)
    if begin := getattr(module, "begin", None):
        return str(begin(case, starter, key))
    body = {"definition": case.definition, "variables": case.variables}
    return str(starter.post("/api/process-instances/", body, key=key)["id"])


def filled(variables: dict[str, Any], seen: dict[str, Any]) -> dict[str, Any]:
    """A message's variables: "=name" stands for what the instance has under that name."""
    named = {name: str(value)[1:] for name, value in variables.items() if str(value).startswith("=")}
    return variables | {name: seen[source] for name, source in named.items()}


class _Walk:
    """One case on its way: looks what is open, and lets whoever's turn it is act."""

    def __init__(self, case: Case, people: People, instance_id: str) -> None:
        self.case, self.people, self.instance_id = case, people, instance_id
        self.watcher = people.named(WATCHER)
        self.acts = 0
        self._told_once: set[str] = set()

    def go(self) -> tuple[str, int]:
        """Where the case stands in the end, and how often somebody acted."""
        state, passed = self._look()
        if state["state"] != "ACTIVE" or self._is_beyond(passed):
            return self._told(state), 0
        quiet = time.monotonic()
        while state["state"] == "ACTIVE" and self.acts < MOST_ACTS and time.monotonic() - quiet < PATIENCE:
            if self._everybody_acts(state):
                quiet = time.monotonic()
            elif self._stands(state):
                break
            else:
                time.sleep(0.3)
            state, _ = self._look()
        return self._told(state), self.acts

    def then(self) -> None:
        """Somebody with the right does with the whole instance what the plan says, once."""
        verb, reason = self.case.plan.then, THEN.get(self.case.plan.then, "")
        state, _ = self._look()
        if verb and state["may"][verb]:
            self.watcher.post(f"/api/process-instances/{self.instance_id}/{verb}/", {"reason": reason})

    def _look(self) -> tuple[dict[str, Any], dict[str, int]]:
        state = self.watcher.get(f"/api/process-instances/{self.instance_id}/")
        return state, {entry["element_id"]: entry["times"] for entry in state["passed"]}

    def _is_beyond(self, passed: dict[str, int]) -> bool:
        """Somebody has gone on from where the demo left it."""
        wanted = self.case.plan.answers.get("stop_round", 1)
        return bool(self.case.plan.stop) and passed.get(self.case.plan.stop, 0) >= int(wanted)

    def _stands(self, state: dict[str, Any]) -> bool:
        """Nothing is left to do but what the plan leaves open (and no job is on its way)."""
        if state["incidents"]:
            return True
        kinds = {(work["kind"], work["element_id"]) for work in self._open(state)}
        waits = {element for kind, element in kinds if kind == "user_task"}
        return (
            self.case.plan.stop in waits
            and waits <= self._left_open()
            and not any(kind == "job" for kind, _ in kinds)
            and not self._lapsing()
        )

    def _left_open(self) -> set[str]:
        return {self.case.plan.stop, str(self.case.plan.answers.get("never", "")), *self._left()}

    def _left(self) -> tuple[str, ...]:
        """What nobody does while the case goes on beside it."""
        return tuple(self.case.plan.answers.get("leave", ()))

    def _lapsing(self) -> bool:
        return "never" in self.case.plan.answers

    def _told(self, state: dict[str, Any]) -> str:
        if state["state"] != "ACTIVE":
            return {"COMPLETED": "已结束"}.get(state["state"], state["state"])
        names = sorted({work["name"] for work in self._open(state) if work["kind"] == "user_task"})
        incidents = [f"异常：{incident['message']}" for incident in state["incidents"]]
        if not incidents:
            return "等待 " + "、".join(names)
        return ("停在" if self.case.plan.stop == INCIDENT else "") + "；".join(incidents)

    def _open(self, state: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield from state["open"]
        for called in state["called"]:
            if called["state"] == "ACTIVE":
                yield from self.watcher.get(f"/api/process-instances/{called['id']}/")["open"]

    def _everybody_acts(self, state: dict[str, Any]) -> int:
        before = self.acts
        for work in list(self._open(state)):
            if work["kind"] == "user_task":
                self._act(work)
            elif work["kind"] == "message":
                self._tell(work["element_id"])
        return self.acts - before

    def _tell(self, element: str) -> None:
        """A message that is waited for without any form comes from outside, once."""
        if element in self.case.plan.answers.get("messages", {}) and element not in self._told_once:
            self._told_once.add(element)
            self._message_instead(element, self.watcher)

    def _act(self, work: dict[str, Any]) -> None:
        plan, element = self.case.plan, work["element_id"]
        if element == plan.answers.get("never") or element in self._left():
            return
        person = self.people.named(work["candidate_groups"][0]["key"] + self.case.suffix)
        task = person.get(f"/api/user-tasks/{work['user_task_id']}/")
        if element == plan.stop and task["round"] >= int(plan.answers.get("stop_round", 1)):
            return
        if self._message_instead(element, person):
            return
        shown = person.get(f"/api/user-tasks/{task['id']}/form/")["data"]
        sitting = Sitting(element, shown, dt.datetime.now(_CHINA).date(), self._plan(), task["round"])
        if task["state"] == "CREATED":
            person.post(f"/api/user-tasks/{task['id']}/claim/", {})
        variables = self._photographed(answer(sitting), person)
        person.post(f"/api/user-tasks/{task['id']}/complete/", {"variables": variables}, key=f"demo-{task['id']}")
        self.acts += 1

    def _photographed(self, variables: dict[str, Any], person: Person) -> dict[str, Any]:
        """The same with a picture wherever one shall be taken."""
        wanted = [name for name, value in variables.items() if value == [PHOTOGRAPH]]
        taken = {name: [person.upload("现场照片.png", photograph(self.case.number), "image/png")] for name in wanted}
        return variables | taken

    def _plan(self) -> dict[str, Any]:
        return {"serial": f"AL2026{self.case.number:04d}", **self.case.plan.answers}

    def _message_instead(self, element: str, person: Person) -> bool:
        """The bank pays, or the customer sends papers by the web: a message, not a form."""
        answers, today = self.case.plan.answers, dt.datetime.now(_CHINA).date().isoformat()
        if message := answers.get("messages", {}).get(element):
            seen = self._variables()
            self._send(person, message["name"], str(seen[message["key"]]), filled(message["variables"], seen))
            return True
        if element == "collect_fee" and answers.get("pay") == "bank":
            seen = self._variables()
            paid = {"paid_amount": seen["estimate_total"], "paid_on": today, "payment_method": "transfer"}
            self._send(person, "payment_received", seen["fee_notice_no"], paid)
            return True
        if element == "receive_missing_papers" and answers.get("supplement") == "web":
            self._send(
                person, "papers_supplemented", self._variables()["application_no"], {"supplement_note": "网上补交。"}
            )
            return True
        return False

    def _send(self, person: Person, name: str, key: str, variables: dict[str, Any]) -> None:
        body = {"name": name, "correlation_key": key, "variables": variables, "message_id": f"demo-{name}-{key}"}
        person.post("/api/messages/", body)
        self.acts += 1

    def _variables(self) -> dict[str, Any]:
        answered = self.watcher.get(f"/api/process-instances/{self.instance_id}/variables/")
        return {variable["name"]: variable["value"] for variable in answered["variables"]}
