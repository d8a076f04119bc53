"""The real system for a test: web and worker as processes of their own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from config.database_roles import url_for

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running system; `kill` and `start` play its misfortunes."""

    database_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str) -> None:
        command = {
            "web": ["-m", "uvicorn", "config.asgi:application", "--port", str(self.port), "--no-access-log"],
            "worker": ["manage.py", "worker"],
        }[name]
        env = {
            **os.environ,
            "DATABASE_URL": url_for(name, {"DATABASE_URL": self.database_url}, embedded=True),
            "DEMO": "1",
            "PUBLIC_URL": self.url,
            "PYTHONUNBUFFERED": "1",
        }
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        """kill -9, and nobody is told."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def wait_until_ready(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "web.log").read_text()[-3000:])

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
