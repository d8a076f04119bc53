"""A pattern's tree → instructions of the matcher."""

from __future__ import annotations

from typing import Any

from bpmn.feel.regex_syntax import Anchor, Back, BadPattern, Choice, Group, One, Part, Repeat, Sequence

ONE, SPLIT, SAVE, MATCH, ANCHOR, BACK, JUMP = range(7)
PROGRAM_LIMIT = 2_000

Instruction = tuple[int, Any, int]
"""(what, its argument, where to go on); SPLIT's argument is the second choice."""


class _Writer:
    def __init__(self) -> None:
        self.code: list[Instruction] = []
        self.remembers = True

    def add(self, op: int, argument: Any) -> int:
        if len(self.code) >= PROGRAM_LIMIT:
            raise BadPattern("too large")
        self.code.append((op, argument, len(self.code) + 1))
        return len(self.code) - 1

    def part(self, part: Part) -> None:
        if isinstance(part, One):
            self.add(ONE, part.member)
        elif isinstance(part, Sequence):
            for item in part.items:
                self.part(item)
        elif isinstance(part, Group):
            self.add(SAVE, 2 * part.number)
            self.part(part.inner)
            self.add(SAVE, 2 * part.number + 1)
        elif isinstance(part, Anchor):
            self.add(ANCHOR, part.kind)
        elif isinstance(part, Back):
            self.remembers = False
            self.add(BACK, part.number)
        else:
            self._branching(part)

    def _branching(self, part: Choice | Repeat) -> None:
        if isinstance(part, Choice):
            self._choice(part.branches)
            return
        for _ in range(part.least):
            self.part(part.inner)
        if part.most is None:
            self._loop(part)
            return
        splits = []
        for _ in range(part.most - part.least):
            splits.append(self.add(SPLIT, None))
            self.part(part.inner)
        for split in splits:
            self._split(split, len(self.code), greedy=part.greedy)

    def _loop(self, part: Repeat) -> None:
        split = self.add(SPLIT, None)
        self.part(part.inner)
        back = self.add(JUMP, None)
        self.code[back] = (JUMP, None, split)
        self._split(split, len(self.code), greedy=part.greedy)

    def _split(self, at: int, beyond: int, *, greedy: bool) -> None:
        inside = at + 1
        self.code[at] = (SPLIT, beyond, inside) if greedy else (SPLIT, inside, beyond)

    def _choice(self, branches: tuple[Part, ...]) -> None:
        jumps = []
        for branch in branches[:-1]:
            split = self.add(SPLIT, None)
            self.part(branch)
            jumps.append(self.add(JUMP, None))
            self.code[split] = (SPLIT, len(self.code), split + 1)
        self.part(branches[-1])
        for jump in jumps:
            self.code[jump] = (JUMP, None, len(self.code))


def program(tree: Part) -> tuple[tuple[Instruction, ...], bool]:
    """The instructions, and whether a failed place may be remembered; raises BadPattern for one too large."""
    writer = _Writer()
    writer.part(tree)
    writer.add(MATCH, None)
    return tuple(writer.code), writer.remembers
