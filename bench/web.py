"""A web process: how long it takes to start, what it holds after many completions, how soon browsers hear of a commit.

`BENCH=full` completes 100,000 tasks for the memory, `BENCH_COMPLETIONS` so many. Run: `python -m bench web`.
"""

from __future__ import annotations

import asyncio
import base64
import os
import time
from pathlib import Path
from typing import Any

from bench._goals import tell
from bench._measuring import FULL, fresh_key, load, middle, own_server, percentile, resident_mb, tree_cpu
from bench.completion import CASE, deploy
from bench.over_http import Person, Web, _complete, _started

STARTS = 5
COMPLETIONS = int(os.environ.get("BENCH_COMPLETIONS", "100000" if FULL else "6000"))
SOCKETS = int(os.environ.get("BENCH_SOCKETS", "500"))
EVENTS = 40
PAUSE_SECONDS = 0.3


def main() -> None:
    with own_server() as folder:
        deploy()
        print(f"-- {load()}")
        _starts(folder)
        web = Web(folder)
        try:
            web.wait_until_ready()
            person = Person(web.port, "cashier")
            asyncio.run(_push(web, person))
            _memory(web, person)
        finally:
            web.stop()


def _starts(folder: Path) -> None:
    """After one start that leaves the bytecode behind, as in service."""
    seconds, cpu = [], []
    for number in range(STARTS + 1):
        web = Web(folder)
        took = web.wait_until_ready()
        if number:
            seconds.append(took)
            cpu.append(tree_cpu(web.process.pid))
        web.stop()
    seen = f"{middle(seconds):.1f} s, {middle(cpu):.1f} s of CPU"
    print(f"start to the first answer, median of {STARTS}: {seen} (goal 2), slowest {max(seconds):.2f} s")
    tell("web process: start to the first answer", wanted="≤ 2 s", seen=seen, met=middle(seconds) <= 2)


def _memory(web: Web, person: Person) -> None:
    """What the process holds at each tenth, and its growth over the second half: the first fills caches."""
    tasks = _started()
    person.connection.close()
    held = []
    for number in range(COMPLETIONS):
        if number % max(COMPLETIONS // 10, 1) == 0:
            held.append(resident_mb(web.process.pid))
        _complete(person, tasks, number)
    held.append(resident_mb(web.process.pid))
    later = held[len(held) // 2 :]
    slope = (later[-1] - later[0]) / COMPLETIONS * 2 * 100_000
    print(f"memory over {COMPLETIONS:,} completions: {' → '.join(f'{mb:.1f}' for mb in held)} MB (goal 250, flat)")
    seen = f"{held[-1]:.0f} MB, {later[-1] - later[0]:+.1f} MB in the second half"
    tell(
        f"web process: memory after {COMPLETIONS:,} completions, {SOCKETS} sockets before",
        wanted="≤ 250 MB, flat",
        seen=f"{seen} ({slope:+.0f} per 100,000)",
        met=held[-1] <= 250 and later[-1] - later[0] <= max(1.0, 5 * COMPLETIONS / 100_000),
    )


async def _push(web: Web, person: Person) -> None:
    """500 browsers of one person listen; tasks are completed one after the other by another process."""
    loop = asyncio.get_running_loop()
    listening = [_Listener() for _ in range(SOCKETS)]
    for listener in listening:
        await loop.create_connection(lambda it=listener: it, "127.0.0.1", web.port)
        listener.ask(web.port, person.headers["Cookie"])
        await asyncio.wait_for(listener.heard.wait(), 120)  # the hello
    tasks = await asyncio.to_thread(_open_tasks)
    await asyncio.sleep(2)
    late: list[float] = []
    for number in range(EVENTS):
        for listener in listening:
            listener.heard.clear()
        at = await asyncio.to_thread(_committed_at, tasks, number)
        await asyncio.gather(*(asyncio.wait_for(listener.heard.wait(), 30) for listener in listening))
        late += [(listener.at - at) * 1000 for listener in listening]
        await asyncio.sleep(PAUSE_SECONDS)
    for listener in listening:
        listener.transport.abort()
    p50, p99 = percentile(late, 0.5), percentile(late, 0.99)
    print(f"commit to message, {SOCKETS} sockets, {EVENTS} commits: p50 {p50:.0f}, p99 {p99:.0f} ms (goal p99 200)")
    tell(
        f"push: commit to message, {SOCKETS} sockets, p99", wanted="≤ 200 ms", seen=f"{p99:.0f} ms (p50 {p50:.0f})",
        met=p99 <= 200,
    )  # fmt: skip


class _Listener(asyncio.Protocol):
    """A browser's end of a socket that only notes when a frame came: what it costs itself must not count."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.at = 0.0
        self.opened = False
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def ask(self, port: int, cookie: str) -> None:
        """Asks for the socket as a browser does."""
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{port}"
        self.transport.write(
            f"GET /ws/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Cookie: {cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if not self.opened:
            head, _, data = data.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 101"):
                raise RuntimeError(head.decode(errors="replace"))
            self.opened = True
        if b'"inbox"' in data or b'"hello"' in data:
            self.at = time.time()
            self.heard.set()


def _open_tasks() -> list[Any]:
    from engine import commands
    from people.actors import actor_named

    actor = actor_named("cashier")
    return [commands.start_process_instance(definition="rounds", variables=CASE, actor=actor).opened[0]["id"]]


def _committed_at(tasks: list[Any], number: int) -> float:
    """When the statement that carries the completion's COMMIT was about to be sent."""
    from django.db import connection

    from engine import commands
    from people.actors import actor_named

    moments: list[float] = []

    def noting(execute: Any, sql: str, *given: Any) -> Any:
        moments.append(time.time())
        return execute(sql, *given)

    actor = actor_named("cashier")
    with connection.execute_wrapper(noting):
        done = commands.complete_user_task(
            user_task_id=tasks[0],
            actor=actor,
            variables={"result": f"round {number}", "amount": 1},
            idempotency_key=fresh_key(),
        )
    tasks[0] = done.opened[0]["id"]
    return moments[-1]


if __name__ == "__main__":
    main()
