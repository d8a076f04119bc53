"""What became of a row."""

from __future__ import annotations

from dataclasses import dataclass

from exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row did, to which record, and what is strange about it."""

    name: str
    record: str = ""
    warnings: tuple[Problem, ...] = ()


class RowRefused(Exception):
    """The row is kept out."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)
