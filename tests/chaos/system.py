"""The whole system under its own supervisor (`scripts/serve.py`), with a second worker beside it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from config.database_roles import OWNER, url_as
from tests.serving import ROOT, free_port

LEASE = 3


class System:
    """Processes by name; nobody starts one by hand after `start`."""

    def __init__(self, *, database_url: str, folder: Path, gateway: str) -> None:
        self.folder, self.port = folder, free_port()
        self.stopping = threading.Event()
        self.second: subprocess.Popen[bytes] | None = None
        self.env = {
            **os.environ, "GAS_VAR": str(folder / "var"), "PORT": str(self.port), "DEMO": "1", "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": url_as(database_url, OWNER), "SMS_URL": f"{gateway}/sms", "CROSSCHECK_SECONDS": "0",
            "JOB_LEASE_SECONDS": str(LEASE), "DEMO_CASES": "0",
        }  # fmt: skip
        for name in ("web", "worker", "sealer"):
            self.env[f"{name.upper()}_DATABASE_URL"] = url_as(database_url, f"gas_{name}")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Database prepared, everything running and answering."""
        log = (self.folder / "system.log").open("ab")
        command = [sys.executable, "scripts/serve.py"]
        self.supervisor = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        while not self.ready():
            assert self.supervisor.poll() is None, (self.folder / "system.log").read_text()[-3000:]
            self.stopping.wait(0.2)
        threading.Thread(target=self._second_worker, daemon=True).start()

    def _second_worker(self) -> None:
        """Kept alive as an init system would, and its clock is wrong while CLOCK_AHEAD says so."""
        env = {**self.env, "DATABASE_URL": self.env["WORKER_DATABASE_URL"]}
        log = (self.folder / "worker-2.log").open("ab")
        while not self.stopping.wait(0.5):
            ahead = (self.folder / "clock").read_text() if (self.folder / "clock").exists() else "0"
            command = [sys.executable, "-m", "tests.chaos.wrong_clock", ahead, "worker"]
            self.second = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
            self.second.wait()

    def set_clock(self, ahead: int) -> None:
        """The second worker goes on with a clock that is so many seconds wrong."""
        (self.folder / "clock").write_text(str(ahead))
        for worker in self.workers():
            if self.second is not None and worker.pid == self.second.pid:
                worker.kill()

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def silent_threads(self, asked: int = 64) -> list[str]:
        """After all faults: what went wrong with so many questions at once, asked of a web process nobody restarted."""
        with ThreadPoolExecutor(asked) as pool:
            answers = Counter(pool.map(lambda _: self._asked(), range(asked)))
        return [f"the web process answered {many} of {asked} with {what}" for what, many in answers.items() if what]

    def _asked(self) -> str:
        try:
            with urllib.request.urlopen(f"{self.url}/api/session/", timeout=30):
                return ""
        except (urllib.error.URLError, OSError) as problem:
            return str(problem)

    def web(self) -> list[psutil.Process]:
        return self._children("uvicorn")

    def workers(self) -> list[psutil.Process]:
        """Both, as far as they live."""
        found = self._children("worker")
        if self.second is not None and self.second.poll() is None:
            found.append(psutil.Process(self.second.pid))
        return found

    def sealer(self) -> list[psutil.Process]:
        return self._children("seal")

    def _children(self, word: str) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.supervisor.pid).children():
            with contextlib.suppress(psutil.Error):
                if word in child.cmdline():
                    found.append(child)
        return found

    def stop(self) -> None:
        self.stopping.set()
        if self.second is not None:
            self.second.terminate()
            self.second.wait(timeout=20)
        self.supervisor.terminate()
        try:
            self.supervisor.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
