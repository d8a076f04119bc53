"""How long each segment of an emergency repair took, and whose it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

STAMPS = (
    "answered_at", "ticket_sent_at", "received_at", "dispatched_at",
    "at_crew_at", "accepted_at", "departed_at", "arrived_at",
)  # fmt: skip
"""The eight time stamps A to H, in their order."""
_CENT = Decimal("0.01")


class StampMissing(Exception):
    """A segment cannot be measured: one of its two time stamps was never taken."""


@dataclass(frozen=True, slots=True)
class Target:
    """A segment between two stamps, the minutes it may take and the department that answers for it."""

    segment: str
    name: str
    begins: str
    ends: str
    minutes: Decimal
    department: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and the seconds that were needed; `over` is what exceeds it, 0 when nothing does."""

    target: Target
    seconds: Fraction
    over: Fraction


def measured(stamps: Mapping[str, dt.datetime], targets: Iterable[Target]) -> tuple[Measured, ...]:
    """Every segment in the order of the targets; exactly on the target is in time."""
    return tuple(_measured(stamps, target) for target in targets)


def _measured(stamps: Mapping[str, dt.datetime], target: Target) -> Measured:
    missing = [name for name in (target.begins, target.ends) if name not in stamps]
    if missing:
        raise StampMissing(f"{target.segment}: {', '.join(missing)}")
    span = stamps[target.ends] - stamps[target.begins]
    seconds = Fraction(span // dt.timedelta(microseconds=1), 1_000_000)
    return Measured(target, seconds, max(seconds - Fraction(target.minutes) * 60, Fraction(0)))


def late_departments(rows: Sequence[Measured]) -> tuple[str, ...]:
    """The departments with a segment over its target, each once, in the order of the segments."""
    return tuple(dict.fromkeys(row.target.department for row in rows if row.over))


def in_minutes(seconds: Fraction) -> Decimal:
    """Minutes with two decimals, rounded half up."""
    return (Decimal(seconds.numerator) / Decimal(seconds.denominator) / 60).quantize(_CENT, ROUND_HALF_UP)
