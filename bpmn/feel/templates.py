"""Texts with expressions in double braces: "{{name}}，您好"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn.feel.expressions import Expression, compile_expression
from bpmn.feel.problems import FeelSyntax, Outcome, Problem
from bpmn.feel.run import Run
from bpmn.feel.text import write

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled text; `reads` are the variables that its expressions read."""

    source: str
    reads: frozenset[str]
    pieces: tuple[str | tuple[int, Expression], ...]

    def evaluate(self, scope: Mapping[str, Any], *, now: datetime | None = None) -> str:
        """The text in a scope; null leaves nothing. Raises FeelBudget alone."""
        return str(self.explain(scope, now=now).value)

    def explain(self, scope: Mapping[str, Any], *, now: datetime | None = None) -> Outcome:
        """The text and why parts of it became null."""
        made: list[str] = []
        problems: list[Problem] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                made.append(piece)
                continue
            outcome = piece[1].explain(scope, now=now)
            problems.extend(outcome.problems)
            made.append("" if outcome.value is None else write(outcome.value, Run()))
        return Outcome("".join(made), tuple(problems))


def compile_template(source: str, *, dialect: str = "feel") -> Template:
    """The compiled text; raises FeelSyntax with the position in the whole text."""
    pieces: list[str | tuple[int, Expression]] = []
    last = 0
    for hole in _HOLE.finditer(source):
        pieces.append(source[last : hole.start()])
        try:
            pieces.append((hole.start(1), compile_expression(hole[1], dialect=dialect)))
        except FeelSyntax as refusal:
            raise FeelSyntax(hole.start(1) + refusal.position, refusal.message, refusal.message_zh) from None
        last = hole.end()
    pieces.append(source[last:])
    reads = frozenset(name for piece in pieces if not isinstance(piece, str) for name in piece[1].reads)
    return Template(source, reads, tuple(pieces))
