"""How the company judges readings: the limits of each rule on a day, from the decision table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from bpmn.dmn import Decisions, load_decisions

_FILE = Path(__file__).parent / "decisions" / "suspicion_rules.dmn"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a rule compares with, and the reason code of the replacement that it suggests."""

    reason: str
    limit: Decimal
    days: int
    least: Decimal
    years: int


@cache
def _decisions() -> Decisions:
    return load_decisions({_FILE.name: _FILE.read_bytes()})


def limits_of(rule: str, day: dt.date) -> Limits:
    """The limits in force on that day; raises KeyError for a rule that the table does not know."""
    value = _decisions().evaluate("suspicion_rules", {"rule": rule}, as_of=day).value
    if value is None:
        raise KeyError(rule)
    return Limits(
        reason=value["reason"],
        limit=Decimal(value["limit"]),
        days=int(value["days"]),
        least=Decimal(value["least"]),
        years=int(value["years"]),
    )
