"""Runs the benchmarks of this folder, each a process with a server of its own: `python -m bench [name …]`.

At the end stands one table of the goals, what was seen and the verdict. A goal that is missed fails nothing, for that
depends on the machine; a benchmark that breaks does.
"""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._goals import RESULTS, table, told

FIRST = ("completion", "over_http", "timers", "web", "inbox", "beside")
LONGEST = float(os.environ.get("BENCH_LONGEST", "7200" if os.environ.get("BENCH") == "full" else "600"))
"""Seconds after which a benchmark is taken for stuck."""


def main() -> int:
    """0 when every benchmark came to its end."""
    names = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_")]
    wanted = sys.argv[1:] or sorted(names, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    if unknown := [name for name in wanted if name not in names]:
        sys.stderr.write(f"There is no benchmark {unknown[0]}; there are: {', '.join(names)}.\n")
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-results-") as folder:
        results = Path(folder) / "goals"
        os.environ[RESULTS] = str(results)
        broken = [name for name in wanted if not _run(name)]
        verdicts = told(results)
    print(f"\n== {len(wanted)} benchmarks in {(time.monotonic() - began) / 60:.1f} minutes, {os.cpu_count()} cores\n")
    print(table(verdicts))
    print("".join(f"\nBROKEN: {name} did not come to its end" for name in broken))
    return 1 if broken else 0


def _run(name: str) -> bool:
    began = time.monotonic()
    print(f"\n== {name}", flush=True)
    try:
        ended = subprocess.run([sys.executable, "-W", "ignore", "-m", f"bench.{name}"], check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        print(f"stopped after {LONGEST:.0f} s", flush=True)
        return False
    print(f"({time.monotonic() - began:.0f} s)", flush=True)
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
