"""A web process: how long it takes to start, what it holds after many completions, how soon browsers hear of a commit.

`BENCH=full` completes 100,000 tasks for the memory. Run: `python -m bench web`.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from bench._measuring import FULL, fresh_key, load, middle, own_server, percentile, resident_mb
from bench.completion import CASE, deploy
from bench.over_http import Person, Web, _complete, _started

STARTS = 5
COMPLETIONS = 100_000 if FULL else 2_000
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
    seconds = []
    for _ in range(STARTS):
        web = Web(folder)
        seconds.append(web.wait_until_ready())
        web.stop()
    print(
        f"start to the first answer, median of {STARTS}: {middle(seconds):.2f} s (goal 2), slowest {max(seconds):.2f} s"
    )


def _memory(web: Web, person: Person) -> None:
    tasks = _started()
    person.connection.close()
    held = []
    for number in range(COMPLETIONS):
        if number % (COMPLETIONS // 4) == 0:
            held.append(resident_mb(web.process.pid))
        _complete(person, tasks, number)
    held.append(resident_mb(web.process.pid))
    print(f"memory over {COMPLETIONS:,} completions: {' → '.join(f'{mb:.0f}' for mb in held)} MB (goal 250, flat)")


async def _push(web: Web, person: Person) -> None:
    """500 browsers of one person listen; tasks are completed one after the other."""
    heard = [asyncio.Queue[float]() for _ in range(SOCKETS)]
    listening = [asyncio.create_task(_listen(web.port, person.headers["Cookie"], queue)) for queue in heard]
    for queue in heard:
        await asyncio.wait_for(queue.get(), 120)  # hello
    tasks = await asyncio.to_thread(_open_tasks)
    await asyncio.sleep(2)
    for queue in heard:
        while not queue.empty():
            queue.get_nowait()
    late: list[float] = []
    for number in range(EVENTS):
        at = await asyncio.to_thread(_committed_at, tasks, number)
        arrived = await asyncio.gather(*(asyncio.wait_for(queue.get(), 30) for queue in heard))
        late += [(moment - at) * 1000 for moment in arrived]
        await asyncio.sleep(PAUSE_SECONDS)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    print(
        f"commit to message, {SOCKETS} sockets, {EVENTS} commits: p50 {percentile(late, 0.5):.0f}, "
        f"p99 {percentile(late, 0.99):.0f} ms (goal p99 200)"
    )


async def _listen(port: int, cookie: str, heard: asyncio.Queue[float]) -> None:
    from websockets.asyncio.client import connect

    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"}
    async with connect(f"ws://127.0.0.1:{port}/ws/", additional_headers=headers, open_timeout=120) as socket:
        async for message in socket:
            if '"inbox"' in str(message) or '"hello"' in str(message):
                heard.put_nowait(time.time())


def _open_tasks() -> list[Any]:
    from engine import commands
    from people.actors import actor_named

    actor = actor_named("cashier")
    return [commands.start_process_instance(definition="rounds", variables=CASE, actor=actor).opened[0]["id"]]


def _committed_at(tasks: list[Any], number: int) -> float:
    """When the completion's transaction had just been committed."""
    from django.db import transaction

    from engine import commands
    from people.actors import actor_named

    moments: list[float] = []
    original = transaction.on_commit
    with_moment = [lambda: moments.append(time.time())]

    def noting(then: Any, *given: Any, **more: Any) -> None:
        if with_moment:
            original(with_moment.pop())
        original(then, *given, **more)

    transaction.on_commit = noting
    try:
        done = commands.complete_user_task(
            user_task_id=tasks[0],
            actor=actor_named("cashier"),
            variables={"result": f"round {number}", "amount": 1},
            idempotency_key=fresh_key(),
        )
    finally:
        transaction.on_commit = original
    tasks[0] = done.opened[0]["id"]
    return moments[0]


if __name__ == "__main__":
    main()
