"""What the hand-held readers brought: to the installed meter, with what is strange about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from exchange.layouts import READINGS
from exchange.outcomes import Outcome, RowRefused
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from exchange.tables import read_table
from people.actors import Actor
from registers import commands
from registers.models import MeterInstallation, Reading

IMPLAUSIBLE = 3
"""Times the average daily consumption of the installation."""
_DAY = Decimal(24 * 3600)
_HEIGHTS = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Point:
    """What a meter showed at a moment."""

    at: dt.datetime
    mechanical: Decimal


def read(content: bytes) -> Parsed:
    """The rows of a file of readings and the sum of the mechanical readings."""
    return read_table(content, READINGS, "mechanical")


def key_of(line: Line) -> str:
    """The meter and the moment."""
    return f"{line.values['maker'] or ''}:{line.values['serial']}@{line.values['taken_at'].isoformat()}"


def check(lines: Sequence[Line], actor: Actor) -> list[Problem]:
    """Unknown meters, falling readings, and consumption that nobody believes."""
    problems = []
    for line in lines:
        try:
            installation = _installed(line, actor)
            problems += _judged(line, installation)
        except RowRefused as refused:
            problems.append(refused.problem)
    return problems


def apply(line: Line, actor: Actor) -> Outcome:
    """The reading, in the register."""
    installation = _installed(line, actor)
    warnings = _judged(line, installation)
    reading = commands.record_reading(
        installation_id=installation.pk,
        mechanical=line.values["mechanical"],
        electronic=line.values["electronic"],
        taken_at=line.values["taken_at"],
        source=Reading.Source.READER,
    )
    return Outcome("registered", str(reading.pk), tuple(warnings))


def _installed(line: Line, actor: Actor) -> MeterInstallation:
    """The installation of the meter, in the actor's area."""
    serial, maker = line.values["serial"], line.values["maker"]
    rows = MeterInstallation.objects.filter(meter__serial=serial, removed_at=None)
    if maker:
        rows = rows.filter(meter__maker=maker)
    found = [row for row in rows.select_related("supply_point__site__unit")[:20] if _is_mine(row, actor)]
    if not found:
        raise RowRefused(Problem(line.number, "serial", "unknown_meter", serial))
    if len(found) > 1:
        raise RowRefused(Problem(line.number, "serial", "ambiguous_meter", serial))
    return found[0]


def _is_mine(row: MeterInstallation, actor: Actor) -> bool:
    return actor.system or actor.may_at("import_readings", row.supply_point.site.unit.path)


def _judged(line: Line, installation: MeterInstallation) -> list[Problem]:
    taken, shown = line.values["taken_at"], line.values["mechanical"]
    if taken > timezone.now():
        raise RowRefused(Problem(line.number, "taken_at", "in_the_future", f"{taken:{_HEIGHTS}}"))
    if taken < installation.installed_at:
        began = timezone.localtime(installation.installed_at)
        raise RowRefused(Problem(line.number, "taken_at", "before_installation", f"{began:{_HEIGHTS}}"))
    first = Point(installation.installed_at, installation.reading_in)
    last = _before(installation, taken) or first
    if shown < last.mechanical:
        earlier = f"{last.mechanical.normalize():f}"
        raise RowRefused(Problem(line.number, "mechanical", "reading_falls", earlier, installation_id=installation.pk))
    strange = implausible(first, last, Point(taken, shown))
    return [
        Problem(line.number, "mechanical", "implausible", strange, warning=True, installation_id=installation.pk)
    ] if strange else []  # fmt: skip


def _before(installation: MeterInstallation, taken: dt.datetime) -> Point | None:
    row = installation.readings.filter(taken_at__lt=taken).order_by("-taken_at").first()
    return Point(row.taken_at, row.mechanical) if row else None


def implausible(first: Point, last: Point, now: Point) -> str:
    """The daily consumption beside the average so far when it is more than IMPLAUSIBLE times that; "" otherwise."""
    if last.at <= first.at or now.at <= last.at:
        return ""
    usual = (last.mechanical - first.mechanical) * _DAY / Decimal((last.at - first.at).total_seconds())
    daily = (now.mechanical - last.mechanical) * _DAY / Decimal((now.at - last.at).total_seconds())
    if usual <= 0 or daily <= IMPLAUSIBLE * usual:
        return ""
    return f"{daily:.2f} > {IMPLAUSIBLE} × {usual:.2f} m³/d"
