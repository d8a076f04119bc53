"""What a step may cost and what it may ask: budgets, calendars, other programs, stored variables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bpmn.program import Program


@dataclass(frozen=True, slots=True)
class Limits:
    """What one command may cost before it is refused as `BudgetExceeded`."""

    steps: int = 20_000
    children: int = 1_000
    variable_bytes: int = 4_000_000


class Calendar(Protocol):
    """Working time: `add` moves an aware datetime by a working duration."""

    def add(self, start: dt.datetime, working: dt.timedelta) -> dt.datetime: ...
    def add_days(self, start: dt.datetime, working_days: int) -> dt.datetime: ...


@dataclass(frozen=True, slots=True)
class Environment:
    """The surroundings of a step, all of them values: nothing here may look outside.

    `calendars` by name ("" is the default one); `resolve` gives the Program for a late-bound
    call (process id, binding "latest"/"deployment"/"versionTag"/digest) or None when there is none;
    `stores` holds the values of data stores by name (`Program.data_stores` says which are used).
    `stored` loads a variable that stands apart from the snapshot (see `Step.stored`).
    """

    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    resolve: Callable[[str, str], Program | None] | None = None
    stores: Mapping[str, Any] = field(default_factory=dict)
    stored: Callable[[str], bytes] | None = None
    store_above: int | None = None
    limits: Limits = Limits()
