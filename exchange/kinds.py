"""What kinds of import there are, and what each must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exchange import meters, readings, settlement
from exchange.outcomes import Outcome
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from people.actors import Actor


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import."""

    key: str
    permission: str
    read: Callable[[bytes], Parsed]
    key_of: Callable[[Line], str]
    """What makes a row the same row in another file."""
    check: Callable[[Sequence[Line], Actor], list[Problem]]
    """What is wrong with rows that could be read, without changing anything."""
    apply: Callable[[Line, Actor], Outcome]
    """Lets a row take effect in the open transaction; raises a refusal that keeps it out."""
    alone: Callable[[Line], bool]
    """Whether the row needs a transaction of its own."""


KINDS: dict[str, Kind] = {
    "settlement": Kind(
        "settlement", "import_settlement", settlement.read, settlement.key_of, settlement.check, settlement.apply,
        settlement.is_awaited,
    ),
    "readings": Kind(
        "readings", "import_readings", readings.read, readings.key_of, readings.check, readings.apply,
        lambda line: False,
    ),
    "meters": Kind(
        "meters", "import_meters", meters.read, meters.key_of, meters.check, meters.apply, lambda line: False
    ),
}  # fmt: skip
