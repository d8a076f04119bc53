"""`make run` as an operator meets it: it starts, says where, survives deaths, and stops cleanly."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.database_roles import OWNER, url_as
from tests.serving import ROOT, free_port

pytestmark = pytest.mark.slow


class Run:
    """One `scripts/serve.py` with an own var/ and all its lines."""

    def __init__(self, var: Path, port: int) -> None:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        env |= {"GAS_VAR": str(var), "PORT": str(port), "DEMO": "1", "DEMO_CASES": "0", "PYTHONUNBUFFERED": "1"}
        self.port, self.lines = port, []
        self.process = subprocess.Popen(
            [sys.executable, "scripts/serve.py"],
            cwd=ROOT,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def expect(self, pattern: str, *, seconds: float = 120, times: int = 1) -> None:
        until = time.monotonic() + seconds
        while len(re.findall(pattern, self.text)) < times:
            assert time.monotonic() < until, f"never said {pattern!r}:\n{self.text[-3000:]}"
            assert self.process.poll() is None or re.search(pattern, self.text), self.text[-3000:]
            time.sleep(0.1)

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def child(self, word: str) -> psutil.Process:
        found = [c for c in psutil.Process(self.process.pid).children(recursive=True) if word in " ".join(c.cmdline())]
        return found[0]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=40)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("run") / "var", free_port())
    yield run
    if run.process.poll() is None:
        run.stop()


def test_it_prints_the_address_and_the_log_ins(run: Run) -> None:
    run.expect(rf"http://127\.0\.0\.1:{run.port}/")
    run.expect("demo log-ins")
    assert run.ready()


def test_a_second_run_in_the_same_folder_is_refused_with_a_sentence(run: Run) -> None:
    run.expect("demo log-ins")
    env = {**os.environ, "GAS_VAR": str(_var(run)), "PORT": str(free_port())}
    second = subprocess.run(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert "running already" in second.stderr
    assert "Traceback" not in second.stderr


def test_each_process_logs_in_as_its_own_role_and_none_owns_the_database(run: Run) -> None:
    run.expect("demo log-ins")
    url = run.child("uvicorn").environ()["DATABASE_URL"]
    connection = psycopg2.connect(url_as(url, "postgres"))
    connection.autocommit = True  # within a transaction the list of sessions stays as it was
    with contextlib.closing(connection), connection.cursor() as cursor:
        until = time.monotonic() + 60
        seen: set[str] = set()
        while not {"gas_web", "gas_worker", "gas_sealer"} <= seen:
            assert time.monotonic() < until, seen
            cursor.execute("SELECT usename FROM pg_stat_activity WHERE datname = 'gas' AND pid <> pg_backend_pid()")
            seen |= {name for (name,) in cursor.fetchall()}
        assert not seen & {"postgres", OWNER}
        cursor.execute(
            "SELECT rolname, rolsuper FROM pg_roles r JOIN pg_database d ON d.datdba = r.oid AND datname = 'gas'"
        )
        assert cursor.fetchall() == [(OWNER, False)]


def _var(run: Run) -> Path:
    return Path(run.child("embedded_postgres").environ()["GAS_VAR"])


@pytest.mark.parametrize(("name", "word"), [("web", "uvicorn"), ("worker", "worker")])
def test_a_killed_process_is_started_again(run: Run, name: str, word: str) -> None:
    run.expect("demo log-ins")
    before = run.child(word).pid
    os.kill(before, signal.SIGKILL)
    run.expect(rf"{name}\s*\| killed by SIGKILL")
    until = time.monotonic() + 60
    while not run.ready():
        assert time.monotonic() < until
        time.sleep(0.2)
    assert run.child(word).pid != before


def test_ctrl_c_stops_all_of_it(run: Run) -> None:
    run.expect("demo log-ins")
    var = _var(run)
    family = psutil.Process(run.process.pid).children(recursive=True)
    postmaster = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
    assert run.stop() == 0
    _, left = psutil.wait_procs(family, timeout=10)
    assert not [p for p in left if p.status() != psutil.STATUS_ZOMBIE]
    assert gone(postmaster)
    assert "Traceback" not in run.text


def gone(pid: int) -> bool:
    """Whether the process has ended (whoever adopted it may still have to reap it)."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = Run(tmp_path / "var", taken.getsockname()[1])
        assert run.process.wait(timeout=60) == 1
        time.sleep(0.2)
    assert "is in use by another program" in run.text
    assert "Traceback" not in run.text
