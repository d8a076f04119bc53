"""One evaluation: its variables, its budget and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bpmn.feel.problems import FeelBudget, Null, Problem, problem
from bpmn.feel.values import normalized


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may use; a step is about a microsecond, memory is paid in steps."""

    steps: int = 400_000
    calls: int = 90
    problems: int = 50


LIMITS = Limits()


class Run:
    """The budget and the diary of one evaluation."""

    steps = 0
    calls = 0
    now: datetime | None = None
    problems: list[Problem] | None = None
    cache: dict[str, Any] | None = None
    as_of: date | None = None
    tables: list[Any] | None = None
    element_id: str | None = None
    limits = LIMITS

    def charge(self, count: int) -> None:
        """Pays for work; raises FeelBudget when there is nothing left to pay with."""
        self.steps += count
        if self.steps > self.limits.steps:
            raise FeelBudget("The evaluation takes too many steps.", "计算步数超出限制。")

    def enter(self, cost: int) -> None:
        """Pays for one call of a user-defined function; `leave` ends it."""
        self.calls += 1
        self.charge(cost + 1)
        if self.calls > self.limits.calls:
            raise FeelBudget("Functions call each other too deeply.", "函数调用嵌套过深。")

    def leave(self) -> None:
        self.calls -= 1

    def null(self, code: str, at: int, /, **facts: object) -> Any:
        """Notes why something became null; the answer is that null."""
        if self.problems is not None and len(self.problems) < self.limits.problems:
            self.problems.append(problem(code, at, facts, self.element_id))

    def normalized(self, name: str, value: Any, at: int) -> Any:
        """The FEEL value of a variable, converted once per evaluation."""
        if self.cache is None:
            self.cache = {}
        elif name in self.cache:
            return self.cache[name]
        try:
            known = normalized(value)
        except Null as refusal:
            known = self.null(refusal.code, at, **refusal.facts)
        self.cache[name] = known
        return known


class Env:
    """What a compiled node sees: variables by name, locals by place."""

    __slots__ = ("locals", "run", "scope")

    def __init__(self, scope: Mapping[str, Any], places: tuple[Any, ...], run: Run) -> None:
        self.scope = scope
        self.locals = places
        self.run = run
