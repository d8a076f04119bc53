"""`python -m tests.runtimes.differential --count 10000`: random processes on both runtimes."""

from __future__ import annotations

import argparse
from collections import Counter

from tests.runtimes.walking import Outcome, walk


def walk_many(count: int, first: int = 0, depth: int = 2) -> tuple[Counter[str], list[tuple[int, Outcome]]]:
    """How many walks were the same, refused, different; and those that differed by their seed."""
    kinds: Counter[str] = Counter()
    differing = []
    for seed in range(first, first + count):
        outcome = walk(seed, depth=1 + seed % depth)
        why = outcome.why if len(outcome.why) < 30 else "while running"
        kinds[f"refused: {why}" if outcome.kind == "refused" else outcome.kind] += 1
        kinds["commands"] += outcome.steps
        if outcome.kind == "differs":
            differing.append((seed, outcome))
    return kinds, differing


def main() -> int:
    """Walk, print, and fail when the runtimes disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--depth", type=int, default=2)
    asked = parser.parse_args()
    kinds, differing = walk_many(asked.count, asked.first, asked.depth)
    for kind, number in kinds.most_common():
        print(f"{number:>8,}  {kind}")
    for seed, outcome in sorted(differing, key=lambda pair: len(pair[1].diagram))[:3]:
        print(f"\nseed {seed}: {outcome.why}\n{outcome.diagram}\n" + "\n".join(outcome.commands))
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
