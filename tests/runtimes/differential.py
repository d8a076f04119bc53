"""`python -m tests.runtimes.differential --count 10000`: random processes on both runtimes."""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from collections import Counter

from tests.runtimes.walking import Outcome, walk_random


def walk_many(
    count: int, first: int = 0, depth: int = 2, until: float = math.inf
) -> tuple[Counter[str], list[tuple[int, Outcome]]]:
    """Walks until `count` were compared or time is up: how many were the same, refused, different; these by seed."""
    kinds: Counter[str] = Counter()
    differing = []
    seed = first - 1
    while kinds["same"] + kinds["differs"] < count and time.monotonic() < until:
        seed += 1
        outcome = walk_random(seed, depth=1 + seed % depth)
        walk = outcome.walk
        why = walk.why if len(walk.why) < 30 else "while running: " + re.sub(r"“.*?”", "…", walk.why)
        kinds[f"refused: {why}" if walk.kind == "refused" else walk.kind] += 1
        kinds["commands"] += len(walk.commands)
        if walk.kind == "differs":
            differing.append((seed, outcome))
    return kinds, differing


def main() -> int:
    """Walk, print, and fail when the runtimes disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=math.inf)
    asked = parser.parse_args()
    kinds, differing = walk_many(asked.count, asked.first, asked.depth, time.monotonic() + asked.seconds)
    say = sys.stdout.write
    for kind, number in kinds.most_common():
        say(f"{number:>8,}  {kind}\n")
    for seed, one in sorted(differing, key=lambda pair: len(pair[1].diagram))[:3]:
        say(f"\nseed {seed}: {one.walk.why}\n{one.diagram}\n" + "\n".join(one.walk.commands) + "\n")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
