"""`python -m tests.runtimes.defects` writes docs/spiffworkflow-defects.md: what was acted out, and what is refused."""

from __future__ import annotations

from pathlib import Path

from engine.runtime.spiff.refusing import WHY
from tests.runtimes.reasons import REASONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "spiffworkflow-defects.md"
HEAD = """# What SpiffWorkflow 3.2.0 runs otherwise than the standard says

Written by `python -m tests.runtimes.defects`; each diagram is acted out on SpiffWorkflow as it comes by `make runtimes`
and by `tests/runtimes/test_reasons.py`, so that a version which mends one of them is noticed. Diagrams are in the
notation of `tests/conformance/drawing.py`; their conditions are Python, as SpiffWorkflow wants them (`$` is a quote).

`ENGINE_RUNTIME=spiff` runs on SpiffWorkflow through `engine/runtime/spiff`: our variables (one scope per process), our
expressions, our stepping. What the adapter cannot put right it refuses, by element, before an instance starts (below),
or as the command that would lose a token (two tokens along one flow into a join; more than 900 tasks deep). The whole
catalogue of `tests/conformance` is played on it (`tests/runtimes/test_catalogue.py`), and random processes beside the
kernel (`python -m tests.runtimes.differential`).
"""

TAIL = """
A `Move` (return, withdraw) is carried out inside one scope, as long as the token does not come a second time along
one flow into a join; other moves and the migration of running instances are refused as commands.
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD, "\n## Acted out\n"]
    for number, reason in enumerate((act() for act in REASONS), 1):
        parts.append(f"\n### {number}. {reason.title[0].upper()}{reason.title[1:]}\n\n```text\n{reason.diagram}\n```\n")
        parts.append(f"\nShould be: {reason.expected}. Happened: {reason.happened}.\n")
    parts.append("\n## Refused by `engine.runtime.spiff`\n\n| code | why | 原因 |\n|---|---|---|\n")
    parts += [f"| `{code}` | {why} | {why_zh} |\n" for code, (why, why_zh) in WHY.items()]
    parts.append(TAIL)
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
