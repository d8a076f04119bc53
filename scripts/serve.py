"""One command that keeps the system up: database, web, worker; Ctrl-C stops all of it.

A child that dies is started again; its output is shown with its name and kept in var/log/.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("GAS_VAR", ROOT / "var"))
LOGS = VAR / "log"
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
PATIENCE = 15.0
COLORS = {"web": "36", "worker": "32", "sealer": "35", "demo": "33"}


class CannotServe(Exception):
    """What stands in the way, in one sentence."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def only_one() -> IO[str]:
    """Holds the lock of this folder; refused when another run has it."""
    VAR.mkdir(parents=True, exist_ok=True)
    handle = (VAR / "run.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        raise CannotServe("The system is running already in this folder. Stop it with Ctrl-C there first.") from e
    return handle


def free_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as e:
            raise CannotServe(
                f"Port {PORT} on {HOST} is in use by another program. Stop it, or choose another: PORT=8001 make run"
            ) from e


def children_environment() -> dict[str, str]:
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.setdefault("DEMO", "1")
    env.setdefault("PUBLIC_URL", f"http://{HOST}:{PORT}")
    return env


class Database:
    """The embedded server, held by a child of ours that outlives the others."""

    def __init__(self, env: dict[str, str]) -> None:
        self.process: subprocess.Popen[str] | None = None
        if "DATABASE_URL" in env:
            return
        command = [sys.executable, "-W", "ignore", "-m", "config.embedded_postgres"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdout
        url = self.process.stdout.readline().strip()
        if not url:
            raise CannotServe(f"PostgreSQL did not start; its log is {VAR / 'postgres' / 'log'}.")
        env["DATABASE_URL"] = url

    def stop(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Puts Ctrl-C and SIGTERM off to the end: a program started but not yet noted down would never be stopped."""
    told: list[int] = []
    asked = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda number, frame: told.append(number)) for one in asked]
    try:
        yield
    finally:
        for one, handler in zip(asked, before, strict=True):
            signal.signal(one, handler)
    if told:
        raise KeyboardInterrupt


@dataclass
class Child:
    """One program that is kept alive."""

    name: str
    command: list[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    last_words: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.started = time.monotonic()
        with uninterrupted():
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        threading.Thread(target=self._show, args=(self.process,), daemon=True).start()

    def _show(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        label = f"{self.name:<7}"
        if sys.stdout.isatty():
            label = f"\033[{COLORS.get(self.name, '0')}m{label}\033[0m"
        with (LOGS / f"{self.name}.log").open("ab") as log:
            for line in process.stdout:
                log.write(line)
                log.flush()
                self.last_words = line.decode(errors="replace").strip() or self.last_words
                with contextlib.suppress(BrokenPipeError):
                    say(f"{label}| {line.decode(errors='replace').rstrip()}")

    def watch(self) -> None:
        """Starts it again when it died, ever more slowly when it dies at once."""
        if self.process is None or self.process.poll() is None or self.stopping.is_set():
            return
        lived = time.monotonic() - self.started
        self.deaths = 0 if lived > 60 else self.deaths + 1
        pause = min(0.2 * 2**self.deaths, 30.0) if self.deaths > 1 else 0.0
        say(f"{self.name:<7}| {self._why(lived)}; starting again {f'in {pause:.0f} s' if pause else 'at once'}")
        if not self.stopping.wait(pause):
            self.start()

    def _why(self, lived: float) -> str:
        """How it ended, its last words when it ended by itself, and why the next start waits."""
        code = self.process.returncode if self.process else 0
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        if code > 0 and self.last_words:
            how += f", saying “{self.last_words[:200]}”"
        often = f"; it died {self.deaths} times, each within a minute of its start" if self.deaths > 1 else ""
        return f"{how} after {lived:.0f} s{often} (log: {LOGS / f'{self.name}.log'})"

    def stop(self) -> None:
        self.stopping.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if not self.process:
            return
        try:
            self.process.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def bring_up(env: dict[str, str]) -> None:
    """Migrations, processes, demo company: nothing is done twice."""
    step = subprocess.run([sys.executable, "manage.py", "bring_up"], cwd=ROOT, env=env, check=False)
    if step.returncode:
        raise CannotServe("The database could not be prepared: see the lines above.")


def wait_until_ready(child: Child) -> None:
    for _ in range(150):
        if child.process and child.process.poll() is not None:
            raise CannotServe(f"The web process ended at once: see {LOGS / 'web.log'}.")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{PORT}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CannotServe(f"The web process does not answer on port {PORT}: see {LOGS / 'web.log'}.")


def welcome(env: dict[str, str]) -> None:
    say("")
    say(f"  ▶ http://{HOST}:{PORT}/")
    if env.get("DEMO") == "1":
        password = env.get("DEMO_PASSWORD", "demo")
        say(f"    demo log-ins (password: {password})")
        say("      staff      customer_service  surveyor  cost_estimator  branch_manager  cashier  project_manager …")
        say("      designer   process_designer        auditor   auditor        administrator   administrator")
        say("      the second branch's people are called <role>_2")
        say("    on the first run the company's cases are played in the background (DEMO_CASES=0: none)")
    say("    API docs /api/docs/ · logs in var/log/ · Ctrl-C stops everything")
    say("")


def serve() -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    lock = only_one()
    free_port()
    env = children_environment()
    database = Database(env)
    player = Child("demo", [sys.executable, "manage.py", "demo", "--first"], env)
    children = [
        Child(name, command, as_role(name, env, embedded=database.process is not None))
        for name, command in commands().items()
    ]
    try:
        bring_up(env)
        for child in children:
            child.start()
        wait_until_ready(children[0])
        welcome(env)
        if env.get("DEMO") == "1" and env.get("DEMO_CASES", "1") == "1":
            player.start()
        while True:
            time.sleep(0.2)
            for child in children:
                child.watch()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say("stopping …")
        for child in (player, *children):
            child.stop()
        until = time.monotonic() + PATIENCE
        for child in (player, *children):
            child.wait(until)
        database.stop()
        lock.close()


def commands() -> dict[str, list[str]]:
    """What the supervisor keeps alive; the web process first, for its answer says that all is ready."""
    manage = [sys.executable, "manage.py"]
    return {"web": _uvicorn(), "worker": [*manage, "worker"], "sealer": [*manage, "seal"]}


def as_role(process: str, env: dict[str, str], *, embedded: bool) -> dict[str, str]:
    """The environment of a process that logs in to the database as its own role."""
    from config.database_roles import url_for

    return {**env, "DATABASE_URL": url_for(process, env, embedded=embedded)}


def _uvicorn() -> list[str]:
    options = ["--host", HOST, "--port", str(PORT), "--no-access-log", "--timeout-graceful-shutdown", "5"]
    options += ["--ws-per-message-deflate", "false"]  # forty bytes are not worth a compressor for each browser
    return [sys.executable, "-m", "uvicorn", "config.asgi:application", *options]


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.path.insert(0, str(ROOT))
    try:
        serve()
    except CannotServe as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(f"\nThe system stopped: {error.strerror or error} ({error.filename or ''}).\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
