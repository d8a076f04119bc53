"""The behaviours: one title, one diagram and one scenario each, read from the text files in `cases/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """`covers` names element/position cells of the table in docs/bpmn-support.md; `refused` a finding code."""

    title: str
    file: str
    covers: tuple[str, ...]
    diagram: str
    scenario: str
    refused: str = ""
    dmn: str = ""

    @property
    def slug(self) -> str:
        return f"{self.file}: {self.title}"


def cases() -> list[Case]:
    """Every case of every file, in order."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text().split("\n=== ")[1:]:
            found.append(_case(path.stem, block))
    return found


def _case(file: str, block: str) -> Case:
    head, _, rest = block.partition("\n---\n")
    diagram, _, scenario = rest.partition("\n---\n")
    title, *facts = head.strip().splitlines()
    known = dict(line.split(": ", 1) for line in facts)
    return Case(
        title,
        file,
        tuple(known.get("covers", "").split()),
        diagram,
        scenario,
        known.get("refused", ""),
        known.get("dmn", ""),
    )
