"""The diagrams of `shapes.txt`, compiled."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bpmn import compile_program
from bpmn.program import Program
from tests.conformance.drawing import draw

FILE = Path(__file__).with_name("shapes.txt")
SHORT = ("user", "and", "xor", "or", "end", "service")


@cache
def shapes() -> dict[str, bytes]:
    """Name -> BPMN file."""
    parts = FILE.read_text().split("\n=== ")[1:]
    return {name.strip(): draw(_long(text)) for name, _, text in (part.partition("\n") for part in parts)}


def _long(text: str) -> str:
    """`user a b` is `a: user`, `b: user`; what nobody declares is the start `s` and the end `e`."""
    lines = []
    for line in text.strip().splitlines():
        words = line.split()
        if words and words[0] in SHORT and "->" not in words:
            lines += [f"{name}: {words[0]}" for name in words[1:]]
        else:
            lines.append(line)
    return "\n".join(["s: start", "e: end", *lines])


@cache
def program(name: str) -> Program:
    """The compiled diagram of that name."""
    return compile_program({"p.bpmn": shapes()[name]}, process_id="p")
