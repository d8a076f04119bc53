"""Completing a user task through the engine's command with 4 clients, beside what PostgreSQL can do at most.

The limit is `pgbench` on the same server running the least that such a step must do: lock and update one 2 KB row,
update and insert an inbox row, insert three trace rows, commit. Run: `python -m bench completion`.
"""

from __future__ import annotations

import json
import subprocess
import sys
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
    server_cpu,
)

CLIENTS = (4, 1)
INSTANCES = 100

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://example.org/bench">
<bpmn:process id="rounds" name="Rounds" isExecutable="true">
<bpmn:startEvent id="begin"/><bpmn:exclusiveGateway id="again"/>
<bpmn:userTask id="work" name="Work"><bpmn:extensionElements><zeebe:userTask/>
<zeebe:formDefinition formId="work"/><zeebe:assignmentDefinition candidateGroups="cashier"/>
</bpmn:extensionElements></bpmn:userTask>
<bpmn:exclusiveGateway id="enough" default="back"/><bpmn:endEvent id="done"/>
<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="again"/><bpmn:sequenceFlow id="f2" sourceRef="again" targetRef="work"/>
<bpmn:sequenceFlow id="f3" sourceRef="work" targetRef="enough"/><bpmn:sequenceFlow id="back" sourceRef="enough" targetRef="again"/>
<bpmn:sequenceFlow id="f5" sourceRef="enough" targetRef="done">
<bpmn:conditionExpression>=result = "stop"</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>"""
FORM = {
    "key": "work",
    "title": {"zh": "工作", "en": "Work"},
    "schema": {
        "type": "object",
        "properties": {
            "result": {"type": "string", "title": "结果", "maxLength": 40},
            "amount": {"type": "number", "title": "金额"},
        },
        "required": ["result"],
    },
}
CASE = {
    "customer": "市第一人民医院食堂",
    "address": "解放北路118号住院部负一层",
    "contact": "陈建国 13800138000",
    "remarks": "院方要求夜间施工,22:00前完成管道预制;厨房现有液化石油气瓶组须同步拆除,院感科要求施工区围挡并每日消杀。"
    * 4,
    "burners": [{"kind": f"炒灶{n}", "power_kw": 17.5 + n, "nozzle": f"DN{15 + n}"} for n in range(12)],
    "points": {f"P{n:02}": {"length_m": n * 1.25, "diameter": "DN50", "checked": n % 2 == 0} for n in range(10)},
}
"""Some 2 KB, as a case carries them."""


def main() -> None:
    with own_server() as folder:
        deploy()
        for clients in CLIENTS:
            report(clients, measure(folder, clients))


def deploy() -> None:
    """The diagram with one user task that opens again and again."""
    from engine.commands import deploy_definition
    from people.actors import SYSTEM

    files = {"process.bpmn": DIAGRAM.encode(), "work.form.json": json.dumps(FORM).encode()}
    deploy_definition(files=files, actor=SYSTEM)


def measure(folder: Path, clients: int) -> dict[str, Any]:
    """Limit and engine in turn, the medians of both and of the share."""
    pairs = [(limit(folder, clients), engine(clients)) for _ in range(ROUNDS)]
    least = median([pair[0] for pair in pairs])
    ours = median([pair[1] for pair in pairs])
    return {"limit": least, **ours, "share": middle([b["per_second"] / a["per_second"] for a, b in pairs])}


def engine(clients: int) -> dict[str, Any]:
    """Completions a second of client processes, their latency and CPU, and the WAL that each cost."""
    from django.db import connection

    command = [sys.executable, "-m", "bench.completion", "client"]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(clients)
    ]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        before, server = cursor.fetchone()[0], server_cpu()
        runs = [json.loads(out) for out in _let_go(children)]
        server = server_cpu() - server
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)", [before])
        wal = float(cursor.fetchone()[0])
    done = sum(run["done"] for run in runs)
    times = [t for run in runs for t in run["times"]]
    return {
        "per_second": sum(run["done"] / run["seconds"] for run in runs),
        "client_ms": sum(run["cpu"] for run in runs) / done * 1000,
        "server_ms": server / done * 1000,
        "p50_ms": percentile(times, 0.5),
        "p99_ms": percentile(times, 0.99),
        "wal_bytes": wal / done,
        "statements": runs[0]["statements"],
    }


def _let_go(children: list[subprocess.Popen[str]]) -> list[str]:
    for child in children:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
    return [child.communicate()[0] for child in children]


def client() -> None:
    """One client process: completes its own instances' tasks in turn for SECONDS and prints what it did."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from engine import commands
    from people.actors import actor_named

    actor = actor_named("cashier")
    tasks = []
    for _ in range(INSTANCES):
        started = commands.start_process_instance(definition="rounds", variables=CASE, actor=actor)
        tasks.append(started.opened[0]["id"])

    def complete(index: int, number: int) -> None:
        variables = {"result": f"round {number}", "amount": number / 4}
        done = commands.complete_user_task(
            user_task_id=tasks[index], actor=actor, variables=variables, idempotency_key=fresh_key()
        )
        tasks[index] = done.opened[0]["id"]

    for index in range(INSTANCES):
        complete(index, 0)
    with CaptureQueriesContext(connection) as captured:
        complete(0, 0)
    print("ready", flush=True)
    sys.stdin.readline()
    times: list[float] = []
    cpu, began, number = own_cpu(), time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        number += 1
        at = time.perf_counter()
        complete(number % INSTANCES, number)
        times.append(round((time.perf_counter() - at) * 1000, 3))
    statements = [q for q in captured.captured_queries if q["sql"] not in ("BEGIN", "COMMIT")]
    print(json.dumps({"done": number, "seconds": time.monotonic() - began, "cpu": own_cpu() - cpu, "times": times,
                      "statements": len(statements)}))  # fmt: skip


def report(clients: int, result: dict[str, Any]) -> None:
    least = result["limit"]
    ours = result["client_ms"] + result["server_ms"]
    theirs = least["client_ms"] + least["server_ms"]
    print(f"-- {clients} clients, medians of {ROUNDS}, {load()}")
    print(
        f"limit (pgbench)                {least['per_second']:8.0f} /s   CPU {least['client_ms']:.2f} + {least['server_ms']:.2f} ms"
    )
    print(
        f"engine's command               {result['per_second']:8.0f} /s   {result['share']:.0%} of the limit (goal 40 %)"
    )
    print(
        f"CPU client + server            {result['client_ms']:8.2f} + {result['server_ms']:.2f} ms  (goal client 0.8); {theirs / ours:.0%} by CPU"
    )
    print(f"latency p50 / p99              {result['p50_ms']:8.2f} / {result['p99_ms']:.2f} ms   (goal p99 ≤ 4 × p50)")
    print(f"WAL per completion             {result['wal_bytes']:8.0f} bytes (goal 4096)")
    print(f"statements beside BEGIN/COMMIT {result['statements']:8d}    (goal 3)")
    if clients == CLIENTS[0]:
        _judge(clients, result)


def _judge(clients: int, result: dict[str, Any]) -> None:
    what, spread = f"completion, {clients} clients", result["p99_ms"] / result["p50_ms"]
    rates = f"{result['share']:.0%} ({result['per_second']:.0f} of {result['limit']['per_second']:.0f} /s)"
    tell(f"{what}: share of the limit", wanted="≥ 40 %", seen=rates, met=result["share"] >= 0.4)
    cpu = f"{result['client_ms']:.2f} ms (server {result['server_ms']:.2f})"
    tell(f"{what}: client CPU", wanted="≤ 0.8 ms", seen=cpu, met=result["client_ms"] <= 0.8)
    tell(f"{what}: statements", wanted="≤ 3", seen=str(result["statements"]), met=result["statements"] <= 3)
    tell(f"{what}: log", wanted="≤ 4,096 B", seen=f"{result['wal_bytes']:,.0f} B", met=result["wal_bytes"] <= 4096)
    tell(f"{what}: p99 / p50", wanted="≤ 4", seen=f"{spread:.1f} ({result['p50_ms']:.1f} ms)", met=spread <= 4)


if __name__ == "__main__":
    if sys.argv[1:] == ["client"]:
        client()
    else:
        main()
