"""Writes docs/bpmn-support.md from the catalogue: `python -m tests.conformance.support`."""

# ruff: noqa: E501 - Markdown lines

from __future__ import annotations

from pathlib import Path

from tests.conformance.catalogue import FOLDER, Case, cases

TARGET = Path(__file__).parents[2] / "docs" / "bpmn-support.md"
POSITIONS = ("startEvent", "eventSubProcess", "catchEvent", "throwEvent", "boundaryEvent", "endEvent")
KINDS = (
    "none", "message", "signal", "timer", "conditional", "error", "escalation", "compensation", "link", "cancel",
    "terminate", "multiple", "parallelMultiple",
)  # fmt: skip
NOT_THERE = {
    "startEvent": "error escalation compensation link cancel terminate",
    "eventSubProcess": "none link cancel terminate",
    "catchEvent": "none error escalation compensation cancel terminate",
    "throwEvent": "timer conditional error cancel terminate parallelMultiple",
    "boundaryEvent": "none link terminate",
    "endEvent": "timer conditional link parallelMultiple",
}
HEAD = """# What of BPMN 2.0 is executed

Generated from the catalogue of behaviors in `tests/conformance/cases/` by `python -m tests.conformance.support`; every mark
is a case there: a diagram and a scenario that runs in the tests, with the invariants checked after every step.
Each number links to the first of its cases. `–`: the standard has no such event there (it is refused at deployment).
`i` interrupting, `n` not interrupting.

"""


def lines() -> dict[str, int]:
    """The line in its file at which each case begins."""
    found = {}
    for path in FOLDER.glob("*.txt"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("=== "):
                found[f"{path.stem}: {line[4:]}"] = number
    return found


def support() -> str:
    """The text of docs/bpmn-support.md."""
    known, where = cases(), lines()
    cells: dict[str, list[Case]] = {}
    for case in known:
        for cell in case.covers:
            cells.setdefault(cell, []).append(case)
    parts = [HEAD, "## Events by position\n\n", _events(cells, where), f"\n## All {len(known)} behaviors\n\n"]
    elements = sorted({cell.partition("/")[0] for cell in cells}, key=str.lower)
    for element in elements:
        parts.append(f"### {element}\n\n")
        for cell in sorted(c for c in cells if c.partition("/")[0] == element):
            parts.extend(_line(cell, case, where) for case in cells[cell])
        parts.append("\n")
    return "".join(parts)


def _line(cell: str, case: Case, where: dict[str, int]) -> str:
    refused = f" (refused as `{case.refused}`)" if case.refused else ""
    return f"- {cell.partition('/')[2]}: [{case.title}]({_link(case, where)}){refused}\n"


def _link(case: Case, where: dict[str, int]) -> str:
    return f"../tests/conformance/cases/{case.file}.txt#L{where[case.slug]}"


def _events(cells: dict[str, list[Case]], where: dict[str, int]) -> str:
    rows = ["| | " + " | ".join(POSITIONS) + " |\n", "|---" * (len(POSITIONS) + 1) + "|\n"]
    for kind in KINDS:
        rows.append(f"| {kind} | " + " | ".join(_cell(p, kind, cells, where) for p in POSITIONS) + " |\n")
    return "".join(rows)


def _cell(position: str, kind: str, cells: dict[str, list[Case]], where: dict[str, int]) -> str:
    found = cells.get(f"{position}/{kind}", [])
    soft = cells.get(f"{position}/{kind}NonInterrupting", [])
    if not found and not soft:
        return "–" if kind in NOT_THERE[position].split() else "**missing**"
    both = position in ("boundaryEvent", "eventSubProcess")
    marks = [f"[{'i' if both else ''}{len(found)}]({_link(found[0], where)})"] if found else []
    marks += [f"[n{len(soft)}]({_link(soft[0], where)})"] if soft else []
    return " ".join(marks)


if __name__ == "__main__":
    TARGET.write_text(support())
