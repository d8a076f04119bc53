"""Completing a user task through the engine's command with 4 clients, beside what PostgreSQL can do at most.

The limit is `pgbench` on the same server running the least that such a step must do: lock and update one 2 KB row,
update and insert an inbox row, insert three trace rows, commit. Run: `python -m bench completion`.
"""

from __future__ import annotations

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

CLIENTS = 4
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
INSTANCES = 50

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

TABLES = """
DROP TABLE IF EXISTS least_instance, least_inbox, least_trace;
CREATE TABLE least_instance (id int PRIMARY KEY, version int NOT NULL, body bytea NOT NULL) WITH (fillfactor = 70);
CREATE TABLE least_inbox (id bigserial PRIMARY KEY, instance int NOT NULL, state text NOT NULL, role text, name text);
CREATE INDEX ON least_inbox (role, id) WHERE state = 'CREATED';
CREATE INDEX ON least_inbox (instance) WHERE state = 'CREATED';
CREATE TABLE least_trace (instance int NOT NULL, seq bigint NOT NULL, at timestamptz NOT NULL, body text NOT NULL);
CREATE INDEX ON least_trace (instance, seq);
INSERT INTO least_instance SELECT n, 0, decode(repeat(md5(n::text), 64), 'hex') || decode(repeat(md5((n + 1)::text), 64), 'hex')
 FROM generate_series(1, 200) n;
INSERT INTO least_inbox (instance, state, role, name) SELECT n, 'CREATED', 'r', 'work' FROM generate_series(1, 200) n;
VACUUM ANALYZE least_instance;
"""
SCRIPT = r"""
\set i random(1, 200)
BEGIN;
SELECT version, body FROM least_instance WHERE id = :i FOR UPDATE;
UPDATE least_instance SET version = version + 1, body = body WHERE id = :i;
UPDATE least_inbox SET state = 'COMPLETED' WHERE instance = :i AND state = 'CREATED';
INSERT INTO least_inbox (instance, state, role, name) VALUES (:i, 'CREATED', 'r', 'work');
INSERT INTO least_trace VALUES (:i, 1, now(), 'left work'), (:i, 2, now(), 'taken flow'), (:i, 3, now(), 'entered work');
COMMIT;
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.update(DEMO="1", LOG_LEVEL="ERROR", GAS_VAR=folder)
        if "BENCH_DATABASE_URL" in os.environ:
            os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
        else:
            from config import embedded_postgres

            os.environ["DATABASE_URL"] = embedded_postgres.start(Path(folder) / "postgres")
        import django

        django.setup()
        _prepare()
        report(_measure(Path(folder)))


def _prepare() -> None:
    from django.core.management import call_command

    from engine.commands import deploy_definition
    from people.actors import SYSTEM
    from people.demo import load_company

    call_command("migrate", verbosity=0)
    load_company()
    files = {"process.bpmn": DIAGRAM.encode(), "work.form.json": json.dumps(FORM).encode()}
    deploy_definition(files=files, actor=SYSTEM)


def _measure(folder: Path) -> dict[str, Any]:
    limits, ours = [], []
    for _ in range(ROUNDS):
        limits.append(limit(folder))
        ours.append(engine())
    middle = sorted(ours, key=lambda run: run["per_second"])[len(ours) // 2]
    return {"limit": statistics.median(limits), **middle}


def limit(folder: Path) -> float:
    """Transactions a second of the least that a step must do."""
    from django.db import connection

    from config.embedded_postgres import bin_path

    with connection.cursor() as cursor:
        for statement in TABLES.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    script = folder / "least.sql"
    script.write_text(SCRIPT)
    command = [str(bin_path() / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(int(SECONDS)),
               "-f", str(script), os.environ["DATABASE_URL"]]  # fmt: skip
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([\d.]+)", text)
    assert found, text
    return float(found.group(1))


def engine() -> dict[str, Any]:
    """Completions a second of 4 client processes, their latency and CPU, and the WAL that each cost."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        before = cursor.fetchone()[0]
        children = [subprocess.Popen([sys.executable, "-m", "bench.completion", "client"], stdout=subprocess.PIPE, text=True)
                    for _ in range(CLIENTS)]  # fmt: skip
        runs = [json.loads(child.communicate()[0]) for child in children]
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s)", [before])
        wal = float(cursor.fetchone()[0])
    done = sum(run["done"] for run in runs)
    times = sorted(t for run in runs for t in run["times"])
    return {
        "per_second": sum(run["done"] / run["seconds"] for run in runs),
        "client_cpu_ms": sum(run["cpu"] for run in runs) / done * 1000,
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[int(len(times) * 0.99)],
        "wal_bytes": wal / done,
        "statements": runs[0]["statements"],
    }


def client() -> None:
    """One client: completes its own instances' tasks in turn for SECONDS and prints what it did."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from engine import commands
    from people.actors import actor_named

    actor = actor_named("cashier")
    data = {"customer": "市第一人民医院食堂", "remarks": "x" * 1500}
    tasks = []
    for _ in range(INSTANCES):
        started = commands.start_process_instance(definition="rounds", variables=data, actor=actor)
        tasks.append(started.opened[0]["id"])

    def complete(index: int, number: int) -> None:
        variables = {"result": f"round {number}", "amount": number / 4}
        key = str(uuid.uuid4())
        done = commands.complete_user_task(
            user_task_id=tasks[index], actor=actor, variables=variables, idempotency_key=key
        )
        tasks[index] = done.opened[0]["id"]

    for index in range(INSTANCES):
        complete(index, 0)
    with CaptureQueriesContext(connection) as captured:
        complete(0, 0)
    times: list[float] = []
    cpu, began, number = _cpu(), time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        number += 1
        at = time.perf_counter()
        complete(number % INSTANCES, number)
        times.append(round((time.perf_counter() - at) * 1000, 3))
    statements = [q for q in captured.captured_queries if q["sql"] not in ("BEGIN", "COMMIT")]
    print(json.dumps({"done": number, "seconds": time.monotonic() - began, "cpu": _cpu() - cpu, "times": times,
                      "statements": len(statements)}))  # fmt: skip


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(result: dict[str, Any]) -> None:
    share = result["per_second"] / result["limit"]
    print(f"limit (pgbench, {CLIENTS} clients)     {result['limit']:8.0f} /s")
    print(
        f"engine's command, {CLIENTS} clients    {result['per_second']:8.0f} /s   {share:.0%} of the limit (goal 40 %)"
    )
    print(f"client CPU                     {result['client_cpu_ms']:8.2f} ms  (goal 0.8)")
    print(f"latency p50 / p99              {result['p50_ms']:8.2f} / {result['p99_ms']:.2f} ms   (goal p99 ≤ 4 × p50)")
    print(f"WAL per completion             {result['wal_bytes']:8.0f} bytes (goal 4096)")
    print(f"statements beside BEGIN/COMMIT {result['statements']:8d}    (goal 3)")


if __name__ == "__main__":
    if sys.argv[1:] == ["client"]:
        client()
    else:
        main()
