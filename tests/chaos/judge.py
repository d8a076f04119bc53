"""Looks at what the night left behind and says everything that is wrong; an empty list means that all held."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.chaos.judging import apart, gaps, rows, trace_entries
from tests.chaos.players import Told
from tests.serving import ROOT

ROOTS = "SELECT id, digest, state, definition_key FROM process_instance WHERE id = root_id ORDER BY id"


def findings(told: Told, messages: Mapping[str, Any], folder: Path, env: Mapping[str, str]) -> list[str]:
    """Every invariant that does not hold, in words."""
    found = [*_completions(told), *_starts(told), *told.differing]
    for root_id, digest, _, _ in rows(ROOTS):
        found += [*gaps(root_id), *apart(root_id), *_joins(root_id, digest)]
    return [*found, *_effects(messages), *_jobs(), *_incidents(), *_ledger(folder, env)]


def _completions(told: Told) -> Iterator[str]:
    """Each acknowledged completion is there once: in the inbox, the trace and the ledger."""
    traced = dict(rows("SELECT user_task_id, count(*) FROM trace WHERE command = 'complete_user_task' GROUP BY 1"))
    sworn = dict(rows("SELECT record, count(*) FROM ledger.event WHERE action = 'complete_user_task' GROUP BY 1"))
    done = {task for (task,) in rows("SELECT id FROM user_task WHERE state = 'COMPLETED'")}
    for task in map(int, told.completed):
        if task not in done:
            yield f"user task {task} was acknowledged and is not completed"
    for task in done:
        times, oaths = traced.get(task, 0), sworn.get(str(task), 0)
        if (times, oaths) != (1, 1):
            yield f"user task {task} is {times} times in the trace and {oaths} times in the ledger"
    for task in traced.keys() - done:
        yield f"user task {task} is in the trace and not completed"
    unasked = {path.split("/")[3] for path in told.unanswered if path.endswith("/complete/")}
    for task in done - {int(one) for one in told.completed.keys() | unasked}:
        yield f"user task {task} is completed and nobody was told"


def _starts(told: Told) -> Iterator[str]:
    """Each key started one instance, and there is no other that a person started."""
    if len(set(told.started.values())) != len(told.started):
        yield "two keys were answered with the same instance"
    there = {str(pk) for (pk,) in rows("SELECT id FROM process_instance WHERE id = root_id AND started_by <> 'system'")}
    for pk in set(told.started.values()) - there:
        yield f"instance {pk} was acknowledged and is not there"
    extra = there - set(told.started.values())
    if len(extra) > told.unanswered["/api/process-instances/"]:
        yield f"instances {sorted(extra)} were started and nobody was told"


def _joins(root_id: int, digest: str) -> Iterator[str]:
    """A parallel join lets one token out for one on each of its ways in."""
    from engine.programs import deployed

    program = deployed(digest).program
    taken = Counter((entry[3], entry[2]) for entry in trace_entries(root_id) if entry[1] == "taken")
    scopes = {scope for scope, _ in taken}
    for node in program.nodes:
        if node.type != "parallelGateway" or len(node.incoming) < 2:
            continue
        ways_in = [program.flows[index].id for index in node.incoming]
        ways_out = [program.flows[index].id for index in node.outgoing]
        for scope in scopes:
            most = min(taken[scope, flow] for flow in ways_in)
            fired = max(taken[scope, flow] for flow in ways_out)
            if fired != most:
                yield f"instance {root_id}: {node.id} fired {fired} times for {most} complete sets of tokens"


def _effects(messages: Mapping[str, Any]) -> Iterator[str]:
    """Each dispatch that counts as sent reached the gateway; each visit of an element sent under one key."""
    sent = rows("SELECT key, instance_id, element_id FROM dispatch WHERE state = 'SENT'")
    for key, _, _ in sent:
        if key not in messages:
            yield f"{key} counts as sent and the gateway has not got it"
    for (instance, element), number in Counter((i, e) for _, i, e in sent).items():
        visits = sum(1 for e in trace_entries(instance) if e[1] == "entered" and e[2] == element)
        if number > visits:
            yield f"instance {instance}: {element} was visited {visits} times and sent {number} messages"
    known = {key for (key,) in rows("SELECT key FROM dispatch")}
    for key in messages.keys() - known:
        yield f"the gateway got {key}, which nobody wrote down"


def _jobs() -> Iterator[str]:
    """Nothing due is left lying; nothing is held by a worker that does nothing."""
    for pk, kind, state, error in rows(
        "SELECT id, kind, state, last_error FROM job WHERE state = 'RUNNING'"
        " OR (state = 'READY' AND run_at < now() - interval '5 seconds')"
    ):
        yield f"job {pk} ({kind}) is left {state}: {error}"


def _incidents() -> Iterator[str]:
    """The poison is one incident after three attempts; no job has two."""
    for job, number in rows("SELECT job_id, count(*) FROM incident WHERE job_id IS NOT NULL GROUP BY 1"):
        if number > 1:
            yield f"job {job} has {number} incidents"
    poison = rows("SELECT code, attempts FROM incident WHERE element_id = 'swallow'")
    if len(poison) != 1 or poison[0][1] != 3:
        yield f"the poison should be one incident after 3 attempts: {poison}"
    for element, code, message in rows(
        "SELECT element_id, code, message FROM incident WHERE element_id <> 'swallow' AND code <> 'WorkerLost'"
    ):
        yield f"an incident that no fault explains: {element} {code} {message}"


def _ledger(folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """The walls stand, and the auditor's own program finds the sealed log whole."""
    from ledger.sealing.notes import key_at

    bundle = folder / "ledger.bundle"
    commands = [["manage.py", "ledger_doctor"], ["manage.py", "export_ledger", str(bundle)]]
    key = key_at(Path(env["GAS_VAR"]) / "sealer-key").verifier_key
    commands.append(["ledger/sealing/verify.py", "--key", key, str(bundle)])
    for command in commands:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False
        )
        if done.returncode:
            yield f"{command[0]} {command[1]}: {(done.stdout + done.stderr)[-500:]}"
