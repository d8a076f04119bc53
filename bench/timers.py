"""Timers: what pending ones cost while they wait, and how fast many that are due at once are done by two workers.

`BENCH=full` takes 1,000,000 pending and 10,000 due. Run: `python -m bench timers`.
"""

from __future__ import annotations

import subprocess
import sys
import time

from bench._goals import tell
from bench._measuring import FULL, load, own_server, server_cpu, tree_cpu, unhurried

PENDING = 1_000_000 if FULL else 100_000
DUE = 10_000 if FULL else 3_000
WORKERS = 2
IDLE_SECONDS = 8.0
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://example.org/bench">
<bpmn:process id="waits" name="Waits" isExecutable="true"><bpmn:startEvent id="begin"/>
<bpmn:intermediateCatchEvent id="a_day"><bpmn:timerEventDefinition id="t">
<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:endEvent id="done"/>
<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="a_day"/><bpmn:sequenceFlow id="f2" sourceRef="a_day" targetRef="done"/>
</bpmn:process></bpmn:definitions>"""
FAR = """INSERT INTO job (kind, root_id, work_id, element_id, run_at, max_attempts)
 SELECT 'timer', -n, '1', 'a_day', now() + interval '30 days' + n * interval '1 second', 10 FROM generate_series(%s, %s) n"""


def main() -> None:
    with own_server():
        print(f"-- {load()}")
        without = _idle("no timer pending")
        _run("VACUUM ANALYZE job", fill=PENDING)
        pending = _idle(f"{PENDING:,} timers pending")
        seen = f"{without:.0f} → {pending:.0f} ms of CPU a second"
        tell(f"timers: {PENDING:,} pending", wanted="cost nothing", seen=seen, met=pending < 2 * without + 20)
        _due()


def _run(after: str, fill: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for first in range(1, fill + 1, 250_000):
            cursor.execute(FAR, [first, min(first + 249_999, fill)])
        cursor.execute(after)


def _idle(title: str) -> float:
    """Milliseconds of CPU a second of one worker and of the server while nothing is due."""
    worker = _worker()
    _wait_until_they_work(1)
    time.sleep(3)
    before = tree_cpu(worker.pid), server_cpu()
    time.sleep(IDLE_SECONDS)
    after = tree_cpu(worker.pid), server_cpu()
    _stop(worker)
    shares = [(b - a) / IDLE_SECONDS * 1000 for a, b in zip(before, after, strict=True)]
    print(f"{title:<26} idle: worker {shares[0]:6.1f} + server {shares[1]:6.1f} ms of CPU a second")
    return sum(shares)


def _due() -> None:
    from django.db import connection

    from engine import commands
    from people.actors import SYSTEM

    commands.deploy_definition(files={"process.bpmn": DIAGRAM.encode()}, actor=SYSTEM)
    with unhurried():
        for _ in range(DUE):
            commands.start_process_instance(definition="waits", variables={}, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE job")
    workers = [_worker() for _ in range(WORKERS)]
    try:
        _wait_until_they_work()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE job SET run_at = now() + interval '2 seconds' WHERE root_id > 0")
        rate, last = _rate()
    finally:
        for worker in workers:
            _stop(worker)
    print(f"{DUE:,} due at once, {WORKERS} workers: {rate:.0f} /s (goal 300); the last one {last:.1f} s late")
    tell(
        f"timers: {DUE:,} due at once, {WORKERS} workers", wanted="≥ 300 /s", seen=f"{rate:.0f} /s, last {last:.1f} s late",
        met=rate >= 300,
    )  # fmt: skip


def _wait_until_they_work(count: int = WORKERS) -> None:
    """Until every worker holds the lock that says it lives."""
    from django.db import connection

    from engine.jobs.reaping import LOCK_CLASS

    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted", [LOCK_CLASS]
            )
            if cursor.fetchone()[0] >= count:
                return
            time.sleep(0.1)
    raise RuntimeError("the workers did not start")


def _rate() -> tuple[float, float]:
    """How many a second from the first to the last, and how late the last one was."""
    from django.db import connection

    sql = """SELECT count(*), extract(epoch FROM max(ended_at) - min(ended_at)), extract(epoch FROM max(ended_at)) FROM process_instance
 WHERE definition_key = 'waits' AND state = 'COMPLETED'"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM max(run_at)) FROM job WHERE root_id > 0")
        due_at = float(cursor.fetchone()[0])
        while True:
            time.sleep(0.5)
            cursor.execute(sql)
            done, seconds, last = cursor.fetchone()
            if done == DUE:
                return done / max(float(seconds), 0.001), float(last) - due_at


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    worker.wait(timeout=30)


if __name__ == "__main__":
    main()
