"""What the hand-held readers brought: to the installed meter, with what is strange about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from exchange.installed import installations_of
from exchange.layouts import READINGS
from exchange.neighbours import Neighbours, Point, neighbours
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.tables import read_table
from people.actors import Actor
from registers import commands
from registers.commands import NewReading
from registers.models import MeterInstallation, Reading

IMPLAUSIBLE = 3
"""Times the average daily consumption of the installation."""
PERMISSION = "import_readings"
_DAY = Decimal(24 * 3600)
_HEIGHTS = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Judged:
    """Where a reading belongs, and what is strange about it."""

    installation: MeterInstallation
    warnings: tuple[Problem, ...]


def read(content: bytes) -> Parsed:
    """The rows of a file of readings and the sum of the mechanical readings."""
    return read_table(content, READINGS, "mechanical")


def key_of(line: Line) -> str:
    """The meter and the moment."""
    return f"{line.values['maker'] or ''}:{line.values['serial']}@{line.values['taken_at'].isoformat()}"


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """Unknown meters, falling readings, and consumption that nobody believes."""
    found: list[Problem] = []
    for verdict in judged(lines, actor).values():
        found += [verdict] if isinstance(verdict, Problem) else verdict.warnings
    return sorted(found, key=lambda problem: problem.row)


def apply(line: Line, actor: Actor) -> Outcome:
    """The reading, in the register."""
    (outcome,) = apply_many([line], actor)
    if isinstance(outcome, Problem):
        raise RowRefused(outcome)
    return outcome


def apply_many(lines: Sequence[Line], actor: Actor) -> list[Outcome | Problem]:
    """The readings in the register, in the order of the lines; those with an error are left out."""
    return recorded(lines, judged(lines, actor), Reading.Source.READER)


def recorded(lines: Sequence[Line], verdicts: dict[int, Judged | Problem], source: str) -> list[Outcome | Problem]:
    """What became of each line; those that were judged well are recorded in one statement."""
    new, outcomes = [], {}
    for line in lines:
        verdict = verdicts[line.number]
        if isinstance(verdict, Judged):
            new.append((line, verdict))
        else:
            outcomes[line.number] = verdict
    ids = commands.record_readings(readings=[_new(line, verdict.installation, source) for line, verdict in new])
    done = {
        line.number: Outcome("registered", str(pk), verdict.warnings)
        for (line, verdict), pk in zip(new, ids, strict=True)
    }
    return [done.get(line.number) or outcomes[line.number] for line in lines]


def _new(line: Line, installation: MeterInstallation, source: str) -> NewReading:
    values = line.values
    return NewReading(installation.pk, values["taken_at"], values["mechanical"], values["electronic"], source)


def judged(lines: Sequence[Line], actor: Actor) -> dict[int, Judged | Problem]:
    """By line number, each reading beside those recorded and those before it in the file."""
    found = installations_of(lines, PERMISSION, actor)
    verdicts: dict[int, Judged | Problem] = {n: one for n, one in found.items() if isinstance(one, Problem)}
    here = [(line, one) for line in lines if isinstance(one := found[line.number], MeterInstallation)]
    here.sort(key=lambda pair: (pair[1].pk, pair[0].values["taken_at"]))
    beside = neighbours([(one.pk, line.values["taken_at"]) for line, one in here])
    last: dict[int, Point] = {}
    for (line, installation), known in zip(here, beside, strict=True):
        verdict = _verdict(line, installation, known, last.get(installation.pk))
        verdicts[line.number] = verdict
        if isinstance(verdict, Judged):
            last[installation.pk] = Point(line.values["taken_at"], line.values["mechanical"])
    return verdicts


def _verdict(line: Line, place: MeterInstallation, known: Neighbours, in_file: Point | None) -> Judged | Problem:
    taken, shown = line.values["taken_at"], line.values["mechanical"]
    if taken > timezone.now():
        return Problem(line.number, "taken_at", "in_the_future", f"{taken:{_HEIGHTS}}")
    if taken < place.installed_at:
        began = timezone.localtime(place.installed_at)
        return Problem(line.number, "taken_at", "before_installation", f"{began:{_HEIGHTS}}")
    if known.same is not None:
        return Problem(line.number, "taken_at", "reading_there", _plain(known.same))
    first = Point(place.installed_at, place.reading_in)
    last = max((p for p in (first, known.before, in_file) if p), key=lambda point: point.at)
    if shown < last.mechanical:
        return Problem(line.number, "mechanical", "reading_falls", _plain(last.mechanical), installation_id=place.pk)
    if known.after is not None and shown > known.after:
        return Problem(line.number, "mechanical", "above_later", _plain(known.after))
    strange = implausible(first, last, Point(taken, shown))
    warning = Problem(line.number, "mechanical", "implausible", strange, warning=True, installation_id=place.pk)
    return Judged(place, (warning,) if strange else ())


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def implausible(first: Point, last: Point, now: Point) -> str:
    """The daily consumption beside the average so far when it is more than IMPLAUSIBLE times that; "" otherwise."""
    if last.at <= first.at or now.at <= last.at:
        return ""
    usual = (last.mechanical - first.mechanical) * _DAY / Decimal((last.at - first.at).total_seconds())
    daily = (now.mechanical - last.mechanical) * _DAY / Decimal((now.at - last.at).total_seconds())
    if usual <= 0 or daily <= IMPLAUSIBLE * usual:
        return ""
    return f"{daily:.2f} > {IMPLAUSIBLE} × {usual:.2f} m³/d"
