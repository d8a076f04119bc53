"""What the person at each user task fills in, for one case and the way that it shall go.

A module for each process, found by its name: `ANSWERS` by element id (unique among all processes), `STARTER`, the
role that starts it, and, where the workbook has no sheet for it, `CASES` of its own: (title, variables, plan) each.
`WITHOUT_A_CASE` names the user tasks at which none of them waits, and why. Where a process does not begin with its
start form, `begin(case, person, key)` begins it and gives the instance's id.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from demo import cases

Data = dict[str, Any]
PHOTOGRAPH = "photograph"
"""In a list of attachments: whoever answers takes a picture there and then."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One user task as its person sees it: what the form shows, which round it is, what the plan says."""

    element_id: str
    shown: Mapping[str, Any]
    today: dt.date
    plan: Mapping[str, Any] = field(default_factory=dict)
    round: int = 1

    def says(self, key: str, default: Any) -> Any:
        """The plan's answer for this round: a list answers round by round, its last entry for all later ones."""
        value = self.plan.get(key, default)
        return value[min(self.round, len(value)) - 1] if isinstance(value, list) else value

    def day(self, ahead: int = 0) -> str:
        """A date as forms want it."""
        return (self.today + dt.timedelta(days=ahead)).isoformat()


INCIDENT = cases.INCIDENT
"""Where a case stops that shall show one."""

Answer = Callable[[Sitting], Data]


class AnsweredTwice(Exception):
    """Two processes have a user task of the same id: give one of them another."""


def answer(sitting: Sitting) -> Data:
    """The variables with which this user task is completed."""
    return _answers()[sitting.element_id](sitting)


@cache
def modules() -> dict[str, ModuleType]:
    """The modules of this package by the process that they speak for."""
    return {found.name: importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)}


@cache
def _answers() -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for name, module in modules().items():
        if twice := found.keys() & module.ANSWERS.keys():
            raise AnsweredTwice(f"{name}: {sorted(twice)}")
        found |= module.ANSWERS
    return found
