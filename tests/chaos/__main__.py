"""`python -m tests.chaos --seconds 600 --seed 7`: misfortunes, a judgement, a report; 1 when anything is wrong."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.chaos.cluster import Cluster
from tests.chaos.misfortunes import BadGateway, Happened, Misfortunes
from tests.chaos.system import LEASE, System


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="how long faults go on")
    parser.add_argument("--settle", type=float, default=60, help="how long work may end afterwards")
    parser.add_argument("--pause", type=float, default=4, help="seconds between two faults, on average")
    parser.add_argument("--players", type=int, default=6, help="people at once")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--report", type=Path, help="where the report goes as JSON")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    report = night(given, folder)
    if not report["wrong"]:
        shutil.rmtree(folder, ignore_errors=True)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    sys.stdout.write(text + "\n")
    if given.report:
        given.report.write_text(text)
    return 1 if report["wrong"] else 0


def night(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Everything is started, broken, judged and put away again."""
    folder.chmod(0o755)
    cluster = Cluster(folder)
    rng = random.Random(given.seed)
    with BadGateway(rng) as gateway:
        system = None
        try:
            cluster.start()
            system = gateway.system = System(database_url=cluster.url, folder=folder, gateway=gateway.url)
            system.start()
            return _played(given, cluster, system, gateway, rng)
        finally:
            if system is not None:
                system.stop()
            cluster.stop()


def _played(
    given: argparse.Namespace, cluster: Cluster, system: System, gateway: BadGateway, rng: random.Random
) -> dict[str, Any]:
    _into_django(cluster.url, system.env["GAS_VAR"])
    from tests.chaos.judge import findings
    from tests.chaos.players import Play

    poisoned = _deploy()
    play = Play(site=system.url, seed=given.seed, players=given.players, seconds=given.seconds, settle=given.settle)
    play.start()
    faults = Misfortunes(rng, system, cluster)
    _until_something_is_done(play)
    faults.go_on(play.no_more, given.pause)
    play.wait()
    _another_session()
    _drained(given.settle)
    wrong = [*system.silent_threads(), *findings(play.told, gateway.messages, system.folder, system.env)]
    return {
        "seed": given.seed, "seconds": given.seconds, "lease": LEASE, "disk": _disk(cluster), "poisoned": poisoned,
        "acknowledged": {"starts": len(play.told.started), "completions": len(play.told.completed)},
        "requests": play.told.requests, "asked again": play.told.asked_again,
        "silences": play.told.silences, "refused": play.told.refused[:20],
        "unanswered": dict(play.told.unanswered), "faults": Counter(one.what for one in faults.happened),
        "to the next completion": _recovery(faults.happened, sorted(play.told.completed.values())),
        "messages": {"requests": len(gateway.requests), "keys": len(gateway.messages), "poison": gateway.poisoned},
        **_counted(), "wrong": wrong, "left in": str(system.folder) if wrong else "",
    }  # fmt: skip


def _into_django(url: str, var: str) -> None:
    os.environ |= {"DATABASE_URL": url, "GAS_VAR": var, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()


def _another_session() -> None:
    """This process asks the database anew: its session did not outlive the faults."""
    from django.db import connection

    connection.close()


def _deploy() -> int:
    """The night's own processes are there, one poisoned instance runs; its id."""
    from engine import commands
    from people.actors import SYSTEM
    from tests.chaos import processes

    for diagram in (processes.night(), processes.poison()):
        commands.deploy_definition(files={"process.bpmn": diagram}, actor=SYSTEM)
    return commands.start_process_instance(definition="poison", variables={}, actor=SYSTEM).id


def _until_something_is_done(play: Any) -> None:
    while not play.told.completed and time.monotonic() < play.no_more:
        time.sleep(0.2)


def _drained(most: float) -> None:
    """Until no job is due and the seal has caught up, at most that long."""
    from tests.chaos.judging import rows

    busy = (
        "SELECT 1 FROM job WHERE state = 'RUNNING' OR (state = 'READY' AND run_at < now() + interval '30 seconds')"
        " UNION ALL SELECT 1 WHERE (SELECT count(*) FROM ledger.event) > (SELECT count(*) FROM ledger.leaf) LIMIT 1"
    )
    until = time.monotonic() + most
    while rows(busy) and time.monotonic() < until:
        time.sleep(0.5)


def _recovery(happened: list[Happened], answered: list[float]) -> dict[str, Any]:
    """Seconds from each fault to the next acknowledged completion, by kind: how many, middle, most."""
    found: dict[str, list[float]] = {}
    for fault in happened:
        later = next((moment for moment in answered if moment > fault.at), None)
        if later is not None:
            found.setdefault(fault.what, []).append(round(later - fault.at, 2))
    return {
        what: {"times": len(all_), "median": sorted(all_)[len(all_) // 2], "most": max(all_)}
        for what, all_ in sorted(found.items())
    }


def _counted() -> dict[str, Any]:
    from tests.chaos.judging import rows

    instances = "SELECT definition_key || ' ' || lower(state), count(*) FROM process_instance GROUP BY 1 ORDER BY 1"
    tried = "SELECT count(*), coalesce(max(tries), 0) FROM dispatch WHERE tries > 1"
    return {
        "instances": dict(rows(instances)),
        "incidents": [list(row) for row in rows("SELECT element_id, code, attempts FROM incident")],
        "messages sent more than once under one key": list(rows(tried)[0]),
    }


def _disk(cluster: Cluster) -> str:
    return "filled" if cluster.mounted else "not filled: mounting needs a privilege that this user has not"


if __name__ == "__main__":
    sys.exit(main())
