"""Our completion beside others', 4 clients each, in one run: the limit, Django's ORM row by row, stock SpiffWorkflow.

None of the others keeps a ledger, checks a permission or answers a key twice alike. Viewflow is under the AGPL, and no
package under the GPL or AGPL is installed for this project: with `BESIDE=viewflow` (which downloads it) it runs in an
environment of its own that is thrown away with the run, and shares nothing with us but the database server.
Medians of 5. Run: `python -m bench beside`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench._goals import tell
from bench._measuring import limit, load, median, own_cpu, own_server, server_cpu
from bench.completion import CASE, DIAGRAM, deploy, engine

CLIENTS = 4
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
VIEWFLOW = os.environ.get("BESIDE", "") == "viewflow"
VIEWFLOW_PACKAGES = ("django-viewflow==2.4.0", "Django==5.2.19", "psycopg2-binary==2.9.13")
INSTANCES = 25
OTHERS = {"orm": "Django's ORM, row by row, no engine", "spiff": "SpiffWorkflow as it comes, one row of state"}
TABLES = """CREATE TABLE IF NOT EXISTS beside (id serial PRIMARY KEY, body text NOT NULL);
CREATE TABLE IF NOT EXISTS beside_task (id bigserial PRIMARY KEY, instance int NOT NULL, state text NOT NULL, name text);
CREATE INDEX IF NOT EXISTS beside_open ON beside_task (instance) WHERE state = 'CREATED'"""


def main() -> None:
    with own_server() as folder:
        deploy()
        _prepare()
        runs: dict[str, list[dict[str, Any]]] = {"limit": [], "ours": [], **{name: [] for name in OTHERS}}
        python = _viewflow(folder) if VIEWFLOW else None
        for _ in range(ROUNDS):
            runs["limit"].append(limit(folder, CLIENTS))
            runs["ours"].append(engine(CLIENTS))
            for name in OTHERS:
                runs[name].append(_other([sys.executable, "-m", "bench.beside", name]))
            if python:
                runs.setdefault("viewflow", []).append(_other(_viewflow_client(python, str(SECONDS)), given=CASE))
        least = median(runs["limit"])["per_second"]
        print(f"-- {CLIENTS} clients, medians of {ROUNDS}, {load()}")
        titles = {"limit": "pgbench, the least", "ours": "engine's command", **OTHERS, "viewflow": "Viewflow 2.4"}
        for name in runs:
            run = median(runs[name])
            cpu = f"{run['client_ms']:6.2f} + {run['server_ms']:.2f} ms"
            print(f"{titles[name]:<46}{run['per_second']:8.0f} /s  {run['per_second'] / least:6.1%}   CPU {cpu}")
            if name not in ("limit", "ours"):
                tell(f"beside: {titles[name]}", wanted="seen beside ours", met=True,
                     seen=f"{run['per_second'] / least:.1%} of the limit, CPU {cpu.strip()}")  # fmt: skip
        if not python:
            print("Viewflow was not run: BESIDE=viewflow downloads it (AGPL) into an environment of its own")
            tell("beside: Viewflow", wanted="seen beside ours", seen="BESIDE=viewflow runs it", met=None)


def _viewflow(folder: Path) -> Path:
    """The interpreter of a new environment with Viewflow in it, its tables made in a schema of their own."""
    from django.db import connection

    print(f"Viewflow is downloaded into an environment of its own, {folder / 'viewflow'}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "viewflow")], check=True)
    python = folder / "viewflow" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *VIEWFLOW_PACKAGES]
    subprocess.run(pip, check=True)
    os.environ["VIEWFLOW_APP"] = str(folder / "viewflow-app")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA viewflow")
    subprocess.run(_viewflow_client(python, "migrate"), check=True)
    return python


def _viewflow_client(python: Path, seconds: str) -> list[str]:
    client = str(Path(__file__).with_name("_viewflow_client.py"))
    return [str(python), "-W", "ignore", client, os.environ["DATABASE_URL"], seconds, str(INSTANCES)]


def _prepare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TABLES)


def _other(command: list[str], given: Any = None) -> dict[str, Any]:
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(CLIENTS)
    ]
    for child in children:
        assert child.stdin
        if given is not None:
            child.stdin.write(json.dumps(given) + "\n")
            child.stdin.flush()
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    server = server_cpu()
    for child in children:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()
    runs = [json.loads(child.communicate()[0]) for child in children]
    done = sum(run["done"] for run in runs)
    return {
        "per_second": sum(run["done"] / run["seconds"] for run in runs),
        "client_ms": sum(run["cpu"] for run in runs) / done * 1000,
        "server_ms": (server_cpu() - server) / done * 1000,
    }


def client(name: str) -> None:
    """One client process: does the named other's step for SECONDS and prints what it did."""
    import django

    django.setup()
    step = {"orm": _orm, "spiff": _spiff}[name]()
    for index in range(INSTANCES):
        step(index)
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, began, number = own_cpu(), time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        step(number % INSTANCES)
        number += 1
    print(json.dumps({"done": number, "seconds": time.monotonic() - began, "cpu": own_cpu() - cpu}))


def _orm() -> Any:
    """Lock, save the instance, close and open a task, write the trace: one ORM statement each."""
    from django.db import transaction
    from django.utils import timezone

    from engine.models import ProcessInstance, Trace, UserTask

    now = timezone.now()
    body = json.dumps(CASE, ensure_ascii=False).encode()
    same = {"definition_key": "beside", "digest": "-"}
    made = [
        ProcessInstance(root_id=0, definition_id=0, started_at=now, snapshot=body, **same) for _ in range(INSTANCES)
    ]
    rows = ProcessInstance.objects.bulk_create(made)
    task = {"element_id": "work", "scope_id": "0", "process_scope": "0", "name": "Work", "definition_name": "", **same}

    def step(index: int) -> None:
        with transaction.atomic():
            instance = ProcessInstance.objects.select_for_update().get(pk=rows[index].pk)
            instance.version += 1
            instance.save()
            old = UserTask.objects.filter(root_id=instance.pk, state="CREATED").first()
            if old is not None:
                old.state, old.completed_at = "COMPLETED", timezone.now()
                old.save()
            UserTask.objects.create(
                root_id=instance.pk,
                instance_id=instance.pk,
                work_id=str(instance.version),
                state="CREATED",
                created_at=now,
                **task,
            )
            for entry in range(3):
                Trace.objects.create(
                    root_id=instance.pk, first_seq=instance.version * 3 + entry, last_seq=0, at=timezone.now(), command="c",
                    actor="", actor_name="", behalf_name="", element_id="work", reason="", entries="[]", changes="[]",
                )  # fmt: skip

    return step


def _spiff() -> Any:
    """Lock, read the whole state, run, write it, close and open a task: SpiffWorkflow's own serializer and engine."""
    from django.db import connection, transaction
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.spiff.parser import SpiffBpmnParser
    from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
    from SpiffWorkflow.util.task import TaskState

    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(DIAGRAM.replace('=result = "stop"', 'result == "stop"').encode())
    begun = BpmnWorkflow(parser.get_spec("rounds"), {})
    begun.task_tree.data.update(CASE)
    begun.do_engine_steps()
    fresh = serializer.serialize_json(begun)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO beside (body) SELECT %s FROM generate_series(1, %s) RETURNING id", [fresh, INSTANCES]
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    rounds = [0] * INSTANCES

    def step(index: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT body FROM beside WHERE id = %s FOR UPDATE", [ids[index]])
            rounds[index] += 1
            saved = fresh if rounds[index] % 10 == 0 else cursor.fetchone()[0]
            workflow = serializer.deserialize_json(saved)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update({"result": f"round {rounds[index]}", "amount": 1})
            task.run()
            workflow.do_engine_steps()
            cursor.execute(
                "UPDATE beside SET body = %s WHERE id = %s", [serializer.serialize_json(workflow), ids[index]]
            )
            cursor.execute(
                "UPDATE beside_task SET state = 'COMPLETED' WHERE instance = %s AND state = 'CREATED'", [ids[index]]
            )
            cursor.execute(
                "INSERT INTO beside_task (instance, state, name) VALUES (%s, 'CREATED', 'work')", [ids[index]]
            )

    return step


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        client(sys.argv[1])
    else:
        main()
