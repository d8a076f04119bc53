"""Plays processes against a running system and writes the report: `python -m tests.load --site http://127.0.0.1:8000`."""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.load.people import Diary, play_until
from tests.load.report import report, summary_of


def main(arguments: list[str] | None = None) -> int:
    """0 when every case went to its end."""
    given = _given(arguments)
    began = time.time()
    with ProcessPoolExecutor(given.players) as pool:
        base = random.SystemRandom().randrange(1_000, 9_000) * 10_000
        waiting = [
            pool.submit(
                play_until,
                site=given.site,
                password=given.password,
                definition=given.definition,
                first_number=base + player * 1_000,
                until=began + given.seconds,
                most=given.cases,
            )
            for player in range(given.players)
        ]
        diaries: list[Diary] = [future.result() for future in waiting]
    seconds = time.time() - began
    machine = (
        f"{given.players} players, each a whole staff, against {given.site}; {os.cpu_count()} cores "
        f"({platform.machine()}), load {os.getloadavg()[0]:.1f} at the end; the players run on the same machine."
    )
    title = f"Load: {given.definition}"
    Path(given.report).write_text(report(diaries, seconds=seconds, title=title, machine=machine), encoding="utf-8")
    summary = summary_of(diaries, seconds=seconds)
    others = sorted({outcome for diary in diaries for _, outcome in diary.ended} - {"已结束"})
    sys.stdout.write("\n".join([str(summary), *others, f"report: {given.report}", ""]))
    return 0 if summary.ended and not summary.failed else 1


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--password", default=os.environ.get("DEMO_PASSWORD", "demo"))
    parser.add_argument("--definition", default="installation", help="key of the process (default: %(default)s)")
    parser.add_argument("--players", type=int, default=8, help="processes that play cases at once")
    parser.add_argument("--seconds", type=float, default=60.0, help="no new case is begun after that")
    parser.add_argument("--cases", type=int, default=900, help="most cases of one player")
    parser.add_argument("--report", default="var/load.html")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
