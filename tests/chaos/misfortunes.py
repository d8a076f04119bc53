"""What happens in the night, drawn from a seed: which fault, to whom, and how long it took to be over."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psutil

from tests.chaos.cluster import Cluster
from tests.chaos.processes import POISON
from tests.chaos.system import LEASE, System
from tests.standins.gateway import Gateway, Taken


@dataclass
class Happened:
    """One fault: what, when, and what is worth saying of it."""

    what: str
    at: float
    said: str = ""


@dataclass
class Misfortunes:
    """The faults of one night."""

    rng: random.Random
    system: System
    cluster: Cluster
    happened: list[Happened] = field(default_factory=list)

    def kinds(self) -> dict[str, Callable[[], str]]:
        """Every fault that can be made here."""
        found: dict[str, Callable[[], str]] = {
            "web killed": lambda: _killed(self.system.web()),
            "worker killed": lambda: _killed(self.system.workers(), self.rng),
            "worker stopped past its lease": lambda: self._stopped(self.system.workers(), LEASE + 2),
            "web stopped": lambda: self._stopped(self.system.web(), 2),
            "sealer killed": lambda: _killed(self.system.sealer()),
            "PostgreSQL crashed": lambda: self._crashed(),
            "connections cut": lambda: f"{self.cluster.cut_connections()} sessions",
            "clock jumped": self._clock,
        }
        if self.cluster.mounted:
            found["disk full"] = self._disk_full
        return found

    def go_on(self, until: float, pause: float) -> None:
        """One fault after the other, every kind before any comes again."""
        kinds = self.kinds()
        deck: list[str] = []
        while time.monotonic() < until:
            if not deck:
                deck = self.rng.sample(sorted(kinds), len(kinds))
            what = deck.pop()
            fault = Happened(what, time.monotonic())
            self.happened.append(fault)
            fault.said = kinds[what]()
            time.sleep(self.rng.uniform(0.5, 1.5) * pause)
        self.system.set_clock(0)

    def _crashed(self) -> str:
        away = self.rng.uniform(0.2, 2.0)
        self.cluster.crash(away=away)
        return f"away for {away:.1f} s"

    def _disk_full(self) -> str:
        self.cluster.fill_disk(seconds=3.0)
        return "3 s"

    def _clock(self) -> str:
        ahead = self.rng.choice((-900, -60, 60, 900))
        self.system.set_clock(ahead)
        return f"worker 2 is {ahead} s wrong"

    def _stopped(self, processes: list[psutil.Process], seconds: float) -> str:
        """SIGSTOP, and SIGCONT later, while other things happen."""
        if not processes:
            return "nobody there"
        victim = self.rng.choice(processes)
        with contextlib.suppress(psutil.Error):
            victim.suspend()
        threading.Timer(seconds, lambda: _awake(victim)).start()
        return f"{seconds} s"


def _awake(victim: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        victim.resume()


def _killed(processes: list[psutil.Process], rng: random.Random | None = None) -> str:
    if not processes:
        return "nobody there"
    with contextlib.suppress(psutil.Error):
        (rng.choice(processes) if rng else processes[0]).kill()
    return ""


class BadGateway(Gateway):
    """Takes one message of ten and hangs up, refuses another; the poisoned one kills whoever brings it."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.rng, self.system = rng, None
        self.poisoned = 0

    system: Any

    def answer(self, taken: Taken) -> tuple[int, dict[str, str], bytes]:
        if isinstance(taken.body, dict) and taken.body.get("to") == POISON:
            self.poisoned += 1
            for worker in self.system.workers():
                _kill_if_talking(worker, self.server.server_address[1])
            return 0, {}, b""
        self.failures[:] = [self.rng.choice((0, 503))] if self.rng.random() < 0.2 else []
        return super().answer(taken)


def _kill_if_talking(worker: psutil.Process, port: int) -> None:
    with contextlib.suppress(psutil.Error):
        if any(c.raddr and c.raddr.port == port for c in worker.net_connections("tcp")):
            worker.kill()
