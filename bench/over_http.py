"""Completing a user task through HTTP: session, CSRF, permission check and JSON, with 4 and with 16 clients.

The clients are processes of their own, plain sockets in Python; the share is of what `pgbench` with as many clients
does on the same server in the same run. Run: `python -m bench over_http`.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench._goals import tell
from bench._measuring import (
    ROUNDS,
    SECONDS,
    fresh_key,
    limit,
    load,
    median,
    middle,
    own_cpu,
    own_server,
    percentile,
    resident_mb,
    server_cpu,
    tree_cpu,
)
from bench.completion import CASE, deploy

CLIENTS = (4, 16)
CLIENT_PROCESSES = 4
WEB_PROCESSES = int(os.environ.get("BENCH_WEB", "2"))
INSTANCES = 25
"""For each client."""
PEOPLE = ("cashier", "cashier_2")


def main() -> None:
    with own_server() as folder:
        deploy()
        for clients in CLIENTS:
            pairs = [(limit(folder, clients), over_http(folder, clients)) for _ in range(ROUNDS)]
            report(clients, pairs)


def over_http(folder: Path, clients: int) -> dict[str, float]:
    """Completions a second through the web processes, with the CPU of everybody."""
    webs = [Web(folder) for _ in range(WEB_PROCESSES)]
    try:
        for web in webs:
            web.wait_until_ready()
        return _drive([web.port for web in webs], webs, clients)
    finally:
        for web in webs:
            web.stop()


class Web:
    """A web process as the supervisor starts it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "config.asgi:application",
            "--port",
            str(self.port),
            "--no-access-log",
            "--ws-per-message-deflate",
            "false",
        ]
        self.began = time.monotonic()
        self.log = (folder / f"web-{self.port}.log").open("wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)

    def wait_until_ready(self) -> float:
        """Seconds from the start to the first answer."""
        while True:
            try:
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                asked.request("GET", "/readyz")
                if asked.getresponse().status == 200:
                    return time.monotonic() - self.began
            except OSError:
                if self.process.poll() is not None:
                    raise
            time.sleep(0.01)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()


def _drive(ports: list[int], webs: list[Web], clients: int) -> dict[str, float]:
    processes = min(CLIENT_PROCESSES, clients)
    children = []
    for index in range(processes):
        command = [
            sys.executable,
            "-m",
            "bench.over_http",
            "client",
            str(ports[index % len(ports)]),
            str(clients // processes),
        ]
        children.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    server, web = server_cpu(), sum(tree_cpu(w.process.pid) for w in webs)
    for child in children:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
    runs = [json.loads(child.communicate()[0]) for child in children]
    done = sum(run["done"] for run in runs)
    times = [t for run in runs for t in run["times"]]
    return {
        "per_second": sum(run["done"] / run["seconds"] for run in runs),
        "server_ms": (server_cpu() - server) / done * 1000,
        "web_ms": (sum(tree_cpu(w.process.pid) for w in webs) - web) / done * 1000,
        "driver_ms": sum(run["cpu"] for run in runs) / done * 1000,
        "p50_ms": percentile(times, 0.5),
        "p99_ms": percentile(times, 0.99),
        "web_mb": max(resident_mb(w.process.pid) for w in webs),
    }


class Person:
    """A browser's worth of HTTP: one connection that lives, cookies, the CSRF token."""

    def __init__(self, port: int, username: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept": "application/json"}
        state = self.ask("GET", "/api/session/")
        self.headers["X-CSRFToken"] = state["csrf_token"]
        self.ask("POST", "/api/session/", {"username": username, "password": "demo"})
        self.headers["X-CSRFToken"] = self.ask("GET", "/api/session/")["csrf_token"]

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The answer's JSON; raises for a refusal."""
        headers = {**self.headers, "Idempotency-Key": key} if key else self.headers
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:500]!r}")
        return json.loads(text) if text else None

    def _keep(self, set_cookies: list[str]) -> None:
        cookies = dict(pair.split("=", 1) for pair in self.headers.get("Cookie", "").split("; ") if pair)
        cookies |= dict(line.split(";", 1)[0].split("=", 1) for line in set_cookies)
        if cookies:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())


def client(port: int, clients: int) -> None:
    """One client process with some people in threads: each completes the tasks of its own instances in turn."""
    people = [(Person(port, PEOPLE[0]), _started()) for _ in range(clients)]
    for person, tasks in people:
        person.connection.close()  # the server may have done so meanwhile
        _complete(person, tasks, 0)
    print("ready", flush=True)
    sys.stdin.readline()
    times: list[float] = []
    cpu, began = own_cpu(), time.monotonic()
    threads = [threading.Thread(target=_play, args=(person, tasks, began, times)) for person, tasks in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"done": len(times), "seconds": time.monotonic() - began, "cpu": own_cpu() - cpu, "times": times}))


def _play(person: Person, tasks: list[str], began: float, times: list[float]) -> None:
    number = 0
    while time.monotonic() - began < SECONDS:
        number += 1
        at = time.perf_counter()
        _complete(person, tasks, number)
        times.append(round((time.perf_counter() - at) * 1000, 3))


def _complete(person: Person, tasks: list[str], number: int) -> None:
    index = number % len(tasks)
    body = {"variables": {"result": f"round {number}", "amount": number / 4}}
    done = person.ask("POST", f"/api/user-tasks/{tasks[index]}/complete/", body, fresh_key())
    tasks[index] = done["next"][0]["id"]


def _started() -> list[str]:
    """The open tasks of new instances, started past HTTP: that is not what is measured."""
    import django

    django.setup()
    from engine import commands
    from people.actors import actor_named

    actor = actor_named(PEOPLE[0])
    made = [commands.start_process_instance(definition="rounds", variables=CASE, actor=actor) for _ in range(INSTANCES)]
    return [str(started.opened[0]["id"]) for started in made]


def report(clients: int, pairs: list[tuple[dict[str, float], dict[str, float]]]) -> None:
    least, ours = median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])
    share = middle([b["per_second"] / a["per_second"] for a, b in pairs])
    print(f"-- {clients} clients, {WEB_PROCESSES} web processes, medians of {ROUNDS}, {load()}")
    print(
        f"limit (pgbench)                {least['per_second']:8.0f} /s   CPU {least['client_ms']:.2f} + {least['server_ms']:.2f} ms"
    )
    print(f"completion over HTTP           {ours['per_second']:8.0f} /s   {share:.0%} of the limit (goal 15 %)")
    print(
        f"CPU web + PostgreSQL           {ours['web_ms']:8.2f} + {ours['server_ms']:.2f} ms   (goal 3.3 together); the driver itself {ours['driver_ms']:.2f}"
    )
    print(
        f"latency p50 / p99              {ours['p50_ms']:8.2f} / {ours['p99_ms']:.2f} ms;  a web process holds {ours['web_mb']:.0f} MB"
    )
    what, cpu = f"completion over HTTP, {clients} clients", ours["web_ms"] + ours["server_ms"]
    rates = f"{share:.0%} ({ours['per_second']:.0f} of {least['per_second']:.0f} /s)"
    tell(f"{what}: share of the limit", wanted="≥ 15 %", seen=rates, met=share >= 0.15)
    parts = f"{cpu:.1f} ms ({ours['web_ms']:.1f} + {ours['server_ms']:.1f})"
    tell(f"{what}: CPU, web + PostgreSQL", wanted="≤ 3.3 ms", seen=parts, met=cpu <= 3.3)


if __name__ == "__main__":
    if sys.argv[1:2] == ["client"]:
        client(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
