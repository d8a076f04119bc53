"""The goals of the benchmarks beside what was seen: each benchmark tells, the whole run prints one table."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = "BENCH_RESULTS"
"""The file to which benchmarks add a line for each goal, when the whole run asks for it."""


@dataclass(frozen=True)
class Verdict:
    """One goal: what is wanted, what was seen under which load, and whether that is enough (None: not tried)."""

    what: str
    wanted: str
    seen: str
    met: bool | None
    load: float


def tell(what: str, *, wanted: str, seen: str, met: bool | None) -> None:
    """Notes a goal's verdict for the table at the end; a goal that is missed fails nothing."""
    if path := os.environ.get(RESULTS):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(
                json.dumps(asdict(Verdict(what, wanted, seen, met, os.getloadavg()[0])), ensure_ascii=False) + "\n"
            )


def told(path: Path) -> list[Verdict]:
    """The verdicts in the order in which they were noted."""
    return (
        [Verdict(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as text in columns."""
    rows = [("goal", "wanted", "seen", "verdict", "load")]
    words = {True: "met", False: "MISSED", None: "not tried"}
    rows += [(v.what, v.wanted, v.seen, words[v.met], f"{v.load:.1f}") for v in verdicts]
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
