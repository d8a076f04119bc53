"""What remote terminals sent: readings into the register, alarms into the list of suspected faults."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from exchange.installed import installation_of
from exchange.layouts import TELEMETRY
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.readings import PERMISSION, judged, recorded
from exchange.suspicions import Sign, note
from exchange.tables import read_table
from people.actors import Actor
from registers.models import Reading


def read(content: bytes) -> Parsed:
    """The rows of a file of readings and alarms and the sum of the mechanical readings."""
    return read_table(content, TELEMETRY, "mechanical")


def key_of(line: Line) -> str:
    """The meter, the moment, and the alarm."""
    values = line.values
    return f"{values['maker'] or ''}:{values['serial']}@{values['taken_at'].isoformat()}:{values['alarm'] or ''}"


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """As of readings; and rows that say nothing at all."""
    found = []
    for line in lines:
        if line.values["mechanical"] is None:
            try:
                _alarmed(line, actor)
            except RowRefused as refused:
                found.append(refused.problem)
    reading = [line for line in lines if line.values["mechanical"] is not None]
    for verdict in judged(reading, actor).values():
        found += [verdict] if isinstance(verdict, Problem) else verdict.warnings
    return sorted(found, key=lambda problem: problem.row)


def apply(line: Line, actor: Actor) -> Outcome:
    """The reading, the alarm, or both."""
    if line.values["mechanical"] is None:
        place = _alarmed(line, actor)
        outcome = Outcome("alarmed", str(place))
    else:
        (told,) = recorded([line], judged([line], actor), Reading.Source.REMOTE)
        if isinstance(told, Problem):
            raise RowRefused(told)
        outcome, place = told, installation_of(line, PERMISSION, actor).pk
    if line.values["alarm"]:
        _note(line, place)
    return outcome


def _alarmed(line: Line, actor: Actor) -> int:
    """The installation that the alarm is about."""
    if not line.values["alarm"]:
        raise RowRefused(Problem(line.number, "alarm", "says_nothing"))
    if line.values["taken_at"] > timezone.now():
        raise RowRefused(Problem(line.number, "taken_at", "in_the_future", f"{line.values['taken_at']:%Y-%m-%d %H:%M}"))
    return installation_of(line, PERMISSION, actor).pk


def _note(line: Line, installation_id: int) -> None:
    alarm, taken = line.values["alarm"], line.values["taken_at"]
    note([Sign(installation_id, alarm, f"{taken:%Y-%m-%d %H:%M}", taken)])
