"""A worker for external tasks in 40 lines of Python's standard library: `GAS_TOKEN=gpw_… python external_worker.py URL`.

It fetches tasks of one topic under a lock, does them, and says how it went.
"""

import json
import os
import sys
import urllib.error
import urllib.request

URL, TOKEN = sys.argv[1].rstrip("/"), os.environ["GAS_TOKEN"]
TOPIC = "external.meter_reading"


def post(path, body):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def read_meter(variables):
    """What the worker is for; pass task["idempotency_key"] on to whatever it calls."""
    if variables.get("meter_no") == "NONE":
        raise LookupError("no such meter")
    return {"reading": int(variables.get("last_reading", 0)) + 17}


while True:
    wanted = {"topics": [TOPIC], "worker_id": f"reader-{os.getpid()}", "lock_seconds": 30, "wait_seconds": 20}
    for task in post("/api/external-tasks/fetch-and-lock/", wanted)["tasks"]:
        lock, path = {"lock_token": task["lock_token"]}, f"/api/external-tasks/{task['id']}"
        try:
            post(f"{path}/complete/", {**lock, "variables": read_meter(task["variables"])})
        except LookupError as problem:
            post(f"{path}/bpmn-error/", {**lock, "code": "NO_METER", "message": str(problem)})
        except urllib.error.HTTPError as refused:
            print(task["id"], refused.code, refused.read().decode(), flush=True)
        except (ValueError, TypeError) as problem:
            post(f"{path}/fail/", {**lock, "message": str(problem)})
