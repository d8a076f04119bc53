"""`python -m tests.runtimes`: each reason why the kernel is the default, acted out on stock SpiffWorkflow."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import version

from tests.runtimes.reasons import REASONS


def main() -> int:
    """Print reason, what should be and what happened; fail when one no longer holds."""
    logging.getLogger("spiff").setLevel(logging.WARNING)
    say = sys.stdout.write
    say(f"SpiffWorkflow {version('SpiffWorkflow')} as it comes\n")
    told = [reason() for reason in REASONS]
    for one in told:
        say(f"\n{'yes' if one.reproduced else 'NO ':3}  {one.title}\n")
        say(f"     should be: {one.expected}\n     happened:  {one.happened}\n")
    say("\nCPU of one completion, load and save included\n")
    from bench.runtimes import main as measure

    measure()
    return 0 if all(one.reproduced for one in told) else 1


if __name__ == "__main__":
    raise SystemExit(main())
